import type { CommandSpec } from '../docker-cli/reference/reference.ts';
import { textOf } from '../engine/api/body.ts';
import type { EngineDoor } from '../engine/api/door.ts';
import type { Completer } from '../userland/shell/index.ts';

/** What a docker argument may name. */
interface Names {
  images: readonly string[];
  containers: readonly string[];
  running: readonly string[];
  volumes: readonly string[];
  networks: readonly string[];
  /** Of compose, from the labels of containers: a compose file cannot be waited for. */
  services: readonly string[];
}

const takesImage = /^(image |)(run|create|history|tag|rmi|push|save|pull|inspect)$|^image rm$|^container (run|create)$/;
const takesContainer = /^(container |)(start|rm|logs|inspect|diff|cp|commit|export|rename|wait|port|restart|update)$/;
const takesRunning = /^(container |)(stop|kill|exec|attach|pause|unpause|top|stats)$/;
const takesVolume = /^volume (rm|inspect)$/;
const takesService =
  /^compose (attach|build|config|create|cp|down|events|exec|export|images|kill|logs|pause|port|ps|pull|restart|rm|run|start|stop|top|unpause|up|wait)$/;
const takesNetwork = /^network (rm|inspect|connect|disconnect)$/;

let table: ReadonlyMap<string, CommandSpec> | undefined;

/** Loads what completion knows of docker's commands; a Tab before that finds none. */
export async function loadDockerCompletion(): Promise<void> {
  table ??= (await import('../docker-cli/reference/reference.ts')).commandTable();
}

/**
 * Tab completion of `docker`: commands, flags, and the names the engine knows. The names are kept up to date from the engine's
 * events, because completion cannot wait for an answer.
 */
export function dockerCompletion(door: EngineDoor): Completer {
  const names: Names = { images: [], containers: [], running: [], volumes: [], networks: [], services: [] };
  void follow(door, names);
  return (words) => {
    if (words[0] !== 'docker') return undefined;
    const current = words.at(-1) ?? '';
    const given = words.slice(1, -1).filter((word) => !word.startsWith('-'));
    if (!table) void loadDockerCompletion();
    return candidates(table ?? new Map(), given, current, names).filter((candidate) => candidate.startsWith(current));
  };
}

function candidates(
  table: ReadonlyMap<string, CommandSpec>,
  given: readonly string[],
  current: string,
  names: Names,
): string[] {
  const path = given[0] === 'compose' ? composePath(table, given.slice(1)) : commandPath(table, given);
  if (current.startsWith('-'))
    return (
      table
        .get(path ?? '')
        ?.flags.filter((flag) => !flag.hidden)
        .map((flag) => `--${flag.name}`) ?? []
    );
  if (path === undefined || path === 'compose') {
    const prefix = path === 'compose' ? 'compose ' : given.length === 0 ? '' : `${given.join(' ')} `;
    const next = [...table.keys()]
      .filter((each) => each.startsWith(prefix))
      .map((each) => each.slice(prefix.length).split(' ')[0]!);
    return [...new Set(next)];
  }
  const found: string[] = [];
  if (takesImage.test(path)) found.push(...names.images);
  if (takesContainer.test(path)) found.push(...names.containers);
  if (takesRunning.test(path)) found.push(...names.running);
  if (takesVolume.test(path)) found.push(...names.volumes);
  if (takesNetwork.test(path)) found.push(...names.networks);
  if (takesService.test(path)) found.push(...names.services);
  return found;
}

const commandPath = (table: ReadonlyMap<string, CommandSpec>, given: readonly string[]): string | undefined =>
  [given.slice(0, 2).join(' '), given[0] ?? ''].find((each) => each !== '' && table.has(each));

/** The values of compose's own flags (`-f FILE`) stand before the command. */
function composePath(table: ReadonlyMap<string, CommandSpec>, given: readonly string[]): string {
  const command = given.find((word) => table.has(`compose ${word}`));
  return command === undefined ? 'compose' : `compose ${command}`;
}

async function follow(door: EngineDoor, names: Names): Promise<void> {
  await refresh(door, names);
  const { body } = await door.request({ method: 'GET', path: '/events', query: '', headers: {}, body: undefined });
  for await (const _ of body) await refresh(door, names);
}

async function refresh(door: EngineDoor, names: Names): Promise<void> {
  const [images, containers, volumes, networks] = await Promise.all([
    get<{ RepoTags: string[] | null }[]>(door, '/images/json'),
    get<{ Names: string[]; State: string; Labels: Record<string, string> }[]>(door, '/containers/json', 'all=1'),
    get<{ Volumes: { Name: string }[] }>(door, '/volumes'),
    get<{ Name: string }[]>(door, '/networks'),
  ]);
  const plain = (container: { Names: string[] }) => container.Names.map((name) => name.replace(/^\//, ''));
  names.images = images.flatMap((image) => (image.RepoTags ?? []).flatMap((tag) => [tag, tag.replace(/:latest$/, '')]));
  names.containers = containers.flatMap(plain);
  names.running = containers.filter(({ State }) => State === 'running').flatMap(plain);
  names.volumes = volumes.Volumes.map(({ Name }) => Name);
  names.networks = networks.map(({ Name }) => Name);
  const services = containers.flatMap(({ Labels }) => Labels['com.docker.compose.service'] ?? []);
  names.services = [...new Set(services)].sort();
}

async function get<T>(door: EngineDoor, path: string, query = ''): Promise<T> {
  const response = await door.request({ method: 'GET', path, query, headers: {}, body: undefined });
  const text = await textOf(response.body);
  return JSON.parse(text) as T;
}
