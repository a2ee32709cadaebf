import type { SystemCalls } from '../../../../kernel/system-calls.ts';
import { DEFAULT_FORMAT, type Format } from './format.ts';

export interface Action {
  readonly kind: 'command' | 'file';
  readonly text: string;
}

export interface PsqlOptions {
  host: string | undefined;
  port: number;
  user: string | undefined;
  database: string | undefined;
  password: string | undefined;
  actions: Action[];
  variables: Map<string, string>;
  format: Format;
  isQuiet: boolean;
  isSingle: boolean;
  echo: boolean;
  askPassword: boolean | undefined;
  list: boolean;
  version: boolean;
}

const VALUED: Readonly<Record<string, string>> = {
  h: 'host',
  p: 'port',
  U: 'username',
  d: 'dbname',
  c: 'command',
  f: 'file',
  v: 'set',
  P: 'pset',
  F: 'field-separator',
  o: 'output',
};
const FLAGS: Readonly<Record<string, string>> = {
  A: 'no-align',
  t: 'tuples-only',
  x: 'expanded',
  q: 'quiet',
  X: 'no-psqlrc',
  1: 'single-transaction',
  w: 'no-password',
  W: 'password',
  a: 'echo-all',
  e: 'echo-queries',
  l: 'list',
  V: 'version',
  n: 'no-readline',
};

/** psql's command line. A text is what is wrong with it. */
export function readOptions(sys: SystemCalls, args: readonly string[]): PsqlOptions | string {
  const options: PsqlOptions = {
    host: sys.env.get('PGHOST') || undefined,
    port: Number(sys.env.get('PGPORT') || 5432),
    user: sys.env.get('PGUSER') || undefined,
    database: sys.env.get('PGDATABASE') || undefined,
    password: sys.env.get('PGPASSWORD') || undefined,
    actions: [],
    variables: new Map(),
    format: { ...DEFAULT_FORMAT },
    isQuiet: false,
    isSingle: false,
    echo: false,
    askPassword: undefined,
    list: false,
    version: false,
  };
  const operands: string[] = [];
  const queue = [...args];
  while (queue.length > 0) {
    const arg = queue.shift()!;
    if (arg === '--') {
      operands.push(...queue.splice(0));
    } else if (arg.startsWith('--')) {
      const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
      const isValued = Object.values(VALUED).includes(name);
      const problem = apply(options, name, value ?? (isValued ? queue.shift() : undefined));
      if (problem !== undefined) return problem;
    } else if (arg.startsWith('-') && arg.length > 1) {
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at]!;
        const name = VALUED[letter];
        const value = name === undefined ? undefined : arg.slice(at + 1) || queue.shift();
        const problem = apply(options, name ?? FLAGS[letter] ?? letter, value);
        if (problem !== undefined) return problem;
        if (name !== undefined) break;
      }
    } else operands.push(arg);
  }
  if (operands[0] !== undefined) options.database = operands[0];
  if (operands[1] !== undefined) options.user = operands[1];
  if (options.database !== undefined) takeUrl(options, options.database);
  return options;
}

function apply(options: PsqlOptions, name: string, value: string | undefined): string | undefined {
  const { format } = options;
  switch (name) {
    case 'host':
      options.host = value;
      break;
    case 'port':
      options.port = Number(value);
      break;
    case 'username':
      options.user = value;
      break;
    case 'dbname':
      options.database = value;
      break;
    case 'command':
    case 'file':
      options.actions.push({ kind: name, text: value ?? '' });
      break;
    case 'set':
    case 'variable': {
      const [variable = '', ...rest] = (value ?? '').split('=');
      options.variables.set(variable, rest.join('='));
      break;
    }
    case 'pset':
      return setFormat(format, ...((value ?? '').split('=', 2) as [string, string?]));
    case 'field-separator':
      format.separator = value ?? '|';
      break;
    case 'no-align':
      format.style = 'unaligned';
      break;
    case 'csv':
      format.style = 'csv';
      break;
    case 'tuples-only':
      format.tuplesOnly = true;
      break;
    case 'expanded':
      format.isExpanded = true;
      break;
    case 'quiet':
      options.isQuiet = true;
      break;
    case 'single-transaction':
      options.isSingle = true;
      break;
    case 'echo-all':
    case 'echo-queries':
      options.echo = true;
      break;
    case 'password':
      options.askPassword = true;
      break;
    case 'no-password':
      options.askPassword = false;
      break;
    case 'list':
      options.list = true;
      break;
    case 'version':
      options.version = true;
      break;
    case 'no-psqlrc':
    case 'no-readline':
      break;
    case 'output':
    case 'log-file':
    case 'html':
      return `drydock: not simulated: psql --${name}\n`;
    default:
      return `psql: ${name.length > 1 ? `unrecognized option '--${name}'` : `invalid option -- '${name}'`}\npsql: hint: Try "psql --help" for more information.\n`;
  }
  return undefined;
}

/** \pset and -P; a text is what is wrong. */
export function setFormat(format: Format, name: string, value?: string): string | undefined {
  const isOn = value === undefined ? undefined : /^(on|true|yes|1)$/.test(value);
  switch (name) {
    case 'format':
      if (value !== 'aligned' && value !== 'unaligned' && value !== 'csv')
        return `drydock: not simulated: the format ${value}\n`;
      format.style = value;
      return undefined;
    case 'expanded':
    case 'x':
      format.isExpanded = isOn ?? !format.isExpanded;
      return undefined;
    case 'tuples_only':
    case 't':
      format.tuplesOnly = isOn ?? !format.tuplesOnly;
      return undefined;
    case 'footer':
      format.footer = isOn ?? !format.footer;
      return undefined;
    case 'null':
      format.null = value ?? '';
      return undefined;
    case 'fieldsep':
      format.separator = value ?? '|';
      return undefined;
    case 'pager':
      return undefined;
    default:
      return `drydock: not simulated: \\pset ${name}\n`;
  }
}

/** `postgresql://user:password@host:port/database` or `host=… user=…` in the database's place. */
function takeUrl(options: PsqlOptions, text: string): void {
  const url = /^postgres(?:ql)?:\/\/(?:([^:@/]*)(?::([^@/]*))?@)?([^:/?]*)(?::(\d+))?(?:\/([^?]*))?/.exec(text);
  const words = url ? [] : [...text.matchAll(/(\w+)\s*=\s*('[^']*'|\S+)/g)];
  if (!url && words.length === 0) return;
  options.database = undefined;
  const set = (name: string, value: string | undefined) => {
    if (!value) return;
    const plain = decodeURIComponent(value.replace(/^'(.*)'$/, '$1'));
    if (name === 'host') options.host = plain;
    else if (name === 'port') options.port = Number(plain);
    else if (name === 'user') options.user = plain;
    else if (name === 'password') options.password = plain;
    else if (name === 'dbname') options.database = plain;
  };
  for (const [, name, value] of words) set(name!, value);
  if (!url) return;
  for (const [at, name] of ['user', 'password', 'host', 'port', 'dbname'].entries()) set(name, url[at + 1]);
}
