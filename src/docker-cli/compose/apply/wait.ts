import type { ContainerConfig, ContainerState, ContainerSummary } from '../../../engine/api/containers.ts';
import { type Dependency, type Project, scaleOf } from '../file/types.ts';
import type { Compose } from '../project.ts';
import { done, failure, type Progress, warning, working } from '../show/progress.ts';
import { forAll } from './all.ts';
import { isOneOff, progressName, serviceOf } from './containers.ts';

const POLL = 500;

interface Inspected {
  Name: string;
  State: ContainerState;
  Config: Pick<ContainerConfig, 'Healthcheck'>;
}

/** The time is over; whoever waits says so in words of their own. */
export class WaitTimeout extends Error {}

/** Waits until what a service depends on is as it should be (compose's waitDependencies). `until` is a time, in milliseconds. */
export async function waitForDependencies(
  compose: Compose,
  project: Project,
  dependant: string,
  dependencies: Readonly<Record<string, Dependency>>,
  containers: readonly ContainerSummary[],
  progress: Progress,
  until = Number.POSITIVE_INFINITY,
): Promise<void> {
  const waited = Object.entries(dependencies).filter(([name, { condition }]) => {
    const service = project.services[name];
    return condition !== 'service_started' && service && scaleOf(service) > 0;
  });
  await forAll(waited, async ([name, dependency]) => {
    const waitingFor = containers.filter((each) => serviceOf(each) === name && !isOneOff(each));
    for (const each of waitingFor) progress.event(working(progressName(each), 'Waiting'));
    if (waitingFor.length === 0) {
      const missing = `${dependant} is missing dependency ${name}`;
      if (dependency.required) throw new Error(missing);
      compose.warn(missing);
      return;
    }
    const tell = (event: typeof done, words: string) => {
      for (const each of waitingFor) progress.event(event(progressName(each), words));
    };
    for (;;) {
      await compose.cli.host.sleep(POLL);
      if (compose.cli.host.now() > until) throw new WaitTimeout('timeout waiting for dependencies');
      if (await isMet(compose, name, dependency, waitingFor, tell)) return;
    }
  });
}

async function isMet(
  compose: Compose,
  name: string,
  { condition, required }: Dependency,
  containers: readonly ContainerSummary[],
  tell: (event: typeof done, words: string) => void,
): Promise<boolean> {
  const inspected: Inspected[] = [];
  for (const { Id } of containers) inspected.push(await compose.cli.engine.get<Inspected>(`/containers/${Id}/json`));
  const quoted = JSON.stringify(name);
  if (condition === 'service_completed_successfully') {
    const ended = inspected.find(({ State }) => State.Status === 'exited');
    if (!ended) return false;
    const code = ended.State.ExitCode;
    if (code === 0) {
      tell(done, 'Exited');
      return true;
    }
    const suffix = `${quoted} didn't complete successfully: exit ${code}`;
    if (required) {
      tell(failure, `service ${suffix}`);
      throw new Error(`service ${suffix}`);
    }
    tell(warning, `Skipped: optional dependency ${suffix}`);
    compose.warn(`optional dependency ${suffix}`);
    return true;
  }
  const orRunning = condition === 'running_or_healthy';
  try {
    for (const each of inspected) if (!isHealthy(each, orRunning)) return false;
  } catch (error) {
    const { message } = error as Error;
    const what = `optional dependency ${quoted} ${orRunning ? 'is not running or is unhealthy' : 'failed to start'}`;
    if (!required) {
      tell(warning, `Skipped: ${what}`);
      compose.warn(`${what}: ${message}`);
      return true;
    }
    if (orRunning) throw error;
    tell(failure, 'Error');
    throw new Error(`dependency failed to start: ${message}`);
  }
  tell(done, 'Healthy');
  return true;
}

function isHealthy({ Name, State, Config }: Inspected, orRunning: boolean): boolean {
  const name = Name.slice(1);
  if (State.Status === 'exited') throw new Error(`container ${name} exited (${State.ExitCode})`);
  if (!Config.Healthcheck && orRunning) return State.Status === 'running';
  if (!State.Health) throw new Error(`container ${name} has no healthcheck configured`);
  if (State.Health.Status === 'unhealthy') throw new Error(`container ${name} is unhealthy`);
  return State.Health.Status === 'healthy';
}
