import { describe, expect, it, vi } from 'vitest';
import { COMMANDS, type Command } from '../contract/app/events';
import { appMenu, type MenuOptions } from './app-menu';
import { nativeWords } from './native-words';

const command = vi.fn<(command: Command) => void>();
const options: MenuOptions = {
  words: nativeWords('en', 'en'),
  platform: 'linux',
  allowsDevTools: false,
  links: ['licence'],
  command,
  openLink: vi.fn(),
  showLog: vi.fn(),
};

const items = (changes: Partial<MenuOptions> = {}) =>
  appMenu({ ...options, ...changes }).flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));

describe('appMenu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)(
    'offers every command once, each with its own key, on %s',
    (platform) => {
      command.mockClear();
      for (const { id, click } of items({ platform })) {
        if ((COMMANDS as readonly string[]).includes(id ?? '')) (click as () => void)();
      }
      expect(command.mock.calls.flat().sort()).toEqual([...COMMANDS].sort());
      const keys = items({ platform }).flatMap(({ accelerator }) => (accelerator ? [accelerator] : []));
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toContain('CmdOrCtrl+O');
    },
  );

  it('offers developer tools only where they are allowed', () => {
    const roles = (allowsDevTools: boolean) => items({ allowsDevTools }).map(({ role }) => role);
    expect(roles(true)).toContain('toggleDevTools');
    expect(roles(false)).not.toContain('toggleDevTools');
    expect(roles(false)).not.toContain('reload');
  });

  it('names every item, in both languages', () => {
    for (const language of ['en', 'zh-CN'] as const) {
      const labels = items({ words: nativeWords(language, 'en') })
        .filter(({ type }) => type !== 'separator')
        .map(({ label }) => label);
      expect(labels.every((label) => label !== undefined && label !== '')).toBe(true);
    }
  });
});

describe('nativeWords', () => {
  it('follows the system where nothing else is set', () => {
    expect(nativeWords('system', 'zh-TW').file).toBe('文件');
    expect(nativeWords('system', 'zh').file).toBe('文件');
    expect(nativeWords('system', 'de-DE').file).toBe('File');
    expect(nativeWords('en', 'zh-CN').file).toBe('File');
  });
});
