import { isErrno } from '../../kernel/errno.ts';
import type { Thread } from '../../kernel/platform.ts';
import { SIGNALS, type Signal } from '../../kernel/process/signals.ts';
import type { Program, SystemCalls } from '../../kernel/program.ts';
import { askCalls } from './calls/ask-calls.ts';
import { descriptorCalls } from './calls/descriptor-calls.ts';
import { fileCalls } from './calls/file-calls.ts';
import { type Calls, Descriptors } from './calls/process-calls.ts';
import { socketCalls } from './calls/socket-calls.ts';
import { wasiErrno } from './errno.ts';
import { type Installation, installationOf } from './installation.ts';
import { commandLine } from './options.ts';
import {
  type Argument,
  type FromThread,
  HEADER_BYTES,
  LENGTH,
  REPLY_BYTES,
  type Reply,
  SIGNALS as SIGNAL_WORD,
  STATE,
  type ToThread,
  VALUE,
} from './thread/protocol.ts';

/** `python3`: CPython itself, compiled to WebAssembly, in a thread of its own. */
export const pythonProgram: Program = { name: 'python3', main: run };

/** Longer than any program runs (2^31-1 ms): where signals reach a process that waits for its thread. */
const FOREVER = 2_147_483_647;

async function run(sys: SystemCalls): Promise<number> {
  const installation = installationOf(sys);
  const line = commandLine(sys, installation);
  if ('output' in line) {
    await sys.write(line.fd, line.output);
    return line.status;
  }
  if (!sys.platform.thread) {
    await sys.write(2, `drydock: not simulated: python3 where the host has no threads\n`);
    return 1;
  }
  await sys.write(2, line.banner);
  return new PythonProcess(sys, installation, line.argv).run(sys.platform.thread);
}

/** One process: serves the system calls of the thread that computes for it. */
class PythonProcess {
  readonly #sys: SystemCalls;
  readonly #argv: readonly string[];
  readonly #installation: Installation;
  readonly #descriptors: Descriptors;
  readonly #calls: Calls;
  #thread: Thread | undefined;
  #shared: SharedArrayBuffer | undefined;
  /** Gives up the call that is waiting, after a signal. */
  #interrupt: (() => void) | undefined;
  #interrupted = false;
  /** Signals caught before the program runs, which is told them when it does. */
  #early: Signal[] | undefined = [];
  #finish: (end: () => number) => void = () => {};

