import type { Builder } from '../build/types.ts';
import type { LintResult } from '../engine/api/build-request.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import type { BuildPlan } from '../engine/api/drydock.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { createKernel } from '../kernel/boot.ts';
import { treeFromEntries } from '../kernel/fs/apply-change-set.ts';
import { createOverlay } from '../kernel/fs/overlay.ts';
import { loadChangeSet } from '../kernel/fs/transfer.ts';
import type { OverlayFilesystem } from '../kernel/fs/types.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { Platform } from '../kernel/platform.ts';
import { ROOT } from '../kernel/process/credentials.ts';
import { SIGNALS } from '../kernel/process/signals.ts';
import type { Program, ProgramTable } from '../kernel/program.ts';
import type { ExitStatus } from '../kernel/system-calls.ts';
import type { TerminalMaster, WindowSize } from '../kernel/tty/types.ts';
import { loadEverydayCommands } from '../userland/commands/commands.ts';
import { gnuCommandNames } from '../userland/commands/registry.ts';
import { networkCommandNames } from '../userland/network/programs.ts';
import { type LineObserver, loadParser, runShell, type ShellOptions, shellProgram } from '../userland/shell/index.ts';
import { userlandPrograms } from '../userland/table.ts';
import { ApiLog } from './api-log.ts';
import { type BrowseResult, browse } from './browse.ts';
import { Daemon } from './daemon.ts';
import { dockerCompletion, loadDockerCompletion } from './docker-completion.ts';
import { dockerProgram, loadDocker } from './docker-program.ts';
import { drydockProgram } from './drydock-program.ts';
import { hostEnvironment } from './environment.ts';
import { pullQuietly } from './pull.ts';
import { connectRealEngine, type RealEngine } from './real/real-engine.ts';
import { SwitchedDoor } from './real/switched-door.ts';
import { hostRoot } from './root.ts';
import { type LineResult, type OutputSink, Session } from './session.ts';
import { type ComputerState, readState, type StoredState, saveState } from './state.ts';
import { type InitialFile, Workspace } from './workspace.ts';

export interface ComputerOptions {
  readonly platform: Platform;
  /** Images that are already pulled. */
  readonly images: readonly string[];
  /** The workspace is this folder in root's home. */
  readonly folder: string;
  readonly files: readonly InitialFile[];
  /** A computer that was saved: it comes back as after a power cut, and `images` and `files` are not looked at. */
  readonly stored?: StoredState;
  /** It comes back as if it had only slept: containers that ran are started again. Left out: as after a power cut. */
  readonly resume?: boolean;
  /** Goes on with the log of the computer that this one is another moment of. */
  readonly apiLog?: ApiLog;
  /** Hears of every line typed at a prompt of this computer's own. */
  readonly observer?: LineObserver;
}

/** A shell on a terminal. */
export interface Shell {
  readonly terminal: TerminalMaster;
  readonly ended: Promise<ExitStatus>;
}

/** The student's computer. */
export interface Computer {
  readonly kernel: Kernel;
  /** Of the engine that answers: the simulated one, or a real one once it was connected. Before `start` it lets wait. */
  readonly door: EngineDoor;
  readonly workspace: Workspace;
  /** From now on a real engine answers (a companion's door); with undefined the simulated one again, as it was left. */
  useEngine(door: EngineDoor | undefined): void;
  /** What its `docker` commands said to the engine. */
  readonly apiLog: ApiLog;
  openShell(size: WindowSize): Shell;
  /** A shell session that is given its lines one after another. */
  openSession(output?: OutputSink): Session;
  /** Runs a shell line in the workspace, aside from what the student does. */
  aside(line: string): Promise<LineResult>;
  /** What `docker build` in the workspace would do now. */
  plan(): Promise<BuildPlan>;
  /** What the build checks find in the workspace's Dockerfile; undefined when there is none. */
  check(): Promise<LintResult | undefined>;
  browse(port: number, path: string): Promise<BrowseResult>;
  /** Loads what the first commands will need, ahead of them. */
  loadAhead(): Promise<unknown>;
  /** Starts the daemon, and pulls the images of a new computer. Rejects when that fails; later calls wait for the first. */
  start(): Promise<void>;
  /** Resolves when somebody has started it. */
  readonly started: Promise<void>;
  /** Everything but processes, to be given to `bootComputer` again. Not before it has started. */
  save(): ComputerState;
  /** Ends every process; the computer cannot be used any more. */
  powerOff(): void;
}

