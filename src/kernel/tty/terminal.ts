import { KernelError } from '../errno.ts';
import type { Stat } from '../fs/types.ts';
import type { ProcessGroup, Session } from '../process/group.ts';
import { EMPTY } from '../process/open-file.ts';
import { SIGNALS, type Signal } from '../process/signals.ts';
import { type Waiter, WaitQueue } from '../process/wait-queue.ts';
import type { MaybePromise } from '../program.ts';
import { LineDiscipline } from './line-discipline.ts';
import type { TerminalMaster, TerminalSettings, WindowSize } from './types.ts';

const CARRIAGE_RETURN = 13;
const NEWLINE = 10;
/** Output kept while nobody listens on the master side yet. */
const UNHEARD_LIMIT = 1 << 20;

/** A pseudo-terminal (pty(7)): master for the screen and keyboard, slave for processes. */
export class Terminal implements TerminalMaster {
  /** The slave's device node; known once it is given to a process of some mount namespace. */
  path = '/dev/pts/0';
  /** Answers the attributes of the slave's device node. */
  stat: () => Stat = () => {
    throw new KernelError('EIO');
  };
  /** As in st_rdev. */
  deviceNumber = 0;
  session: Session | undefined;
  foreground: ProcessGroup | undefined;
  readonly readiness = new WaitQueue();
  readonly outputTaken = new WaitQueue();
  onHangUp: () => void = () => {};
  #size: WindowSize;
  #listener: ((bytes: Uint8Array) => unknown) | undefined;
  #unheard: Uint8Array[] = [];
  #unheardSize = 0;
  /** Chunks the listener has not taken yet. */
  #untaken = 0;
  #hungUp = false;
  readonly #line = new LineDiscipline({
    echo: (bytes) => this.#emit(this.#cook(Uint8Array.from(bytes))),
    raise: (signal) => this.signalForeground(signal),
  });
  readonly #onInput: () => void;

  constructor(options: { size: WindowSize; onInput: () => void }) {
    this.#size = options.size;
    this.#onInput = options.onInput;
  }

  // --- master

  input(bytes: Uint8Array): void {
    if (this.#hungUp) return;
    this.#onInput();
    this.#line.type(bytes);
    if (this.#line.ready.length > 0) this.readiness.wake();
  }

  /** A listener may answer a promise: writers wait until it resolves. */
  onOutput(listener: (bytes: Uint8Array) => unknown): void {
    this.#listener = listener;
    const unheard = this.#unheard;
    this.#unheard = [];
    this.#unheardSize = 0;
    for (const bytes of unheard) this.#emit(bytes);
    this.outputTaken.wake();
  }

  resize(size: WindowSize): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    this.signalForeground(SIGNALS.SIGWINCH);
  }

  close(): void {
    if (this.#hungUp) return;
    this.#hungUp = true;
    this.#hangUp();
    this.readiness.wake();
    this.outputTaken.wake();
    this.onHangUp();
  }

  // --- slave

  get size(): WindowSize {
    return this.#size;
  }
  get settings(): TerminalSettings {
    return this.#line.settings;
  }
  configure(settings: TerminalSettings): void {
    this.#line.configure(settings);
    if (this.#line.ready.length > 0) this.readiness.wake();
  }

  get readable(): boolean {
    return this.#hungUp || this.#line.ready.length > 0;
  }

  /** What is typed and finished, up to `max` bytes; undefined: nothing yet. */
  tryRead(max: number): Uint8Array | undefined {
    if (this.#hungUp) return EMPTY;
    const first = this.#line.ready[0];
    if (!first) return undefined;
    if (first.length > max) {
      this.#line.ready[0] = first.subarray(max);
      return first.subarray(0, max);
    }
    this.#line.ready.shift();
    return first;
  }

  write(waiter: Waiter, bytes: Uint8Array): MaybePromise<void> {
    if (this.#hungUp) throw new KernelError('EIO');
    if (this.#full) return this.#waitAndWrite(waiter, bytes);
    this.#emit(this.#cook(bytes));
  }

  async #waitAndWrite(waiter: Waiter, bytes: Uint8Array): Promise<void> {
    while (this.#full) await waiter.wait([this.outputTaken]);
    if (this.#hungUp) throw new KernelError('EIO');
    this.#emit(this.#cook(bytes));
  }

  get #full(): boolean {
    return !this.#hungUp && (this.#untaken > 0 || this.#unheardSize > UNHEARD_LIMIT);
  }

  signalForeground(signal: Signal): void {
    for (const member of [...(this.foreground?.members ?? [])]) member.signal(signal);
  }

  /** Becomes the controlling terminal of `session`, with `group` in front. */
  control(session: Session, group: ProcessGroup): void {
    this.session = session;
    session.terminal = this;
    this.foreground = group;
  }

  /** The session leader has gone: its jobs lose the terminal. */
  leaderEnded(): void {
    this.#hangUp();
    if (this.session) this.session.terminal = undefined;
    this.session = undefined;
    this.foreground = undefined;
  }

  #hangUp(): void {
    const leader = this.session?.leader;
    const members = [...(this.foreground?.members ?? [])];
    for (const member of new Set(leader ? [leader, ...members] : members)) {
      member.signal(SIGNALS.SIGHUP);
      member.signal(SIGNALS.SIGCONT);
    }
  }

  /** OPOST|ONLCR. */
  #cook(bytes: Uint8Array): Uint8Array {
    if (!this.settings.mapNewline) return bytes;
    let newlines = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) newlines++;
    if (newlines === 0) return bytes;
    const cooked = new Uint8Array(bytes.length + newlines);
    let to = 0;
    for (const byte of bytes) {
      if (byte === NEWLINE) cooked[to++] = CARRIAGE_RETURN;
      cooked[to++] = byte;
    }
    return cooked;
  }

  #emit(bytes: Uint8Array): void {
    if (!this.#listener) {
      this.#unheard.push(bytes);
      this.#unheardSize += bytes.length;
      return;
    }
    const taken = this.#listener(bytes);
    if (!(taken instanceof Promise)) return;
    this.#untaken++;
    void taken.then(() => {
      this.#untaken--;
      this.outputTaken.wake();
    });
  }
}
