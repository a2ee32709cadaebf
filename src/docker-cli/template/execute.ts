import { functions, templateFunctions } from './functions.ts';
import { type Command, commandText, type Node, type Operand, operandText, type Pipe, pipeText } from './nodes.ts';
import { type ParsedTemplate, parseTemplate } from './parser.ts';
import { printValue } from './print.ts';
import { isTrue } from './truth.ts';
import { ANY, concrete, FLOAT, type GoValue, goBool, goInt, goString, INT, isNil, NIL, typeName } from './types.ts';

export type { GoValue } from './types.ts';

/** Why a template that could be read could not be filled in; output before the fault is in `partial`. */
export class TemplateError extends Error {
  readonly partial: string;
  constructor(message: string, partial: string) {
    super(message);
    this.partial = partial;
  }
}

export interface ExecuteOptions {
  /** `missingkey=error`: a map without the key is an error instead of `<no value>`. */
  readonly missingKeyError?: boolean;
}

const NAMES: ReadonlySet<string> = new Set(Object.keys(templateFunctions));

/** A Go template with docker's functions (cli/templates), ready to be filled in any number of times. */
export class Template {
  readonly #parsed: ParsedTemplate;
  readonly #functions: typeof templateFunctions;

  constructor(name: string, source: string, overrides: Partial<typeof templateFunctions> = {}) {
    this.#parsed = parseTemplate(name, source, NAMES);
    this.#functions = functions(overrides);
  }

  execute(data: GoValue, options: ExecuteOptions = {}): string {
    return new Execution(this.#parsed, this.#functions, options).run(data);
  }
}

/** Thrown through loops, never out of them. */
class LoopControl {
  readonly kind: 'break' | 'continue';
  constructor(kind: 'break' | 'continue') {
    this.kind = kind;
  }
}

const NO_VALUE: GoValue = { type: ANY, value: Symbol('no value') };

class Execution {
  #out = '';
  #variables: { name: string; value: GoValue }[] = [];
  readonly #template: ParsedTemplate;
  readonly #functions: typeof templateFunctions;
  readonly #options: ExecuteOptions;

  constructor(template: ParsedTemplate, table: typeof templateFunctions, options: ExecuteOptions) {
    this.#template = template;
    this.#functions = table;
    this.#options = options;
  }

  run(data: GoValue): string {
    this.#variables = [{ name: '$', value: data }];
    this.#walk(data, this.#template.nodes);
    return this.#out;
  }

  #fail(node: { position: number }, shown: string, message: string): never {
    const { name, source } = this.#template;
    const before = source.slice(0, node.position);
    const line = before.split('\n').length;
    const column = node.position - (before.lastIndexOf('\n') + 1);
    const quoted = JSON.stringify(name);
    throw new TemplateError(
      `template: ${name}:${line}:${column}: executing ${quoted} at <${shown}>: ${message}`,
      this.#out,
    );
  }

