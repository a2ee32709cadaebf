import { decode } from '../../kernel/text.ts';
import { type Command, type Context, Exit, reason } from '../commands/common/context.ts';
import { packageVersion } from '../packages/common/package-version.ts';
import { natives } from './builtins/builtins.ts';
import { Halt } from './builtins/surroundings.ts';
import { checkNames } from './check.ts';
import { type Runtime, Scope } from './environment.ts';
import { values } from './evaluate.ts';
import { JqSyntaxError } from './lex.ts';
import { LIBRARY } from './library.ts';
import { jqOptions, type Options } from './options.ts';
import { parseLibrary, parseProgram } from './parse.ts';
import { printed } from './print.ts';
import { JsonFault, JsonReader } from './read.ts';
import type { Definition, Filter } from './tree.ts';
import { isTrue, JqError, type Json, object } from './values.ts';

let library: readonly Definition[] | undefined;

/** jq(1) */
export const jq: Command = async (context) => {
  const options = await jqOptions(context);
  if (options.version) {
    context.print(`jq-${packageVersion(context.sys, 'jq') ?? '1.7.1'}\n`);
    return 0;
  }
  const source = options.programFile === undefined ? options.program! : await fileText(context, options.programFile);
  const texts = options.nullInput && options.files.length === 0 ? [] : await inputTexts(context, options.files);
  const run = new Run(context, options, texts);
  const scope = run.scope();
  return run.all(compile(context, source, scope), scope);
};

function compile(context: Context, source: string, scope: Scope): Filter {
  try {
    const filter = parseProgram(source);
    checkNames(filter, scope);
    return filter;
  } catch (error) {
    if (!(error instanceof JqSyntaxError)) throw error;
    const hint = error.message.startsWith('syntax') ? ' (Unix shell quoting issues?)' : '';
    context.out.text(`jq: error: ${error.message}${hint} at <top-level>, line 1:\n${source}\njq: 1 compile error\n`, 2);
    throw new Exit(3);
  }
}

async function fileText(context: Context, path: string): Promise<string> {
  try {
    return decode(await context.sys.readFile(path));
  } catch (error) {
    context.out.text(`jq: error: Could not open ${path}: ${reason(error)}\n`, 2);
    throw new Exit(2);
  }
}

interface Input {
  readonly file: string | null;
  readonly text: string;
}

async function inputTexts(context: Context, files: readonly string[]): Promise<Input[]> {
  if (files.length === 0) return [{ file: null, text: decode(await context.sys.readAll(0)) }];
  const inputs: Input[] = [];
  for (const file of files) {
    try {
      inputs.push({ file, text: decode(await context.sys.readFile(file)) });
    } catch (error) {
      context.out.text(`jq: error: Could not open ${file}: ${reason(error)}\n`, 2);
      context.status = 2;
    }
  }
  return inputs;
}

/** One run over the inputs. */
class Run implements Runtime {
  readonly #context: Context;
  readonly #options: Options;
  readonly #inputs: Input[];
  #reader: { readonly line: number; next(): Json | undefined } | undefined;
  #last: Json | undefined;
  file: string | null = null;
  readonly natives = natives;

  constructor(context: Context, options: Options, inputs: Input[]) {
    this.#context = context;
    this.#options = options;
    this.#inputs = inputs;
    if (options.slurp) this.#slurp();
  }

  /** The names a program sees: jq's own functions see the world and the environment as well. */
  scope(): Scope {
    const { named, positional } = this.#options;
    const env = object([...this.#context.sys.env]);
    library ??= parseLibrary(LIBRARY);
    const world = Scope.empty.withRuntime(this).withVariable('ENV', env);
    let scope = library.reduce((outer, definition) => outer.withDefinition(definition), world);
    for (const [name, value] of named) scope = scope.withVariable(name, value);
    return scope.withVariable(
      'ARGS',
      object([
        ['positional', positional],
        ['named', object(named)],
      ]),
    );
  }

  get line(): number {
    return this.#reader?.line ?? 0;
  }

  now(): number {
    return this.#context.sys.now();
  }

  complain(text: string): void {
    this.#context.out.text(text, 2);
  }

  next(): Json | undefined {
    for (;;) {
      const value = this.#reader?.next();
      if (value !== undefined) return value;
      const input = this.#inputs.shift();
      if (!input) return undefined;
      this.file = input.file;
      this.#reader = this.#options.rawInput ? lines(input.text) : new JsonReader(input.text);
    }
  }

  /** All inputs as one array, or all text as one string. */
  #slurp(): void {
    const inputs = this.#inputs.splice(0);
    const whole = inputs.map(({ text }) => text).join('');
    let done = false;
    this.#reader = {
      line: (whole.match(/\n/g) ?? []).length,
      next: () => {
        if (done) return undefined;
        done = true;
        if (this.#options.rawInput) return whole;
        const reader = new JsonReader(whole);
        const all: Json[] = [];
        for (let value = reader.next(); value !== undefined; value = reader.next()) all.push(value);
        return all;
      },
    };
  }

  async all(filter: Filter, scope: Scope): Promise<number> {
    const { nullInput } = this.#options;
    let status = this.#context.status;
    try {
      if (nullInput) status = this.#one(filter, null, scope) || status;
      else {
        for (let input = this.next(); input !== undefined; input = this.next()) {
          status = this.#one(filter, input, scope);
          await this.#context.sys.checkpoint();
        }
      }
    } catch (error) {
      if (error instanceof Halt) return this.#halt(error);
      if (!(error instanceof JsonFault)) throw error;
      // Since 1.7 it says who speaks.
      const old = packageVersion(this.#context.sys, 'jq')?.startsWith('1.6');
      this.complain(`${old ? '' : 'jq: '}parse error: ${error.message}\n`);
      return 2;
    }
    if (!this.#options.exitStatus || status !== 0) return status;
    if (this.#last === undefined) return 4;
    return isTrue(this.#last) ? 0 : 1;
  }

  #one(filter: Filter, input: Json, scope: Scope): number {
    try {
      for (const value of values(filter, input, scope)) {
        this.#last = value;
        this.#print(value);
      }
      return 0;
    } catch (error) {
      if (error instanceof RangeError) return this.#fail('drydock: not simulated: recursion this deep');
      if (!(error instanceof JqError)) throw error;
      const { value } = error;
      return typeof value === 'string' ? this.#fail(value) : this.#fail(printed(value), ' (not a string)');
    }
  }

  #fail(message: string, note = ''): number {
    this.complain(`jq: error (at ${this.#place()})${note}: ${message}\n`);
    return 5;
  }

  #place(): string {
    return this.#reader ? `${this.file ?? '<stdin>'}:${this.#reader.line}` : '<unknown>';
  }

  #halt({ value, status }: Halt): number {
    if (value !== undefined) this.complain(typeof value === 'string' ? value : `${printed(value)}\n`);
    return status;
  }

  #print(value: Json): void {
    const { raw, join, nulls, printing } = this.#options;
    const text = typeof value === 'string' && raw ? value : printed(value, printing);
    this.#context.print(text + (nulls ? '\0' : join ? '' : '\n'));
  }
}

function lines(text: string): { line: number; next(): Json | undefined } {
  const all = text.split('\n');
  if (all.at(-1) === '') all.pop();
  return {
    line: 0,
    next() {
      this.line++;
      return all.shift();
    },
  };
}
