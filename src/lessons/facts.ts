import { textOf } from '../engine/api/body.ts';
import type { ApiResponse } from '../engine/api/door.ts';
import type { BuildRecord } from '../engine/api/drydock.ts';
import type { CheckWorld } from './world.ts';

/** A message of `/events`, as far as a check reads it. */
export interface EngineEvent {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** What one check asked the engine, each question asked once. */
export class Facts {
  readonly world: CheckWorld;
  #answers = new Map<string, Promise<string | undefined>>();
  #lines = new Map<string, Promise<{ readonly stdout: string; readonly exit: number }>>();

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

  /** Everything `docker events` can tell. */
  async events(): Promise<EngineEvent[]> {
    // A moment ahead: what happened in this very millisecond counts.
    const until = (this.world.now() / 1000 + 0.002).toFixed(3);
    const lines = await this.text('/events', `since=0&until=${until}`);
    return (lines ?? '')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as EngineEvent);
  }

  /** How often a container has been started. */
  async startsOf(id: string): Promise<number> {
    return (await this.events()).filter(
      ({ Type, Action, Actor }) => Type === 'container' && Action === 'start' && Actor.ID === id,
    ).length;
  }

  /** A shell line, run once a check. */
  shell(line: string): Promise<{ readonly stdout: string; readonly exit: number }> {
    let answer = this.#lines.get(line);
    if (!answer) this.#lines.set(line, (answer = this.world.shell(line)));
    return answer;
  }
}

async function okText(response: ApiResponse): Promise<string | undefined> {
  const text = await textOf(response.body);
  return response.status < 300 ? text : undefined;
}
