/** What crosses between a page and the Drydock it holds. A frame and an SDK of different versions do not talk. */
export const VERSION = 1;

/** Posted to the window around the frame when the frame can be talked to. It holds no secret: anybody may hear it. */
export interface Hello {
  readonly drydock: typeof VERSION;
  readonly kind: 'hello';
}

/** The page's answer; a MessagePort comes with it, and all else goes through that. */
export interface Welcome {
  readonly drydock: typeof VERSION;
  readonly kind: 'welcome';
}

/** What a page can ask of the frame. */
export interface Methods {
  /** Writes files (path in the workspace → text) as if the student had; other files stay. */
  loadFiles(files: Readonly<Record<string, string>>): void;
  /** Types a command line into the terminal and presses Enter. */
  run(command: string): void;
  /** Shows a step: its id, or its number from 1. */
  goTo(step: string | number): void;
  getState(): State;
}

export interface State {
  /** `<track>/<lesson>` */
  readonly lesson: string;
  readonly title: string;
  /** Id of the step on screen. */
  readonly step: string;
  readonly steps: readonly string[];
  readonly goals: readonly Goal[];
  /** Paths in the workspace. */
  readonly files: readonly string[];
}

export interface Goal {
  readonly step: string;
  readonly goal: string;
  readonly text: string;
  readonly met: boolean;
  /** How much of it counts, from 0 to 1: a prediction that was right in part counts in part. */
  readonly credit: number;
}

export interface Build {
  /** What it failed with. */
  readonly error?: string;
  readonly steps: readonly { readonly name: string; readonly state: string }[];
}

/** What the frame tells unasked. */
export interface Events {
  /** The computer runs and files can be loaded. */
  ready: State;
  /** A step is shown, or goals changed. */
  progress: State;
  /** A goal was met just now. */
  goal: Goal;
  /** A build ended just now. */
  build: Build;
  /** What the frame would like to be high, in CSS pixels. */
  height: number;
}

export type Call = {
  [Name in keyof Methods]: {
    readonly id: number;
    readonly method: Name;
    readonly argument: Parameters<Methods[Name]>[0];
  };
}[keyof Methods];

export type Answer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: string };

export type Told = { [Name in keyof Events]: { readonly event: Name; readonly detail: Events[Name] } }[keyof Events];

export function isHello(data: unknown): data is Hello {
  return isGreeting(data, 'hello');
}

export function isWelcome(data: unknown): data is Welcome {
  return isGreeting(data, 'welcome');
}

function isGreeting(data: unknown, kind: string): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const greeting = data as { drydock?: unknown; kind?: unknown };
  return greeting.drydock === VERSION && greeting.kind === kind;
}
