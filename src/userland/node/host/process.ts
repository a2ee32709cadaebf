import { parseSignal, signalName } from '../../../kernel/process/signals.ts';
import type { SystemCalls } from '../../../kernel/program.ts';
import type { EventLoop } from '../event-loop.ts';
import { guarded } from './errors.ts';
import type { HostOperations, HostValue } from './operations.ts';

export type Dispatch = (event: string, ...values: HostValue[]) => void;

/**
 * The process around the guest: its streams, timers, signals, children, and its end. `writing` holds what is not written yet, by
 * descriptor: the process must not end before.
 */
export function processOperations(
  sys: SystemCalls,
  loop: EventLoop,
  dispatch: Dispatch,
  exit: (code: number) => never,
  writing: Map<number, Promise<void>>,
): HostOperations {
  const timers = new Map<number, { cancel: () => void; held: boolean }>();
  /** Standard input of children: the end that is written to. */
  const inputs = new Map<number, number>();
  const watches = new Map<number, () => void>();
  let lastId = 0;

  const write = (fd: number, bytes: Uint8Array): void => {
    // Output and errors are written in the order they were, wherever they go: Node waits for each.
    const lane = fd === 2 ? 1 : fd;
    const before = writing.get(lane);
    const written = before ? before.then(() => sys.write(fd, bytes)) : sys.write(fd, bytes);
    if (!(written instanceof Promise)) return;
    writing.set(lane, written);
    loop.follow(
      written,
      () => writing.get(lane) === written && writing.delete(lane),
      () => writing.delete(lane),
    );
  };

  return {
    exit: (code) => exit(Number(code)),
    write: (fd, data) => guarded('write', undefined, () => write(Number(fd), data as Uint8Array)),
    writeFd: (fd, data, position) =>
      guarded('write', undefined, () => {
        const [number, bytes] = [Number(fd), data as Uint8Array];
        if (typeof position === 'number') sys.pwrite(number, bytes, position);
        else if (number > 2 && sys.fstat(number).kind === 'file') {
          // What goes into a file is there at once, whenever the process has its next turn.
          const turn = sys.write(number, bytes);
          if (turn instanceof Promise)
            loop.follow(
              turn,
              () => undefined,
              () => undefined,
            );
        } else write(number, bytes);
      }),
    cwd: () => guarded('uv_cwd', undefined, () => sys.cwd()),
    chdir: (path) => guarded('chdir', String(path), () => sys.chdir(String(path))),
    umask: (mask) => sys.umask(typeof mask === 'number' ? mask : undefined),
    hrtime: () => sys.now(),
    random: (count) => sys.platform.random(Number(count)),
    isatty: (fd) => sys.isatty(Number(fd)),
    windowSize: (fd) => (sys.isatty(Number(fd)) ? { ...sys.windowSize(Number(fd)) } : undefined),
    uname: () => sys.uname(),
    credentials: () => ({ uid: sys.credentials().uid, gid: sys.credentials().gid }),
    interfaces: () => sys.interfaces().map((each) => ({ ...each })),
    environment: (name, value) => {
      if (typeof value === 'string') sys.env.set(String(name), value);
      else sys.env.delete(String(name));
    },
    timer: (ms) => {
      const id = ++lastId;
      loop.hold();
      const cancel = sys.platform.timer(Math.max(1, Number(ms)), () => {
        const timer = timers.get(id);
        timers.delete(id);
        loop.post(() => dispatch('timer', id));
        if (timer?.held) loop.release();
      });
      timers.set(id, { cancel, held: true });
      return id;
    },
    clearTimer: (id) => {
      const timer = timers.get(Number(id));
      if (!timer) return;
      timer.cancel();
      timers.delete(Number(id));
      if (timer.held) loop.release();
    },
    referTimer: (id, held) => {
      const timer = timers.get(Number(id));
      if (!timer || timer.held === held) return;
      timer.held = held === true;
      if (timer.held) loop.hold();
      else loop.release();
    },
    immediate: (id) => loop.post(() => dispatch('timer', id)),
    readInput: () => {
      const next = () =>
        loop.follow(
          sys.read(0),
          (bytes) => {
            dispatch('input', bytes);
            if (bytes.length > 0) next();
          },
          () => dispatch('input', new Uint8Array()),
        );
      next();
    },
    onSignal: (name) => {
      const signal = parseSignal(String(name));
      if (signal === undefined) return;
      sys.signal(signal, (caught) => loop.post(() => dispatch('signal', signalName(caught) ?? String(caught), caught)));
    },
    childInput: (id, data) => {
      const fd = inputs.get(Number(id));
      if (fd === undefined) return;
      if (data instanceof Uint8Array) {
        void Promise.resolve(sys.write(fd, data)).catch(() => undefined);
        return;
      }
      inputs.delete(Number(id));
      sys.close(fd);
    },
    watch: (path) => {
      const id = ++lastId;
      loop.hold();
      const stop = sys.watch(String(path), (changed) => loop.post(() => dispatch('watch', id, changed)));
      watches.set(id, stop);
      return id;
    },
    unwatch: (id) => {
      const stop = watches.get(Number(id));
      if (!stop) return;
      stop();
      watches.delete(Number(id));
      loop.release();
    },
    kill: (pid, signal) =>
      guarded('kill', undefined, () =>
        sys.kill(Number(pid), typeof signal === 'number' ? signal : (parseSignal(String(signal)) ?? 15)),
      ),
    spawn: (argv, options) =>
      spawnChild(sys, loop, dispatch, inputs, ++lastId, argv as string[], options as unknown as ChildOptions),
  };
}

