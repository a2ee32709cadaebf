import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { platform } from 'node:os';
import { dirname, join } from 'node:path';
import { addressText } from '../../runner/engine/address.ts';
import { ask, EngineError } from '../../runner/engine/ask.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { findCluster } from '../../runner/kubernetes/config.ts';
import { KubernetesPlacement } from '../../runner/kubernetes/placement.ts';
import { ENGINE_IMAGE } from '../../runner/kubernetes/pod.ts';
import { SESSION_LABEL } from '../../runner/policy/policy.ts';
import { type PlaceEngine, startRunner } from '../../runner/serve/runner.ts';
import { add, type Removed, removeLabelled, sweep } from '../../runner/session/removal.ts';
import { StateFile, stateFolder } from '../../runner/session/state-file.ts';
import { nodePlatform } from '../node-platform.ts';
import { type RunnerArguments, runnerArguments, runnerUsage } from './arguments.ts';
import { engineOrAdvice } from './engine-or-advice.ts';

/** `drydock runner`: until it is interrupted. */
export async function runner(args: string[]): Promise<number> {
  const options = runnerArguments(args);
  if (!options) {
    process.stdout.write(runnerUsage);
    return 0;
  }
  const unwritable = whyUnwritable(stateFolder());
  if (unwritable !== undefined) return failed(unwritable);
  if (options.engine?.startsWith('kubernetes:')) return inCluster(options, options.engine);
  const engine = await engineOrAdvice(options.engine);
  if (!engine) return 1;
  let swept: Awaited<ReturnType<typeof sweep>>;
  try {
    // Also whether it lets us ask for anything.
    await ask(engine.door, '/containers/json');
    swept = await sweep(engine, stateFolder());
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return failed(`the engine at ${addressText(engine.address)} answers, and refuses what is asked: ${error.message}`);
  }
  if (options.command === 'clean') return clean(engine, swept.removed);
  if (swept.sessions > 0)
    process.stdout.write(
      `Removed what ${swept.sessions} runner(s) left behind that were ended: ${words(swept.removed)}\n`,
    );
  const name = engine.kind === 'podman' ? 'Podman' : 'Docker';
  return serve(engine, `${name} ${engine.version} at ${addressText(engine.address)}`, options);
}

function failed(why: string): 1 {
  process.stderr.write(`drydock runner: ${why}\n`);
  return 1;
}

/** What a session makes is written down there before anybody hears of it. */
function whyUnwritable(folder: string): string | undefined {
  try {
    mkdirSync(join(folder, 'sessions'), { recursive: true, mode: 0o700 });
    accessSync(join(folder, 'sessions'), constants.W_OK);
    return undefined;
  } catch (error) {
    return `${folder} cannot be written to (${(error as NodeJS.ErrnoException).code}), where it keeps what it must not forget: set XDG_STATE_HOME to a folder of yours`;
  }
}

/** `--engine kubernetes://NAMESPACE`: a pod of the cluster for each session. */
async function inCluster(options: RunnerArguments, address: string): Promise<number> {
  let cluster: ReturnType<typeof findCluster>;
  try {
    cluster = findCluster();
  } catch (error) {
    return failed(`${(error as Error).message}. \`kubectl get pods\` has to work here first`);
  }
  const { hostname, searchParams } = new URL(address);
  const namespace = hostname || cluster.namespace;
  const image = searchParams.get('image') ?? ENGINE_IMAGE;
  const placement = new KubernetesPlacement(cluster, namespace, image, options.limits);
  let swept: number;
  try {
    swept = await placement.sweep(stateFolder());
  } catch (error) {
    return failed(`the cluster at ${cluster.server}: ${(error as Error).message}`);
  }
  process.stdout.write(
    swept > 0 || options.command === 'clean' ? `Removed ${swept} pod(s) that were left behind\n` : '',
  );
  if (options.command === 'clean') return 0;
  return serve(() => placement.place(), `Pods of ${image} in ${namespace} at ${cluster.server}`, options);
}

async function serve(engine: FoundEngine | PlaceEngine, what: string, options: RunnerArguments): Promise<number> {
  const page = pageFolder();
  let running: Awaited<ReturnType<typeof startRunner>>;
  try {
    running = await startRunner({ ...options, engine, platform: nodePlatform(), stateFolder: stateFolder(), page });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') return failed(`port ${options.port} is taken: another runner? Choose one with --port`);
    if (code === 'EACCES') return failed(`port ${options.port} is root’s: choose one above 1023 with --port`);
    throw error;
  }
  process.stdout.write(`${what}${options.readOnly ? ', read-only' : ''}\n`);
  const base = options.allowOrigins[0] ?? `http://127.0.0.1:${running.port}`;
  const links = running.tokens.map((token) => `${base}/#runner=127.0.0.1:${running.port}/${token}`);
  process.stdout.write(`${links.join('\n')}\n`);
  if (links.length > 1) process.stdout.write('The first link is the instructor’s, whom the others can follow.\n');
  process.stdout.write('Each link works once. Ctrl-C ends the runner and removes everything that was made.\n');
  if (!page && options.allowOrigins.length === 0)
    process.stdout.write(
      "The page is not built here: run 'npm run build' first, or name its address with --allow-origin.\n",
    );
  if (options.open && options.students === 1 && process.stdout.isTTY && (page || options.allowOrigins.length > 0))
    open(links[0]!);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, resolve);
  });
  process.stdout.write('Removing what was made…\n');
  await running.close();
  process.exit(0);
}

/** Everything with the label, of whichever runner, but for those that run. */
async function clean(engine: FoundEngine, removed: Removed): Promise<number> {
  const live = StateFile.all(stateFolder()).filter(
    (file) => file.isLive && file.engine === addressText(engine.address),
  );
  if (live.length > 0) {
    process.stderr.write(
      `drydock runner: one runs (process ${live[0]!.pid}): end it first, or its lesson loses what it stands on\n`,
    );
    return 1;
  }
  add(removed, await removeLabelled(engine, SESSION_LABEL));
  process.stdout.write(`Removed ${words(removed)}\n`);
  return 0;
}

function words(removed: Removed): string {
  return Object.entries(removed)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`)
    .join(', ');
}

/** Where `vite build` puts the page, seen from the bundle as from the sources. */
function pageFolder(): string | undefined {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (!existsSync(join(folder, 'package.json'))) continue;
    const page = process.env.DRYDOCK_PAGE ?? join(folder, 'dist');
    return existsSync(join(page, 'index.html')) ? page : undefined;
  }
  return undefined;
}

function open(link: string): void {
  const [command = '', ...args] =
    platform() === 'darwin'
      ? ['open']
      : platform() === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler']
        : ['xdg-open'];
  spawn(command, [...args, link], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
