import { create } from 'zustand';

/** The terminals on screen. What is in them belongs to the machine. */
interface TerminalsState {
  readonly tabs: readonly number[];
  readonly selected: number;
}

export const useTerminals = create<TerminalsState>(() => ({ tabs: [1], selected: 1 }));

/** Another computer comes, with one terminal. */
export function forgetTerminals(): void {
  useTerminals.setState({ tabs: [1], selected: 1 });
}

/** How to type into each terminal, given by the terminal itself once it is open. */
const typists = new Map<number, (text: string) => void>();

export function registerTypist(tab: number, type: (text: string) => void): () => void {
  typists.set(tab, type);
  for (const wake of waiting.splice(0)) wake();
  return () => typists.delete(tab);
}

let shown: () => void = () => {};
/** Resolves when a terminal's first output is on screen: what the student does not need before may wait for that. */
export const firstShown = new Promise<void>((resolve) => {
  shown = resolve;
});

export function terminalShown(): void {
  shown();
}

/** Types text at the prompt of the terminal on screen, without pressing Enter after the last line. */
export function typeInTerminal(text: string): void {
  typists.get(useTerminals.getState().selected)?.(text);
}

/** Who wants to type and found no terminal open yet. */
const waiting: (() => void)[] = [];

/** `typeInTerminal` as soon as the terminal on screen is open. */
export async function typeWhenOpen(text: string): Promise<void> {
  while (!typists.has(useTerminals.getState().selected)) await new Promise<void>((wake) => waiting.push(wake));
  typeInTerminal(text);
}

export function selectTerminal(selected: number): void {
  useTerminals.setState({ selected });
}

export function addTerminal(): void {
  useTerminals.setState(({ tabs }) => {
    const next = Math.max(0, ...tabs) + 1;
    return { tabs: [...tabs, next], selected: next };
  });
}

export function closeTerminal(tab: number): void {
  useTerminals.setState(({ tabs, selected }) => {
    const left = tabs.filter((other) => other !== tab);
    if (left.length === 0) return { tabs: [tab + 1], selected: tab + 1 };
    return { tabs: left, selected: selected === tab ? left.at(-1)! : selected };
  });
}
