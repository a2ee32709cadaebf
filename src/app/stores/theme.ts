import { create } from 'zustand';
import { readSetting, writeSetting } from './settings.ts';

export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const KEY = 'theme';

function stored(): Theme | undefined {
  const value = readSetting(KEY);
  return value === 'light' || value === 'dark' ? value : undefined;
}

export const useTheme = create<{ readonly theme: Theme; readonly chosen: boolean }>(() => ({
  theme: stored() ?? (systemDark.matches ? 'dark' : 'light'),
  chosen: stored() !== undefined,
}));

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
}

show(useTheme.getState().theme);
useTheme.subscribe(({ theme }) => show(theme));
systemDark.addEventListener('change', () => {
  if (!useTheme.getState().chosen) useTheme.setState({ theme: systemDark.matches ? 'dark' : 'light' });
});

export function toggleTheme(): void {
  const theme: Theme = useTheme.getState().theme === 'dark' ? 'light' : 'dark';
  useTheme.setState({ theme, chosen: true });
  writeSetting(KEY, theme);
}

/** The theme that the page around this one wishes, for as long as it is there; nothing is remembered. */
export function lendTheme(theme: Theme | undefined): void {
  if (theme) useTheme.setState({ theme, chosen: true });
}
