import { goQuote } from '../quote.ts';
import { withSuggestion } from '../suggest.ts';
import type { Mount, ShareMode } from './types.ts';

type Draft = { -readonly [Key in keyof Mount]: Mount[Key] };

const TYPES = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'] as const;
const SHARING = ['shared', 'private', 'locked'] as const;
const KEYS =
  'type from source target readonly id sharing required size mode uid gid src dst destination ro rw readwrite env'.split(
    ' ',
  );

/** The `from=` of a mount, readable before any variable is known. */
export function mountSource(value: string): string {
  let from = '';
  for (const field of csvFields(value)) {
    const equals = field.indexOf('=');
    if (equals < 0 || field.slice(0, equals).toLowerCase() !== 'from') continue;
    from = field.slice(equals + 1);
    const dollar = from.indexOf('$');
    if (dollar >= 0 && dollar !== from.length - 1) {
      throw new Error("'from' doesn't support variable expansion, define alias stage instead");
    }
  }
  return from;
}

/** Reads one `--mount` value (BuildKit's instructions/commands_runmount.go). */
export function parseMount(text: string, expander: (word: string) => string): Mount {
  const mount: Draft = {
    type: 'bind',
    from: '',
    source: '',
    target: '',
    readOnly: false,
    size: 0,
    id: '',
    sharing: undefined,
    required: false,
    env: undefined,
    mode: undefined,
    uid: undefined,
    gid: undefined,
  };
  let readOnly: boolean | undefined;
  for (const field of csvFields(text)) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    if (equals < 0) {
      if (key === 'readonly' || key === 'ro') readOnly = true;
      else if (key === 'readwrite' || key === 'rw') readOnly = false;
      else if (key === 'required') mount.required = requirable(mount, key);
      else throw new Error(`invalid field '${field}' must be a key=value pair`);
      continue;
    }
    const value = expander(field.slice(equals + 1));
    if (key === 'readonly' || key === 'ro') readOnly = goBoolean(key, value);
    else if (key === 'readwrite' || key === 'rw') readOnly = !goBoolean(key, value);
    else setField(mount, key, value, field);
  }
  mount.readOnly = readOnly ?? !(mount.type === 'cache' || mount.type === 'tmpfs');
  validate(mount);
  return mount;
}

function setField(mount: Draft, key: string, value: string, field: string): void {
  switch (key) {
    case 'type':
      mount.type = oneOf(TYPES, value, `unsupported mount type ${goQuote(value)}`);
      return;
    case 'from':
      mount.from = value;
      return;
    case 'source':
    case 'src':
      mount.source = value;
      return;
    case 'target':
    case 'dst':
    case 'destination':
      mount.target = value;
      return;
    case 'required':
      mount.required = requirable(mount, key) && goBoolean(key, value);
      return;
    case 'size':
      if (mount.type !== 'tmpfs') throw new Error(`unexpected key '${key}' for mount type '${mount.type}'`);
      mount.size = ramInBytes(key, value);
      return;
    case 'id':
      mount.id = value;
      return;
    case 'sharing':
      mount.sharing = oneOf(SHARING, value, `unsupported sharing value ${goQuote(value)}`) as ShareMode;
      return;
    case 'mode':
      mount.mode = unsigned(/^[0-7]+$/, 8, value, 'mode');
      return;
    case 'uid':
      mount.uid = unsigned(/^\d+$/, 10, value, 'uid');
      return;
    case 'gid':
      mount.gid = unsigned(/^\d+$/, 10, value, 'gid');
      return;
    case 'env':
      mount.env = value;
      return;
    default:
      throw new Error(withSuggestion(`unexpected key '${key}' in '${field}'`, key, KEYS, true));
  }
}

function validate(mount: Draft): void {
  if (mount.type === 'bind' || mount.type === 'tmpfs') {
    for (const key of ['mode', 'uid', 'gid'] as const) {
      if (mount[key] !== undefined) throw new Error(`${key} not allowed for ${goQuote(mount.type)} type mounts`);
    }
  }
  if (mount.type === 'secret') {
    if (mount.from) throw new Error('secret mount should not have a from');
    if (mount.sharing) throw new Error('secret mount should not define sharing');
    if (!mount.source && !mount.target && !mount.id) {
      throw new Error('invalid secret mount. one of source, target required');
    }
    if (mount.source && mount.id) throw new Error("both source and id can't be set");
  }
  if (mount.sharing && mount.type !== 'cache') throw new Error(`invalid cache sharing set for ${mount.type} mount`);
}

function requirable(mount: Draft, key: string): boolean {
  if (mount.type === 'secret' || mount.type === 'ssh') return true;
  throw new Error(`unexpected key '${key}' for mount type '${mount.type}'`);
}

function oneOf<Value extends string>(options: readonly Value[], given: string, message: string): Value {
  const found = options.find((option) => option === given.toLowerCase());
  if (!found) throw new Error(withSuggestion(message, given, options, true));
  return found;
}

function unsigned(form: RegExp, base: number, value: string, key: string): number {
  if (!form.test(value)) throw new Error(`invalid value ${value} for ${key}`);
  return Number.parseInt(value, base);
}

function goBoolean(key: string, value: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  throw new Error(`invalid value for ${key}: ${value}`);
}

function ramInBytes(key: string, value: string): number {
  const match = /^(\d+(?:\.\d+)?) ?([kmgtp]?)(i?b?)$/i.exec(value);
  if (!match) throw new Error(`invalid value for ${key}: ${value}`);
  return Math.floor(Number(match[1]) * 1024 ** ' kmgtp'.indexOf(match[2]!.toLowerCase() || ' '));
}

/** One line of CSV, with quoted fields. */
function csvFields(text: string): string[] {
  if (text === '') throw new Error('failed to parse csv mounts: EOF');
  const fields: string[] = [];
  let position = 0;
  for (;;) {
    const quoted = /"((?:[^"]|"")*)"(?=,|$)/y;
    quoted.lastIndex = position;
    const match = quoted.exec(text);
    if (match) {
      fields.push(match[1]!.replaceAll('""', '"'));
      position = quoted.lastIndex;
    } else {
      const comma = text.indexOf(',', position);
      const end = comma < 0 ? text.length : comma;
      const field = text.slice(position, end);
      if (field.includes('"')) {
        const at = position + field.indexOf('"') + 1;
        const problem = field.startsWith('"')
          ? 'extraneous or missing " in quoted-field'
          : 'bare " in non-quoted-field';
        throw new Error(`failed to parse csv mounts: parse error on line 1, column ${at}: ${problem}`);
      }
      fields.push(field);
      position = end;
    }
    if (position >= text.length) return fields;
    position++;
  }
}
