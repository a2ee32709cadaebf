/** The parts of the page in the order in which F6 goes through them, and what takes the keys in each. */
const PARTS = [
  '.top-bar',
  '.embed-bar',
  '.lesson',
  '.editor',
  '.terminals',
  '.view-panel',
  '.compact-panel',
  '.timeline',
];
const TAKES_KEYS = '.terminal-screen:not([hidden]) textarea, .monaco textarea, .monaco [role=textbox], .plain-editor';
const FOCUSABLE = 'a[href], button:not(:disabled), select, input, [tabindex="0"]';

/**
 * F6 goes to the next part of the page, Shift+F6 to the one before. Tab belongs to the editor and the terminal while one is in them:
 * this is the way out. Answers the way to stop listening.
 */
export function listenForPanelKeys(): () => void {
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'F6' || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    // xterm and Monaco would take it.
    event.stopPropagation();
    move(event.shiftKey ? -1 : 1);
  };
  window.addEventListener('keydown', pressed, true);
  return () => window.removeEventListener('keydown', pressed, true);
}

function move(step: 1 | -1): void {
  const parts = PARTS.flatMap((part) => document.querySelector<HTMLElement>(part) ?? []).filter(isInnermost);
  const at = parts.findIndex((part) => part.contains(document.activeElement));
  for (let tried = 1; tried <= parts.length; tried += 1) {
    const from = at < 0 && step < 0 ? 0 : at;
    const part = parts[(from + step * tried + parts.length * 2) % parts.length]!;
    const target = part.querySelector<HTMLElement>(TAKES_KEYS) ?? part.querySelector<HTMLElement>(FOCUSABLE);
    target?.focus();
    if (part.contains(document.activeElement)) return;
  }
}

/** On narrow screens a panel stands in another part: the inner one is it. */
function isInnermost(part: HTMLElement, _: number, all: readonly HTMLElement[]): boolean {
  return !all.some((other) => other !== part && part.contains(other));
}
