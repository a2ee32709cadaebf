import { KernelError } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import { REPLY_BYTES, type Reply } from '../thread/protocol.ts';
import { statReply } from './file-calls.ts';
import { type Calls, type Descriptors, done, json } from './process-calls.ts';

const O_CLOEXEC = 0o2000000;
const SETTABLE = 0o4000 | 0o2000;
const WHENCE = ['set', 'current', 'end'] as const;

/** Calls on open descriptors. */
export function descriptorCalls(descriptors: Descriptors): Calls {
  const { sys, flags, closeOnExec } = descriptors;

  const setCloseOnExec = (fd: number, on: boolean) => {
    sys.setCloseOnExec(fd, on);
    if (on) closeOnExec.add(fd);
    else closeOnExec.delete(fd);
  };
  /** Runs at a place of the file, its own place left as it was. */
  const atOffset = <T>(fd: number, offset: number, run: () => MaybePromise<T>): MaybePromise<T> => {
    const before = sys.seek(fd, 0, 'current');
    sys.seek(fd, offset);
    const result = run();
    if (!(result instanceof Promise)) sys.seek(fd, before);
    return result instanceof Promise ? result.finally(() => sys.seek(fd, before)) : result;
  };

  return {
    read(fdValue, max, offset) {
      const fd = Number(fdValue);
      const wanted = Math.min(Number(max), REPLY_BYTES);
      const abandoned = descriptors.abandoned.get(fd);
      if (abandoned) {
        descriptors.abandoned.delete(fd);
        return abandoned;
      }
      const read = () => sys.read(fd, wanted);
      return whenReady(descriptors, fd, () => bytes(typeof offset === 'number' ? atOffset(fd, offset, read) : read()));
    },
    write(fdValue, data, offset) {
      const fd = Number(fdValue);
      const content = data as Uint8Array;
      const write = () => sys.write(fd, content);
      const written = typeof offset === 'number' ? atOffset(fd, offset, write) : write();
      const reply: Reply = { value: content.length };
      return written instanceof Promise ? written.then(() => reply) : reply;
    },
    seek: (fd, offset, whence) => ({ value: sys.seek(Number(fd), Number(offset), WHENCE[Number(whence)]) }),
    close(fd) {
      descriptors.forget(Number(fd));
      sys.close(Number(fd));
      return done;
    },
    isatty(fd) {
      sys.fstat(Number(fd));
      return { value: sys.isatty(Number(fd)) ? 1 : 0 };
    },
    windowSize(fd) {
      if (!sys.isatty(Number(fd))) throw new KernelError('ENOTTY');
      const { rows, columns } = sys.windowSize(Number(fd));
      return { value: (rows << 16) | columns };
    },
    fstat: (fd) => statReply(sys.fstat(Number(fd))),
    ftruncate(fd, length) {
      sys.ftruncate(Number(fd), Number(length));
      return done;
    },
    dup(fd, atLeast, onExec) {
      const copy = sys.dup(Number(fd), Number(atLeast));
      copyState(descriptors, Number(fd), copy);
      if (onExec === 1) setCloseOnExec(copy, true);
      return { value: copy };
    },
    dup3(from, to, bits) {
      sys.dup2(Number(from), Number(to));
      if (from !== to) copyState(descriptors, Number(from), Number(to));
      if ((Number(bits) & O_CLOEXEC) !== 0) setCloseOnExec(Number(to), true);
      return { value: Number(to) };
    },
    pipe() {
      const [readEnd, writeEnd] = sys.pipe();
      for (const fd of [readEnd, writeEnd]) descriptors.forget(fd);
      flags.set(writeEnd, 1);
      return { value: readEnd | (writeEnd << 16) };
    },
    getCloseOnExec(fd) {
      sys.fstat(Number(fd));
      return { value: closeOnExec.has(Number(fd)) ? 1 : 0 };
    },
    setCloseOnExec(fd, on) {
      setCloseOnExec(Number(fd), on === 1);
      return done;
    },
    getFlags(fd) {
      sys.fstat(Number(fd));
      return { value: flags.get(Number(fd)) ?? 2 };
    },
    setFlags(fd, bits) {
      const kept = (flags.get(Number(fd)) ?? 2) & ~SETTABLE;
      flags.set(Number(fd), kept | (Number(bits) & SETTABLE));
      return done;
    },
    readdir: (fd) => json(descriptors.entries(Number(fd))),
    poll(list, timeout) {
      const fds = list as readonly number[];
      const early = fds.filter((fd) => descriptors.abandoned.has(fd));
      if (early.length > 0) return ready(early);
      const wait = Number(timeout) < 0 ? undefined : Number(timeout);
      // Nothing to look at: a sleep.
      if (fds.length === 0) {
        if (wait === 0) return ready([]);
        return (
          wait === undefined ? (sys.poll([], undefined) as Promise<number[]>) : sys.sleep(wait).then(() => [])
        ).then(ready);
      }
      const found = sys.poll([...fds], wait);
      return found instanceof Promise ? found.then(ready) : ready(found);
    },
  };
}

/** Makes a call that may wait, or fails with EAGAIN where it would and the descriptor must not. */
export function whenReady(descriptors: Descriptors, fd: number, call: () => MaybePromise<Reply>): MaybePromise<Reply> {
  if (!descriptors.nonBlocking(fd)) return call();
  const go = (ready: readonly number[]) => {
    if (ready.length === 0) throw new KernelError('EAGAIN');
    return call();
  };
  // Even a look that does not wait may have to give way to other processes first.
  const ready = descriptors.sys.poll([fd], 0);
  return ready instanceof Promise ? ready.then(go) : go(ready);
}

function bytes(read: MaybePromise<Uint8Array>): MaybePromise<Reply> {
  const reply = (data: Uint8Array): Reply => ({ value: data.length, data });
  return read instanceof Promise ? read.then(reply) : reply(read);
}

function ready(fds: readonly number[]): Reply {
  return { value: fds.length, data: new Uint8Array(Int32Array.from(fds).buffer) };
}

function copyState(descriptors: Descriptors, from: number, to: number): void {
  descriptors.forget(to);
  for (const map of [descriptors.folders, descriptors.flags, descriptors.sockets] as Map<number, unknown>[]) {
    const known = map.get(from);
    if (known !== undefined) map.set(to, known);
  }
}
