import type { Context } from '../common/context.ts';
import type { AwkProgram, Node, Statement } from './ast.ts';
import { Channels } from './channels.ts';
import { Evaluator } from './evaluate.ts';
import { Jump, type Progress } from './jump.ts';
import { MainInput } from './main-input.ts';
import { Memory } from './memory.ts';
import { fromInput, isTrue, sprintf, toNumber, toText, type Value } from './values.ts';
import { Waiting } from './waiting.ts';

/** Runs an awk program: its rules, record by record, and their statements. */
export class Interpreter {
  readonly #context: Context;
  readonly #program: AwkProgram;
  readonly #memory: Memory;
  readonly #channels: Channels;
  readonly #input: MainInput;
  readonly #evaluator: Evaluator;
  readonly #waiting: Waiting;
  readonly #ranges = new Set<number>();
  #rounds = 0;

  constructor(context: Context, program: AwkProgram, args: string[]) {
    this.#context = context;
    this.#program = program;
    this.#memory = new Memory(context, args);
    this.#channels = new Channels(context);
    this.#input = new MainInput(context, this.#memory);
    this.#evaluator = new Evaluator(context, program, this.#memory, (body) => this.#statement(body));
    this.#waiting = new Waiting({
      context,
      program,
      memory: this.#memory,
      evaluator: this.#evaluator,
      channels: this.#channels,
      input: this.#input,
    });
  }

  /** `name=text` of -v. */
  assignText(name: string, text: string): void {
    this.#memory.assignText(name, text);
  }

  async run(): Promise<number> {
    let status = 0;
    const guard = async (body: () => Promise<void>): Promise<boolean> => {
      try {
        await body();
        return true;
      } catch (error) {
        if (!(error instanceof Jump) || error.kind !== 'exit') throw error;
        if (error.value !== undefined) status = toNumber(error.value);
        return false;
      }
    };
    await guard(async () => {
      for (const block of this.#program.begin) await this.#drive(this.#statement(block));
      if (this.#program.rules.length > 0 || this.#program.end.length > 0) await this.#records();
    });
    await guard(async () => {
      for (const block of this.#program.end) await this.#drive(this.#statement(block));
    });
    await this.#channels.closeAll();
    return status & 255;
  }

  async #drive(progress: Progress): Promise<void> {
    for (let step = progress.next(); !step.done; ) {
      step = progress.next(await step.value);
    }
  }

  async #records(): Promise<void> {
    for (;;) {
      const record = await this.#input.next();
      if (record === undefined) return;
      this.#memory.setRecord(record);
      try {
        for (const [index, rule] of this.#program.rules.entries()) {
          if (!(await this.#selects(index))) continue;
          if (rule.body) await this.#drive(this.#statement(rule.body));
          else this.#print([], undefined);
        }
      } catch (error) {
        if (!(error instanceof Jump) || (error.kind !== 'next' && error.kind !== 'nextfile')) throw error;
        if (error.kind === 'nextfile') this.#input.close();
      }
    }
  }

  async #selects(index: number): Promise<boolean> {
    const { pattern, end } = this.#program.rules[index]!;
    if (!pattern) return true;
    if (!end) return isTrue(await this.#waiting.later(pattern));
    if (!this.#ranges.has(index)) {
      if (!isTrue(await this.#waiting.later(pattern))) return false;
      this.#ranges.add(index);
    }
    if (isTrue(await this.#waiting.later(end))) this.#ranges.delete(index);
    return true;
  }

  #print(args: Node[], redirect: { operator: string; target: Node } | undefined): void {
    const format = this.#memory.text('OFMT');
    const text =
      args.length === 0
        ? this.#memory.whole()
        : args.map((arg) => toText(this.#evaluator.value(arg), format)).join(this.#memory.text('OFS'));
    this.#emit(text + this.#memory.text('ORS'), redirect);
  }

  #emit(text: string, redirect: { operator: string; target: Node } | undefined): void {
    const fd = redirect ? this.#channels.output(redirect.operator, this.#evaluator.string(redirect.target)) : 1;
    this.#context.out.binary(text, fd);
  }

  // --- statements

  /** Asks the kernel in for a moment, now and then. */
  #breath(): Promise<unknown> | undefined {
    if (this.#evaluator.isImmediate || ++this.#rounds % 1024 !== 0) return undefined;
    return (this.#context.out.drain() ?? this.#context.sys.checkpoint()) as Promise<unknown> | undefined;
  }

  *#statement(statement: Statement): Progress {
    switch (statement.type) {
      case 'block':
        for (const one of statement.body) yield* this.#statement(one);
        return;
      case 'expression':
        if (this.#waiting.mayWait(statement.expression)) yield this.#waiting.later(statement.expression);
        else this.#evaluator.value(statement.expression);
        return;
      case 'print':
      case 'printf': {
        let { args } = statement;
        if (this.#waiting.mayWait(args)) args = (yield this.#waiting.settleAll(args)) as Node[];
        if (statement.type === 'print') this.#print(args, statement.redirect);
        else {
          const [format, ...values] = args.map((arg) => this.#evaluator.value(arg));
          const convert = this.#memory.text('CONVFMT');
          this.#emit(sprintf(toText(format, convert), values, convert), statement.redirect);
        }
        const breath = this.#breath();
        if (breath) yield breath;
        return;
      }
      case 'if':
        if (yield* this.#test(statement.test)) yield* this.#statement(statement.yes);
        else if (statement.no) yield* this.#statement(statement.no);
        return;
      case 'while':
        if (statement.atEnd && !(yield* this.#round(statement.body))) return;
        while (yield* this.#test(statement.test)) if (!(yield* this.#round(statement.body))) return;
        return;
      case 'for':
        if (statement.start) yield* this.#statement(statement.start);
        while (statement.test === undefined || (yield* this.#test(statement.test))) {
          if (!(yield* this.#round(statement.body))) return;
          if (statement.step) yield* this.#statement(statement.step);
        }
        return;
      case 'forIn':
        for (const key of [...this.#memory.array(statement.name).keys()]) {
          this.#memory.set(statement.variable, fromInput(key));
          if (!(yield* this.#round(statement.body))) return;
        }
        return;
      case 'delete':
        if (statement.keys) this.#memory.array(statement.name).delete(this.#evaluator.key(statement.keys));
        else this.#memory.array(statement.name).clear();
        return;
      case 'exit':
      case 'return': {
        let value: Value;
        if (statement.value)
          value = this.#waiting.mayWait(statement.value)
            ? ((yield this.#waiting.later(statement.value)) as Value)
            : this.#evaluator.value(statement.value);
        throw new Jump(statement.type, value);
      }
      default:
        throw new Jump(statement.type);
    }
  }

  *#test(node: Node): Generator<Promise<unknown>, boolean, unknown> {
    return isTrue(
      this.#waiting.mayWait(node) ? ((yield this.#waiting.later(node)) as Value) : this.#evaluator.value(node),
    );
  }

  /** One round of a loop; false when it was broken out of. */
  *#round(body: Statement): Generator<Promise<unknown>, boolean, unknown> {
    try {
      yield* this.#statement(body);
    } catch (error) {
      if (error instanceof Jump && error.kind === 'break') return false;
      if (!(error instanceof Jump) || error.kind !== 'continue') throw error;
    }
    const breath = this.#breath();
    if (breath) yield breath;
    return true;
  }
}
