import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../contract/app/settings';
import { en } from './en';
import { zhCN } from './zh-CN';

export type Language = Exclude<Settings['language'], 'system'>;

/** Which language a setting comes to. */
export function resolveLanguage(setting: Settings['language'], systemLanguages: readonly string[]): Language {
  if (setting !== 'system') return setting;
  const first = systemLanguages.find((language) => /^(en|zh)\b/i.test(language));
  return first !== undefined && /^zh/i.test(first) ? 'zh-CN' : 'en';
}

/** Readies the window's words, in the language of the system until the settings are known. */
export function startWords(): void {
  void i18next.use(initReactI18next).init({
    lng: resolveLanguage('system', navigator.languages),
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = i18next.language;
}

/** Shows the window in the language that is set. */
export function setLanguage(setting: Settings['language']): void {
  const language = resolveLanguage(setting, navigator.languages);
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
