import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends SpawnOptions {
  readonly input?: string | Uint8Array;
}

/** Runs a command to its end. */
export async function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { stdout, ...rest } = await runBinary(command, args, options);
  return { ...rest, stdout: stdout.toString() };
}

/** As `run`, for output that is no text. */
export function runBinary(command: string, args: readonly string[], { input, ...options }: RunOptions = {}) {
  return new Promise<{ status: number | null; stdout: Buffer; stderr: string }>((resolve, reject) => {
    const child = spawn(command, args, options);
    const stdout: Buffer[] = [];
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout: Buffer.concat(stdout), stderr }));
    // A command may end without having read everything.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

/** Is there such a command, and does it accept these arguments? */
export async function works(command: string, ...args: string[]): Promise<boolean> {
  if (command === '') return false;
  return run(command, args).then(
    ({ status }) => status === 0,
    () => false,
  );
}

/** A program that runs while the test talks to it. */
export class Conversation {
  #output = '';
  #read = 0;
  #wake: () => void = () => {};
  readonly ended: Promise<number | null>;
  readonly process: ChildProcess;

  constructor(command: string, args: readonly string[], options: SpawnOptions = {}) {
    this.process = spawn(command, args, options);
    const take = (chunk: Buffer) => {
      this.#output += chunk;
      this.#wake();
    };
    this.process.stdout?.on('data', take);
    this.process.stderr?.on('data', take);
    this.ended = new Promise((resolve) => this.process.on('close', (status) => resolve(status)));
  }

  get output(): string {
    return this.#output;
  }

  send(text: string): void {
    this.process.stdin?.write(text);
  }

  /** Waits until the text appears after what was waited for before. */
  async sees(text: string, timeout = 10_000): Promise<void> {
    const until = Date.now() + timeout;
    for (;;) {
      const at = this.#output.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        return;
      }
      if (Date.now() > until)
        throw new Error(`${JSON.stringify(text)} did not appear in ${JSON.stringify(this.#output)}`);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        setTimeout(resolve, 100);
      });
    }
  }
}
