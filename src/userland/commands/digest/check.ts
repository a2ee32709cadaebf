import { type Context, reason } from '../common/context.ts';
import { readWhole, splitLines } from '../common/input.ts';

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

/** GNU: a name with a backslash or the end of a line in it is written with escapes, and its line begins with a backslash. */
export function escapeName(path: string): string {
  return path.replace(/[\\\n\r]/g, (char) => ESCAPES[char]!);
}

function plainName(text: string): string {
  return text.replace(/\\([\\nr])/g, (_, char: string) => ({ n: '\n', r: '\r' })[char] ?? char);
}

/** Digits of each sum. */
const DIGITS: Record<string, number> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
  sha3: 56,
  b2: 128,
};

interface Entry {
  digest: string;
  path: string;
  /** As it stands in the list. */
  shown: string;
}

function parseLine(context: Context, line: string, name: string, length: number): Entry | undefined {
  if (!context.gnu) {
    const [, digest, path] = /^([^ ]*) [ *]?(.*)$/s.exec(line) ?? [];
    return digest === undefined ? undefined : { digest: digest.toLowerCase(), path: path!, shown: path! };
  }
  // the end of a line of Windows is none of the name
  const given = line.replace(/\r$/, '');
  const escaped = given.startsWith('\\');
  const text = escaped ? given.slice(1) : given;
  const digits = `([\\da-fA-F]{${length}})`;
  const tagged = new RegExp(`^${name.toUpperCase()} \\((.*)\\) = ${digits}$`).exec(text);
  const plain = new RegExp(`^${digits} [ *]?(.+)$`).exec(text);
  const [digest, path] = tagged ? [tagged[2]!, tagged[1]!] : [plain?.[1], plain?.[2]];
  if (digest === undefined || path === undefined) return undefined;
  const shown = `${escaped ? '\\' : ''}${path}`;
  return { digest: digest.toLowerCase(), path: escaped ? plainName(path) : path, shown };
}

/** `--check`: the sums of lists against the files they name. */
export async function check(
  context: Context,
  lists: readonly string[],
  hash: (path: string) => Promise<string>,
  name: string,
  has: (key: string) => boolean,
): Promise<number> {
  const length = DIGITS[name]!;
  let failed = false;
  for (const list of lists.length > 0 ? lists : ['-']) {
    let lines: string[];
    try {
      lines = splitLines(await readWhole(context, list));
    } catch (error) {
      if (context.gnu) context.cannotOpen(list, error);
      else context.failed(list, error);
      continue;
    }
    const shownList = context.gnu && list === '-' ? "'standard input'" : list;
    const count = { good: 0, bad: 0, unread: 0, malformed: 0, missing: 0 };
    for (const [index, line] of lines.entries()) {
      if (context.gnu && line.startsWith('#')) continue;
      const entry = parseLine(context, line, name, length);
      if (!entry) {
        count.malformed++;
        if (has('w')) {
          const where = `${shownList}: ${index + 1}: improperly formatted ${name.toUpperCase()} checksum line`;
          context.warn(context.gnu ? where : 'invalid format');
        }
        continue;
      }
      try {
        const alike = (await hash(entry.path)) === entry.digest;
        if (alike) count.good++;
        else count.bad++;
        if (!has('s') && !(alike && has('quiet'))) context.print(`${entry.shown}: ${alike ? 'OK' : 'FAILED'}\n`);
      } catch (error) {
        if (has('ignore-missing') && reason(error) === 'No such file or directory') {
          count.missing++;
          continue;
        }
        context.cannotOpen(entry.path, error);
        if (!has('s')) context.print(`${entry.shown}: FAILED${context.gnu ? ' open or read' : ''}\n`);
        count.unread++;
      }
    }
    (context.gnu ? tellGnu : tellBusybox)(context, shownList, count, has('s'));
    const { bad, unread, malformed } = count;
    if (bad + unread > 0 || (malformed > 0 && (has('strict') || !context.gnu))) failed = true;
    if (context.gnu && has('ignore-missing') && count.missing > 0 && count.good + bad + unread === 0)
      context.fail(`${shownList}: no file was verified`);
  }
  return failed || context.status !== 0 ? 1 : 0;
}

type Count = Record<'good' | 'bad' | 'unread' | 'malformed' | 'missing', number>;

function tellGnu(
  context: Context,
  list: string,
  { good, bad, unread, malformed, missing }: Count,
  silent: boolean,
): void {
  const warn = (count: number, one: string, many: string): void => {
    if (count > 0 && !silent) context.warn(`WARNING: ${count} ${count === 1 ? one : many}`);
  };
  if (good + bad + unread + missing === 0) {
    context.fail(`${list}: no properly formatted checksum lines found`);
    return;
  }
  warn(malformed, 'line is improperly formatted', 'lines are improperly formatted');
  warn(unread, 'listed file could not be read', 'listed files could not be read');
  warn(bad, 'computed checksum did NOT match', 'computed checksums did NOT match');
}

function tellBusybox(context: Context, list: string, { good, bad, unread, malformed }: Count, silent: boolean): void {
  const failed = bad + unread + malformed;
  if (good + failed === 0) context.fail(`${list}: no checksum lines found`);
  else if (failed > 0 && !silent)
    context.warn(`WARNING: ${failed} of ${good + failed} computed checksums did NOT match`);
}
