import { decode } from '../../kernel/text.ts';
import type { Context } from '../commands/common/context.ts';
import { globPattern } from '../commands/common/glob.ts';
import { MakeError, type Makefile, type Variable } from './makefile.ts';

export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** `%.c` against `x.c`: what `%` stands for. */
export function stemOf(pattern: string, text: string): string | undefined {
  const at = pattern.indexOf('%');
  if (at < 0) return pattern === text ? '' : undefined;
  const [before, after] = [pattern.slice(0, at), pattern.slice(at + 1)];
  const fits = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  return fits ? text.slice(before.length, text.length - after.length) : undefined;
}

/** What an expansion is done for: where variables come from, and the place errors name. */
export interface Scope {
  readonly locals: ReadonlyMap<string, Variable>;
  readonly place: string;
}

/** Expands `$(…)`; waits for `$(shell …)`. */
export class Expander {
  readonly #context: Context;
  readonly #makefile: Makefile;
  readonly #open = new Set<string>();

  constructor(context: Context, makefile: Makefile) {
    this.#context = context;
    this.#makefile = makefile;
  }

  async expand(text: string, scope: Scope): Promise<string> {
    let out = '';
    for (let at = 0; at < text.length; ) {
      const dollar = text.indexOf('$', at);
      if (dollar < 0) return out + text.slice(at);
      out += text.slice(at, dollar);
      const next = text[dollar + 1];
      if (next === undefined) return out;
      at = dollar + 2;
      if (next === '$') out += '$';
      else if (next !== '(' && next !== '{') out += await this.variable(next, scope);
      else {
        const end = closing(text, dollar + 1);
        if (end < 0) throw new MakeError(`${scope.place}: *** unterminated variable reference.  Stop.`);
        out += await this.#reference(text.slice(dollar + 2, end), scope);
        at = end + 1;
      }
    }
    return out;
  }

  lookup(name: string, scope: Scope): Variable | undefined {
    const global = this.#makefile.variables.get(name);
    if (global?.origin === 'command line') return global;
    return scope.locals.get(name) ?? global;
  }

  async variable(name: string, scope: Scope): Promise<string> {
    const found = this.lookup(name, scope);
    if (!found) return '';
    if (!found.recursive) return found.value;
    if (this.#open.has(name))
      throw new MakeError(
        `${found.place ?? scope.place}: *** Recursive variable '${name}' references itself (eventually).  Stop.`,
      );
    this.#open.add(name);
    try {
      return await this.expand(found.value, scope);
    } finally {
      this.#open.delete(name);
    }
  }

  async #reference(inside: string, scope: Scope): Promise<string> {
    const call = /^([a-z-]+)\s+([\s\S]*)$/.exec(inside);
    if (call && (FUNCTIONS.has(call[1]!) || call[1]! in SIMPLE)) return this.#call(call[1]!, call[2]!, scope);
    const substitution = /^([^:=\s]+):([^=]*)=([\s\S]*)$/.exec(inside);
    if (!substitution) return this.variable(await this.expand(inside, scope), scope);
    const [, name = '', from = '', to = ''] = substitution;
    const value = await this.variable(await this.expand(name, scope), scope);
    const [pattern, replacement] = [await this.expand(from, scope), await this.expand(to, scope)];
    return pattern.includes('%')
      ? SIMPLE.patsubst!(pattern, replacement, value)
      : SIMPLE.patsubst!(`%${pattern}`, `%${replacement}`, value);
  }

  async #call(name: string, text: string, scope: Scope): Promise<string> {
    const args = splitArguments(text);
    const all = (): Promise<string> => this.expand(text, scope);
    switch (name) {
      case 'if': {
        const [condition = '', yes = '', no = ''] = args;
        return this.expand((await this.expand(condition.trim(), scope)) !== '' ? yes : no, scope);
      }
      case 'or':
      case 'and': {
        let value = '';
        for (const arg of args) {
          value = await this.expand(arg.trim(), scope);
          if ((value !== '') === (name === 'or')) break;
        }
        return value;
      }
      case 'foreach': {
        const [variable = '', list = '', ...body] = args;
        const parts: string[] = [];
        for (const word of words(await this.expand(list, scope)))
          parts.push(
            await this.expand(body.join(','), withLocal(scope, { [await this.expand(variable.trim(), scope)]: word })),
          );
        return parts.join(' ');
      }
      case 'call': {
        const values: string[] = [];
        for (const arg of args) values.push(await this.expand(arg, scope));
        const called = values[0]!.trim();
        const found = this.lookup(called, scope);
        return found
          ? this.expand(found.value, withLocal(scope, Object.fromEntries(values.map((value, at) => [at, value]))))
          : '';
      }
      case 'shell':
        return this.#shell(await all());
      case 'wildcard':
        return words(await all())
          .flatMap((pattern) => this.#glob(pattern))
          .join(' ');
      case 'info':
        this.#context.print(`${await all()}\n`);
        return '';
      case 'warning':
        this.#context.out.text(`${scope.place}: ${await all()}\n`, 2);
        return '';
      case 'error':
        throw new MakeError(`${scope.place}: *** ${await all()}.  Stop.`);
      case 'value':
        return this.lookup((await all()).trim(), scope)?.value ?? '';
      case 'origin':
        return this.lookup((await all()).trim(), scope)?.origin ?? 'undefined';
      case 'realpath':
      case 'abspath':
        return words(await all())
          .map((path) => (path.startsWith('/') ? path : `${this.#context.sys.cwd().replace(/\/$/, '')}/${path}`))
          .filter((path) => name === 'abspath' || this.#context.sys.exists(path))
          .join(' ');
    }
    const simple = SIMPLE[name]!;
    const count = simple.length;
    const given = [...args.slice(0, count - 1), args.slice(count - 1).join(',')];
    const values: string[] = [];
    for (const arg of given) values.push(await this.expand(arg, scope));
    return simple(...values);
  }

  async #shell(command: string): Promise<string> {
    const { sys } = this.#context;
    await this.#context.out.flush();
    const [read, write] = sys.pipe();
    sys.setCloseOnExec(read, true);
    const pid = sys.spawn({
      argv: ['/bin/sh', '-c', command],
      fds: new Map([
        [0, 0],
        [1, write],
        [2, 2],
      ]),
    });
    sys.close(write);
    const output = decode(await sys.readAll(read));
    sys.close(read);
    await sys.wait(pid);
    return output.replace(/\n+$/, '').replaceAll('\n', ' ');
  }

