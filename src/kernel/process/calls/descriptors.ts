import { concat } from '../../bytes.ts';
import { isErrno, KernelError } from '../../errno.ts';
import type { MaybePromise } from '../../program.ts';
import type { SystemCalls } from '../../system-calls.ts';
import { encode } from '../../text.ts';
import { createPipe } from '../create-pipe.ts';
import { DEFAULT_READ, type FileDescription } from '../open-file.ts';
import type { ProcessRecord } from '../process.ts';
import { ProcessEnd } from '../process-end.ts';
import { SIGNALS } from '../signals.ts';
import type { Enter } from './enter.ts';

type DescriptorCalls = Pick<
  SystemCalls,
  | 'close'
  | 'dup'
  | 'dup2'
  | 'pipe'
  | 'read'
  | 'write'
  | 'pread'
  | 'pwrite'
  | 'readAll'
  | 'seek'
  | 'fstat'
  | 'ftruncate'
  | 'setCloseOnExec'
  | 'descriptors'
  | 'poll'
>;

/** Inputs below this many bytes are not counted. */
const LITTLE = 1 << 20;
/** No process reads more than this into its memory at once. */
const MEMORY = 256 << 20;

export function descriptorCalls(enter: Enter): DescriptorCalls {
  const table = () => enter().context.fds;

  function read(fd: number, max = DEFAULT_READ): MaybePromise<Uint8Array> {
    const process = enter();
    // What the number means is settled now: it may be another's when the program has its turn.
    const file = readable(process, fd);
    const pause = process.checkpoint();
    return pause ? pause.then(() => file.read(process, max)) : file.read(process, max);
  }

  /** The bytes go before the program waits for its turn: whoever comes next finds them, as behind a system call. */
  function write(fd: number, data: Uint8Array | string): MaybePromise<void> {
    const process = enter();
    const bytes = typeof data === 'string' ? encode(data) : data;
    const halt = process.halt();
    if (halt) return halt.then(() => writeNow(process, fd, bytes));
    return writeNow(process, fd, bytes) ?? process.turn();
  }

  function holdMemory(bytes: number): void {
    const process = enter();
    process.memory.hold(process, bytes);
    if (process.ended) throw new ProcessEnd();
  }

  async function readAll(fd: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const chunk = await read(fd, 1 << 20);
      if (chunk.length === 0) break;
      chunks.push(chunk);
      size += chunk.length;
      if (size > LITTLE) holdMemory(size);
      if (size > MEMORY) throw new KernelError('ENOMEM');
    }
    if (size > LITTLE) holdMemory(0);
    return concat(chunks);
  }

  return {
    close: (fd) => table().close(fd),
    dup: (fd, atLeast) => table().add(table().get(fd), { atLeast }),
    dup2(from, to) {
      const file = table().get(from);
      if (from !== to) table().set(to, file);
    },
    pipe() {
      const process = enter();
      const { readEnd, writeEnd } = createPipe(process.machine);
      return [process.context.fds.add(readEnd), process.context.fds.add(writeEnd)];
    },
    read,
    write,
    pread: (fd, max, offset) => readable(enter(), fd).readAt(offset, max),
    pwrite: (fd, data, offset) => writable(enter(), fd).writeAt(offset, data),
    readAll,
    seek: (fd, offset, whence = 'set') => table().get(fd).seek(offset, whence),
    fstat: (fd) => table().get(fd).stat(),
    ftruncate(fd, size) {
      const file = table().get(fd);
      if (!file.canWrite) throw new KernelError('EINVAL');
      file.truncate(size);
    },
    setCloseOnExec: (fd, on) => table().setCloseOnExec(fd, on),
    descriptors: () => table().numbers(),
    poll(fds, timeout) {
      const process = enter();
      const files = fds.map((fd) => [fd, process.context.fds.get(fd)] as const);
      const pause = process.checkpoint();
      if (pause) return pause.then(() => pollNow(process, files, timeout));
      return pollNow(process, files, timeout);
    },
  };
}

function readable(process: ProcessRecord, fd: number): FileDescription {
  const file = process.context.fds.get(fd);
  if (!file.canRead) throw new KernelError('EBADF');
  return file;
}

function writable(process: ProcessRecord, fd: number): FileDescription {
  const file = process.context.fds.get(fd);
  if (!file.canWrite) throw new KernelError('EBADF');
  return file;
}

/** A write to a pipe nobody reads raises SIGPIPE before it fails (pipe(7)). */
function writeNow(process: ProcessRecord, fd: number, bytes: Uint8Array): MaybePromise<void> {
  const file = writable(process, fd);
  try {
    const waiting = file.write(process, bytes);
    return waiting?.catch((error) => brokenPipe(process, error));
  } catch (error) {
    brokenPipe(process, error);
  }
}

function brokenPipe(process: ProcessRecord, error: unknown): never {
  if (isErrno(error, 'EPIPE')) {
    process.signal(SIGNALS.SIGPIPE);
    if (process.ended) throw new ProcessEnd();
  }
  throw error;
}

function readyOf(files: Polled): number[] {
  return files.filter(([, file]) => file.readable()).map(([fd]) => fd);
}

type Polled = readonly (readonly [number, FileDescription])[];

function pollNow(process: ProcessRecord, files: Polled, timeout?: number): MaybePromise<number[]> {
  const ready = readyOf(files);
  return ready.length > 0 || timeout === 0 ? ready : waitForReady(process, files, timeout);
}

async function waitForReady(process: ProcessRecord, files: Polled, timeout?: number): Promise<number[]> {
  const { platform } = process.machine;
  const deadline = timeout === undefined ? undefined : platform.now() + timeout;
  const queues = files.flatMap(([, file]) => file.readiness ?? []);
  for (;;) {
    const left = deadline === undefined ? undefined : deadline - platform.now();
    if (left !== undefined && left <= 0) return [];
    await process.wait(queues, left);
    const ready = readyOf(files);
    if (ready.length > 0) return ready;
  }
}
