import { useSyncExternalStore } from 'react';

/** Three columns need this much; below it panels become tabs. */
const query = matchMedia('(min-width: 1000px) and (min-height: 560px)');

export function useIsWide(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
