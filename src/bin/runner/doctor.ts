import { platform } from 'node:os';
import { parseArgs } from 'node:util';
import { addressText } from '../../runner/engine/address.ts';
import { ask, EngineError } from '../../runner/engine/ask.ts';
import { type Attempt, type FoundEngine, findEngine } from '../../runner/engine/find.ts';
import { UsageError } from '../usage.ts';
import { explained, isThere } from './explain.ts';

const usage = `Usage:  drydock doctor [--engine ADDRESS]

Say what a real engine needs here that is missing, and how to get it
`;

/** `drydock doctor`: 0 when an engine is ready. */
export async function doctor(args: string[]): Promise<number> {
  const { engine: wanted, help } = parse(args);
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const { engine, attempts } = await findEngine(wanted);
  let report: string[];
  let isReady = engine !== undefined;
  try {
    report = engine ? [...passedBy(attempts, platform()), ...(await ready(engine))] : missing(attempts, platform());
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    isReady = false;
    report = [
      `lack  the engine at ${addressText(engine!.address)} answers, and refuses what is asked: ${error.message}`,
    ];
  }
  process.stdout.write(`${report.join('\n')}\n`);
  return isReady ? 0 : 1;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: { engine: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

interface Info {
  readonly Driver: string;
  readonly CgroupVersion?: string;
  readonly SecurityOptions?: readonly string[];
  readonly MemoryLimit?: boolean;
  readonly PidsLimit?: boolean;
  readonly NetworkMode?: string;
}

async function ready(engine: FoundEngine): Promise<string[]> {
  const info = await ask<Info>(engine.door, '/info');
  const networks = await ask<{ Name: string }[]>(engine.door, '/networks');
  const has = (name: string) => networks.some(({ Name }) => Name === name);
  const lines = [
    `ok    ${engine.kind === 'podman' ? 'Podman' : 'Docker'} ${engine.version} answers at ${addressText(engine.address)} (API ${engine.api})`,
    `ok    storage driver ${info.Driver}, cgroup ${info.CgroupVersion ?? '1'}`,
  ];
  const [, minor = 0] = engine.api.split('.').map(Number);
  lines.push(
    engine.kind === 'podman'
      ? 'note  Podman builds with Buildah: no cache mounts of BuildKit, its own words in the progress'
      : minor >= 42
        ? 'ok    it builds with BuildKit'
        : 'note  it builds with an older BuildKit, which knows no --build-context: Docker 23 does',
  );
  if (info.Driver === 'vfs')
    lines.push('note  vfs copies every layer: builds are slow and take room. overlay2 needs a kernel that offers it');
  if (!has('bridge') && !has('podman'))
    lines.push('lack  no default network: nothing can be published, and containers reach nobody');
  if (info.MemoryLimit === false) lines.push('lack  no memory limits: a lesson could take all of it (cgroups are off)');
  if (info.PidsLimit === false) lines.push('lack  no limit of processes: a fork bomb would take this machine along');
  const rootless = info.SecurityOptions?.some((option) => option.includes('rootless'));
  lines.push(
    rootless
      ? 'ok    it is rootless: its root is you'
      : 'note  its root is root of this machine: what the policy refuses is what stands between',
  );
  lines.push("      Run 'drydock runner'.");
  return lines;
}

/** Places before the one that answered where the docker command would have stopped. */
function passedBy(attempts: readonly Attempt[], system: NodeJS.Platform): string[] {
  return attempts.filter(({ engine }) => !engine).map((attempt) => `note  ${told(attempt, system)}`);
}

function told(attempt: Attempt, system: NodeJS.Platform): string {
  return `${attempt.from}${attempt.address === '' ? '' : ` at ${attempt.address}`}: ${explained(attempt, system)}`;
}

/** What is missing and how to get it. `system`: Node's name of it. */
export function missing(attempts: readonly Attempt[], system: NodeJS.Platform): string[] {
  const lines = attempts.map((attempt) => `lack  ${told(attempt, system)}`);
  // One that is there and does not let us in, or was named, is not to be had by installing another.
  if (attempts.some(isThere)) return lines;
  if (attempts.length === 0) lines.push('lack  no engine: none of the usual sockets is there');
  return [...lines, '', ...INSTALL[system === 'darwin' || system === 'win32' ? system : 'linux']];
}

const INSTALL: Readonly<Record<'linux' | 'darwin' | 'win32', readonly string[]>> = {
  linux: [
    'On Linux, any of these:',
    '  Docker from your distribution:  sudo apt-get install docker.io   |   sudo dnf install moby-engine   |   sudo pacman -S docker',
    '    then                          sudo systemctl enable --now docker',
    '  rootless Podman, which needs no root:  sudo apt-get install podman   |   sudo dnf install podman',
    '    then                          systemctl --user enable --now podman.socket',
    '  Docker’s own packages:          https://docs.docker.com/engine/install/',
  ],
  darwin: [
    'On macOS, any of these (each brings a small virtual machine):',
    '  Docker Desktop:  https://docs.docker.com/desktop/setup/install/mac-install/   then start it',
    '  Colima:          brew install colima docker   then   colima start',
    '  Podman:          brew install podman          then   podman machine init && podman machine start',
    'Folders under your home are seen by the engine; the runner keeps its own there.',
  ],
  win32: [
    'On Windows, any of these:',
    '  Docker Desktop with WSL 2:  https://docs.docker.com/desktop/setup/install/windows-install/   then start it',
    '  Podman:                     winget install RedHat.Podman   then   podman machine init && podman machine start',
    '  inside WSL:                 install Docker as on Linux, and run drydock there too',
  ],
};