/** Boots a computer and starts it. Rejects when an image cannot be pulled. */
export async function createComputer(options: ComputerOptions): Promise<Computer> {
  const computer = bootComputer(options);
  await computer.start();
  return computer;
}

/** A computer whose shells run already, and whose daemon waits to be started: a prompt needs less than an engine. */
export function bootComputer(options: ComputerOptions): Computer {
  const { platform, stored } = options;
  const fresh = treeFromEntries(hostRoot([...gnuCommandNames(), ...networkCommandNames]));
  const root = createOverlay(fresh, platform);
  const saved = stored && readState(stored);
  if (saved) loadChangeSet(root, saved.files);
  const restore = saved && { ...saved.engine, resume: options.resume };
  return assemble(options, root, restore);
}

function assemble(options: ComputerOptions, root: OverlayFilesystem, restore: EngineOptions['restore']): Computer {
  const { platform, observer, apiLog = new ApiLog(() => platform.now()) } = options;
  const workspacePath = `/root/${options.folder}`;
  let real: RealEngine | undefined;
  let builder: Promise<Builder> | undefined;
  const loadBuilder = () => (builder ??= import('../build/builder.ts').then(({ createBuilder }) => createBuilder()));
  const daemon = new Daemon(async () => {
    const [{ startEngine }] = await Promise.all([import('./engine.ts'), platform.prepare?.(), loadParser()]);
    const engine = startEngine({ kernel, builder: loadBuilder, restore });
    if (!restore) for (const image of options.images) await pullQuietly(engine.door, image);
    return engine;
  });
  const door = new SwitchedDoor(daemon.door);
  const programs = programsWith(door, apiLog);
  const kernel = createKernel({ platform, programs, root, hostname: 'drydock' });
  const workspace = new Workspace(kernel.host.mount.files(), workspacePath);
  if (!restore) workspace.fill(options.files);
  return {
    kernel,
    door,
    workspace,
    apiLog,
    start: () => daemon.start(),
    started: daemon.started,
    openShell: (size) => openShell(kernel, workspacePath, size, { completer: dockerCompletion(door), observer }),
    openSession: (output) => new Session(kernel, workspacePath, output),
    aside: async (line) => {
      const session = new Session(kernel, workspacePath);
      const result = await session.run(line);
      session.end();
      return result;
    },
    useEngine(to) {
      real?.disconnect();
      real = to && connectRealEngine(to, kernel, workspacePath);
      door.use(real?.door ?? daemon.door);
    },
    plan: async () => (await loadPlanning()).planWorkspace(door, kernel.host.mount.files(), workspacePath),
    check: async () => (await loadPlanning()).checkWorkspace(door, kernel.host.mount.files(), workspacePath),
    browse: (port, path) => browse(kernel.host.network, port, path),
    loadAhead: () => Promise.all([loadEverydayCommands(), loadDocker(), loadDockerCompletion(), loadBuilder()]),
    save: () => saveState(daemon.running.save(), root, platform),
    powerOff() {
      real?.disconnect();
      daemon.powerOff();
      for (const process of kernel.processes()) process.kill(SIGNALS.SIGKILL);
    },
  };
}

/** Packs the workspace as a build context, which nothing needs before the engine answers. */
const loadPlanning = () => import('./plan.ts');

/** The userland's programs, and those that stand on the engine: `bash` among them, for its completion of `docker`. */
function programsWith(door: EngineDoor, apiLog: ApiLog): ProgramTable {
  const own = new Map([dockerProgram(door, apiLog), drydockProgram(door)].map((program) => [program.name, program]));
  let bash: Program | undefined;
  const find = (name: string) => own.get(name) ?? userlandPrograms.find(name);
  return {
    find(name) {
      if (name !== 'bash') return find(name);
      bash ??= shellProgram('bash', { completer: dockerCompletion(door) });
      return bash;
    },
  };
}

function openShell(kernel: Kernel, cwd: string, size: WindowSize, options: ShellOptions): Shell {
  const terminal = kernel.openTerminal(size);
  // Without the executable the kernel refuses; with it, this one bash is watched, not those that others start.
  const installed = kernel.host.mount.files().exists('/bin/bash');
  const shell = kernel.start({
    argv: ['bash'],
    env: hostEnvironment({ TERM: 'xterm-256color' }),
    cwd,
    credentials: ROOT,
    namespaces: kernel.host,
    fds: new Map(),
    terminal,
    ...(installed && { main: (sys) => runShell(sys, 'bash', options) }),
  });
  return { terminal, ended: shell.exited };
}
