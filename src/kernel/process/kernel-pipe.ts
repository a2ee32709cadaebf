import type { KernelPipe } from '../kernel.ts';
import type { Platform } from '../platform.ts';
import { createPipe } from './create-pipe.ts';
import { DEFAULT_READ } from './open-file.ts';
import type { PipeEnd } from './pipe.ts';
import { kernelWaiter } from './wait-queue.ts';

/** A pipe of which the kernel uses one end itself; the other closes with the last descriptor it was given to. */
export function createKernelPipe(machine: { platform: Platform }): KernelPipe {
  const { readEnd, writeEnd } = createPipe(machine);
  return {
    readEnd,
    writeEnd,
    read: () => readEnd.read(kernelWaiter, DEFAULT_READ),
    write: (bytes) => writeEnd.write(kernelWaiter, bytes),
    closeRead: once(readEnd),
    closeWrite: once(writeEnd),
  };
}

/** Lets go of an end: it closes unless processes still have it. */
function once(end: PipeEnd): () => void {
  let done = false;
  return () => {
    if (!done) end.hold().release();
    done = true;
  };
}
