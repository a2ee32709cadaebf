import { textFromBytes } from '../commands/common/binary.ts';
import type { Context } from '../commands/common/context.ts';
import { type Expander, type Scope, words } from './expand.ts';
import { fatal, type Makefile, type RecipeLine, type Variable } from './makefile.ts';

interface Line {
  readonly text: string;
  readonly line: number;
}

/** Rules whose recipe is being read. */
interface OpenRule {
  readonly targets: readonly string[];
  readonly prerequisites: string[];
  readonly orderOnly: string[];
  readonly doubleColon: boolean;
  readonly lines: RecipeLine[];
  readonly stem?: string;
  readonly line: number;
}

const ASSIGNMENT = /^\s*((?:override|export|unexport)\s+)*([^\s:#=?+!]+)\s*(::?:?=|\?=|\+=|!=|=)\s*([\s\S]*)$/;

/** Reads one makefile and those it includes. */
export class Reader {
  readonly #context: Context;
  readonly #makefile: Makefile;
  readonly #expander: Expander;
  #file = '';
  #open: OpenRule | undefined;
  /** Conditionals that are open: whether this branch is taken, and whether one was. */
  #conditions: { taken: boolean; done: boolean; outer: boolean }[] = [];

  constructor(context: Context, makefile: Makefile, expander: Expander) {
    this.#context = context;
    this.#makefile = makefile;
    this.#expander = expander;
  }

  async read(file: string): Promise<void> {
    const before = this.#file;
    this.#file = file;
    this.#makefile.files.push(file);
    const lines = textFromBytes(this.#context.sys.readFile(file)).split('\n');
    for (let at = 0; at < lines.length; at++) {
      const line = at + 1;
      let text = lines[at]!;
      const recipe = text.startsWith('\t') && this.#open !== undefined;
      while (text.endsWith('\\') && at + 1 < lines.length) {
        const next = lines[++at]!;
        text = recipe ? `${text}\n${next.replace(/^\t/, '')}` : `${text.slice(0, -1).trimEnd()} ${next.trimStart()}`;
      }
      const define = this.#active ? /^\s*define\s+(\S+)\s*(:?:?=)?\s*$/.exec(text) : null;
      if (define) {
        const body: string[] = [];
        while (++at < lines.length && !/^\s*endef\b/.test(lines[at]!)) body.push(lines[at]!);
        this.#set(define[1]!, body.join('\n'), true);
        continue;
      }
      await this.#line({ text, line });
    }
    this.#close();
    if (this.#conditions.length > 0) fatal(file, lines.length, "missing 'endif'");
    this.#file = before;
  }

  get #active(): boolean {
    return this.#conditions.every(({ taken }) => taken);
  }

  #scope(line: number): Scope {
    return { locals: new Map(), place: `${this.#file}:${line}` };
  }

  async #line({ text, line }: Line): Promise<void> {
    if (await this.#conditional(text, line)) return;
    if (!this.#active) return;
    if (text.startsWith('\t') && this.#open) {
      this.#open.lines.push({ text: text.slice(1), line });
      return;
    }
    const bare = text.replace(/(^|[^\\])#.*$/s, '$1').replaceAll('\\#', '#');
    if (bare.trim() === '') return;
    const include = /^\s*(-?include|sinclude)\s+(.*)$/.exec(bare);
    if (include) {
      this.#close();
      return this.#include(include[2]!, include[1] !== 'include', line);
    }
    const exported = /^\s*(un)?export(?:\s+([^=]*))?$/.exec(bare);
    if (exported) {
      if (exported[2] === undefined) this.#makefile.exportAll = !exported[1];
      for (const name of words(exported[2] ?? '')) this.#makefile.exported[exported[1] ? 'delete' : 'add'](name);
      return;
    }
    const assignment = ASSIGNMENT.exec(bare);
    if (assignment) {
      this.#close();
      const name = await this.#expander.expand(assignment[2]!, this.#scope(line));
      if (/\bexport\b/.test(bare.slice(0, bare.indexOf(assignment[2]!)))) this.#makefile.exported.add(name);
      return this.#assign(this.#makefile.variables, name, assignment[3]!, assignment[4]!, line);
    }
    return this.#rule(bare, line, text.startsWith('\t'));
  }

  async #conditional(text: string, line: number): Promise<boolean> {
    const match = /^\s*(ifeq|ifneq|ifdef|ifndef|else|endif)\b\s*(.*?)\s*(?:#.*)?$/.exec(text);
    if (!match || text.startsWith('\t')) return false;
    const [, word = '', rest = ''] = match;
    if (word === 'endif') {
      if (!this.#conditions.pop()) fatal(this.#file, line, "extraneous 'endif'");
      return true;
    }
    if (word === 'else') {
      const top = this.#conditions.at(-1) ?? fatal(this.#file, line, "extraneous 'else'");
      const wanted = !top.done && top.outer;
      if (rest === '') top.taken = wanted;
      else {
        const [, next = '', condition = ''] = /^(\w+)\s*(.*)$/.exec(rest)!;
        top.taken = wanted && (await this.#holds(next, condition, line));
      }
      top.done ||= top.taken;
      return true;
    }
    const outer = this.#active;
    const taken = outer && (await this.#holds(word, rest, line));
    this.#conditions.push({ taken, done: taken, outer });
    return true;
  }

  async #holds(word: string, condition: string, line: number): Promise<boolean> {
    const scope = this.#scope(line);
    if (word === 'ifdef' || word === 'ifndef') {
      const found = this.#expander.lookup(await this.#expander.expand(condition, scope), scope);
      return (found !== undefined && found.value !== '') === (word === 'ifdef');
    }
    const quoted = /^(["'])(.*?)\1\s*(["'])(.*?)\3$/.exec(condition);
    const [left, right] = quoted ? [quoted[2]!, quoted[4]!] : sides(condition);
    const same =
      (await this.#expander.expand(left, scope)).trim() === (await this.#expander.expand(right, scope)).trim();
    return same === (word === 'ifeq');
  }

  async #include(list: string, quietly: boolean, line: number): Promise<void> {
    for (const file of words(await this.#expander.expand(list, this.#scope(line)))) {
      if (this.#context.sys.exists(file)) await this.read(file);
      else if (!quietly) {
        this.#context.out.text(`${this.#file}:${line}: ${file}: No such file or directory\n`, 2);
        throw fatalTarget(file);
      }
    }
  }

  #set(name: string, value: string, recursive: boolean): void {
    if (this.#makefile.variables.get(name)?.origin === 'command line') return;
    this.#makefile.variables.set(name, { value, recursive, origin: 'file' });
  }

  async #assign(into: Map<string, Variable>, name: string, how: string, text: string, line: number): Promise<void> {
    const before = into.get(name) ?? this.#makefile.variables.get(name);
    if (before?.origin === 'command line') return;
    const scope = this.#scope(line);
    if (how === '?=' && before) return;
    let value = text;
    let recursive = how === '=' || how === '?=';
    if (how === '!=') value = await this.#expander.expand(`$(shell ${text})`, scope);
    else if (how === '+=') {
      recursive = before?.recursive ?? true;
      const added = recursive ? text : await this.#expander.expand(text, scope);
      value = before && before.value !== '' ? `${before.value} ${added}` : added;
    } else if (!recursive) value = await this.#expander.expand(text, scope);
    into.set(name, { value, recursive, origin: 'file', place: scope.place });
  }

  async #rule(text: string, line: number, indented: boolean): Promise<void> {
    this.#close();
    const semicolon = splitRecipe(text);
    const expanded = await this.#expander.expand(semicolon.head, this.#scope(line));
    const match = /^([^:]*?)\s*(::?)(?!=)([\s\S]*)$/.exec(expanded);
    if (!match) {
      if (expanded.trim() === '') return;
      if (indented) fatal(this.#file, line, 'recipe commences before first target');
      const spaces = /^ {8}/.test(text)
        ? 'missing separator (did you mean TAB instead of 8 spaces?)'
        : 'missing separator';
      fatal(this.#file, line, spaces);
    }
    const targets = words(match[1]!);
    const own = ASSIGNMENT.exec(match[3]!);
    if (own && !match[3]!.includes(':=:')) {
      const raw = /^[^:]*::?\s*(.*)$/s.exec(text)![1]!;
      const [, , name = '', how = '', value = ''] = ASSIGNMENT.exec(raw) ?? own;
      for (const target of targets) await this.#assign(this.#makefile.rule(target).variables, name, how, value, line);
      return;
    }
    const [needed = '', orderOnly = ''] = match[3]!.split('|');
    const staticPattern = /^([^:]*):(.*)$/s.exec(needed);
    const open: OpenRule = {
      targets,
      prerequisites: words(staticPattern ? staticPattern[2]! : needed),
      orderOnly: words(orderOnly),
      doubleColon: match[2] === '::',
      lines: semicolon.recipe === undefined ? [] : [{ text: semicolon.recipe.trimStart(), line }],
      line,
    };
    if (staticPattern) this.#staticRules(open, staticPattern[1]!.trim());
    else this.#open = open;
  }

  /** `a.o b.o: %.o: %.c` */
  #staticRules(open: OpenRule, pattern: string): void {
    const each = open.targets.map((target) => {
      const at = pattern.indexOf('%');
      const stem = target.slice(at, target.length - (pattern.length - at - 1));
      const prerequisites = open.prerequisites.map((one) => one.replace('%', stem));
      return { ...open, targets: [target], prerequisites, stem };
    });
    // They share the lines of the recipe.
    this.#open = { ...open, targets: [] };
    this.#pending = each;
  }
  #pending: OpenRule[] = [];

  #close(): void {
    const open = this.#open;
    if (!open) return;
    this.#open = undefined;
    const rules = this.#pending.length > 0 ? this.#pending : [open];
    this.#pending = [];
    for (const rule of rules) this.#add({ ...rule, lines: open.lines });
  }

  #add({ targets, prerequisites, orderOnly, doubleColon, lines, stem }: OpenRule): void {
    const recipe = lines.length > 0 ? { file: this.#file, lines } : undefined;
    if (targets.some((target) => target.includes('%'))) {
      if (recipe) this.#makefile.patterns.push({ targets, prerequisites, orderOnly, recipe });
      return;
    }
    for (const target of targets) {
      const rule = this.#makefile.rule(target);
      rule.doubleColon = doubleColon;
      rule.stem = stem;
      rule.prerequisites.push(...prerequisites);
      rule.orderOnly.push(...orderOnly);
      if (recipe) {
        if (rule.recipe && !doubleColon) {
          this.#context.out.text(
            `${this.#file}:${lines[0]!.line}: warning: overriding recipe for target '${target}'\n${rule.recipe.file}:${rule.recipe.lines[0]!.line}: warning: ignoring old recipe for target '${target}'\n`,
            2,
          );
        }
        rule.recipe = recipe;
      }
      if (this.#makefile.firstTarget === undefined && (!target.startsWith('.') || target.includes('/')))
        this.#makefile.firstTarget = target;
    }
  }
}

function fatalTarget(file: string): Error {
  return Object.assign(new Error(file), { missing: file });
}

/** `(a,b)` of a condition. */
function sides(condition: string): [string, string] {
  const inside = condition.replace(/^\(|\)$/g, '');
  let depth = 0;
  for (let at = 0; at < inside.length; at++) {
    if ('({'.includes(inside[at]!)) depth++;
    else if (')}'.includes(inside[at]!)) depth--;
    else if (inside[at] === ',' && depth === 0) return [inside.slice(0, at), inside.slice(at + 1)];
  }
  return [inside, ''];
}

/** A recipe may begin on the rule's own line, after a semicolon. */
function splitRecipe(text: string): { head: string; recipe: string | undefined } {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if ('({'.includes(text[at]!)) depth++;
    else if (')}'.includes(text[at]!)) depth--;
    else if (text[at] === ';' && depth === 0) return { head: text.slice(0, at), recipe: text.slice(at + 1) };
  }
  return { head: text, recipe: undefined };
}
