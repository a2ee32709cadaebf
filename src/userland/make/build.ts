import type { Context } from '../commands/common/context.ts';
import { runChild } from '../commands/process/child.ts';
import { type Expander, type Scope, stemOf } from './expand.ts';
import { MakeError, type Makefile, type Recipe, type Variable } from './makefile.ts';

export interface BuildOptions {
  readonly dryRun: boolean;
  readonly silent: boolean;
  readonly keepGoing: boolean;
  readonly ignoreErrors: boolean;
  readonly always: boolean;
  readonly question: boolean;
}

/** What is to be done for one target. */
interface Plan {
  readonly prerequisites: readonly string[];
  readonly orderOnly: readonly string[];
  readonly recipe: Recipe | undefined;
  readonly stem: string;
}

class Failed extends Error {}

/** Brings targets up to date. */
export class Builder {
  readonly #context: Context;
  readonly #makefile: Makefile;
  readonly #expander: Expander;
  readonly #options: BuildOptions;
  readonly #name: string;
  /** Targets that were looked at: whether they were made anew. */
  readonly #done = new Map<string, boolean>();
  readonly #open: string[] = [];
  #ran = false;
  failed = false;

  constructor(context: Context, makefile: Makefile, expander: Expander, options: BuildOptions, name: string) {
    this.#context = context;
    this.#makefile = makefile;
    this.#expander = expander;
    this.#options = options;
    this.#name = name;
  }

