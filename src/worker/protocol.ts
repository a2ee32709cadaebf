import type { LintResult } from '../engine/api/build-request.ts';
import type { BuildEvent, BuildPlan, RunnerInfo } from '../engine/api/drydock.ts';
import type { ApiBody, ApiExchange } from '../host/api-log.ts';
import type { BrowseResult } from '../host/browse.ts';
import type { Moment, TimelineReport } from '../host/timeline.ts';
import type { Lesson, Standing } from '../lessons/lesson.ts';
import type { Answers } from '../lessons/world.ts';
import type { Difference, GoalDifference } from '../parity/compare.ts';

/**
 * All that crosses the wall between page and machine. The page holds a `Machine`; the worker is one.
 * Calls are asynchronous, bytes are transferred, and nothing here ever blocks the page.
 * Callbacks are passed through comlink's `proxy`.
 */
export interface Machine {
  /** Boots, restoring what the browser stored under `name`, else with `files` in the workspace. */
  boot(options: BootOptions): Promise<BootReport>;
  /** Resolves when the booted computer's engine answers, soon after its first prompt; rejects when it cannot be started. */
  untilBegun(): Promise<void>;
  /** Puts the computer back (or forward) to a moment of its timeline. Whoever followed it must follow anew. */
  travel(moment: number): Promise<BootReport>;
  /** Calls back at once and whenever something has been done. */
  onTimeline(listener: (report: TimelineReport) => void): Promise<void>;
  /** Calls back at once and whenever a `docker` command and the engine have exchanged something, newest last. */
  onExchanges(listener: (exchanges: readonly ApiExchange[]) => void): Promise<void>;

  /** One exchange with the engine (Docker Engine API). With `onChunk`, the body streams there and `body` is empty. */
  api(request: WireRequest, onChunk?: (bytes: Uint8Array) => void): Promise<WireResponse>;

  /** `POST /images/load` with a file of the page's: only the handle crosses the wall, the worker reads it in slices. */
  loadArchive(file: Blob, onProgress: (read: number) => void): Promise<WireResponse>;

  /** A shell on the student's computer. `onOutput` resolves once the screen has taken the bytes; `onEnd`: the shell has exited. */
  openTerminal(size: WireSize, onOutput: (bytes: Uint8Array) => Promise<void>, onEnd: () => void): Promise<number>;
  terminalInput(terminal: number, bytes: Uint8Array): Promise<void>;
  resizeTerminal(terminal: number, size: WireSize): Promise<void>;
  closeTerminal(terminal: number): Promise<void>;

  /** Files below the workspace, sorted by path; paths are relative to it. */
  listFiles(): Promise<WorkspaceFile[]>;
  /** Undefined when it is not there (any more). */
  readFile(path: string): Promise<Uint8Array | undefined>;
  writeFile(path: string, data: Uint8Array): Promise<void>;
  deleteFile(path: string): Promise<void>;
  /** Calls back, soon after they happened, with the paths that changed in the workspace. */
  onFilesChanged(listener: (paths: string[]) => void): Promise<void>;

  /** What `docker build` in the workspace would do now, without doing it. */
  plan(): Promise<BuildPlan>;
  /** What the build checks find in the workspace's Dockerfile; undefined when there is none. */
  check(): Promise<LintResult | undefined>;
  /** Calls back, soon after they happened, with what may change a view: engine events, builds, writes in writable layers. */
  onEngineChanged(listener: (changes: readonly EngineChange[]) => void): Promise<void>;

  /**
   * From now on a real engine answers, behind a runner (src/runner). Rejects when it does not let us in; `onLost` when it is
   * gone, on whosoever's wish: the simulated engine answers again then, as it was left.
   */
  useRunner(runner: RunnerKey, onLost: () => void): Promise<RunnerInfo>;
  /** Back to the simulated engine. */
  leaveRunner(): Promise<void>;
  /**
   * Runs a lesson's solutions, or without one what was typed here so far, on two computers begun anew: one with the simulated
   * engine, one with the runner's. `onProgress` is told how many lines have been run for real.
   */
  compareEngines(
    runner: RunnerKey,
    lesson: Lesson | undefined,
    onProgress: (done: number) => void,
  ): Promise<ParityReport>;

  /** An HTTP exchange with a published port, as the student's own browser would do it. */
  browse(port: number, path: string): Promise<BrowseResult>;

  /** Follows goals and hints of a lesson from now on; calls back at once and whenever one changes. */
  followGoals(lesson: Lesson, onStanding: (standing: Standing) => void): Promise<void>;
  /** What the lesson's questions were answered with so far; nothing forgets it but the next call. */
  answered(answers: Answers): Promise<void>;
  /** The step that is on screen. */
  showStep(step: string): Promise<void>;

  /** Calls back at once and whenever it is otherwise: storage full, another tab has taken the computer over. */
  onStorage(listener: (report: StorageReport) => void): Promise<void>;
  /** Holds one of the browser's locks as long as the worker lives. */
  holdLock(name: string): Promise<void>;
  /** Waits until everything up to now is stored. */
  save(): Promise<StorageReport>;
  /** Forgets everything stored under this name; boot again afterwards. */
  erase(): Promise<void>;
  /** Forgets a computer stored under a name that is not the running one's. */
  eraseOther(name: string): Promise<void>;
}

export interface BootOptions {
  /** Names the stored computer: one per lesson. */
  readonly name: string;
  /** The workspace's folder in the student's home. */
  readonly folder: string;
  /** The workspace of a new computer: path → content. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly images: readonly string[];
  /** Begin anew, whatever is stored. */
  readonly fresh?: boolean;
  /** Take the stored computer over from another tab that has it. */
  readonly takeOver?: boolean;
  /** False when no terminal will be opened: the engine starts at once then, not behind the first prompt. */
  readonly terminal?: boolean;
}

/** A runner, and what its link was exchanged for. */
export interface RunnerKey {
  /** `127.0.0.1:4848` */
  readonly address: string;
  readonly key: string;
}

/** The same lines on both engines. */
export interface ParityReport {
  readonly engine: RunnerInfo;
  readonly lines: readonly { readonly line: string; readonly difference: Difference | undefined }[];
  readonly goals: readonly GoalDifference[];
}

export interface BootReport {
  readonly restored: boolean;
  /** Where the workspace is on the student's computer: `/root/hello`. */
  readonly workspace: string;
  readonly storage: StorageReport;
}

/**
 * `memory`: what is here is gone with the page, because the browser gives no storage, has no more room,
 * or because another tab has this computer (`elsewhere`: open there, `taken`: taken over by it).
 */
export interface StorageReport {
  readonly kind: 'stored' | 'memory';
  readonly reason?: 'denied' | 'full' | 'elsewhere' | 'taken';
  /** What the browser said. */
  readonly problem?: string;
}

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireSize {
  readonly columns: number;
  readonly rows: number;
}

export interface WorkspaceFile {
  readonly path: string;
  readonly kind: 'file' | 'directory';
  readonly size: number;
}

export type EngineChange =
  | {
      readonly kind: 'engine';
      readonly type: string;
      readonly action: string;
      readonly id: string;
      readonly name: string;
    }
  /** Ask for everything again. */
  | { readonly kind: 'build' }
  | { readonly kind: 'build-event'; readonly event: BuildEvent }
  | { readonly kind: 'layer'; readonly container: string };

export type { ApiBody, ApiExchange, BrowseResult, Moment, TimelineReport };
