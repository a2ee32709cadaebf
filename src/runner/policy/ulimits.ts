import { checkFields, number, text } from './fields.ts';
import { Refused } from './policy.ts';

export interface Ulimit {
  readonly Name: string;
  readonly Soft?: number;
  readonly Hard?: number;
}

/** Those that are of one process, which has no more of them than the engine's own when they are not given. */
const OF_A_PROCESS = ['core', 'cpu', 'data', 'fsize', 'stack'];
/** Of these there are so many on a machine. */
const COUNTED = ['nofile', 'nproc'];
const MOST = 1_048_576;

/** `--ulimit` of a container or a build. */
export function checkUlimit(value: unknown): Ulimit {
  const { Name } = (value ?? {}) as { Name?: unknown };
  const range = COUNTED.includes(String(Name)) ? number(0, MOST) : number(-1, Number.MAX_SAFE_INTEGER);
  const limit = checkFields(value, { Name: text, Soft: range, Hard: range }, 'a ulimit');
  if (![...OF_A_PROCESS, ...COUNTED].includes(String(Name)))
    throw new Refused(`--ulimit ${String(Name)}: ${[...OF_A_PROCESS, ...COUNTED].sort().join(', ')} can be set`);
  return limit as unknown as Ulimit;
}

/** `nofile=1024:2048`, as it is written for `--ulimit`. */
export function ulimitText({ Name, Soft = 0, Hard = 0 }: Ulimit): string {
  return `${Name}=${Soft}:${Hard}`;
}

/** The parameter `ulimits` of `POST /build`. */
export function readUlimits(query: URLSearchParams): Ulimit[] {
  const value = JSON.parse(query.get('ulimits') || '[]') as unknown;
  if (value === null) return [];
  if (!Array.isArray(value)) throw new Refused('ulimits that are no list', 400);
  return value.map(checkUlimit);
}
