import type { Process } from '../../kernel/kernel.ts';
import type { TerminalMaster } from '../../kernel/tty/types.ts';
import type { ExecConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, conflict, messageOf } from '../errors.ts';
import { randomId } from '../ids.ts';
import type { Container } from './container.ts';
import { processEnv, replaceOrAppend } from './environment.ts';
import { logEvent } from './events.ts';
import { exitCodeOf, launch } from './launch.ts';
import { EXEC_FAILED, RuntimeError } from './runtime-errors.ts';
import { Stdio } from './stdio.ts';
import { drain, keepOurEnds, stdinSink, terminalSink } from './streams.ts';
import { lookUpUser } from './users.ts';

/** One `docker exec`. */
export interface Exec {
  readonly id: string;
  readonly container: Container;
  readonly config: ExecConfig;
  readonly argv: string[];
  readonly stdio: Stdio;
  process: Process | undefined;
  terminal: TerminalMaster | undefined;
  running: boolean;
  started: boolean;
  exitCode: number | undefined;
}

/** One of moby/term's keys: a character, or `ctrl-` and one. */
const DETACH_KEY = /^(.|ctrl-[a-z@[\\\]^_])$/;

export function createExec(context: EngineContext, container: Container, config: ExecConfig): Exec {
  const argv = config.Cmd ?? [];
  if (argv.length === 0) throw badParameter('No exec command specified');
  if (config.DetachKeys && !config.DetachKeys.split(',').every((key) => DETACH_KEY.test(key)))
    throw badParameter(`Invalid escape keys (${config.DetachKeys}) provided`);
  const run = requireRunning(container);
  if (config.User) lookUpUser(run.mounts.files(), config.User);
  const id = randomId(context.platform);
  const exec: Exec = {
    id,
    container,
    config,
    argv,
    stdio: new Stdio(),
    process: undefined,
    terminal: undefined,
    running: false,
    started: false,
    exitCode: undefined,
  };
  context.execs.set(id, exec);
  container.execIds.add(id);
  logEvent(context, container, `exec_create: ${describe(exec)}`, { execID: id });
  return exec;
}

/** Starts it; resolves to how to wait for its end. Throws with runc's words when there is no such program. */
export function startExec(context: EngineContext, exec: Exec, consoleSize?: [number, number]): Promise<void> {
  const { container, config } = exec;
  if (exec.started) {
    throw exec.running
      ? conflict(`exec command ${exec.id} is already running`)
      : conflict(`exec command ${exec.id} has already run`);
  }
  const run = requireRunning(container);
  exec.started = true;
  logEvent(context, container, `exec_start: ${describe(exec)}`, { execID: exec.id });
  const { kernel } = context;
  const take = (stream: 1 | 2) => (bytes: Uint8Array) => exec.stdio.output(stream, bytes);
  const options = {
    argv: exec.argv,
    env: replaceOrAppend(processEnv({ ...container.config, Tty: config.Tty ?? false }), config.Env ?? []),
    cwd: config.WorkingDir || container.config.WorkingDir || '/',
    user: config.User || container.config.User,
    capabilities: {
      privileged: config.Privileged || container.hostConfig.Privileged,
      add: container.hostConfig.CapAdd,
      drop: container.hostConfig.CapDrop,
    },
    namespaces: run.namespaces,
    memory: run.memory,
    pidsLimit:
      container.hostConfig.PidsLimit && container.hostConfig.PidsLimit > 0 ? container.hostConfig.PidsLimit : undefined,
    ulimits: container.hostConfig.Ulimits,
  };
  if (!options.cwd.startsWith('/')) {
    exec.exitCode = 128;
    container.execIds.delete(exec.id);
    throw badParameter('OCI runtime exec failed: exec failed: Cwd must be an absolute path');
  }
  let drained: () => Promise<unknown>;
  try {
    if (config.Tty) {
      const [rows, columns] = consoleSize ?? config.ConsoleSize ?? [0, 0];
      const terminal = kernel.openTerminal(rows > 0 && columns > 0 ? { rows, columns } : { rows: 24, columns: 80 });
      terminal.onOutput(take(1));
      exec.process = launch(kernel, { ...options, fds: new Map(), terminal });
      exec.terminal = terminal;
      if (config.AttachStdin) void exec.stdio.connect(terminalSink(terminal));
      drained = async () => {
        await context.platform.breathe();
        terminal.close();
      };
    } else {
      const [stdin, stdout, stderr] = [kernel.createPipe(), kernel.createPipe(), kernel.createPipe()];
      const fds = new Map([
        [0, stdin.readEnd],
        [1, stdout.writeEnd],
        [2, stderr.writeEnd],
      ]);
      exec.process = launch(kernel, { ...options, fds });
      keepOurEnds(stdin, stdout, stderr);
      if (config.AttachStdin) void exec.stdio.connect(stdinSink(stdin));
      else stdin.closeWrite();
      const done = Promise.all([drain(stdout, take(1)), drain(stderr, take(2))]);
      drained = () => done;
    }
  } catch (error) {
    exec.exitCode = error instanceof RuntimeError ? error.exitCode : 126;
    container.execIds.delete(exec.id);
    throw error instanceof RuntimeError ? badParameter(EXEC_FAILED + messageOf(error)) : error;
  }
  exec.running = true;
  return exec.process.exited.then(async (status) => {
    await atMost(context, OUTPUT_GRACE_MS, drained());
    exec.exitCode = exitCodeOf(status);
    exec.running = false;
    exec.process = undefined;
    container.execIds.delete(exec.id);
    exec.stdio.close();
    logEvent(context, container, 'exec_die', { execID: exec.id, exitCode: String(exec.exitCode) });
  });
}

/** How long what an exec left running may still hold its output (moby: monitor.go). */
const OUTPUT_GRACE_MS = 2000;

async function atMost({ platform }: EngineContext, ms: number, work: Promise<unknown>): Promise<void> {
  let cancel = () => {};
  const late = new Promise<void>((resolve) => {
    cancel = platform.timer(ms, resolve);
  });
  await Promise.race([work, late]);
  cancel();
}

export function inspectExec(exec: Exec) {
  const { config, argv } = exec;
  return {
    ID: exec.id,
    Running: exec.running,
    ExitCode: exec.exitCode ?? null,
    ProcessConfig: {
      tty: config.Tty ?? false,
      entrypoint: argv[0],
      arguments: argv.slice(1),
      privileged: config.Privileged ?? false,
      ...(config.User ? { user: config.User } : {}),
    },
    OpenStdin: config.AttachStdin ?? false,
    OpenStderr: config.AttachStderr ?? false,
    OpenStdout: config.AttachStdout ?? false,
    CanRemove: false,
    ContainerID: exec.container.id,
    DetachKeys: '',
    Pid: exec.process?.pid ?? 0,
  };
}

function requireRunning(container: Container) {
  if (container.paused) throw conflict(`Container ${container.name} is paused, unpause the container before exec`);
  if (!container.running) throw conflict(`container ${container.id} is not running`);
  return container.running;
}

function describe(exec: Exec): string {
  return `${exec.argv[0]} ${exec.argv.slice(1).join(' ')}`;
}
