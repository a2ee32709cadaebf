import { chooseLocale, type Locale, locales, useLocale, useMessages } from '../messages/messages.ts';

/** Each language under the name it gives itself. */
export function LocaleChoice() {
  const { top } = useMessages();
  const locale = useLocale();
  return (
    <select
      className="locale"
      aria-label={top.language}
      value={locale}
      onChange={(event) => void chooseLocale(event.target.value as Locale)}
    >
      {Object.entries(locales).map(([name, own]) => (
        <option key={name} value={name} lang={name}>
          {own}
        </option>
      ))}
    </select>
  );
}
