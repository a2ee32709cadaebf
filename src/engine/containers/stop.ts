import { parseSignal, SIGNALS, type Signal } from '../../kernel/process/signals.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, conflict, notModified } from '../errors.ts';
import type { Container, RunningContainer } from './container.ts';
import { logEvent } from './events.ts';
import { exited, settle } from './exit.ts';
import { startContainer } from './start.ts';

const DEFAULT_STOP_TIMEOUT = 10;

export interface StopOptions {
  readonly signal?: string;
  /** Seconds; negative waits for ever. */
  readonly timeout?: number;
}

/** `docker stop`: the container's stop signal, ten seconds of grace, SIGKILL. */
export async function stopContainer(context: EngineContext, container: Container, options: StopOptions): Promise<void> {
  if (container.cancelRestart) {
    container.cancelRestart();
    container.manuallyStopped = true;
    container.status = 'exited';
    settle(container, ['not-running']);
    logEvent(context, container, 'stop');
    return;
  }
  if (!container.running) throw notModified();
  await stopRun(context, container, options);
  logEvent(context, container, 'stop');
}

export async function restartContainer(
  context: EngineContext,
  container: Container,
  options: StopOptions,
): Promise<void> {
  container.cancelRestart?.();
  if (container.running) {
    await stopRun(context, container, options);
    logEvent(context, container, 'stop');
  }
  container.manuallyStopped = false;
  startContainer(context, container);
  logEvent(context, container, 'restart');
}

/** The signal `docker kill` asks for, which moby looks at before it looks for the container. */
export function signalToKill(text: string, nameGiven: string): Signal {
  const signal = text === '' ? SIGNALS.SIGKILL : parseSignal(text);
  if (signal !== undefined && signal !== 0) return signal;
  const number = /^[+-]?\d+$/.test(text) ? Number(text) : 0;
  const why = number !== 0 ? `the linux daemon does not support signal ${number}` : `invalid signal: ${text}`;
  throw badParameter(`cannot kill container: ${nameGiven}: ${why}`);
}

/** `docker kill`. */
export async function killContainer(
  context: EngineContext,
  container: Container,
  signal: Signal,
  nameGiven: string,
): Promise<void> {
  const run = container.running;
  if (!run) {
    throw conflict(`cannot kill container: ${nameGiven}: container ${container.id} is not running`);
  }
  if (signal === SIGNALS.SIGKILL || signal === stopSignalOf(container)) container.manuallyStopped = true;
  sendSignal(context, container, run, signal);
  if (signal === SIGNALS.SIGKILL) await exited(context, container, run, undefined);
}

export function pauseContainer(context: EngineContext, container: Container): void {
  const run = container.running;
  if (!run) throw conflict(`container ${container.id} is not running`);
  if (container.paused) throw conflict(`Container ${container.id} is already paused`);
  context.kernel.setFrozen(run.namespaces.pid, true);
  container.paused = true;
  container.status = 'paused';
  logEvent(context, container, 'pause');
}

export function unpauseContainer(context: EngineContext, container: Container): void {
  const run = container.running;
  if (!run || !container.paused) throw conflict(`Container ${container.id} is not paused`);
  thaw(context, container, run);
  logEvent(context, container, 'unpause');
}

async function stopRun(context: EngineContext, container: Container, options: StopOptions): Promise<void> {
  const run = container.running as RunningContainer;
  const signal = options.signal ? parseSignal(options.signal) : stopSignalOf(container);
  if (signal === undefined) throw badParameter(`invalid signal: ${options.signal}`);
  const timeout = options.timeout ?? container.config.StopTimeout ?? DEFAULT_STOP_TIMEOUT;
  container.manuallyStopped = true;
  sendSignal(context, container, run, signal);
  if (await exited(context, container, run, timeout < 0 ? undefined : timeout * 1000)) return;
  sendSignal(context, container, run, SIGNALS.SIGKILL);
  await exited(context, container, run, undefined);
}

function sendSignal(context: EngineContext, container: Container, run: RunningContainer, signal: Signal): void {
  run.process.kill(signal);
  // A frozen process takes its signal when it is thawed, and moby thaws it for that.
  if (container.paused) thaw(context, container, run);
  logEvent(context, container, 'kill', { signal: String(signal) });
}

function thaw(context: EngineContext, container: Container, run: RunningContainer): void {
  context.kernel.setFrozen(run.namespaces.pid, false);
  container.paused = false;
  container.status = 'running';
}

function stopSignalOf(container: Container): Signal {
  return parseSignal(container.config.StopSignal ?? 'SIGTERM') ?? SIGNALS.SIGTERM;
}
