import { textOf } from '../engine/api/body.ts';
import type { ApiResponse, EngineDoor } from '../engine/api/door.ts';
import type { BuildRecord, WritableLayer } from '../engine/api/drydock.ts';
import type { GoalState, Lesson, Predicate } from './lesson.ts';

/** What a check may look at: the engine through its door, and what is over and left no trace there. */
export interface CheckWorld {
  readonly door: EngineDoor;
  /** Milliseconds since the epoch, by the engine's clock. */
  now(): number;
  /** Names of containers removed since the lesson began. */
  readonly removed: ReadonlySet<string>;
}

/** The goals of a lesson as they stand now. `before` are those already met: they stay met. */
export async function checkGoals(
  lesson: Lesson,
  world: CheckWorld,
  before: readonly GoalState[],
): Promise<GoalState[]> {
  const met = new Set(before.filter((goal) => goal.met).map((goal) => `${goal.step}/${goal.goal}`));
  const facts = new Facts(world);
  const states: GoalState[] = [];
  for (const step of lesson.steps) {
    for (const goal of step.goals) {
      const already = met.has(`${step.id}/${goal.id}`);
      states.push({ step: step.id, goal: goal.id, met: already || (await holds(goal.when, facts)) });
    }
  }
  return states;
}

async function holds(predicate: Predicate, facts: Facts): Promise<boolean> {
  if ('all' in predicate) return (await Promise.all(predicate.all.map((part) => holds(part, facts)))).every(Boolean);
  if ('any' in predicate) return (await Promise.all(predicate.any.map((part) => holds(part, facts)))).some(Boolean);
  if ('not' in predicate) return !(await holds(predicate.not, facts));
  if ('image' in predicate)
    return (await facts.json(`/images/${encodeURIComponent(predicate.image)}/json`)) !== undefined;
  if ('container' in predicate) return containerHolds(predicate, facts);
  if ('build' in predicate) return buildHolds(predicate.build, await facts.lastBuild());
  if ('step' in predicate) {
    const step = (await facts.lastBuild())?.steps.find((candidate) => candidate.name === predicate.step);
    if (step?.state !== predicate.was) return false;
    return predicate.because === undefined || step.causes.some((cause) => cause.kind === predicate.because);
  }
  if ('stepsInOrder' in predicate) {
    const names = (await facts.lastBuild())?.steps.map((step) => step.name) ?? [];
    const positions = predicate.stepsInOrder.map((name) => names.indexOf(name));
    return positions.every((position, index) => position >= 0 && (index === 0 || position > positions[index - 1]!));
  }
  if ('writableLayer' in predicate) {
    const path = `/drydock/containers/${encodeURIComponent(predicate.writableLayer)}/upper`;
    const layer = (await facts.json(path)) as WritableLayer | undefined;
    return layer?.entries.some((entry) => entry.change === predicate.has && entry.kind !== 'directory') ?? false;
  }
  if ('removed' in predicate) return facts.world.removed.has(predicate.removed);
  const logs = await facts.text(`/containers/${encodeURIComponent(predicate.logs)}/logs`, 'stdout=1&stderr=1');
  return logs?.includes(predicate.contain) ?? false;
}

async function containerHolds(predicate: Extract<Predicate, { container: string }>, facts: Facts): Promise<boolean> {
  const found = (await facts.json(`/containers/${encodeURIComponent(predicate.container)}/json`)) as
    | { Id: string; State: { Status: string } }
    | undefined;
  if (predicate.state === 'absent') return found === undefined;
  if (!found || (predicate.state !== undefined && found.State.Status !== predicate.state)) return false;
  if (predicate.startedTimes === undefined) return true;
  return (await facts.startsOf(found.Id)) >= predicate.startedTimes;
}

function buildHolds(wanted: 'succeeded' | 'failed' | 'all-cached', build: BuildRecord | undefined): boolean {
  if (!build) return false;
  if (wanted === 'failed') return build.error !== undefined;
  if (build.error !== undefined) return false;
  return (
    wanted === 'succeeded' || build.steps.every((step) => step.state === 'CACHED' || step.state === 'METADATA-ONLY')
  );
}

/** What one check asked the engine, each question asked once. */
class Facts {
  readonly world: CheckWorld;
  #answers = new Map<string, Promise<string | undefined>>();

  constructor(world: CheckWorld) {
    this.world = world;
  }

  text(path: string, query = ''): Promise<string | undefined> {
    const key = `${path}?${query}`;
    let answer = this.#answers.get(key);
    if (!answer) {
      answer = this.world.door.request({ method: 'GET', path, query, headers: {}, body: undefined }).then(okText);
      this.#answers.set(key, answer);
    }
    return answer;
  }

  async json(path: string): Promise<unknown> {
    const text = await this.text(path);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async lastBuild(): Promise<BuildRecord | undefined> {
    const builds = ((await this.json('/drydock/builds')) ?? []) as BuildRecord[];
    return builds.findLast((build) => build.finished !== undefined);
  }

  /** How often a container has been started, from the engine's own event log. */
  async startsOf(id: string): Promise<number> {
    const filters = encodeURIComponent(JSON.stringify({ container: [id], event: ['start'] }));
    const until = (this.world.now() / 1000).toFixed(3);
    const lines = await this.text('/events', `since=0&until=${until}&filters=${filters}`);
    return lines?.split('\n').filter((line) => line.trim() !== '').length ?? 0;
  }
}

async function okText(response: ApiResponse): Promise<string | undefined> {
  const text = await textOf(response.body);
  return response.status < 300 ? text : undefined;
}
