import { concat } from '../../kernel/bytes.ts';
import { SIGNALS } from '../../kernel/process/signals.ts';
import type { HealthConfig } from '../api/containers.ts';
import type { EngineContext } from '../context.ts';
import { messageOf } from '../errors.ts';
import { rfc3339Nano } from '../time.ts';
import type { Container, HealthState } from './container.ts';
import { logEvent } from './events.ts';
import { createExec, startExec } from './exec.ts';

/** Defaults and limits of moby's daemon/health.go; milliseconds. */
const INTERVAL = 30_000;
const TIMEOUT = 30_000;
const START_INTERVAL = 5_000;
const RETRIES = 3;
const LOG_LENGTH = 5;
const OUTPUT_LIMIT = 4096;

/** Begins probing a container that has just started, if it has a health check. */
export function startHealthChecks(context: EngineContext, container: Container): void {
  const check = container.config.Healthcheck;
  const [kind] = check?.Test ?? [];
  if (!check || kind === undefined || kind === 'NONE') {
    container.health = undefined;
    return;
  }
  let cancel: (() => void) | undefined;
  let stopped = false;
  const health: HealthState = {
    status: 'starting',
    failingStreak: 0,
    log: [],
    stop: () => {
      stopped = true;
      cancel?.();
      // moby: a monitor that stopped leaves its container unhealthy, for compatibility.
      health.status = 'unhealthy';
    },
  };
  container.health = health;
  const run = container.running;
  const schedule = () => {
    if (stopped) return;
    cancel = context.platform.timer(delay(context, container, check), async () => {
      await probe(context, container, health, check);
      if (container.running === run) schedule();
    });
  };
  schedule();
}

function delay(context: EngineContext, container: Container, check: HealthConfig): number {
  const starting = container.health?.status === 'starting' && inStartPeriod(context, container, check);
  return starting ? ms(check.StartInterval, START_INTERVAL) : ms(check.Interval, INTERVAL);
}

async function probe(
  context: EngineContext,
  container: Container,
  health: HealthState,
  check: HealthConfig,
): Promise<void> {
  if (container.paused || !container.running) return;
  const [kind, ...words] = check.Test ?? [];
  const shell = container.config.Shell ?? ['/bin/sh', '-c'];
  const argv = kind === 'CMD-SHELL' ? [...shell, words.join(' ')] : words;
  const start = context.platform.now();
  const result = await runProbe(context, container, argv, ms(check.Timeout, TIMEOUT));
  if (container.health !== health || !container.running) return;
  const Output = result.output.length > OUTPUT_LIMIT ? `${result.output.slice(0, OUTPUT_LIMIT)}...` : result.output;
  health.log.push({
    Start: rfc3339Nano(start),
    End: rfc3339Nano(context.platform.now()),
    ExitCode: result.exitCode,
    Output,
  });
  if (health.log.length > LOG_LENGTH) health.log.shift();
  const before = health.status;
  if (result.exitCode === 0) {
    health.failingStreak = 0;
    health.status = 'healthy';
  } else if (!(health.status === 'starting' && inStartPeriod(context, container, check, start))) {
    health.failingStreak++;
    if (health.failingStreak >= (check.Retries || RETRIES)) health.status = 'unhealthy';
  }
  if (health.status !== before) logEvent(context, container, `health_status: ${health.status}`);
}

async function runProbe(
  context: EngineContext,
  container: Container,
  argv: string[],
  timeout: number,
): Promise<{ exitCode: number; output: string }> {
  const chunks: Uint8Array[] = [];
  try {
    const exec = createExec(context, container, { Cmd: argv, AttachStdout: true, AttachStderr: true });
    exec.stdio.attach(
      (_stream, bytes) => {
        chunks.push(bytes);
        return undefined;
      },
      () => {},
    );
    let timedOut = false;
    const ended = startExec(context, exec);
    const cancel = context.platform.timer(timeout, () => {
      timedOut = true;
      exec.process?.kill(SIGNALS.SIGKILL);
    });
    await ended;
    cancel();
    context.execs.delete(exec.id);
    if (timedOut) {
      return {
        exitCode: -1,
        output: `Health check exceeded timeout (${timeout % 1000 === 0 ? `${timeout / 1000}s` : `${timeout}ms`})`,
      };
    }
    return { exitCode: exec.exitCode ?? 0, output: new TextDecoder().decode(concat(chunks)) };
  } catch (error) {
    return { exitCode: -1, output: messageOf(error) };
  }
}

function inStartPeriod(
  context: EngineContext,
  container: Container,
  check: HealthConfig,
  at = context.platform.now(),
): boolean {
  return at - (container.startedAt ?? 0) < ms(check.StartPeriod, 0);
}

/** Nanoseconds of the API → milliseconds. */
function ms(nanoseconds: number | undefined, otherwise: number): number {
  return nanoseconds ? nanoseconds / 1e6 : otherwise;
}
