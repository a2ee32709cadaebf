import type { MaybePromise } from '../../../kernel/program.ts';
import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { findGroup, findUser } from '../common/accounts.ts';
import { type Context, Exit, reason } from '../common/context.ts';
import { globPattern } from '../common/glob.ts';
import { parseMode } from '../common/modes.ts';
import { wrongOption } from '../common/options.ts';
import { basename } from '../common/paths.ts';
import { parseDate } from '../common/time/parse-date.ts';
import { timeZone } from '../common/time/zone.ts';
import type { FindRun, Found } from './find.ts';
import { executor } from './find-exec.ts';
import { longListing, printer } from './find-printf.ts';

/** A test or an action of find. */
export type Test = (file: Found) => MaybePromise<boolean>;

/** The tests and actions that busybox has as it is built for Alpine. */
const BUSYBOX_TESTS = new Set(
  (
    '-name -iname -path -wholename -ipath -regex -type -perm -mtime -atime -ctime -mmin -amin -cmin -newer ' +
    '-user -group -size -links -inum -samefile -executable -empty -prune -quit -delete -exec -ok -print -print0 ' +
    '-maxdepth -mindepth -depth -xdev -follow -noleaf'
  ).split(' '),
);

const DAY = 86_400_000;
const MINUTE = 60_000;

/** Reads find's expression: `!` binds closest, then and, then `-o`, then `,`. */
export class FindParser {
  readonly #run: FindRun;
  readonly #context: Context;
  readonly #args: string[];
  #at = 0;
  #action = false;

  constructor(run: FindRun, args: string[]) {
    this.#run = run;
    this.#context = run.context;
    this.#args = args;
  }

  parse(): Test {
    const test = this.#args.length > 0 ? this.#list() : () => true;
    if (this.#at < this.#args.length) {
      if (!this.#context.gnu) this.#unrecognized(this.#args[this.#at]!);
      throw new Exit(
        1,
        this.#peek() === ')'
          ? "you have too many ')'"
          : "invalid expression; you have used a binary operator '-o' with nothing before it.",
      );
    }
    if (this.#action) return test;
    const print = this.#print('\n');
    return and(test, print);
  }

  #peek(): string | undefined {
    return this.#args[this.#at];
  }

  #list(): Test {
    let left = this.#or();
    while (this.#peek() === ',' && this.#context.gnu) {
      this.#at++;
      const [first, second] = [left, this.#or()];
      left = (file) => {
        const before = first(file);
        return before instanceof Promise ? before.then(() => second(file)) : second(file);
      };
    }
    return left;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#peek() === '-o' || this.#peek() === '-or') {
      const operator = this.#args[this.#at++]!;
      if (this.#peek() === undefined && !this.#context.gnu) return left;
      left = or(
        left,
        this.#after(operator, () => this.#and()),
      );
    }
    return left;
  }

  #and(): Test {
    let left = this.#not();
    for (;;) {
      const next = this.#peek();
      if (next === undefined || [')', ',', '-o', '-or'].includes(next)) return left;
      if (next === '-a' || next === '-and') {
        this.#at++;
        // busybox lets nothing follow
        if (this.#peek() === undefined && !this.#context.gnu) return left;
        left = and(
          left,
          this.#after(next, () => this.#not()),
        );
      } else left = and(left, this.#not());
    }
  }

  /** What follows an operator: in GNU's find there must be something. */
  #after(operator: string, read: () => Test): Test {
    if (this.#peek() !== undefined) return read();
    throw new Exit(1, `expected an expression after '${operator}'`);
  }

  /** busybox's end for all it does not know: a word, an option left out, a parenthesis. */
  #unrecognized(name: string): never {
    wrongOption(this.#context, `unrecognized: ${name}`);
  }

  #not(): Test {
    const next = this.#peek();
    if (next === '!' || next === '-not') {
      this.#at++;
      const bare = this.#peek() === undefined && !this.#context.gnu;
      if (bare) return () => true;
      const inner = this.#after(next, () => this.#not());
      return (file) => {
        const result = inner(file);
        return result instanceof Promise ? result.then((value) => !value) : !result;
      };
    }
    if (next === '(') {
      this.#at++;
      const inner = this.#list();
      if (this.#args[this.#at++] !== ')') {
        throw new Exit(
          1,
          this.#context.gnu
            ? "invalid expression; I was expecting to find a ')' somewhere but did not see one."
            : "unpaired '('",
        );
      }
      return inner;
    }
    return this.#primary();
  }

  #argument(name: string): string {
    const value = this.#args[this.#at++];
    if (value === undefined) {
      throw new Exit(1, this.#context.gnu ? `missing argument to \`${name}'` : `${name} requires an argument`);
    }
    return value;
  }

  #print(end: string): Test {
    this.#action = true;
    return ({ path }) => {
      this.#context.print(path + end);
      return true;
    };
  }

