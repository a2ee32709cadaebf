import { escapeHtml, firstJsonValue } from './go-json.ts';

/** ~/.docker/config.json (cli/config/configfile). */
export interface ConfigFile {
  /** What `docker context use` chose. */
  currentContext?: string;
  auths?: Record<string, { auth?: string; identitytoken?: string }>;
  [other: string]: unknown;
}

type Shape = 'string' | 'strings' | 'map' | 'maps' | 'auths' | 'proxies';

/** Its members in the order in which docker writes them; what it does not know it drops. */
const MEMBERS: readonly (readonly [name: string, shape: Shape])[] = [
  ['auths', 'auths'],
  ['HttpHeaders', 'map'],
  ['psFormat', 'string'],
  ['imagesFormat', 'string'],
  ['networksFormat', 'string'],
  ['pluginsFormat', 'string'],
  ['volumesFormat', 'string'],
  ['statsFormat', 'string'],
  ['detachKeys', 'string'],
  ['credsStore', 'string'],
  ['credHelpers', 'map'],
  ['serviceInspectFormat', 'string'],
  ['servicesFormat', 'string'],
  ['tasksFormat', 'string'],
  ['secretFormat', 'string'],
  ['configFormat', 'string'],
  ['nodesFormat', 'string'],
  ['pruneFilters', 'strings'],
  ['proxies', 'proxies'],
  ['currentContext', 'string'],
  ['cliPluginsExtraDirs', 'strings'],
  ['plugins', 'maps'],
  ['aliases', 'map'],
  ['features', 'map'],
  ['experimental', 'string'],
];

/** What each is in Go, and what its members are. */
const SHAPES: Readonly<Record<Shape, { readonly type: string; readonly member?: string; readonly inner?: string }>> = {
  string: { type: 'string' },
  strings: { type: '[]string' },
  map: { type: 'map[string]string', member: 'string' },
  maps: { type: 'map[string]map[string]string', member: 'map[string]string', inner: 'string' },
  auths: { type: 'map[string]types.AuthConfig', member: 'types.AuthConfig', inner: 'string' },
  proxies: { type: 'map[string]configfile.ProxyConfig', member: 'configfile.ProxyConfig', inner: 'string' },
};

/** Throws what encoding/json says of a text that is not one. */
export function decodeConfig(text: string): ConfigFile {
  const value = firstJsonValue(text);
  if (value === undefined || value === null) return {};
  const whole = kindOf(value);
  if (whole !== 'object')
    throw new Error(`json: cannot unmarshal ${whole} into Go value of type configfile.ConfigFile`);
  const config = value as ConfigFile;
  for (const [name, shape] of MEMBERS) {
    const { type, member, inner } = SHAPES[shape];
    expect(config[name], type, name);
    if (!member || !config[name]) continue;
    for (const [key, one] of Object.entries(config[name])) {
      expect(one, member, `${name}.${key}`);
      if (!inner || !one) continue;
      for (const [last, leaf] of Object.entries(one)) expect(leaf, inner, `${name}.${key}.${last}`);
    }
  }
  return config;
}

function expect(value: unknown, type: string, field: string): void {
  if (value === undefined || value === null) return;
  const wanted = type === 'string' ? 'string' : type.startsWith('[]') ? 'array' : 'object';
  const kind = kindOf(value);
  if (kind !== wanted)
    throw new Error(`json: cannot unmarshal ${kind} into Go struct field ConfigFile.${field} of type ${type}`);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

export function encodeConfig(config: ConfigFile): string {
  const written: Record<string, unknown> = { auths: sorted(config.auths ?? {}) };
  for (const [name, shape] of MEMBERS.slice(1)) {
    const value = config[name];
    if (isEmpty(value)) continue;
    const isMap = shape === 'map' || shape === 'maps' || shape === 'proxies';
    written[name] = isMap ? sorted(value as Record<string, unknown>, shape === 'maps') : value;
  }
  return escapeHtml(JSON.stringify(written, undefined, '\t'));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || Object.keys(value).length === 0;

/** Go's maps are written by their keys. */
function sorted(map: Record<string, unknown>, deep = false): Record<string, unknown> {
  const entries = Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, value]) => [key, deep ? sorted(value as Record<string, unknown>) : value]),
  );
}
