import { readLine } from '../run/read-line.ts';
import type { Shell } from '../run/shell.ts';
import { bashUsage } from './bash-usage.ts';
import { type Builtins, badName, fail, isName } from './builtin.ts';

interface Request {
  strip: boolean;
  delimiter: string;
  count: number;
  origin: number | undefined;
  skip: number;
  fd: number;
  name: string;
}

function parse(shell: Shell, argv: readonly string[]): Request | undefined {
  const request: Request = {
    strip: false,
    delimiter: '\n',
    count: 0,
    origin: undefined,
    skip: 0,
    fd: 0,
    name: 'MAPFILE',
  };
  let index = 1;
  for (; index < argv.length; index++) {
    const argument = argv[index]!;
    if (argument === '--') {
      index++;
      break;
    }
    if (!/^-./.test(argument)) break;
    const letter = argument[1]!;
    if (letter === 't') {
      request.strip = true;
      continue;
    }
    if (!'dnOsu'.includes(letter)) {
      shell.complain(`-${letter}: invalid option`, argv[0]);
      shell.err(bashUsage(argv[0]!));
      return undefined;
    }
    const value = argument.slice(2) || (argv[++index] ?? '');
    if (letter === 'd') request.delimiter = value.slice(0, 1) || '\0';
    else if (!/^\d+$/.test(value)) fail(shell, argv[0]!, `${value}: invalid number`);
    else if (letter === 'n') request.count = Number(value);
    else if (letter === 'O') request.origin = Number(value);
    else if (letter === 's') request.skip = Number(value);
    else request.fd = Number(value);
  }
  const name = argv[index];
  if (name !== undefined) {
    if (!isName(name)) badName(shell, argv[0]!, name);
    request.name = name;
  }
  return request;
}

async function mapfile(shell: Shell, argv: string[]): Promise<number> {
  const request = parse(shell, argv);
  if (!request) return 2;
  const { delimiter, strip, count, skip, origin } = request;
  const lines: string[] = [];
  for (let read = 0; count === 0 || lines.length < count; read++) {
    const line = await readLine(shell.sys, request.fd, { delimiter: delimiter.charCodeAt(0) });
    if (line.text === '' && !line.complete) break;
    if (read >= skip) lines.push(line.text + (strip || !line.complete || delimiter === '\0' ? '' : delimiter));
    if (!line.complete) break;
  }
  const variable = shell.variables.declare(request.name);
  const kept = origin === undefined ? [] : [...(variable.array ?? [])];
  variable.value = undefined;
  variable.array = new Map([
    ...kept,
    ...lines.map((line, index): [string, string] => [String(index + (origin ?? 0)), line]),
  ]);
  return 0;
}

/** bash: mapfile and readarray. */
export const mapfileBuiltins: Builtins = { mapfile: { run: mapfile }, readarray: { run: mapfile } };
