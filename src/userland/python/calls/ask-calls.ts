import { isErrno } from '../../../kernel/errno.ts';
import type { Signal } from '../../../kernel/process/signals.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { WaitResult } from '../../../kernel/system-calls.ts';
import { errnoTable, linuxErrno } from '../errno.ts';
import type { Installation } from '../installation.ts';
import { type Calls, type Descriptors, json } from './process-calls.ts';
import { sqliteQuestions } from './sqlite-calls.ts';

type Question = (...args: never[]) => unknown;

interface Spawn {
  readonly argv: readonly string[];
  readonly executables: readonly string[];
  readonly env: Readonly<Record<string, string>> | null;
  readonly cwd: string | null;
  /** child → parent */
  readonly fds: readonly (readonly [number, number])[];
  readonly newSession: boolean;
}

/** What ends the process's present program in favour of another. */
export type Replace = (argv: string[], env: Map<string, string>) => void;

/**
 * What the library's Python asks of the process where Emscripten's C has no system call: one JSON array in, `{ok}` or
 * `{errno}` (Linux's number) out.
 */
export function askCalls(
  descriptors: Descriptors,
  installation: Installation,
  handle: (signal: Signal, action: 'handle' | 'default' | 'ignore') => void,
  replace: Replace,
  begin: () => void,
): Calls {
  const { sys } = descriptors;
  const questions: Readonly<Record<string, Question>> = {
    identify: () => {
      const { uid, gid, euid, egid, groups } = sys.credentials();
      const { pid, ppid } = sys;
      return { pid, ppid, uid, gid, euid, egid, groups, uname: sys.uname(), errno: errnoTable, ...installation };
    },
    begin,
    umask: (mask: number) => sys.umask(mask),
    signal: (signal: number, action: 'handle' | 'default' | 'ignore') => handle(signal, action),
    kill: (pid: number, signal: number) => sys.kill(pid, signal),
    link: (target: string, path: string) => sys.link(target, path),
    shutdown: (fd: number, how: number) => {
      if (how !== 1) sys.shutdown(fd, 'read');
      if (how !== 0) sys.shutdown(fd, 'write');
    },
    group: (pid: number) => sys.processGroup(pid),
    setGroup: (pid: number, group: number) => sys.setProcessGroup(pid, group),
    session: () => sys.newSession(),
    parent: () => sys.ppid,
    ...sqliteQuestions(sys),
    spawn: (options: Spawn) => spawn(descriptors, options),
    wait: (pid: number, options: number) => {
      const found = sys.wait(pid, { noHang: (options & 1) !== 0, untraced: (options & 2) !== 0 });
      return found instanceof Promise ? found.then(waitStatus) : waitStatus(found);
    },
    exec: (argv: string[], env: Record<string, string>) => {
      sys.open(argv[0]!, { read: true, closeOnExec: true });
      replace(argv, new Map(Object.entries(env)));
      return new Promise(() => {});
    },
    setuid: (uid: number) => {
      const now = sys.credentials();
      const capabilities = uid === 0 ? now.capabilities : new Set<string>();
      sys.setCredentials({ ...now, uid, euid: uid, capabilities });
    },
    setgid: (gid: number) => sys.setCredentials({ ...sys.credentials(), gid, egid: gid }),
  };

  return {
    ask(request) {
      const [name, ...args] = JSON.parse(String(request)) as [string, ...never[]];
      const failed = (error: unknown) => {
        if (!isErrno(error)) throw error;
        return json({ errno: linuxErrno(error.code) });
      };
      try {
        const answer = questions[name]!(...args) as MaybePromise<unknown>;
        const ok = (value: unknown) => json({ ok: value ?? null });
        return answer instanceof Promise ? answer.then(ok, failed) : ok(answer);
      } catch (error) {
        return failed(error);
      }
    },
  };
}

function spawn({ sys }: Descriptors, { argv, executables, env, cwd, fds, newSession }: Spawn): number {
  let failure: unknown;
  for (const executable of executables) {
    try {
      return sys.spawn({
        argv: [executable, ...argv.slice(1)],
        env: env === null ? undefined : new Map(Object.entries(env)),
        cwd: cwd ?? undefined,
        fds: new Map(fds.map(([child, parent]) => [child, parent])),
        newSession,
      });
    } catch (error) {
      failure = isErrno(failure) && isErrno(error, 'ENOENT') ? failure : error;
    }
  }
  throw failure;
}

/** [pid, status] in wait(2)'s encoding. */
function waitStatus(result: WaitResult | undefined): readonly [number, number] {
  if (!result) return [0, 0];
  if ('code' in result) return [result.pid, (result.code & 0xff) << 8];
  if ('signal' in result) return [result.pid, result.signal];
  if ('stopped' in result) return [result.pid, (result.stopped << 8) | 0x7f];
  return [result.pid, 0xffff];
}