  #primary(): Test {
    const run = this.#run;
    const { sys } = this.#context;
    const name = this.#args[this.#at++];
    if (name === undefined) throw new Exit(1, 'invalid expression');
    const argument = (): string => this.#argument(name);
    if (!this.#context.gnu && !BUSYBOX_TESTS.has(name)) this.#unrecognized(name);
    const time = (key: 'mtime' | 'atime' | 'ctime', unit: number): Test => {
      const compare = this.#comparison(name, argument());
      return ({ stat }) => compare(Math.floor((run.now - stat[key]) / unit));
    };
    switch (name) {
      case '-name':
      case '-iname': {
        const pattern = globPattern(argument(), { ignoreCase: name === '-iname' });
        return ({ path }) => pattern.test(basename(path));
      }
      case '-path':
      case '-wholename':
      case '-ipath': {
        const pattern = globPattern(argument(), { ignoreCase: name === '-ipath' });
        return ({ path }) => pattern.test(path);
      }
      case '-lname':
      case '-ilname': {
        const pattern = globPattern(argument(), { ignoreCase: name === '-ilname' });
        return ({ path, stat }) => stat.kind === 'symlink' && pattern.test(sys.readlink(path));
      }
      case '-regex':
      case '-iregex': {
        const source = argument();
        try {
          const pattern = compilePattern(`^\\(${source}\\)$`, { ignoreCase: name === '-iregex' });
          return ({ path }) => pattern.test(path);
        } catch (error) {
          if (error instanceof BadPattern) throw new Exit(1, error.message);
          throw error;
        }
      }
      case '-regextype':
        argument();
        return () => true;
      case '-type':
      case '-xtype': {
        const kinds = argument()
          .split(',')
          .map((letter) => TYPES[letter] ?? this.#invalid(name, letter));
        if (name === '-type') return ({ stat }) => kinds.includes(stat.kind);
        return ({ path, stat }) =>
          kinds.includes(stat.kind === 'symlink' && sys.exists(path) ? sys.stat(path).kind : stat.kind);
      }
      case '-size':
        return this.#size(name, argument());
      case '-empty':
        return ({ path, stat }) =>
          stat.kind === 'directory' ? sys.readdir(path).length === 0 : stat.kind === 'file' && stat.size === 0;
      case '-mtime':
        return time('mtime', DAY);
      case '-atime':
        return time('atime', DAY);
      case '-ctime':
        return time('ctime', DAY);
      case '-mmin':
        return time('mtime', MINUTE);
      case '-amin':
        return time('atime', MINUTE);
      case '-cmin':
        return time('ctime', MINUTE);
      case '-newer':
      case '-anewer':
      case '-cnewer': {
        const reference = this.#statOf(argument()).mtime;
        const key = name === '-anewer' ? 'atime' : name === '-cnewer' ? 'ctime' : 'mtime';
        return ({ stat }) => stat[key] > reference;
      }
      case '-perm':
        return this.#permission(argument());
      case '-user': {
        const text = argument();
        const user = findUser(sys, text);
        if (!user)
          throw new Exit(1, this.#context.gnu ? `'${text}' is not the name of a known user` : `unknown user ${text}`);
        return ({ stat }) => stat.uid === user.uid;
      }
      case '-group': {
        const text = argument();
        const gid = findGroup(sys, text);
        if (gid === undefined)
          throw new Exit(
            1,
            this.#context.gnu ? `'${text}' is not the name of an existing group` : `unknown group ${text}`,
          );
        return ({ stat }) => stat.gid === gid;
      }
      case '-uid':
      case '-gid': {
        const compare = this.#comparison(name, argument());
        return ({ stat }) => compare(name === '-uid' ? stat.uid : stat.gid);
      }
      case '-nouser':
        return ({ stat }) => run.names.user(stat.uid) === undefined;
      case '-nogroup':
        return ({ stat }) => run.names.group(stat.gid) === undefined;
      case '-links':
      case '-inum': {
        const compare = this.#comparison(name, argument());
        return ({ stat }) => compare(name === '-links' ? stat.nlink : stat.ino);
      }
      case '-samefile': {
        const { ino, dev } = this.#statOf(argument());
        return ({ stat }) => stat.ino === ino && stat.dev === dev;
      }
      case '-readable':
      case '-writable':
      case '-executable':
        return ({ path }) => sys.access(path, name === '-executable' ? 'x' : name[1]!);
      case '-true':
        return () => true;
      case '-false':
        return () => false;
      case '-maxdepth':
      case '-mindepth': {
        const text = argument();
        if (!/^\d+$/.test(text)) {
          throw new Exit(
            1,
            this.#context.gnu
              ? `Expected a positive decimal integer argument to ${name}, but got '${text}'`
              : `invalid number '${text}'`,
          );
        }
        if (name === '-maxdepth') run.maxDepth = Number(text);
        else run.minDepth = Number(text);
        return () => true;
      }
      case '-depth':
      case '-d':
        run.depthFirst = true;
        return () => true;
      case '-xdev':
      case '-mount':
        run.oneFileSystem = true;
        return () => true;
      case '-follow':
        run.follow = 'L';
        return () => true;
      case '-noleaf':
      case '-daystart':
      case '-warn':
      case '-nowarn':
        return () => true;
      case '-prune':
        return (file) => {
          file.prune = true;
          return true;
        };
      case '-quit':
        this.#action = true;
        return () => {
          run.quit = true;
          return true;
        };
      case '-print':
        return this.#print('\n');
      case '-print0':
        return this.#print('\0');
      case '-printf':
        this.#action = true;
        return printer(run, argument());
      case '-ls':
        this.#action = true;
        return longListing(run);
      case '-delete':
        this.#action = true;
        run.depthFirst = true;
        return (file) => this.#delete(file);
      case '-exec':
      case '-execdir':
      case '-ok': {
        this.#action = true;
        const [test, used] = executor(run, name, this.#args.slice(this.#at));
        this.#at += used;
        return test;
      }
      default:
        if (/^-newer[amcB][amct]$/.test(name)) return this.#newer(name, argument());
        if (name.startsWith('-')) throw new Exit(1, `unknown predicate \`${name}'`);
        throw new Exit(1, `paths must precede expression: \`${name}'`);
    }
  }

  #invalid(name: string, text: string): never {
    throw new Exit(
      1,
      this.#context.gnu ? `Unknown argument to ${name}: ${text}` : `invalid argument '${text}' to '${name}'`,
    );
  }

  #statOf(path: string): ReturnType<Context['sys']['stat']> {
    try {
      return this.#context.sys.stat(path);
    } catch (error) {
      throw new Exit(1, `${this.#context.gnu ? `'${path}'` : `can't stat '${path}'`}: ${reason(error)}`);
    }
  }

  /** `+N` more than, `-N` less than, `N` exactly. */
  #comparison(name: string, text: string): (value: number) => boolean {
    const match = /^([-+]?)(\d+(?:\.\d+)?)$/.exec(text);
    if (!match)
      throw new Exit(1, this.#context.gnu ? `invalid argument \`${text}' to \`${name}'` : `invalid number '${text}'`);
    const wanted = Number(match[2]);
    if (match[1] === '+') return (value) => value > wanted;
    if (match[1] === '-') return (value) => value < wanted;
    return (value) => value === wanted;
  }

  #size(name: string, text: string): Test {
    const letter = /[a-zA-Z]$/.exec(text)?.[0] ?? 'b';
    const unit = this.#context.gnu || 'bcwk'.includes(letter) ? SIZE_UNITS[letter] : undefined;
    if (unit === undefined)
      throw new Exit(1, this.#context.gnu ? `invalid -size type \`${text.at(-1)}'` : `invalid number '${text}'`);
    const compare = this.#comparison(name, text.replace(/[a-zA-Z]$/, ''));
    // GNU counts the blocks a file takes, busybox its bytes
    const count = this.#context.gnu ? Math.ceil : (size: number): number => size;
    return ({ stat }) => compare(count(stat.size / unit));
  }

  /** `-newerXY`: time X of the file against time Y of a reference, or a date (t). */
  #newer(name: string, text: string): Test {
    const key = TIMES[name[6]!]!;
    const other = TIMES[name[7]!];
    let moment: number | undefined;
    if (other) moment = this.#statOf(text)[other];
    else moment = parseDate(text, this.#run.now, timeZone(this.#context.sys));
    if (moment === undefined) throw new Exit(1, `I cannot figure out how to interpret '${text}' as a date or time`);
    const reference = moment;
    return ({ stat }) => stat[key] > reference;
  }

  #permission(text: string): Test {
    const kind = /^[-/+]/.test(text) ? text[0]! : '';
    const mode = parseMode(text.slice(kind.length))?.apply(0, false, 0);
    if (mode === undefined || (this.#context.gnu && /^\+\d/.test(text))) {
      throw new Exit(1, `invalid mode '${text}'`);
    }
    if (kind === '-') return ({ stat }) => (stat.mode & mode) === mode;
    if (kind !== '') return ({ stat }) => mode === 0 || (stat.mode & mode) !== 0;
    return ({ stat }) => stat.mode === mode;
  }

  #delete({ path, stat }: Found): boolean {
    if (basename(path) === '.') return true;
    try {
      if (stat.kind === 'directory') this.#context.sys.rmdir(path);
      else this.#context.sys.unlink(path);
      return true;
    } catch (error) {
      if (this.#context.gnu) this.#context.fail(`cannot delete '${path}': ${reason(error)}`);
      else this.#context.fail(`${path}: ${reason(error)}`);
      return false;
    }
  }
}

const TYPES: Record<string, Found['stat']['kind'] | undefined> = {
  f: 'file',
  d: 'directory',
  l: 'symlink',
  p: 'fifo',
  c: 'character',
  b: 'block',
  s: 'socket',
};

const TIMES: Record<string, 'mtime' | 'atime' | 'ctime' | undefined> = {
  a: 'atime',
  m: 'mtime',
  c: 'ctime',
  B: 'ctime',
};

const SIZE_UNITS: Record<string, number | undefined> = { b: 512, c: 1, w: 2, k: 1024, M: 1024 ** 2, G: 1024 ** 3 };

function and(left: Test, right: Test): Test {
  return (file) => {
    const first = left(file);
    if (first instanceof Promise) return first.then((value) => value && right(file));
    return first && right(file);
  };
}

function or(left: Test, right: Test): Test {
  return (file) => {
    const first = left(file);
    if (first instanceof Promise) return first.then((value) => value || right(file));
    return first || right(file);
  };
}
