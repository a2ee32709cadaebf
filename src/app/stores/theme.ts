import { create } from 'zustand';

export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const KEY = 'drydock.theme';

/** Storage may be denied (a foreign iframe): then the choice lasts as long as the page. */
function stored(): Theme | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : undefined;
  } catch {
    return undefined;
  }
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
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // denied: the choice lasts as long as the page
  }
}