interface ChildOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** One of pipe, inherit, ignore for each of 0, 1, 2. */
  readonly stdio: readonly string[];
  readonly input?: string;
}

/** Starts a child; its output and end are dispatched as `child` events under the id. Answers [id, pid]. */
function spawnChild(
  sys: SystemCalls,
  loop: EventLoop,
  dispatch: Dispatch,
  inputs: Map<number, number>,
  id: number,
  argv: string[],
  options: ChildOptions,
): HostValue {
  const fds = new Map<number, number>();
  const toClose: number[] = [];
  const readers: [stream: number, fd: number][] = [];
  for (const fd of [0, 1, 2]) {
    if (options.stdio[fd] === 'inherit') fds.set(fd, fd);
    else if (fd === 0 && options.stdio[0] === 'pipe' && options.input === undefined) {
      const [readEnd, writeEnd] = sys.pipe();
      sys.setCloseOnExec(writeEnd, true);
      fds.set(0, readEnd);
      toClose.push(readEnd);
      inputs.set(id, writeEnd);
    } else if (options.stdio[fd] === 'ignore' || fd === 0) {
      const nothing =
        fd === 0 && options.input !== undefined
          ? filledPipe(sys, options.input)
          : sys.open('/dev/null', { read: fd === 0, write: fd !== 0 });
      fds.set(fd, nothing);
      toClose.push(nothing);
    } else {
      const [readEnd, writeEnd] = sys.pipe();
      sys.setCloseOnExec(readEnd, true);
      fds.set(fd, writeEnd);
      toClose.push(writeEnd);
      readers.push([fd, readEnd]);
    }
  }
  let pid: number;
  try {
    const env = options.env ? new Map(Object.entries(options.env)) : undefined;
    pid = guarded(`spawn ${argv[0]}`, undefined, () => sys.spawn({ argv, env, cwd: options.cwd, fds }));
  } catch (error) {
    for (const [, readEnd] of readers) sys.close(readEnd);
    throw error;
  } finally {
    for (const fd of toClose) sys.close(fd);
  }
  const drained = readers.map(([stream, fd]) =>
    drain(sys, loop, fd, (bytes) => dispatch('child', id, 'data', stream, bytes)),
  );
  loop.follow(
    Promise.all([sys.wait(pid), ...drained]),
    ([status]) => {
      const input = inputs.get(id);
      if (input !== undefined) sys.close(input);
      inputs.delete(id);
      if (status && 'code' in status) dispatch('child', id, 'exit', status.code, null);
      else if (status && 'signal' in status) dispatch('child', id, 'exit', null, signalName(status.signal) ?? null);
    },
    () => dispatch('child', id, 'exit', 1, null),
  );
  return [id, pid];
}

function filledPipe(sys: SystemCalls, text: string): number {
  const [readEnd, writeEnd] = sys.pipe();
  void Promise.resolve(sys.write(writeEnd, text))
    .then(() => sys.close(writeEnd))
    .catch(() => undefined);
  return readEnd;
}

async function drain(sys: SystemCalls, loop: EventLoop, fd: number, take: (bytes: Uint8Array) => void): Promise<void> {
  for (;;) {
    const bytes = await sys.read(fd);
    if (bytes.length === 0) break;
    loop.post(() => take(bytes));
  }
  sys.close(fd);
}