  /** A goal of the command line: says so when there was nothing to do. */
  async goal(target: string): Promise<void> {
    this.#ran = false;
    try {
      await this.#build(target, undefined, new Map());
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.failed = true;
      if (!this.#options.keepGoing) throw new MakeError('');
      return;
    }
    if (this.#ran || this.#options.silent || this.#options.question) return;
    const plan = this.#plan(target);
    const text =
      plan?.recipe && !this.#makefile.isPhony(target)
        ? `'${target}' is up to date.`
        : `Nothing to be done for '${target}'.`;
    this.#context.print(`${this.#name}: ${text}\n`);
  }

  #say(message: string): void {
    this.#context.out.text(`${this.#name}: ${message}\n`, 2);
  }

  /** Answers whether the target was made anew (or would be). */
  async #build(target: string, by: string | undefined, inherited: ReadonlyMap<string, Variable>): Promise<boolean> {
    const known = this.#done.get(target);
    if (known !== undefined) return known;
    if (this.#open.includes(target)) {
      this.#say(`Circular ${by} <- ${target} dependency dropped.`);
      return false;
    }
    const plan = this.#plan(target);
    if (!plan) {
      if (this.#time(target) === undefined) {
        const needed = by === undefined ? '' : `, needed by '${by}'`;
        this.#say(`*** No rule to make target '${target}'${needed}.${this.#options.keepGoing ? '' : '  Stop.'}`);
        throw new Failed();
      }
      this.#done.set(target, false);
      return false;
    }
    this.#open.push(target);
    const locals = new Map([...inherited, ...(this.#makefile.rules.get(target)?.variables ?? [])]);
    const time = this.#makefile.isPhony(target) ? undefined : this.#time(target);
    const newer: string[] = [];
    let broken = false;
    for (const prerequisite of [...new Set([...plan.prerequisites, ...plan.orderOnly])]) {
      try {
        const made = await this.#build(prerequisite, target, locals);
        if (!plan.prerequisites.includes(prerequisite)) continue;
        const its = this.#time(prerequisite);
        if (made || time === undefined || (its !== undefined && its > time)) newer.push(prerequisite);
      } catch (error) {
        if (!(error instanceof Failed) || !this.#options.keepGoing) throw error;
        broken = true;
      }
    }
    this.#open.pop();
    if (broken) {
      this.#say(`Target '${target}' not remade because of errors.`);
      throw new Failed();
    }
    const old = time === undefined || newer.length > 0 || this.#options.always;
    if (old && plan.recipe) await this.#run(target, plan, newer, locals);
    const made = old && (plan.recipe !== undefined || time === undefined);
    this.#done.set(target, made);
    return made;
  }

  #time(target: string): number | undefined {
    try {
      return this.#context.sys.stat(target).mtime;
    } catch {
      return undefined;
    }
  }

  #plan(target: string): Plan | undefined {
    const rule = this.#makefile.rules.get(target);
    const own = rule?.prerequisites ?? [];
    if (rule?.recipe)
      return { prerequisites: own, orderOnly: rule.orderOnly, recipe: rule.recipe, stem: rule.stem ?? '' };
    if (!this.#makefile.isPhony(target)) {
      const pattern = this.#pattern(target, 0);
      if (pattern) return { ...pattern, prerequisites: [...pattern.prerequisites, ...own] };
    }
    return rule && { prerequisites: own, orderOnly: rule.orderOnly, recipe: undefined, stem: '' };
  }

  /** The pattern rule with the shortest stem whose prerequisites exist or can be made. */
  #pattern(target: string, depth: number): Plan | undefined {
    let best: Plan | undefined;
    for (const rule of this.#makefile.patterns) {
      for (const pattern of rule.targets) {
        const stem = stemOf(pattern, target);
        if (stem === undefined || stem === '' || (best && best.stem.length <= stem.length)) continue;
        const fill = (text: string): string => text.replace('%', () => stem);
        const prerequisites = rule.prerequisites.map(fill);
        const possible = prerequisites.every(
          (one) =>
            this.#makefile.rules.has(one) ||
            this.#time(one) !== undefined ||
            (depth < 4 && this.#pattern(one, depth + 1)),
        );
        if (possible) best = { prerequisites, orderOnly: rule.orderOnly.map(fill), recipe: rule.recipe, stem };
      }
    }
    return best;
  }

  async #run(target: string, plan: Plan, newer: readonly string[], own: ReadonlyMap<string, Variable>): Promise<void> {
    const recipe = plan.recipe!;
    const locals = new Map(own);
    const unique = [...new Set(plan.prerequisites)];
    const directory = (path: string): string => (path.includes('/') ? path.replace(/\/[^/]*$/, '') : '.');
    const automatic: Record<string, string> = {
      '@': target,
      '<': plan.prerequisites[0] ?? '',
      '^': unique.join(' '),
      '+': plan.prerequisites.join(' '),
      '?': [...new Set(newer)].join(' '),
      '*': plan.stem,
      '|': plan.orderOnly.join(' '),
      '@D': directory(target),
      '@F': target.replace(/^.*\//, ''),
      '<D': directory(plan.prerequisites[0] ?? ''),
      '<F': (plan.prerequisites[0] ?? '').replace(/^.*\//, ''),
    };
    for (const [name, value] of Object.entries(automatic))
      locals.set(name, { value, recursive: false, origin: 'automatic' });
    for (const { text, line } of recipe.lines) {
      const scope: Scope = { locals, place: `${recipe.file}:${line}` };
      const expanded = await this.#expander.expand(text, scope);
      // What a variable expanded to may be several lines.
      for (const command of expanded.split(/(?<!\\)\n/)) await this.#command(command, target, scope, text);
    }
  }

  async #command(command: string, target: string, scope: Scope, source: string): Promise<void> {
    const [, prefix = '', text = ''] = /^([\s@+-]*)([\s\S]*)$/.exec(command)!;
    if (text.trim() === '') return;
    this.#ran = true;
    const silent = prefix.includes('@') || this.#options.silent || this.#makefile.special('.SILENT', target);
    const recursive = prefix.includes('+') || /\$[({]MAKE[)}]/.test(source);
    if (this.#options.question) throw new Failed();
    if (!silent || this.#options.dryRun) this.#context.print(`${text}\n`);
    if (this.#options.dryRun && !recursive) return;
    const shell = (await this.#expander.variable('SHELL', scope)) || '/bin/sh';
    const status = await runChild(this.#context, [shell, '-c', text], { env: await this.#environment(scope) });
    if (status === 0) return;
    const ignored = prefix.includes('-') || this.#options.ignoreErrors || this.#makefile.special('.IGNORE', target);
    const what = status > 128 && status < 160 ? signalText(status - 128) : `Error ${status}`;
    this.#say(`${ignored ? '' : '*** '}[${scope.place}: ${target}] ${what}${ignored ? ' (ignored)' : ''}`);
    if (ignored) return;
    this.failed = true;
    if (this.#makefile.rules.has('.DELETE_ON_ERROR') && this.#time(target) !== undefined) {
      this.#say(`*** Deleting file '${target}'`);
      this.#context.sys.unlink(target);
    }
    throw new Failed();
  }

  async #environment(scope: Scope): Promise<Map<string, string>> {
    const env = new Map(this.#context.sys.env);
    for (const [name, { origin }] of this.#makefile.variables) {
      const wanted =
        this.#makefile.exported.has(name) ||
        origin === 'command line' ||
        (this.#makefile.exportAll && origin === 'file') ||
        (origin === 'file' && env.has(name));
      if (wanted && name !== 'SHELL') env.set(name, await this.#expander.variable(name, scope));
    }
    return env;
  }
}

function signalText(signal: number): string {
  return { 2: 'Interrupt', 9: 'Killed', 11: 'Segmentation fault', 15: 'Terminated' }[signal] ?? `Error ${128 + signal}`;
}
