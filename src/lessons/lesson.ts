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
  /** A branch: the step is there for those of whom this is so; once it is, or was begun, it stays. */
  readonly only: Predicate | undefined;
  /** CommonMark. */
  readonly body: string;
  /** What the author asks for, then the step's question and prediction, where it has them. */
  readonly goals: readonly Goal[];
  /** The most fitting first: the first whose `when` holds is the one that is shown. */
  readonly hints: readonly Hint[];
  /** Shell lines that bring about the goals, from where the step before left off. */
  readonly solution: readonly string[];
  /** Files of the workspace as the solution has them, put there before its lines: path → text. */
  readonly solutionFiles: Readonly<Record<string, string>>;
  /** Answers that are nearly right: what one does instead, and the hint it must lead to. */
  readonly wrong: readonly WrongAnswer[];
  readonly quiz: Quiz | undefined;
  /** A question answered before the next build by marking the steps that will run again. */
  readonly predict: string | undefined;
  /** Rows of the curriculum that can be done and seen here. */
  readonly shows: readonly number[];
}

export interface Goal {
  readonly id: string;
  /** One sentence, what the student shall bring about. */
  readonly text: string;
  readonly when: Predicate;
}

export interface Hint {
  readonly id: string;
  readonly text: string;
  /** What is wrong now; without it the hint always fits. */
  readonly when?: Predicate | undefined;
}

export interface WrongAnswer {
  readonly id: string;
  /** Shell lines, from where the step before left off. */
  readonly run: readonly string[];
  /** Id of the hint it must lead to. */
  readonly hint: string;
}

export interface Quiz {
  readonly question: string;
  readonly choices: readonly string[];
  /** Indexes of the right choices, from 0; one of them makes it a single choice. */
  readonly answer: readonly number[];
  /** Said once it was answered. */
  readonly why: string;
}

/** A statement about the state of engine and files, true or false however it was reached. */
export type Predicate =
  | ImagePredicate
  | ContainerPredicate
  /** The last finished build: of an instruction's step, or all of them. `error` is a regular expression. */
  | { readonly build: 'succeeded' | 'failed' | 'all-cached'; readonly error?: string | undefined }
  | {
      readonly step: string;
      readonly was: 'CACHED' | 'RAN' | 'NOT-REACHED' | 'SKIPPED' | 'FAILED' | 'METADATA-ONLY';
      readonly because?: 'files-changed' | 'parent-changed' | 'instruction-changed' | undefined;
    }
  /** Instructions in this order in the last finished build. */
  | { readonly stepsInOrder: readonly string[] }
  | { readonly writableLayer: string; readonly has: 'added' | 'changed' | 'deleted' }
  /** A container of this name was removed since the lesson began. */
  | { readonly removed: string }
  | { readonly logs: string; readonly contain: string }
  | { readonly volume: string; readonly absent?: boolean | undefined }
  | {
      readonly network: string;
      readonly connects?: readonly string[] | undefined;
      readonly absent?: boolean | undefined;
    }
  /** A file of the workspace; `matches` is a regular expression. */
  | { readonly file: string; readonly matches?: string | undefined; readonly absent?: boolean | undefined }
  /** Something that happened, as `docker events` tells it: `container/die`, with these attributes. */
  | { readonly event: string; readonly with?: Readonly<Record<string, string>> | undefined }
  /**
   * A shell line of the student's computer, run aside in the workspace: its exit status (0 unless said otherwise) and, as a regular
   * expression, its output. It must change nothing.
   */
  | { readonly shell: string; readonly prints?: string | undefined; readonly exit?: number | undefined }
  /** A command line was typed that this regular expression finds, and ended so (with any status unless said otherwise). */
  | { readonly command: string; readonly exit?: number | undefined }
  /** `<step>/quiz` was answered rightly; `<step>/prediction` was made and a build has decided it. */
  | { readonly answer: string }
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate };

export interface ImagePredicate {
  readonly image: string;
  readonly absent?: boolean | undefined;
  /** Another name of the same image. */
  readonly sameAs?: string | undefined;
  /** Another image that takes more room. */
  readonly smallerThan?: string | undefined;
  readonly cmd?: readonly string[] | undefined;
  readonly entrypoint?: readonly string[] | undefined;
  /** `NAME=value` */
  readonly env?: string | undefined;
  /** `80/tcp` */
  readonly exposes?: string | undefined;
  readonly user?: string | undefined;
  readonly workdir?: string | undefined;
  /** `name=value` */
  readonly label?: string | undefined;
  readonly volume?: string | undefined;
}

export interface ContainerPredicate {
  readonly container: string;
  readonly state?: 'running' | 'exited' | 'created' | 'paused' | 'absent' | undefined;
  readonly startedTimes?: number | undefined;
  readonly exitCode?: number | undefined;
  /** The name it was made with. */
  readonly image?: string | undefined;
  /** A path something is mounted at. */
  readonly mount?: string | undefined;
  /** The volume that is mounted. */
  readonly volume?: string | undefined;
  readonly network?: string | undefined;
  /** `NAME=value` */
  readonly env?: string | undefined;
  /** A port of the host that leads into it. */
  readonly port?: number | undefined;
  readonly health?: 'starting' | 'healthy' | 'unhealthy' | undefined;
}

export interface GoalState {
  readonly step: string;
  readonly goal: string;
  /** Once met, a goal stays met. */
  readonly met: boolean;
  /** When it is reached in part: of a statement with parts, how many hold; of a question, how much was answered rightly. */
  readonly share?: Share | undefined;
}

export interface Share {
  readonly got: number;
  readonly of: number;
}

/** How much of a goal counts, from 0 to 1. What is not met counts nothing yet. */
export function credit({ met, share }: GoalState): number {
  if (!met) return 0;
  return share ? share.got / share.of : 1;
}

/** How a lesson stands. */
export interface Standing {
  readonly goals: readonly GoalState[];
  /** Of each step with hints of which one fits: its id → the hint's id. */
  readonly hints: Readonly<Record<string, string>>;
  /** Ids of the branches that are not there. */
  readonly closed: readonly string[];
}