  #glob(pattern: string): string[] {
    const { sys } = this.#context;
    if (!/[*?[]/.test(pattern)) return sys.exists(pattern) ? [pattern] : [];
    let found = [pattern.startsWith('/') ? '/' : ''];
    for (const part of pattern.split('/').filter(Boolean)) {
      const matches = globPattern(part);
      found = found.flatMap((base) => {
        try {
          return sys
            .readdir(base || '.')
            .map(({ name }) => name)
            .filter((name) => matches.test(name) && (!name.startsWith('.') || part.startsWith('.')))
            .sort()
            .map((name) => (base === '' || base === '/' ? base + name : `${base}/${name}`));
        } catch {
          return [];
        }
      });
    }
    return found;
  }
}

const FUNCTIONS = new Set(
  'if or and foreach call shell wildcard info warning error value origin realpath abspath'.split(' '),
);

const each = (change: (word: string) => string) => (list: string) => words(list).map(change).join(' ');

const SIMPLE: Record<string, (...args: string[]) => string> = {
  subst: (from = '', to = '', text = '') => (from === '' ? text + to : text.split(from).join(to)),
  patsubst: (pattern = '', to = '', list = '') =>
    words(list)
      .map((word) => {
        const stem = stemOf(pattern.trim(), word);
        return stem === undefined ? word : to.trim().replace('%', () => stem);
      })
      .join(' '),
  strip: (list = '') => words(list).join(' '),
  findstring: (find = '', text = '') => (text.includes(find) ? find : ''),
  filter: (patterns = '', list = '') =>
    words(list)
      .filter((word) => words(patterns).some((one) => stemOf(one, word) !== undefined))
      .join(' '),
  'filter-out': (patterns = '', list = '') =>
    words(list)
      .filter((word) => !words(patterns).some((one) => stemOf(one, word) !== undefined))
      .join(' '),
  sort: (list = '') => [...new Set(words(list))].sort().join(' '),
  word: (n = '', list = '') => words(list)[Number(n) - 1] ?? '',
  words: (list = '') => String(words(list).length),
  wordlist: (from = '', to = '', list = '') =>
    words(list)
      .slice(Number(from) - 1, Number(to))
      .join(' '),
  firstword: (list = '') => words(list)[0] ?? '',
  lastword: (list = '') => words(list).at(-1) ?? '',
  dir: (list = '') => each((word) => /^.*\//.exec(word)?.[0] ?? './')(list),
  notdir: (list = '') => each((word) => word.replace(/^.*\//, ''))(list),
  suffix: (list = '') =>
    words(list)
      .map((word) => /\.[^./]*$/.exec(word)?.[0] ?? '')
      .filter(Boolean)
      .join(' '),
  basename: (list = '') => each((word) => word.replace(/\.[^./]*$/, ''))(list),
  addprefix: (prefix = '', list = '') => each((word) => prefix + word)(list),
  addsuffix: (suffix = '', list = '') => each((word) => word + suffix)(list),
  join: (left = '', right = '') => {
    const [a, b] = [words(left), words(right)];
    return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => (a[at] ?? '') + (b[at] ?? '')).join(' ');
  },
};

function withLocal(scope: Scope, values: Record<string, string>): Scope {
  const locals = new Map(scope.locals);
  for (const [name, value] of Object.entries(values))
    locals.set(name, { value, recursive: false, origin: 'automatic' });
  return { ...scope, locals };
}

/** Where the bracket at `at` is closed. */
function closing(text: string, at: number): number {
  const [open, close] = text[at] === '(' ? ['(', ')'] : ['{', '}'];
  let depth = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === open) depth++;
    else if (text[i] === close && --depth === 0) return i;
  }
  return -1;
}

/** At the commas outside brackets. */
function splitArguments(text: string): string[] {
  const args = [''];
  let depth = 0;
  for (const char of text) {
    if (char === '(' || char === '{') depth++;
    else if (char === ')' || char === '}') depth--;
    if (char === ',' && depth === 0) args.push('');
    else args[args.length - 1] += char;
  }
  return args;
}
