import type { ComputerState } from './state.ts';

/** Something that was done on the computer. Its checkpoint is the computer as it was before the next thing was done. */
export interface Moment {
  /** Counts from 0, the beginning. */
  readonly id: number;
  /** The moment it followed; undefined for the beginning. Going back and doing something else makes a second branch. */
  readonly after: number | undefined;
  readonly kind: 'beginning' | 'command' | 'edit';
  /** The command line; the paths that were edited. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** `$?`; undefined while the command runs, and for what is no command. */
  readonly status: number | undefined;
}

export interface TimelineReport {
  /** In the order in which they happened. */
  readonly moments: readonly Moment[];
  /** The moment the computer is at. */
  readonly at: number;
  /** Looking back: something happened after this moment, and nothing was done since one came here. */
  readonly looking: boolean;
}

/** What of a timeline outlives the page: the newest moments, and the computer at those of them that are known here. */
export interface StoredTimeline {
  readonly moments: readonly Moment[];
  readonly at: number;
}

/** Moments that are kept, and those that are stored. */
const LONGEST = 300;
const STORED = 40;
/** `$?` of what ran when the page went away: the shell and its commands were hung up (128 + SIGHUP). */
const HUNG_UP = 129;

interface EarlyCommand {
  readonly line: string;
  /** Of the moment it became. */
  id: number | undefined;
  status: number | undefined;
}

/**
 * What was done on a computer, and a checkpoint of it after each. A checkpoint is what a saved computer is: a document, and layers
 * that never change and are shared by all checkpoints, so one more costs what has changed.
 */
export class Timeline {
  readonly #now: () => number;
  #moments: Moment[] = [];
  readonly #checkpoints = new Map<number, ComputerState>();
  #at = 0;
  #last = -1;
  #looking = false;
  #edited = new Set<string>();
  #stirred = false;
  /** Commands that were begun before the timeline: they become moments with it. */
  #early: EarlyCommand[] = [];
  #listener: ((report: TimelineReport) => void) | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  report(): TimelineReport {
    return { moments: this.#moments, at: this.#at, looking: this.#looking };
  }

  onChanged(listener: (report: TimelineReport) => void): void {
    this.#listener = listener;
  }

  /** The command lines, oldest first. */
  commands(): { readonly line: string; readonly status: number | undefined }[] {
    return this.#moments.flatMap(({ kind, text, status }) => (kind === 'command' ? [{ line: text, status }] : []));
  }

  /** A prompt comes before the engine, and so before there is a whole computer to go back to. */
  get #begun(): boolean {
    return this.#checkpoints.size > 0;
  }

  /** True while what is on the computer is only being looked at: there is nothing to be stored. */
  get looking(): boolean {
    return this.#looking;
  }

  begin(state: ComputerState): void {
    if (this.#moments.length === 0) this.#add('beginning', '', state, undefined);
    // With commands behind it this is no longer how the computer was at the moment that was stored.
    else if (this.#early.length === 0) this.#checkpoints.set(this.#at, state);
    for (const early of this.#early) early.id = this.#add('command', early.line, state, early.status);
    this.#early = [];
  }

  /** What is to be stored with the computer. */
  stored(): { readonly timeline: StoredTimeline; readonly checkpoints: ReadonlyMap<number, ComputerState> } {
    const moments = this.#moments.slice(-STORED);
    const known = moments.flatMap(({ id }) => {
      const state = this.#checkpoints.get(id);
      return state ? [[id, state] as const] : [];
    });
    return { timeline: { moments, at: this.#at }, checkpoints: new Map(known) };
  }

  /** Goes on with a timeline that was stored with this computer, as soon as it begins. */
  resume({ moments, at }: StoredTimeline): void {
    this.#moments = moments.map((moment) =>
      moment.kind === 'command' && moment.status === undefined ? { ...moment, status: HUNG_UP } : moment,
    );
    this.#last = Math.max(...moments.map(({ id }) => id));
    this.#at = at;
    this.#tell();
  }

  /** Somebody edited a file from outside the shell. */
  edited(path: string): void {
    this.#edited.add(path);
    this.#act();
  }

  /** Something changed by itself: a container wrote. */
  stirred(): void {
    if (!this.#looking) this.#stirred = true;
  }

  /** A command begins; `save` answers the computer as it is. Answers what to call when it has ended. */
  command(line: string, save: () => ComputerState): (status: number) => void {
    if (!this.#begun) return this.#commandBefore(line.trim(), save);
    this.settle(save);
    this.#act();
    const id = this.#add('command', line.trim(), this.#checkpoints.get(this.#at)!, undefined);
    return (status) => this.#ended(id, status, save());
  }

  #commandBefore(line: string, save: () => ComputerState): (status: number) => void {
    const early: EarlyCommand = { line, id: undefined, status: undefined };
    this.#early.push(early);
    return (status) => {
      early.status = status;
      if (early.id !== undefined) this.#ended(early.id, status, save());
    };
  }

  #ended(id: number, status: number, state: ComputerState): void {
    this.#edited.clear();
    this.#stirred = false;
    this.#checkpoints.set(id, state);
    this.#moments = this.#moments.map((moment) => (moment.id === id ? { ...moment, status } : moment));
    this.#tell();
  }

  /** What was edited since the last moment becomes one of its own; what happened by itself belongs to the last. */
  settle(save: () => ComputerState): void {
    if (!this.#begun || this.#looking || (this.#edited.size === 0 && !this.#stirred)) return;
    const paths = [...this.#edited].sort().join(', ');
    this.#edited.clear();
    this.#stirred = false;
    if (paths === '') this.#checkpoints.set(this.#at, save());
    else this.#add('edit', paths, save(), undefined);
  }

  /** The computer as it was at a moment; undefined when that is not known any more. */
  checkpoint(id: number): ComputerState | undefined {
    return this.#checkpoints.get(id);
  }

  /** The computer is at this moment now, and in this state. */
  wentTo(id: number, state: ComputerState): void {
    this.#at = id;
    this.#checkpoints.set(id, state);
    this.#edited.clear();
    this.#stirred = false;
    this.#looking = this.#moments.some(({ after }) => after === id);
    this.#tell();
  }

  #act(): void {
    if (!this.#looking) return;
    this.#looking = false;
    this.#tell();
  }

  #add(kind: Moment['kind'], text: string, state: ComputerState, status: number | undefined): number {
    const id = ++this.#last;
    const after = id === 0 ? undefined : this.#at;
    this.#moments = [...this.#moments, { id, after, kind, text, time: this.#now(), status }];
    this.#checkpoints.set(id, state);
    while (this.#moments.length > LONGEST) this.#checkpoints.delete(this.#moments.shift()!.id);
    this.#at = id;
    this.#tell();
    return id;
  }

  #tell(): void {
    this.#listener?.(this.report());
  }
}
