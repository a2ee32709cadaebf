import { create } from 'zustand';
import { readSetting, writeSetting } from '../stores/settings.ts';
import type { Messages } from './en.ts';

/** The locales there are, by the name each gives itself. */
export const locales = { en: 'English', de: 'Deutsch' } as const;
export type Locale = keyof typeof locales;

const catalogs: Readonly<Record<Locale, () => Promise<Messages>>> = {
  en: async () => (await import('./en.ts')).en,
  de: async () => (await import('./de.ts')).de,
};

const KEY = 'locale';
const useCatalog = create<{ readonly locale: Locale; readonly messages: Messages | undefined }>(() => ({
  locale: 'en',
  messages: undefined,
}));

/** What the page says, in the reader's language. */
export function useMessages(): Messages {
  return useCatalog((state) => state.messages)!;
}

/** The same outside of React. */
export function messages(): Messages {
  return useCatalog.getState().messages!;
}

export function locale(): Locale {
  return useCatalog.getState().locale;
}

export function useLocale(): Locale {
  return useCatalog((state) => state.locale);
}

/** Loads the reader's catalog; nothing can be drawn before. */
export function loadMessages(): Promise<void> {
  const wanted = [readSetting(KEY), ...navigator.languages.map((language) => language.split('-')[0])];
  return show((wanted.find((each) => each !== undefined && each in locales) ?? 'en') as Locale);
}

export function chooseLocale(locale: Locale): Promise<void> {
  writeSetting(KEY, locale);
  return show(locale);
}

async function show(locale: Locale): Promise<void> {
  const loaded = await catalogs[locale]();
  document.documentElement.lang = locale;
  useCatalog.setState({ locale, messages: loaded });
}
