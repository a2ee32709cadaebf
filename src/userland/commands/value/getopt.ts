import { type Command, type Context, Exit } from '../common/context.ts';

interface Request {
  short: string;
  long: { name: string; argument: '' | ':' | '::' }[];
  name: string;
  alternative: boolean;
  quiet: boolean;
  silent: boolean;
  unquoted: boolean;
  shell: string;
}

/** getopt(1) of util-linux: puts options in order for a script's `eval set --`. */
export const getopt: Command = (context) => {
  const request: Request = {
    short: '',
    long: [],
    name: 'getopt',
    alternative: false,
    quiet: false,
    silent: false,
    unquoted: false,
    shell: 'sh',
  };
  const args = [...context.args];
  if (args.length === 0) missingOptions(context);
  // the old way: getopt OPTSTRING ARGUMENTS
  const old = !args[0]!.startsWith('-');
  if (old) {
    request.short = args.shift()!.replace(/^[-+]/, '');
    request.unquoted = true;
  } else if (readOwn(context, request, args)) return 4;
  const { line, failed } = arrange(context, request, args);
  if (!request.silent) context.print(`${line}\n`);
  return failed ? 1 : 0;
};

/** Reads getopt's own options off the front of `args`; true for --test. */
function readOwn(context: Context, request: Request, args: string[]): boolean {
  let given = false;
  while (args.length > 0) {
    const arg = args.shift()!;
    if (arg === '--') break;
    if (!arg.startsWith('-') || arg === '-') {
      if (given) args.unshift(arg);
      else request.short = arg;
      if (!given && args[0] === '--') args.shift();
      given = true;
      break;
    }
    const [, long, equals] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const letter = long === undefined ? arg[1]! : ownLong(context, long);
    const attached = long === undefined ? arg.slice(2) : equals;
    if ('olns'.includes(letter)) {
      const value = attached || args.shift();
      if (value === undefined) throw new Exit(2, `option requires an argument -- '${letter}'\n${context.hint()}`);
      if (letter === 'o') request.short = value;
      else if (letter === 'n') request.name = value;
      else if (letter === 's') request.shell = value;
      else {
        for (const each of value.split(/[,\s]+/).filter(Boolean)) {
          const [, name = '', argument = ''] = /^(.*?)(:{0,2})$/.exec(each) ?? [];
          request.long.push({ name, argument: argument as '' | ':' | '::' });
        }
      }
      if (letter === 'o') given = true;
      continue;
    }
    for (const each of long === undefined ? arg.slice(1) : letter) {
      if (each === 'T') return true;
      if (each === 'a') request.alternative = true;
      else if (each === 'q') request.quiet = true;
      else if (each === 'Q') request.silent = true;
      else if (each === 'u') request.unquoted = true;
      else throw new Exit(2, `invalid option -- '${each}'\n${context.hint()}`);
    }
  }
  if (!given) missingOptions(context);
  return false;
}

function ownLong(context: Context, name: string): string {
  const letters: Record<string, string> = {
    options: 'o',
    longoptions: 'l',
    long: 'l',
    name: 'n',
    shell: 's',
    alternative: 'a',
    quiet: 'q',
    'quiet-output': 'Q',
    unquoted: 'u',
    test: 'T',
  };
  const found = Object.keys(letters).find((each) => each.startsWith(name));
  if (!found) throw new Exit(2, `unrecognized option '--${name}'\n${context.hint()}`);
  return letters[found]!;
}

function arrange(context: Context, request: Request, args: readonly string[]): { line: string; failed: boolean } {
  const { long } = request;
  const mode = /^[-+]/.exec(request.short)?.[0];
  const short = request.short.replace(/^[-+]/, '').replace(/^:/, '');
  const quoted = (text: string): string => (request.unquoted ? text : quote(text, request.shell));
  let line = '';
  let failed = false;
  const complain = (message: string): void => {
    failed = true;
    if (!request.quiet) context.out.text(`${request.name}: ${message}\n`, 2);
  };
  const operands: string[] = [];
  let i = 0;
  const longOption = (text: string, dashes: string): void => {
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    const exact = long.filter((each) => each.name === name);
    const found = exact.length > 0 ? exact : long.filter((each) => each.name.startsWith(name));
    if (found.length === 0) {
      complain(`unrecognized option '${dashes}${name}'`);
      return;
    }
    if (found.length > 1) {
      const names = found.map((each) => ` '${dashes}${each.name}'`).join('');
      complain(`option '${dashes}${name}' is ambiguous; possibilities:${names}`);
      return;
    }
    const { name: full, argument } = found[0]!;
    const given = equals < 0 ? undefined : text.slice(equals + 1);
    if (argument === '') {
      if (given !== undefined) {
        complain(`option '${dashes}${full}' doesn't allow an argument`);
        return;
      }
      line += ` --${full}`;
    } else if (argument === '::') line += ` --${full} ${quoted(given ?? '')}`;
    else {
      const value = given ?? args[i++];
      if (value === undefined) {
        complain(`option '${dashes}${full}' requires an argument`);
        return;
      }
      line += ` --${full} ${quoted(value)}`;
    }
  };
  while (i < args.length) {
    const arg = args[i++]!;
    if (arg === '--') break;
    if (arg.startsWith('--')) longOption(arg.slice(2), '--');
    else if (arg.startsWith('-') && arg !== '-') {
      const name = arg.slice(1).replace(/=.*/s, '');
      if (request.alternative && long.some((each) => each.name.startsWith(name))) {
        longOption(arg.slice(1), '-');
        continue;
      }
      for (let at = 1; at < arg.length; at++) {
        const letter = arg[at]!;
        const where = letter === ':' ? -1 : short.indexOf(letter);
        if (where < 0) {
          complain(`invalid option -- '${letter}'`);
          continue;
        }
        line += ` -${letter}`;
        if (short[where + 1] !== ':') continue;
        const rest = arg.slice(at + 1);
        if (rest !== '' || short[where + 2] === ':') line += ` ${quoted(rest)}`;
        else if (i < args.length) line += ` ${quoted(args[i++]!)}`;
        else {
          line = line.slice(0, -3);
          complain(`option requires an argument -- '${letter}'`);
        }
        break;
      }
    } else if (mode === '-') line += ` ${quoted(arg)}`;
    else {
      operands.push(arg);
      if (mode === '+' || context.sys.env.has('POSIXLY_CORRECT')) break;
    }
  }
  return { line: `${line} --${[...operands, ...args.slice(i)].map((each) => ` ${quoted(each)}`).join('')}`, failed };
}

function quote(text: string, shell: string): string {
  const inner = text.replaceAll("'", "'\\''");
  return `'${/^t?csh$/.test(shell) ? inner.replaceAll('!', "'\\!'").replaceAll('\n', '\\n') : inner}'`;
}

function missingOptions(context: Context): never {
  if (!context.gnu) throw new Exit(1, 'missing optstring argument');
  throw new Exit(2, `missing optstring argument\n${context.hint()}`);
}
