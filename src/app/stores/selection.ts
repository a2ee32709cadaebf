import { create } from 'zustand';

/** The lines of the Dockerfile an instruction stands on, 1-based and inclusive. */
export interface Lines {
  readonly start: number;
  readonly end: number;
}

/** The instruction that editor, step list and stage graph point at together. */
interface SelectionState {
  /** Pointed at in a view: the editor shows its lines. */
  readonly pointed: Lines | undefined;
  /** Where the cursor is while the Dockerfile is being edited: the views show its step. */
  readonly cursorLine: number | undefined;
  /** Counts requests to bring `pointed` into sight and put the cursor there. */
  readonly revealed: number;
  /** The container and the published port that were asked for; the views show another when it is gone. */
  readonly container: string | undefined;
  readonly port: number | undefined;
}

export const useSelection = create<SelectionState>(() => ({
  pointed: undefined,
  cursorLine: undefined,
  revealed: 0,
  container: undefined,
  port: undefined,
}));

export function showContainer(container: string): void {
  useSelection.setState({ container });
}

export function visitPort(port: number): void {
  useSelection.setState({ port });
}

export function pointAt(pointed: Lines | undefined): void {
  useSelection.setState({ pointed });
}

/** Points at lines and moves the editor's cursor there. */
export function reveal(pointed: Lines): void {
  useSelection.setState(({ revealed }) => ({ pointed, revealed: revealed + 1 }));
}

export function cursorAt(cursorLine: number | undefined): void {
  useSelection.setState({ cursorLine });
}

/** Whether the views should show these lines as the selected ones. */
export function isSelected({ pointed, cursorLine }: SelectionState, lines: Lines): boolean {
  if (pointed) return pointed.start <= lines.start && lines.end <= pointed.end;
  return cursorLine !== undefined && lines.start <= cursorLine && cursorLine <= lines.end;
}
