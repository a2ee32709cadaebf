import { directoryName, resolvePath } from '../../client/paths.ts';
import { withPathsFrom } from './extends.ts';
import { goType, isMapping, type Mapping, type Tree } from './tree.ts';
import { shown, texts } from './values.ts';

export interface Include {
  readonly files: readonly string[];
  readonly directory: string;
  /** Undefined: the `.env` of the folder, if there is one. */
  readonly envFiles?: readonly string[];
}

/** `include` of a file (compose-go's loader/include.go). */
export function includesOf({ include }: Mapping, directory: string): Include[] {
  if (include === undefined || include === null) return [];
  if (!Array.isArray(include))
    throw new Error(`\`include\` must be a list, got ${typeof include === 'object' ? goType(include) : include}`);
  return include.map((item) => {
    const from: Mapping = isMapping(item) ? item : { path: item };
    const files = (texts(from.path) ?? []).map((file) => resolvePath(directory, file));
    const envFiles = texts(from.env_file)?.map((file) => resolvePath(directory, file));
    const own = from.project_directory;
    return {
      files,
      directory: own ? resolvePath(directory, shown(own)) : directoryName(files[0] ?? directory),
      ...(envFiles && { envFiles }),
    };
  });
}

const SECTIONS = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** What is included joins the file; one name for two things is refused. */
export function importInto(file: Mapping, from: Mapping): Mapping {
  const whole = { ...file };
  for (const section of SECTIONS) {
    const added = from[section];
    if (!isMapping(added)) continue;
    const own = isMapping(whole[section]) ? (whole[section] as Mapping) : {};
    for (const [name, value] of Object.entries(added))
      if (name in own && JSON.stringify(own[name]) !== JSON.stringify(value))
        throw new Error(`${section}.${name} conflicts with imported resource`);
    whole[section] = { ...own, ...added };
  }
  return whole;
}

/** Paths made absolute and variables without a value looked up, where the included file is. */
export function relocated(tree: Mapping, directory: string, environment: ReadonlyMap<string, string>): Mapping {
  const whole = { ...tree };
  if (isMapping(whole.services))
    whole.services = mapValues(whole.services, (service) =>
      withVariables(withPathsFrom(service, directory), environment),
    );
  for (const section of ['secrets', 'configs'] as const) {
    const files = whole[section];
    if (isMapping(files))
      whole[section] = mapValues(files, (value) =>
        isMapping(value) && typeof value.file === 'string'
          ? { ...value, file: resolvePath(directory, value.file) }
          : value,
      );
  }
  return whole;
}

function withVariables(service: Tree, environment: ReadonlyMap<string, string>): Tree {
  if (!isMapping(service)) return service;
  const { environment: own } = service;
  if (Array.isArray(own))
    return {
      ...service,
      environment: own.map((item) => {
        const value = typeof item === 'string' && !item.includes('=') ? environment.get(item) : undefined;
        return value === undefined ? item : `${item}=${value}`;
      }),
    };
  if (!isMapping(own)) return service;
  return { ...service, environment: mapValues(own, (value, name) => value ?? environment.get(name) ?? null) };
}

const mapValues = (mapping: Mapping, change: (value: Tree, name: string) => Tree): Mapping =>
  Object.fromEntries(Object.entries(mapping).map(([name, value]) => [name, change(value, name)]));
