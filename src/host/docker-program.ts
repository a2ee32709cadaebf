import type { CliFiles, CliHost, CliInput, CliOutput, FileInfo } from '../docker-cli/host.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import { isErrno } from '../kernel/errno.ts';
import type { Stat } from '../kernel/fs/types.ts';
import { SIGNALS, signalName } from '../kernel/process/signals.ts';
import type { Program, SystemCalls } from '../kernel/program.ts';
import type { ApiLog } from './api-log.ts';

/** The command of docker-cli, loaded on first use. */
export const loadDocker = () => import('../docker-cli/main.ts');

/** The `docker` executable: the command of docker-cli, living in a process of the host. */
export function dockerProgram(door: EngineDoor, log: ApiLog): Program {
  return {
    name: 'docker',
    async main(sys) {
      const { main } = await loadDocker();
      return main(cliHost(sys, log.record(door, sys.argv)));
    },
  };
}

function cliHost(sys: SystemCalls, door: EngineDoor): CliHost {
  return {
    args: sys.argv.slice(1),
    env: sys.env,
    door,
    stdin: input(sys),
    stdout: output(sys, 1),
    stderr: output(sys, 2),
    files: files(sys),
    cwd: () => sys.cwd(),
    now: () => sys.now(),
    sleep: (ms) => sys.sleep(ms),
    random: (count) => sys.platform.random(count),
    onSignal: (listener) => listenForSignals(sys, listener),
  };
}

function input(sys: SystemCalls): CliInput {
  const isTerminal = sys.isatty(0);
  const cooked = isTerminal ? sys.terminalSettings(0) : undefined;
  return {
    isTerminal,
    read: async () => sys.read(0),
    setRaw(on) {
      if (!cooked) return;
      const raw = { canonical: false, echo: false, signals: false, mapCarriageReturn: false, mapNewline: false };
      sys.setTerminalSettings(0, on ? raw : cooked);
    },
  };
}

function output(sys: SystemCalls, fd: number): CliOutput {
  const isTerminal = sys.isatty(fd);
  return {
    isTerminal,
    size: () => (isTerminal ? sys.windowSize(fd) : { columns: 80, rows: 24 }),
    write: async (data) => sys.write(fd, data),
  };
}

function files(sys: SystemCalls): CliFiles {
  return {
    lstat: (path) => fileInfo(sys.lstat(path), () => sys.readlink(path)),
    stat: (path) => fileInfo(sys.stat(path), () => undefined),
    read: (path) => sys.readFile(path),
    list: (path) => sys.readdir(path).map((entry) => entry.name),
    write: (path, data, mode) => sys.writeFile(path, data, { mode }),
    mkdir: (path, mode) => sys.mkdir(path, mode),
    symlink: (target, path) => sys.symlink(target, path),
    remove: (path) => removeTree(sys, path),
    chmod: (path, mode) => sys.chmod(path, mode),
    chown: (path, uid, gid) => sys.chown(path, uid, gid, { noFollow: true }),
    utimes: (path, mtime) => sys.utimes(path, { mtime }, { noFollow: true }),
  };
}

export function fileInfo(stat: Stat, target: () => string | undefined): FileInfo {
  const { mode, uid, gid, size, mtime } = stat;
  const kind = stat.kind === 'file' || stat.kind === 'directory' || stat.kind === 'symlink' ? stat.kind : 'other';
  return { kind, mode, uid, gid, size, mtime, target: kind === 'symlink' ? target() : undefined };
}

function removeTree(sys: SystemCalls, path: string): void {
  if (sys.lstat(path).kind !== 'directory') {
    sys.unlink(path);
    return;
  }
  for (const entry of sys.readdir(path)) removeTree(sys, `${path}/${entry.name}`);
  sys.rmdir(path);
}

const AN_HOUR = 3_600_000;

type CliSignal = Parameters<Parameters<CliHost['onSignal']>[0]>[0];

function listenForSignals(sys: SystemCalls, listener: (signal: CliSignal) => void): () => void {
  const watched = [SIGNALS.SIGINT, SIGNALS.SIGTERM, SIGNALS.SIGWINCH];
  const before = watched.map((signal) => sys.signal(signal, (caught) => listener(signalName(caught) as CliSignal)));
  let listening = true;
  // A signal is taken where a process waits for the kernel; the docker command may be waiting for its engine alone.
  const park = async () => {
    while (listening)
      try {
        await sys.sleep(AN_HOUR);
      } catch (error) {
        if (!isErrno(error)) return;
      }
  };
  void park();
  return () => {
    listening = false;
    watched.forEach((signal, index) => void sys.signal(signal, before[index]!));
  };
}
