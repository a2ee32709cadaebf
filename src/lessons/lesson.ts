/** A lesson as data: CommonMark with YAML front matter, read by `load.ts`, checked by `check.ts`. */
export interface Lesson {
  /** `<track>/<lesson>` */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
  /** Starting files of the workspace: path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder's name on the student's computer. */
  readonly folder: string;
  /** Images already pulled. */
  readonly images: readonly string[];
  readonly steps: readonly Step[];
}

export interface Step {
  readonly id: string;
  readonly title: string;
  /** CommonMark. */
  readonly body: string;
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly id: string;
  /** One sentence, what the student shall bring about. */
  readonly text: string;
  readonly when: Predicate;
}

/** A statement about the engine's state, true or false however it was reached. */
export type Predicate =
  | { readonly image: string }
  | {
      readonly container: string;
      readonly state?: 'running' | 'exited' | 'created' | 'absent';
      readonly startedTimes?: number;
    }
  /** The last finished build: of an instruction's step, or all of them. */
  | { readonly build: 'succeeded' | 'failed' | 'all-cached' }
  | {
      readonly step: string;
      readonly was: 'CACHED' | 'RAN' | 'NOT-REACHED' | 'SKIPPED' | 'FAILED';
      readonly because?: 'files-changed' | 'parent-changed' | 'instruction-changed';
    }
  /** Instructions in this order in the last finished build. */
  | { readonly stepsInOrder: readonly string[] }
  | { readonly writableLayer: string; readonly has: 'added' | 'changed' | 'deleted' }
  /** A container of this name was removed since the lesson began. */
  | { readonly removed: string }
  | { readonly logs: string; readonly contain: string }
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate };

export interface GoalState {
  readonly step: string;
  readonly goal: string;
  /** Once met, a goal stays met. */
  readonly met: boolean;
}
