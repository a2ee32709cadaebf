let turn!: () => void;

/**
 * Resolves when somebody turns to this embed: points at it, moves the focus or types into it; or, where the page around it talks
 * to it, when it comes into view. A page of many lessons fetches and starts no computer that nobody wants.
 */
export const engaged = new Promise<void>((resolve) => {
  turn = resolve;
});

/** Somebody wants the computer. */
export function engage(): void {
  turn();
}

const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'focusin', 'keydown'] as const;

/** Listens for somebody who turns to the embed until the returned function is called. */
export function listenForEngagement(): () => void {
  for (const sign of SIGNS) window.addEventListener(sign, engage, { passive: true });
  return () => {
    for (const sign of SIGNS) window.removeEventListener(sign, engage);
  };
}

export function engageWhenVisible(): void {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    engage();
  });
  observer.observe(document.documentElement);
}
