import { Menu, nativeTheme, type BrowserWindow, type MenuItemConstructorOptions } from 'electron';
import type { Settings } from '../contract/app/settings';
import type { Host } from '../host/host';
import { taskbarProgress } from './taskbar-progress';

/** Keeps the native parts as the host is: the taskbar's progress, the menu's language, light or dark. */
export async function followHost(
  host: Host,
  window: BrowserWindow,
  menuOf: (settings: Settings) => MenuItemConstructorOptions[],
): Promise<void> {
  const closing = new AbortController();
  window.once('closed', () => closing.abort());
  for await (const event of host.follow(closing.signal)) {
    if (window.isDestroyed()) return;
    if (event.event === 'jobs') window.setProgressBar(taskbarProgress(event.jobs));
    if (event.event === 'settings') {
      nativeTheme.themeSource = event.settings.theme;
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(event.settings)));
    }
  }
}