  #walk(dot: GoValue, nodes: readonly Node[]): void {
    for (const node of nodes) {
      switch (node.kind) {
        case 'text':
          this.#out += node.text;
          break;
        case 'action': {
          const value = this.#pipe(dot, node.pipe);
          if (node.pipe.variables.length === 0) this.#print(value);
          break;
        }
        case 'if':
        case 'with': {
          const mark = this.#variables.length;
          const value = this.#pipe(dot, node.pipe);
          if (truth(value)) this.#walk(node.kind === 'with' ? value : dot, node.body);
          else this.#walk(dot, node.otherwise);
          this.#variables.length = mark;
          break;
        }
        case 'range':
          this.#range(dot, node);
          break;
        case 'break':
        case 'continue':
          throw new LoopControl(node.kind);
        case 'template': {
          const body = this.#template.defined.get(node.name);
          if (!body)
            throw new TemplateError(
              `template: ${this.#template.name}: template ${JSON.stringify(node.name)} not defined`,
              this.#out,
            );
          const value = node.pipe ? this.#pipe(dot, node.pipe) : NIL;
          const saved = this.#variables;
          this.#variables = [{ name: '$', value }];
          this.#walk(value, body);
          this.#variables = saved;
          break;
        }
      }
    }
  }

  #print(value: GoValue): void {
    this.#out +=
      value === NO_VALUE
        ? '<no value>'
        : value.value === undefined && value.type.kind === 'any'
          ? '<no value>'
          : printValue(value);
  }

  #range(dot: GoValue, node: Extract<Node, { pipe: Pipe; body: Node[] }>): void {
    const mark = this.#variables.length;
    const { variables, assigns } = node.pipe;
    const over = indirect(this.#pipe(dot, { ...node.pipe, variables: [] }));
    const entries: [GoValue, GoValue][] = [];
    if (over !== NO_VALUE && !isNil(over)) {
      const { type } = over;
      if (type.kind === 'slice')
        ((over.value as unknown[] | null) ?? []).forEach((item, i) => {
          entries.push([goInt(i), { type: type.element, value: item }]);
        });
      else if (type.kind === 'map')
        for (const [key, item] of Object.entries((over.value as object | null) ?? {}).sort(([a], [b]) =>
          a < b ? -1 : 1,
        ))
          entries.push([goString(key), { type: type.element, value: item }]);
      else if (type.kind === 'int') for (let i = 0; i < Number(over.value); i++) entries.push([goInt(i), goInt(i)]);
      else this.#fail(node.pipe, pipeText(node.pipe), `range can't iterate over ${printValue(over)}`);
    }
    for (const [key, item] of entries) {
      const names = variables.length === 2 ? [key, item] : variables.length === 1 ? [item] : [];
      names.forEach((value, i) => {
        if (assigns) this.#assign(variables[i]!, value);
        else this.#variables.push({ name: variables[i]!, value });
      });
      try {
        this.#walk(item, node.body);
      } catch (control) {
        if (!(control instanceof LoopControl)) throw control;
        if (control.kind === 'break') break;
      } finally {
        this.#variables.length = mark;
      }
    }
    this.#variables.length = mark;
    if (entries.length === 0) this.#walk(dot, node.otherwise);
  }

  #assign(name: string, value: GoValue): void {
    for (let i = this.#variables.length - 1; i >= 0; i--) {
      if (this.#variables[i]!.name === name) {
        this.#variables[i]!.value = value;
        return;
      }
    }
  }

  #pipe(dot: GoValue, pipe: Pipe): GoValue {
    let value: GoValue | undefined;
    for (const command of pipe.commands) value = this.#command(dot, command, value);
    for (const name of pipe.variables) {
      if (pipe.assigns) this.#assign(name, value!);
      else this.#variables.push({ name, value: value! });
    }
    return value!;
  }

  #command(dot: GoValue, command: Command, final: GoValue | undefined): GoValue {
    const first = command.args[0]!;
    const rest = command.args.slice(1);
    switch (first.kind) {
      case 'identifier':
        return this.#call(dot, first.name, first, command, rest, final);
      case 'field':
        return this.#fields(dot, dot, first.names, first, rest, final);
      case 'variable':
        if (first.names.length) return this.#fields(dot, this.#variable(first.name), first.names, first, rest, final);
        break;
      case 'chain':
        return this.#fields(dot, this.#operand(dot, first.of), first.names, first, rest, final);
      case 'nil':
        return this.#fail(first, 'nil', 'nil is not a command');
      default:
        break;
    }
    if (rest.length || final)
      this.#fail(first, operandText(first), `can't give argument to non-function ${operandText(first)}`);
    return this.#operand(dot, first);
  }

  #variable(name: string): GoValue {
    for (let i = this.#variables.length - 1; i >= 0; i--)
      if (this.#variables[i]!.name === name) return this.#variables[i]!.value;
    return NIL;
  }

  #operand(dot: GoValue, node: Operand): GoValue {
    switch (node.kind) {
      case 'dot':
        return dot;
      case 'nil':
        return NIL;
      case 'bool':
        return goBool(node.value);
      case 'number':
        return numberValue(node.text);
      case 'string':
        return goString(node.value);
      case 'variable':
        return node.names.length
          ? this.#fields(dot, this.#variable(node.name), node.names, node, [], undefined)
          : this.#variable(node.name);
      case 'field':
        return this.#fields(dot, dot, node.names, node, [], undefined);
      case 'chain':
        return this.#fields(dot, this.#operand(dot, node.of), node.names, node, [], undefined);
      case 'pipe':
        return this.#pipe(dot, node.pipe);
      case 'identifier':
        return this.#call(dot, node.name, node, { args: [node], position: node.position }, [], undefined);
    }
  }

  #fields(
    dot: GoValue,
    start: GoValue,
    names: readonly string[],
    node: Operand,
    args: readonly Operand[],
    final: GoValue | undefined,
  ): GoValue {
    let value = start;
    names.forEach((name, i) => {
      const last = i === names.length - 1;
      value = this.#field(
        value,
        name,
        node,
        last ? args.map((arg) => this.#operand(dot, arg)) : [],
        last ? final : undefined,
      );
    });
    return value;
  }

  #field(receiver: GoValue, name: string, node: Operand, args: GoValue[], final: GoValue | undefined): GoValue {
    const shown = operandText(node);
    if (receiver === NO_VALUE) return this.#fail(node, shown, `nil data; no entry for key ${JSON.stringify(name)}`);
    if (isNil(receiver)) {
      if (receiver.type.kind === 'pointer')
        this.#fail(node, shown, `nil pointer evaluating ${typeName(receiver.type)}.${name}`);
      if (receiver.value === undefined) this.#fail(node, shown, `nil data; no entry for key ${JSON.stringify(name)}`);
      this.#fail(node, shown, `nil pointer evaluating interface {}.${name}`);
    }
    const value = indirect(receiver);
    const { type } = value;
    const hasArgs = args.length > 0 || final !== undefined;
    if (type.kind === 'struct') {
      const field = type.fields.find((one) => one.name === name);
      if (field) {
        const raw = ((value.value ?? {}) as Record<string, unknown>)[field.json];
        if (typeof raw === 'function') return raw(...args, ...(final ? [final] : [])) as GoValue;
        if (hasArgs) this.#fail(node, shown, `${name} has arguments but cannot be invoked as function`);
        return concrete({ type: field.type, value: raw });
      }
    } else if (type.kind === 'map') {
      const source = (value.value ?? {}) as Record<string, unknown>;
      const entry = Object.hasOwn(source, name) ? source[name] : undefined;
      if (typeof entry === 'function') return entry(...args, ...(final ? [final] : [])) as GoValue;
      if (hasArgs) this.#fail(node, shown, `${name} is not a method but has arguments`);
      if (!Object.hasOwn(source, name)) {
        if (this.#options.missingKeyError) this.#fail(node, shown, `map has no entry for key ${JSON.stringify(name)}`);
        return NO_VALUE;
      }
      return { type: type.element, value: entry };
    }
    const pointer = type.kind === 'struct' && type.methods ? '*' : '';
    return this.#fail(node, shown, `can't evaluate field ${name} in type ${pointer}${typeName(receiver.type)}`);
  }

  #call(
    dot: GoValue,
    name: string,
    node: Operand,
    command: Command,
    args: readonly Operand[],
    final: GoValue | undefined,
  ): GoValue {
    const definition = this.#functions[name]!;
    const count = args.length + (final ? 1 : 0);
    if (count < definition.least || count > definition.most) {
      const want =
        definition.most === Number.POSITIVE_INFINITY ? `at least ${definition.least}` : String(definition.least);
      this.#fail(node, name, `wrong number of args for ${name}: want ${want} got ${count}`);
    }
    if (name === 'and' || name === 'or') {
      let value = NIL;
      for (const arg of args) {
        value = this.#operand(dot, arg);
        if (truth(value) === (name === 'or')) return value;
      }
      return final ?? value;
    }
    const values = [...args.map((arg) => this.#operand(dot, arg)), ...(final ? [final] : [])].map((value) =>
      value === NO_VALUE ? NIL : value,
    );
    try {
      return definition.call(values);
    } catch (error) {
      if (error instanceof TemplateError) throw error;
      const { message } = error as Error;
      if (message.startsWith('wrong type')) return this.#fail(args[0] ?? node, operandText(args[0] ?? node), message);
      return this.#fail(node, commandText(command), `error calling ${name}: ${message}`);
    }
  }
}

/** A pointer's target, an untyped value's own type. */
function indirect(value: GoValue): GoValue {
  let current = value === NO_VALUE ? value : concrete(value);
  while (current.type.kind === 'pointer' && current.value !== undefined && current.value !== null)
    current = concrete({ type: current.type.element, value: current.value });
  return current;
}

const truth = (value: GoValue): boolean => value !== NO_VALUE && isTrue(value);

function numberValue(text: string): GoValue {
  const plain = text.replaceAll('_', '');
  if (/^[+-]?(\d+|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(plain)) return { type: INT, value: Number(plain) };
  return { type: FLOAT, value: Number(plain) };
}