  constructor(sys: SystemCalls, installation: Installation, argv: readonly string[]) {
    this.#sys = sys;
    this.#argv = argv;
    this.#installation = installation;
    this.#descriptors = new Descriptors(sys);
    const descriptors = descriptorCalls(this.#descriptors);
    this.#calls = {
      ...fileCalls(this.#descriptors),
      ...descriptors,
      ...socketCalls(this.#descriptors, descriptors.read!, descriptors.write!),
      ...askCalls(
        this.#descriptors,
        installation,
        (signal, action) => this.#setSignal(signal, action),
        (argv, env) => this.#finish(() => sys.exec(argv, env)),
        () => this.#begin(),
      ),
    };
  }

  async run(start: (name: 'python', receive: (message: unknown) => void) => Promise<Thread>): Promise<number> {
    const ended = new Promise<() => number>((resolve) => {
      this.#finish = resolve;
    });
    // A background job of a shell without job control ignores it, and Python leaves that so.
    if (this.#sys.signal(SIGNALS.SIGINT, 'ignore') !== 'ignore') this.#setSignal(SIGNALS.SIGINT, 'handle');
    this.#setSignal(SIGNALS.SIGPIPE, 'ignore');
    // One long wait in the kernel's hands: whatever ends the process ends it.
    const killed = this.#sys.sleep(FOREVER).then(() => () => 1);
    try {
      const thread = await Promise.race([
        start('python', (message) => this.#receive(message as FromThread)),
        killed.then(() => undefined),
      ]);
      this.#thread = thread;
      if (!thread) return 1;
      if (thread.sharesMemory) this.#shared = new SharedArrayBuffer(HEADER_BYTES + REPLY_BYTES);
      this.#post({
        start: {
          argv: this.#argv,
          env: [...this.#sys.env],
          library: `${this.#installation.prefix}/lib/python313.zip`,
          shared: this.#shared,
        },
      });
      return (await Promise.race([ended, killed]))();
    } finally {
      this.#thread?.end();
    }
  }

  #post(message: ToThread): void {
    this.#thread?.post(message);
  }

  #receive(message: FromThread): void {
    if ('call' in message) this.#answer(message.call, message.args);
    else if ('exit' in message) this.#finish(() => this.#exit(message.exit));
    else {
      void Promise.resolve(this.#sys.write(2, `drydock: ${message.failed}\n`)).catch(() => undefined);
      this.#finish(() => 1);
    }
  }

  /** CPython ends by SIGINT itself when nobody caught KeyboardInterrupt (exit status 130). */
  #exit(code: number): number {
    if (code === 128 + SIGNALS.SIGINT && this.#interrupted) {
      this.#sys.signal(SIGNALS.SIGINT, 'default');
      this.#sys.kill(this.#sys.pid, SIGNALS.SIGINT);
    }
    return code;
  }

  #answer(name: string, args: readonly Argument[]): void {
    let reply: Reply | Promise<Reply>;
    try {
      reply = this.#calls[name]!(...args);
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (!(reply instanceof Promise)) {
      this.#reply(reply);
      return;
    }
    let waiting = true;
    const pending = reply;
    this.#interrupt = () => {
      waiting = false;
      if (name === 'read' || name === 'receive') this.#keep(Number(args[0]), pending);
      this.#reply({ value: -wasiErrno('EINTR') });
    };
    pending.then(
      (value) => waiting && this.#reply(value),
      (error: unknown) => waiting && this.#fail(error),
    );
  }

  /** What an abandoned read brings is the next read's. */
  #keep(fd: number, read: Promise<Reply>): void {
    read.catch(() => undefined);
    this.#descriptors.abandoned.set(fd, read);
  }

  #fail(error: unknown): void {
    if (isErrno(error)) this.#reply({ value: -wasiErrno(error.code) });
    // Anything else is the process's end (the long wait knows) or a fault of ours.
    else if (error instanceof Error && error.name !== 'ProcessEnd') this.#finish(() => fault(error));
  }

  #reply(reply: Reply): void {
    this.#interrupt = undefined;
    if (!this.#shared) {
      this.#post({ reply });
      return;
    }
    const header = new Int32Array(this.#shared, 0, HEADER_BYTES / 4);
    const fits = (reply.data?.length ?? 0) <= REPLY_BYTES;
    if (reply.data && fits) new Uint8Array(this.#shared, HEADER_BYTES).set(reply.data);
    Atomics.store(header, VALUE, fits ? reply.value : -wasiErrno('ENOMEM'));
    Atomics.store(header, LENGTH, reply.data && fits ? reply.data.length : -1);
    Atomics.store(header, STATE, 1);
    Atomics.notify(header, STATE);
  }

  #setSignal(signal: Signal, action: 'handle' | 'default' | 'ignore'): void {
    this.#sys.signal(signal, action === 'handle' ? () => this.#caught(signal) : action);
  }

  /** The interpreter is set up: what comes now is the program's. */
  #begin(): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    for (const signal of early) this.#caught(signal);
  }

  #caught(signal: Signal): void {
    if (this.#early) {
      this.#early.push(signal);
      return;
    }
    if (signal === SIGNALS.SIGINT) this.#interrupted = true;
    if (this.#shared) Atomics.or(new Int32Array(this.#shared, 0, HEADER_BYTES / 4), SIGNAL_WORD, 1 << (signal - 1));
    else this.#post({ signal });
    this.#interrupt?.();
  }
}

function fault(error: Error): never {
  throw error;
}
