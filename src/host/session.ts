import type { Kernel, KernelPipe } from '../kernel/kernel.ts';
import { ROOT } from '../kernel/process/credentials.ts';
import type { SystemCalls } from '../kernel/program.ts';
import { createSession } from '../userland/shell/index.ts';
import { hostEnvironment } from './environment.ts';

/** Where output goes as it comes. */
export interface OutputSink {
  stdout(bytes: Uint8Array): void;
  stderr(bytes: Uint8Array): void;
}

export interface LineResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

interface Request {
  readonly line: string;
  answer(exit: number): void;
}

/**
 * One `sh` without a terminal (standard input is /dev/null) that evaluates lines as they are given; variables, directory and `$?`
 * carry over. Output of background jobs counts to the line during which it appears.
 */
export class Session {
  readonly #requests: Request[] = [];
  readonly #output: readonly [Capture, Capture];
  #wake: (() => void) | undefined;
  #ended = false;
  #leaving = false;

  constructor(kernel: Kernel, cwd: string, sink?: OutputSink) {
    const pipes = [kernel.createPipe(), kernel.createPipe()] as const;
    this.#output = [
      new Capture(pipes[0], sink && ((bytes) => sink.stdout(bytes))),
      new Capture(pipes[1], sink && ((bytes) => sink.stderr(bytes))),
    ];
    const shell = kernel.start({
      argv: ['sh'],
      env: hostEnvironment({ LC_ALL: 'C', TZ: 'UTC' }),
      cwd,
      credentials: ROOT,
      namespaces: kernel.host,
      fds: new Map([
        [1, pipes[0].writeEnd],
        [2, pipes[1].writeEnd],
      ]),
      main: (sys) => this.#serve(sys),
    });
    void shell.exited.then((status) => this.#close('code' in status ? status.code : 128 + status.signal));
  }

  /** Whether the shell has exited: later lines are not run. */
  get ended(): boolean {
    return this.#ended;
  }

  async run(line: string): Promise<LineResult> {
    const exit = await new Promise<number>((answer) => {
      this.#requests.push({ line, answer });
      this.#wake?.();
    });
    await Promise.all(this.#output.map((capture) => capture.settle()));
    const [stdout, stderr] = this.#output.map((capture) => capture.take());
    return { stdout: stdout!, stderr: stderr!, exit };
  }

  /** Ends the shell once it has nothing left to do. */
  end(): void {
    this.#leaving = true;
    this.#wake?.();
  }

  async #serve(sys: SystemCalls): Promise<number> {
    // The descriptor opened first is 0.
    sys.open('/dev/null', { read: true });
    const session = createSession(sys, { flavour: 'dash' });
    let status = 0;
    while (!session.ended) {
      const request = this.#requests.shift();
      if (!request) {
        if (this.#leaving) break;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      status = await session.run(request.line);
      this.#ended = session.ended;
      request.answer(status);
    }
    return status;
  }

  /** The shell is gone (`exec`, a signal): whoever waits is answered. */
  #close(status: number): void {
    this.#ended = true;
    for (const request of this.#requests.splice(0)) request.answer(status);
  }
}

/** Reads one pipe to its end, keeping what has come. */
class Capture {
  readonly #sink: ((bytes: Uint8Array) => void) | undefined;
  #decoder = new TextDecoder();
  #text = '';
  #reads = 0;

  constructor(pipe: KernelPipe, sink: ((bytes: Uint8Array) => void) | undefined) {
    this.#sink = sink;
    void this.#drain(pipe);
  }

  /** Resolves when nothing more is on its way. */
  async settle(): Promise<void> {
    for (let before = -1; before !== this.#reads; ) {
      before = this.#reads;
      for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    }
  }

  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  async #drain(pipe: KernelPipe): Promise<void> {
    for (let bytes = await pipe.read(); bytes.length > 0; bytes = await pipe.read()) {
      this.#reads += 1;
      if (this.#sink) this.#sink(bytes);
      else this.#text += this.#decoder.decode(bytes, { stream: true });
    }
  }
}
