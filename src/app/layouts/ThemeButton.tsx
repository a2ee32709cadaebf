import { useMessages } from '../messages/messages.ts';
import { toggleTheme, useTheme } from '../stores/theme.ts';

export function ThemeButton() {
  const { top } = useMessages();
  const dark = useTheme((state) => state.theme === 'dark');
  return (
    <button
      type="button"
      className="icon-button"
      onClick={toggleTheme}
      aria-label={dark ? top.useLight : top.useDark}
      title={dark ? top.light : top.dark}
    >
      {dark ? '☀' : '☾'}
    </button>
  );
}
