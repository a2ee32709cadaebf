import type { KernelPipe } from '../../kernel/kernel.ts';
import type { MaybePromise } from '../../kernel/program.ts';
import type { TerminalMaster } from '../../kernel/tty/types.ts';
import type { StdinSink } from './stdio.ts';

/** Reads a pipe to its end; a slow taker holds the writers up. */
export async function drain(
  pipe: KernelPipe,
  take: (bytes: Uint8Array) => MaybePromise<void> | undefined,
): Promise<void> {
  for (;;) {
    const reading = pipe.read();
    const bytes = reading instanceof Promise ? await reading : reading;
    if (bytes.length === 0) break;
    const taken = take(bytes);
    if (taken) await taken;
  }
  pipe.closeRead();
}

export function stdinSink(pipe: KernelPipe): StdinSink {
  let closed = false;
  return {
    async write(bytes) {
      if (closed) return;
      try {
        await pipe.write(bytes);
      } catch {
        // Nobody reads it any more.
        closed = true;
      }
    },
    end() {
      closed = true;
      pipe.closeWrite();
    },
  };
}

/** A terminal has no end of input: leaving only stops typing. */
export function terminalSink(terminal: TerminalMaster): StdinSink {
  return { write: (bytes) => terminal.input(bytes), end: () => {} };
}

/** Our copies of the ends the process holds are closed, so that its exit is the end of the stream. */
export function keepOurEnds(stdin: KernelPipe, stdout: KernelPipe, stderr: KernelPipe): void {
  stdin.closeRead();
  stdout.closeWrite();
  stderr.closeWrite();
}
