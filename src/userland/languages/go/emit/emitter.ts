import type { Block, Expression, Statement } from '../ast.ts';
import type { Info } from '../check/checker.ts';
import type { FunctionObject, Operand, VariableObject } from '../check/objects.ts';
import { isAggregate } from '../types/predicates.ts';
import type { Type } from '../types/type.ts';
import { TypeTable } from './type-table.ts';
import { nativeName, type Waits } from './waits.ts';

/** The function being written. */
export interface FunctionState {
  /** Variables for values in between: declared where the function begins. */
  readonly temporaries: string[];
  /** The variables of the results, where there are deferred calls, or names for them. */
  readonly results: readonly string[] | undefined;
  readonly resultTypes: readonly Type[];
  readonly hasDefer: boolean;
}

/** What every part may hold: the language goes in circles. */
export interface Writers {
  expression(emitter: Emitter, expression: Expression): string;
  /** A value where one of `type` is wanted: copied, and with its type when that is an interface. */
  value(emitter: Emitter, expression: Expression, type: Type): string;
  statements(emitter: Emitter, statements: readonly Statement[]): string;
}

/** The state of writing a program: names, types, and what is still to be written because it was mentioned. */
export class Emitter {
  readonly info: Info;
  readonly waits: Waits;
  readonly types: TypeTable;
  readonly #writers: Writers;
  readonly #names = new Map<object, string>();
  readonly #taken = new Map<string, number>();
  /** Functions and variables mentioned, in the order they were. */
  readonly functions = new Set<FunctionObject>();
  readonly globals = new Set<VariableObject>();
  /** Variables of loops that go by one from a constant on. */
  readonly counters = new Set<VariableObject>();
  function: FunctionState = { temporaries: [], results: undefined, resultTypes: [], hasDefer: false };

  constructor(info: Info, waits: Waits, writers: Writers) {
    this.#writers = writers;
    this.info = info;
    this.waits = waits;
    this.types = new TypeTable(this);
  }

  expression(expression: Expression): string {
    return this.#writers.expression(this, expression);
  }

  value(expression: Expression, type: Type): string {
    return this.#writers.value(this, expression, type);
  }

  statements(statements: readonly Statement[]): string {
    return this.#writers.statements(this, statements);
  }

  block({ statements }: Block): string {
    return `{\n${this.statements(statements)}}`;
  }

  operand(expression: Expression): Operand {
    return this.info.operands.get(expression)!;
  }

  type(expression: Expression): Type {
    return this.operand(expression).type;
  }

  #unique(base: string): string {
    const count = this.#taken.get(base) ?? 0;
    this.#taken.set(base, count + 1);
    return count === 0 ? base : `${base}$${count}`;
  }

  /** The name an object has in JavaScript: no two have the same. */
  name(of: VariableObject): string {
    let name = this.#names.get(of);
    if (name === undefined) {
      name = this.#unique(`$${of.name}`);
      this.#names.set(of, name);
    }
    if (of.global) this.globals.add(of);
    return name;
  }

  functionName(of: FunctionObject): string {
    let name = this.#names.get(of);
    if (name === undefined) {
      name = this.#unique(nativeName(of).replaceAll('.', '_'));
      this.#names.set(of, name);
      this.functions.add(of);
    }
    return name;
  }

  /** A value in between, for as long as the function runs. */
  temporary(): string {
    const name = this.#unique('_t');
    this.function.temporaries.push(name);
    return name;
  }

  fresh(base: string): string {
    return this.#unique(base);
  }

  /** A variable lives in a cell when its address is taken; structs and arrays are their own. */
  isCell(of: VariableObject): boolean {
    return of.isBoxed && !isAggregate(of.type);
  }

  read(of: VariableObject): string {
    return this.isCell(of) ? `${this.name(of)}.v` : this.name(of);
  }
}
