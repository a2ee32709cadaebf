import type { Block, Expression, FunctionType, Name, Place, Statement } from '../ast.ts';
import { GoError } from '../parse/lex.ts';
import { INVALID, type Signature, type Type } from '../types/type.ts';
import type { ConstantValue } from './constants.ts';
import type { FunctionObject, NamedObject, Operand, VariableObject } from './objects.ts';
import type { Package } from './package.ts';
import { Scope } from './scope.ts';

/** What checking found out about a program; the emitter reads it. */
export interface Info {
  readonly operands: Map<Expression, Operand>;
  /** What a name stands for, where it is used and where it is declared. */
  readonly objects: Map<Name, NamedObject>;
  /** The variable a case of a type switch has for itself. */
  readonly caseVariables: Map<unknown, VariableObject>;
}

/** The function being checked. */
export interface FunctionContext {
  readonly signature: Signature;
  readonly results: readonly VariableObject[];
}

/** What every part of a check may ask for: the language goes in circles. */
export interface Rules {
  expression(checker: Checker, expression: Expression): Operand;
  /** An expression that has to be one value. */
  value(checker: Checker, expression: Expression): Operand;
  /** A value that goes into something of `type`. */
  assigned(checker: Checker, expression: Expression, type: Type, context: string): Operand;
  statements(checker: Checker, statements: readonly Statement[]): void;
  body(checker: Checker, written: FunctionType, signature: Signature, body: Block): void;
}

/** The state of a check: where it is, what it found, what it complains about. */
export class Checker {
  readonly info: Info = { operands: new Map(), objects: new Map(), caseVariables: new Map() };
  readonly #rules: Rules;
  readonly errors: { readonly file: string; readonly error: GoError }[] = [];
  package: Package;
  file = '';
  scope: Scope;
  function: FunctionContext | undefined;
  iota: ConstantValue | undefined;
  /** Gathers the globals that the value or body being checked asks for. */
  needs: Set<VariableObject | FunctionObject> | undefined;

  constructor(first: Package, rules: Rules) {
    this.package = first;
    this.#rules = rules;
    this.scope = new Scope(undefined);
  }

  expression(expression: Expression): Operand {
    return this.#rules.expression(this, expression);
  }

  value(expression: Expression): Operand {
    return this.#rules.value(this, expression);
  }

  assigned(expression: Expression, type: Type, context: string): Operand {
    return this.#rules.assigned(this, expression, type, context);
  }

  statement(statement: Statement): void {
    this.#rules.statements(this, [statement]);
  }

  statements(statements: readonly Statement[]): void {
    this.#rules.statements(this, statements);
  }

  body(written: FunctionType, signature: Signature, body: Block): void {
    this.#rules.body(this, written, signature, body);
  }

  error(at: Place, message: string): void {
    // A complaint about one place is enough.
    if (
      this.errors.some(({ file, error }) => file === this.file && error.line === at.line && error.column === at.column)
    )
      return;
    this.errors.push({ file: this.file, error: new GoError(at, message) });
  }

  refuse(at: Place, what: string): void {
    this.error(at, `drydock: not simulated: ${what}`);
  }

  record(operand: Operand): Operand {
    this.info.operands.set(operand.expression, operand);
    return operand;
  }

  invalid(expression: Expression): Operand {
    return this.record({ mode: 'invalid', type: INVALID, expression });
  }

  /** What a name stands for, found out now if it was not asked for before. */
  find(name: string): NamedObject | undefined {
    const found = this.scope.find(name);
    return found?.kind === 'pending' ? found.resolve() : found;
  }

  within<T>(run: () => T): T {
    const outer = this.scope;
    this.scope = new Scope(outer);
    try {
      return run();
    } finally {
      for (const object of this.scope.names.values())
        if (object.kind === 'variable' && !object.isUsed)
          this.error(object.at, `declared and not used: ${object.name}`);
      this.scope = outer;
    }
  }

  /** Puts a name into the block; complains when it has it already. */
  declare(name: Name, object: NamedObject): void {
    this.info.objects.set(name, object);
    if (name.text === '_') return;
    const before = this.scope.names.get(name.text);
    if (before) this.redeclared(name.at, name.text, before.at);
    else this.scope.names.set(name.text, object);
  }

  redeclared(at: Place, name: string, before: Place): void {
    this.error(
      at,
      `${name} redeclared in this block\n\t./${this.file}:${before.line}:${before.column}: other declaration of ${name}`,
    );
  }

  variable(name: Name, type: Type, isUsed = false): VariableObject {
    return { kind: 'variable', name: name.text, at: name.at, type, isUsed, isBoxed: false };
  }
}
