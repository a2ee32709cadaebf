import type { Namespaces, OpenFile } from '../../kernel/kernel.ts';
import type { ExitStatus } from '../../kernel/system-calls.ts';
import type { TerminalMaster } from '../../kernel/tty/types.ts';
import type { EngineContext } from '../context.ts';
import { ApiError, badParameter, conflict, messageOf, notModified, systemError } from '../errors.ts';
import type { Container, Sandbox } from './container.ts';
import { checkDevices, makeDevices } from './devices.ts';
import { processEnv, replaceOrAppend } from './environment.ts';
import { emitVolumeEvents, logEvent } from './events.ts';
import { cleanUp, recordExit, settle } from './exit.ts';
import { startHealthChecks } from './health.ts';
import { mountHostFiles } from './host-files.ts';
import { launch } from './launch.ts';
import { linkEnv } from './links.ts';
import { logTag, rotationOf } from './log-options.ts';
import { mountContainer } from './mounts.ts';
import { pidNamespaceOf } from './namespaces.ts';
import { setUpNetworking } from './networking.ts';
import { removeContainer } from './remove.ts';
import { scheduleRestart } from './restart.ts';
import { CREATE_FAILED, RuntimeError } from './runtime-errors.ts';
import { drain, keepOurEnds, stdinSink, terminalSink } from './streams.ts';

/** The longest name sethostname(2) takes. */
const HOST_NAME_MAX = 64;

/** `POST /containers/{id}/start`. */
export function startByRequest(context: EngineContext, container: Container): void {
  if (container.paused) throw conflict('cannot start a paused container, try unpause instead');
  if (container.running) throw notModified();
  if (container.status === 'removing' || container.status === 'dead') {
    throw conflict('container is marked for removal and cannot be started');
  }
  container.manuallyStopped = false;
  container.restartCount = 0;
  container.cancelRestart?.();
  startContainer(context, container);
}

/** Networks, mounts, then the process: what fails leaves the container as it was, with the reason in its state. */
export function startContainer(context: EngineContext, container: Container): void {
  container.error = '';
  emitVolumeEvents(context, container, 'mount');
  try {
    container.sandbox = networkingOf(context, container);
    run(context, container, container.sandbox);
  } catch (error) {
    const failure = describe(error);
    container.exitCode = failure.exitCode;
    container.error = failure.message;
    cleanUp(container);
    emitVolumeEvents(context, container, 'unmount');
    if (container.hasBeenStarted) {
      container.status = 'exited';
      container.finishedAt ??= context.platform.now();
    } else container.status = 'created';
    container.stdio.close();
    if (container.hostConfig.AutoRemove) removeContainer(context, container, { volumes: true });
    throw new ApiError(failure.status, failure.message);
  }
  logEvent(context, container, 'start');
}

function networkingOf(context: EngineContext, container: Container): Sandbox {
  try {
    return setUpNetworking(context, container);
  } catch (error) {
    if (container.hostConfig.NetworkMode.startsWith('container:')) throw error;
    const status = error instanceof ApiError ? error.status : 500;
    throw new ApiError(status, `failed to set up container networking: ${messageOf(error)}`);
  }
}

