import { useSyncExternalStore } from 'react';

/** Three columns need this much; below it panels become tabs. */
const query = matchMedia('(min-width: 1000px) and (min-height: 560px)');

/** Whether the window is at least so many CSS pixels wide. */
export function useFits(width: number): boolean {
  return useSyncExternalStore(
    (changed) => {
      addEventListener('resize', changed);
      return () => removeEventListener('resize', changed);
    },
    () => innerWidth >= width,
  );
}

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
