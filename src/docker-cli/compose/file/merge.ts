import { parseMount } from './mounts.ts';
import { goType, isMapping, type Mapping, type Tree } from './tree.ts';

type Rule = (base: Tree, over: Tree, path: string) => Tree;

/** How one compose file goes over another (compose-go's override package): mappings join, lists grow, the rest is replaced. */
const RULES: readonly [RegExp, Rule][] = [
  [/^services\.[^.]+\.(command|entrypoint|healthcheck\.test)$/, (_, over) => over],
  [
    /^(networks|volumes)\.[^.]+\.labels$|^services\.[^.]+\.(annotations|build\.(args|additional_contexts|labels)|deploy\.labels|dns|dns_opt|dns_search|env_file|label_file|environment|labels|sysctls|tmpfs)$/,
    (base, over) => [...asList(base), ...asList(over)],
  ],
  [
    /^services\.[^.]+\.(build\.)?extra_hosts$/,
    (base, over) => {
      const there = asList(base);
      return [...there, ...asList(over).filter((host) => !there.includes(host))];
    },
  ],
  [/^services\.[^.]+\.build$/, (base, over, path) => join(asBuild(base), asBuild(over), path)],
  [
    /^services\.[^.]+\.depends_on$/,
    (base, over, path) => {
      const started = () => ({ condition: 'service_started', required: true });
      return join(asMapping(base, started), asMapping(over, started), path);
    },
  ],
  [
    /^services\.[^.]+\.(networks|models)$/,
    (base, over, path) =>
      join(
        asMapping(base, () => null),
        asMapping(over, () => null),
        path,
      ),
  ],
  [/^services\.[^.]+\.ulimits\.[^.]+$/, (_, over) => over],
  [
    /^services\.[^.]+\.logging$/,
    (base, over, path) => {
      const [from, to] = [base as Mapping, over as Mapping];
      const same = from.driver === to.driver || !('driver' in from) || !('driver' in to);
      return same ? join(from, to, path) : to;
    },
  ],
];

/** `over` on top of `base`. */
export function merge(base: Tree, over: Tree, path = ''): Tree {
  const rule = RULES.find(([pattern]) => pattern.test(path))?.[1];
  if (rule) return rule(base, over, path);
  if (over === null) return base;
  if (isMapping(base)) {
    if (!isMapping(over)) throw new Error(`cannot override ${path}`);
    return join(base, over, path);
  }
  if (Array.isArray(base)) {
    if (!Array.isArray(over)) throw new Error(`cannot override ${path}`);
    return [...base, ...over];
  }
  return over;
}

function join(base: Mapping, over: Mapping, path: string): Mapping {
  const joined = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = path === '' ? key : `${path}.${key}`;
    joined[key] = key in base ? merge(base[key]!, value, below) : value;
  }
  return joined;
}

function asList(value: Tree): Tree[] {
  if (Array.isArray(value)) return value;
  if (!isMapping(value)) return value === null ? [] : [value];
  return Object.entries(value)
    .flatMap(([key, inner]) =>
      inner === null ? [key] : (Array.isArray(inner) ? inner : [inner]).map((each) => `${key}=${String(each)}`),
    )
    .sort();
}

function asMapping(value: Tree, inner: () => Tree): Mapping {
  if (Array.isArray(value)) return Object.fromEntries(value.map((key) => [String(key), inner()]));
  return isMapping(value) ? value : {};
}

const asBuild = (value: Tree): Mapping => (isMapping(value) ? value : { context: value });

type Key = (item: Tree, path: string) => string;
const beforeEquals: Key = (item, path) => {
  if (typeof item !== 'string') throw new Error(`${path}: unexpected type ${goType(item)}`);
  return item.split('=')[0]!;
};
const targetOf =
  (fallback: (item: Tree) => string): Key =>
  (item) =>
    isMapping(item) && typeof item.target === 'string' ? item.target : fallback(item);

/** Lists in which a later item takes the place of an earlier one with the same key. */
const UNIQUE: readonly [RegExp, Key][] = [
  [
    /^networks\.[^.]+\.labels$|^services\.[^.]+\.(annotations|build\.(args|additional_contexts|tags|labels)|cap_add|cap_drop|deploy\.labels|dns|dns_opt|dns_search|environment|labels|links|profiles|sysctls|tmpfs|networks\.[^.]+\.aliases)$/,
    beforeEquals,
  ],
  [/^services\.[^.]+\.env_file$/, (item) => (isMapping(item) ? String(item.path) : String(item))],
  [/^services\.[^.]+\.expose$/, String],
  [/^services\.[^.]+\.ports$/, (item) => (isMapping(item) ? portKey(item) : String(item))],
  [/^services\.[^.]+\.secrets$/, targetOf((item) => `/run/secrets/${isMapping(item) ? item.source : item}`)],
  [/^services\.[^.]+\.configs$/, targetOf((item) => `/${isMapping(item) ? item.source : item}`)],
  [/^services\.[^.]+\.volumes$/, targetOf((item) => parseMount(String(item)).target)],
];

const portKey = (port: Mapping): string =>
  `${port.host_ip ?? '0.0.0.0'}:${port.published ?? ''}:${port.target}/${port.protocol ?? 'tcp'}`;

/** Drops what a later item of the same list redefines. */
export function withoutRedefined(tree: Tree, path = ''): Tree {
  if (isMapping(tree))
    return Object.fromEntries(
      Object.entries(tree).map(([key, value]) => [key, withoutRedefined(value, path === '' ? key : `${path}.${key}`)]),
    );
  const key = Array.isArray(tree) ? UNIQUE.find(([pattern]) => pattern.test(path))?.[1] : undefined;
  if (!key) return tree;
  const items = new Map<string, Tree>();
  for (const [index, item] of (tree as Tree[]).entries()) items.set(key(item, `${path}.[${index}]`), item);
  return [...items.values()];
}
