import { APPLETS } from './applets.ts';
import { type Context, Exit } from './context.ts';
import { busyboxUsage } from './usage.ts';
import { versionLine } from './version.ts';

/** The options a command was given, in order, and what was left. */
export class Options {
  readonly list: (readonly [key: string, value: string])[] = [];
  readonly operands: string[] = [];

  has(key: string): boolean {
    return this.list.some(([given]) => given === key);
  }

  /** Whether any of these letters was given. */
  any(keys: string): boolean {
    return this.list.some(([given]) => given.length === 1 && keys.includes(given));
  }

  /** The last value given. */
  get(key: string): string | undefined {
    return this.list.findLast(([given]) => given === key)?.[1];
  }

  all(key: string): string[] {
    return this.list.filter(([given]) => given === key).map(([, value]) => value);
  }

  /** The last given of several options that exclude each other. */
  last(keys: string): string | undefined {
    return this.list.findLast(([given]) => given.length === 1 && keys.includes(given))?.[0];
  }
}

export interface OptionRules {
  /** Long names and the key they stand for: a letter of `short`, or a name ending in `:` (argument) or `::` (optional). */
  long?: Record<string, string>;
  /** Exit status of a wrong option. */
  status?: number;
}

/**
 * getopt_long(3). `short` is its option string: `:` argument, `::` optional argument, a leading `+` stops at the first
 * operand; besides, `#` takes `-NUM` (key `#`).
 */
export function parseOptions(context: Context, short: string, rules: OptionRules = {}): Options {
  const options = new Options();
  const args = context.args;
  const stopEarly = short.startsWith('+');
  const status = rules.status ?? 1;
  let at = 0;
  while (at < args.length) {
    const arg = args[at++]!;
    if (arg === '--') {
      options.operands.push(...args.slice(at));
      break;
    }
    if (arg.startsWith('--')) {
      at = longOption(context, options, arg, at, short, rules.long ?? {}, status);
    } else if (arg.length > 1 && arg.startsWith('-')) {
      if (short.includes('#') && /^-\d/.test(arg)) {
        options.list.push(['#', arg.slice(1)]);
        continue;
      }
      at = cluster(context, options, arg, at, short, status);
    } else {
      options.operands.push(arg);
      if (stopEarly) {
        options.operands.push(...args.slice(at));
        break;
      }
    }
  }
  return options;
}

/** The applets that know long options. */
const WITH_LONG_OPTIONS = new Set(
  'addgroup adduser bc chpasswd chgrp chown cmp cp cpio date delgroup deluser diff egrep env expand fgrep flock getopt grep gunzip gzip install ls mkdir mktemp mv nl nproc nsenter od patch rmdir sed tar touch uname unexpand unshare wget xargs zcat'.split(
    ' ',
  ),
);

/** Whether busybox's applet has no such option, though GNU's program of the name may. */
function refused(context: Context, letter: string): boolean {
  const letters = context.gnu ? undefined : APPLETS[context.name]?.letters;
  return letters !== undefined && !letters.includes(letter);
}

function cluster(context: Context, options: Options, arg: string, at: number, short: string, status: number): number {
  for (let i = 1; i < arg.length; i++) {
    const letter = arg[i]!;
    const where = ':+#'.includes(letter) ? -1 : short.indexOf(letter);
    if (where < 0 || refused(context, letter)) wrongOption(context, `invalid option -- '${letter}'`, status);
    if (short[where + 1] !== ':') {
      options.list.push([letter, '']);
      continue;
    }
    const rest = arg.slice(i + 1);
    if (rest !== '' || short[where + 2] === ':') {
      options.list.push([letter, rest]);
      return at;
    }
    const value = context.args[at];
    if (value === undefined) wrongOption(context, `option requires an argument -- '${letter}'`, status);
    options.list.push([letter, value]);
    return at + 1;
  }
  return at;
}

function longOption(
  context: Context,
  options: Options,
  arg: string,
  at: number,
  short: string,
  long: Record<string, string>,
  status: number,
): number {
  const equals = arg.indexOf('=');
  const name = arg.slice(2, equals < 0 ? undefined : equals);
  const given = equals < 0 ? undefined : arg.slice(equals + 1);
  if (!context.gnu && APPLETS[context.name] && !WITH_LONG_OPTIONS.has(context.name) && name !== 'help')
    wrongOption(context, `unrecognized option '${arg}'`, status);
  const found = Object.hasOwn(long, name) ? [name] : Object.keys(long).filter((key) => key.startsWith(name));
  const keys = new Set(found.map((key) => long[key]));
  if (found.length === 0) {
    if (name === 'help' || (name === 'version' && context.gnu)) about(context, name);
    wrongOption(context, `unrecognized option '${context.gnu ? `--${name}` : arg}'`, status);
  }
  if (keys.size > 1) {
    const choices = found.map((key) => ` '--${key}'`).join('');
    wrongOption(context, `option '${arg}' is ambiguous; possibilities:${choices}`, status);
  }
  const full = found[0]!;
  const target = long[full]!;
  const key = target.replace(/:+$/, '');
  const spec = key.length === 1 && short.includes(key) ? short.slice(short.indexOf(key) + 1) : target.slice(key.length);
  if (spec.startsWith('::')) options.list.push([key, given ?? '']);
  else if (spec.startsWith(':')) {
    const value = given ?? context.args[at++];
    if (value === undefined) wrongOption(context, `option '--${full}' requires an argument`, status);
    options.list.push([key, value]);
  } else {
    if (given !== undefined) wrongOption(context, `option '--${full}' doesn't allow an argument`, status);
    options.list.push([key, '']);
  }
  return at;
}

/** Prints what getopt and the program's usage function print, and ends. */
export function wrongOption(context: Context, message: string, status = 1): never {
  context.warn(message);
  usage(context, status);
}

/** Called with nonsense: GNU hints at --help, busybox prints its usage. */
export function usage(context: Context, status = 1): never {
  context.out.text(context.gnu ? `${context.hint()}\n` : busyboxUsage(context.name), 2);
  throw new Exit(status);
}

/** GNU: a missing operand has its own text. */
export function missingOperand(context: Context, after?: string, status = 1): never {
  if (context.gnu) {
    context.warn(after === undefined ? 'missing operand' : `missing operand after ${context.quote(after)}`);
  }
  usage(context, status);
}

function about(context: Context, what: string): never {
  if (!context.gnu) {
    context.out.text(busyboxUsage(context.name), 2);
    throw new Exit(0);
  }
  if (what === 'version') context.print(`${versionLine(context)}\n`);
  else context.print(`Usage: ${context.name} [OPTION]... [ARGUMENT]...\n`);
  throw new Exit(0);
}
