import { decode } from '../../kernel/text.ts';
import { type Context, Exit, reason } from '../commands/common/context.ts';
import type { Printing } from './print.ts';
import { JsonFault, JsonReader, readOne } from './read.ts';
import type { Json } from './values.ts';

export interface Options {
  readonly version: boolean;
  readonly program: string | undefined;
  readonly programFile: string | undefined;
  readonly files: readonly string[];
  readonly raw: boolean;
  readonly join: boolean;
  readonly nulls: boolean;
  readonly slurp: boolean;
  readonly rawInput: boolean;
  readonly nullInput: boolean;
  readonly exitStatus: boolean;
  readonly printing: Printing;
  readonly named: readonly (readonly [string, Json])[];
  readonly positional: Json[];
}

const LONG: Readonly<Record<string, string>> = {
  '--compact-output': 'c',
  '--raw-output': 'r',
  '--raw-output0': '0',
  '--join-output': 'j',
  '--ascii-output': 'a',
  '--sort-keys': 'S',
  '--color-output': 'C',
  '--monochrome-output': 'M',
  '--slurp': 's',
  '--raw-input': 'R',
  '--null-input': 'n',
  '--exit-status': 'e',
  '--version': 'V',
  '--unbuffered': 'u',
  '--help': 'h',
  '--tab': 't',
};

const USAGE =
  'Usage:\tjq [OPTIONS] FILTER [FILES...]\n\tjq [OPTIONS] --args FILTER [ARGUMENTS...]\n\tjq [OPTIONS] --jsonargs FILTER [JSON_VALUES...]\n';

function refuse(context: Context, message: string): never {
  context.out.text(
    `jq: error: ${message}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://jqlang.github.io/jq\n`,
    2,
  );
  throw new Exit(2);
}

/** Reads the command line; options may come anywhere. */
export async function jqOptions(context: Context): Promise<Options> {
  const letters = new Set<string>();
  const named: [string, Json][] = [];
  const positional: Json[] = [];
  const operands: string[] = [];
  let indent = 2;
  let programFile: string | undefined;
  let rest: 'files' | 'args' | 'jsonargs' = 'files';
  let only = false;
  const args = [...context.args];
  const json = (text: string, option: string): Json => {
    try {
      return readOne(text);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      return refuse(context, `Invalid JSON text passed to --${option}`);
    }
  };
  const take = (option: string, count: number): string[] => {
    if (args.length < count)
      refuse(
        context,
        `--${option} takes ${count === 1 ? 'one parameter' : 'two parameters'} (e.g. --${option} ${count === 1 ? 'value' : 'name value'})`,
      );
    return args.splice(0, count);
  };
  const text = async (path: string, option: string): Promise<string> => {
    try {
      return decode(await context.sys.readFile(path));
    } catch (error) {
      return refuse(context, `Bad JSON in --${option}: Could not open ${path}: ${reason(error)}`);
    }
  };
  for (let arg = args.shift(); arg !== undefined; arg = args.shift()) {
    if (only || !arg.startsWith('-') || arg === '-') {
      // The first operand is the filter.
      if (rest === 'files' || (operands.length === 0 && programFile === undefined)) operands.push(arg);
      else positional.push(rest === 'args' ? arg : json(arg, 'jsonargs'));
    } else if (arg === '--') only = true;
    else if (arg === '--arg') {
      const [name = '', value = ''] = take('arg', 2);
      named.push([name, value]);
    } else if (arg === '--argjson') {
      const [name = '', value = ''] = take('argjson', 2);
      named.push([name, json(value, 'argjson')]);
    } else if (arg === '--slurpfile' || arg === '--rawfile') {
      const [name = '', path = ''] = take(arg.slice(2), 2);
      const whole = await text(path, arg.slice(2));
      named.push([name, arg === '--rawfile' ? whole : all(whole)]);
    } else if (arg === '--args' || arg === '--jsonargs') rest = arg === '--args' ? 'args' : 'jsonargs';
    else if (arg === '--indent') {
      indent = Number(take('indent', 1)[0]);
      if (!(indent >= 0)) refuse(context, 'Cannot indent less than zero');
      if (indent > 7) refuse(context, 'Cannot indent more than 7 characters');
    } else if (arg === '-f' || arg === '--from-file') programFile = take('from-file', 1)[0];
    else if (arg.startsWith('--')) {
      const letter = LONG[arg];
      if (letter === undefined) refuse(context, `Unknown option: ${arg}`);
      letters.add(letter);
    } else {
      for (const letter of arg.slice(1)) {
        if (!'crjaSCMsRneVhu'.includes(letter)) refuse(context, `Unknown option: ${arg}`);
        letters.add(letter);
      }
    }
  }
  const has = (letter: string): boolean => letters.has(letter);
  if (has('h')) {
    context.print(USAGE);
    throw new Exit(0);
  }
  const program = programFile === undefined ? operands.shift() : undefined;
  if (program === undefined && programFile === undefined && !has('V')) {
    context.out.text(USAGE, 2);
    throw new Exit(2);
  }
  const spaces = has('t') ? '\t' : ' '.repeat(indent);
  return {
    version: has('V'),
    program,
    programFile,
    files: operands,
    raw: has('r') || has('j') || has('0'),
    join: has('j'),
    nulls: has('0'),
    slurp: has('s'),
    rawInput: has('R'),
    nullInput: has('n'),
    exitStatus: has('e'),
    printing: {
      indent: has('c') || spaces === '' ? undefined : spaces,
      sortKeys: has('S'),
      ascii: has('a'),
      colour: has('C') || (!has('M') && context.sys.isatty(1)),
    },
    named,
    positional,
  };
}

function all(text: string): Json[] {
  const reader = new JsonReader(text);
  const found: Json[] = [];
  for (let value = reader.next(); value !== undefined; value = reader.next()) found.push(value);
  return found;
}