function run(context: EngineContext, container: Container, sandbox: Sandbox): void {
  const { kernel } = context;
  const { config, hostConfig } = container;
  checkDevices(context, container);
  container.log.rotation = rotationOf(hostConfig.LogConfig);
  if (hostConfig.LogConfig.Config?.tag) logTag(container);
  if (config.Hostname.length > HOST_NAME_MAX) throw new RuntimeError('sethostname: invalid argument', 128);
  const pid = pidNamespaceOf(context, container);
  const linkVariables = linkEnv(context, container);
  const mount = mountContainer(context, container, { system: true });
  mountHostFiles(context, container, mount);
  makeDevices(context, container, mount.files());
  // runc binds the terminal over /dev/console; without one there is none.
  if (!config.Tty) mount.files().unlink('/dev/console');
  const namespaces: Namespaces = {
    mount,
    pid,
    network: sandbox.network,
    uts: hostConfig.UTSMode === 'host' ? kernel.host.uts : kernel.createUtsNamespace(config.Hostname),
  };
  const streams = openStreams(context, container);
  const memory = hostConfig.Memory ? kernel.createMemoryGroup(Number(hostConfig.Memory)) : undefined;
  const process = launch(kernel, {
    argv: [container.path, ...container.args],
    env: replaceOrAppend(linkVariables, processEnv(config)),
    cwd: config.WorkingDir || '/',
    user: config.User,
    groups: hostConfig.GroupAdd ?? [],
    capabilities: { privileged: hostConfig.Privileged, add: hostConfig.CapAdd, drop: hostConfig.CapDrop },
    namespaces,
    fds: streams.fds,
    terminal: streams.terminal,
    noNewPrivileges: (hostConfig.SecurityOpt ?? []).some((option) => /^no-new-privileges([:=]true)?$/.test(option)),
    pidsLimit: hostConfig.PidsLimit && hostConfig.PidsLimit > 0 ? hostConfig.PidsLimit : undefined,
    memory,
    init: hostConfig.Init === true,
    ulimits: hostConfig.Ulimits,
  });
  const now = context.platform.now();
  Object.assign(container, {
    status: 'running',
    exitCode: 0,
    startedAt: now,
    finishedAt: undefined,
    outOfMemory: false,
    hasBeenStarted: true,
  });
  container.running = { process, namespaces, mounts: mount, terminal: streams.terminal, memory, startedAt: now };
  const drained = streams.begin();
  startHealthChecks(context, container);
  process.exited.then(async (status) => {
    await drained();
    containerExited(context, container, status);
  });
}

/** PID 1 has ended and everything it wrote was taken. */
function containerExited(context: EngineContext, container: Container, status: ExitStatus): void {
  const { restarting, ran } = recordExit(context, container, status);
  if (restarting) scheduleRestart(context, container, ran, () => startContainer(context, container));
  settle(container, restarting ? ['next-exit'] : ['next-exit', 'not-running']);
  if (!restarting && container.hostConfig.AutoRemove) removeContainer(context, container, { volumes: true });
}

interface Streams {
  readonly fds: Map<number, OpenFile>;
  readonly terminal?: TerminalMaster;
  /** The process has its ends: starts pumping, and answers how to wait until everything was taken. */
  begin(): () => Promise<void>;
}

function openStreams(context: EngineContext, container: Container): Streams {
  const { kernel } = context;
  const write = (stream: 1 | 2, bytes: Uint8Array) => {
    container.log.write(stream, bytes);
    return container.stdio.output(stream, bytes);
  };
  if (container.config.Tty) {
    const [rows, columns] = container.hostConfig.ConsoleSize;
    const terminal = kernel.openTerminal(rows > 0 && columns > 0 ? { rows, columns } : { rows: 24, columns: 80 });
    return {
      fds: new Map(),
      terminal,
      begin() {
        terminal.onOutput((bytes) => write(1, bytes));
        if (container.config.OpenStdin) void container.stdio.connect(terminalSink(terminal));
        return async () => {
          await context.platform.breathe();
          terminal.close();
          container.log.flush();
        };
      },
    };
  }
  const [stdin, stdout, stderr] = [kernel.createPipe(), kernel.createPipe(), kernel.createPipe()];
  return {
    fds: new Map([
      [0, stdin.readEnd],
      [1, stdout.writeEnd],
      [2, stderr.writeEnd],
    ]),
    begin() {
      keepOurEnds(stdin, stdout, stderr);
      if (container.config.OpenStdin) void container.stdio.connect(stdinSink(stdin));
      else stdin.closeWrite();
      const done = Promise.all([drain(stdout, (bytes) => write(1, bytes)), drain(stderr, (bytes) => write(2, bytes))]);
      return async () => {
        await done;
        stdin.closeWrite();
        container.log.flush();
      };
    },
  };
}

/** The status of a failed start and the exit code it leaves (moby: daemon/errors.go setExitCodeFromError). */
function describe(error: unknown): { status: number; message: string; exitCode: number } {
  if (error instanceof RuntimeError) {
    const { message } = badParameter(CREATE_FAILED + error.message);
    return { status: error.exitCode === 128 ? 500 : 400, message, exitCode: error.exitCode };
  }
  if (error instanceof ApiError) return { status: error.status, message: error.message, exitCode: 128 };
  return { status: 500, message: systemError(messageOf(error)).message, exitCode: 128 };
}
