import { directoryName, resolvePath } from '../../client/paths.ts';
import { merge } from './merge.ts';
import { isMapping, type Mapping, type Tree } from './tree.ts';
import { shown } from './values.ts';

/** Reads another compose file: its variables replaced, nothing else. */
export type ReadFile = (path: string) => Mapping;

/** Puts what each service `extends` under it (compose-go's loader/extends.go). */
export function applyExtends(file: Mapping, path: string, read: ReadFile): Mapping {
  if (!isMapping(file.services)) return file;
  const services: Mapping = {};
  for (const name of Object.keys(file.services)) services[name] = extended(name, file, path, read, []);
  return { ...file, services };
}

function extended(name: string, file: Mapping, path: string, read: ReadFile, trail: readonly string[]): Tree {
  const services = file.services as Mapping;
  const service = services[name]!;
  if (!isMapping(service) || service.extends === undefined || service.extends === null) return service;
  const from = isMapping(service.extends) ? service.extends : { service: service.extends };
  const step = `${name} in ${path}`;
  if (trail.includes(step)) throw new Error(`Circular reference:\n  ${[...trail, step].join('\n  extends ')}`);
  const otherName = shown(from.service!);
  const otherPath = from.file === undefined ? path : resolvePath(directoryName(path), shown(from.file));
  const other = from.file === undefined ? file : read(otherPath);
  if (!isMapping(other.services) || !(otherName in other.services))
    throw new Error(
      `cannot extend service ${JSON.stringify(name)} in ${path}: service ${JSON.stringify(otherName)} not found${otherPath === path ? '' : ` in ${otherPath}`}`,
    );
  const base = extended(otherName, other, otherPath, read, [...trail, step]);
  const moved = otherPath === path ? base : withPathsFrom(base, directoryName(otherPath));
  const { extends: _, ...own } = service;
  return merge(moved, own, `services.${name}`);
}

/** Relative paths of a service from a file in another folder begin there. */
export function withPathsFrom(service: Tree, directory: string): Tree {
  if (!isMapping(service)) return service;
  const absolute = (value: Tree): Tree =>
    typeof value === 'string' && !/^[~/]|^\w+:\/\//.test(value) ? resolvePath(directory, value) : value;
  const moved = { ...service };
  if (isMapping(moved.build)) moved.build = { ...moved.build, context: absolute(moved.build.context ?? '.') };
  else if (moved.build !== undefined) moved.build = absolute(moved.build);
  if (typeof moved.env_file === 'string') moved.env_file = absolute(moved.env_file);
  else if (Array.isArray(moved.env_file))
    moved.env_file = moved.env_file.map((item) =>
      isMapping(item) ? { ...item, path: absolute(item.path!) } : absolute(item),
    );
  if (Array.isArray(moved.volumes))
    moved.volumes = moved.volumes.map((item) => {
      if (isMapping(item)) return item.type === 'bind' ? { ...item, source: absolute(item.source!) } : item;
      const spec = shown(item);
      if (!spec.startsWith('.')) return item;
      const colon = spec.indexOf(':');
      return colon < 0 ? item : `${resolvePath(directory, spec.slice(0, colon))}${spec.slice(colon)}`;
    });
  return moved;
}
