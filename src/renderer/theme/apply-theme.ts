import type { Settings } from '../../contract/app/settings';

const DARK = '(prefers-color-scheme: dark)';

/** Which theme a setting comes to. */
export function resolveTheme(setting: Settings['theme'], systemIsDark: boolean): 'light' | 'dark' {
  return setting === 'system' ? (systemIsDark ? 'dark' : 'light') : setting;
}

/** Shows the page in the theme that is set, and follows the system where it is to. Returns how to change the setting. */
export function followTheme(initial: Settings['theme']): (setting: Settings['theme']) => void {
  const system = window.matchMedia(DARK);
  let setting = initial;
  const apply = (): void => {
    document.documentElement.dataset['theme'] = resolveTheme(setting, system.matches);
  };
  system.addEventListener('change', apply);
  apply();
  return (next) => {
    setting = next;
    apply();
  };
}
