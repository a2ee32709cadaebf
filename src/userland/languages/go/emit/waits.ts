import type { Call, Expression, FunctionLiteral } from '../ast.ts';
import type { Info } from '../check/checker.ts';
import type { FunctionObject, NamedObject } from '../check/objects.ts';
import { findMember } from '../types/members.ts';
import { typeText } from '../types/text.ts';
import { type Type, underlying } from '../types/type.ts';
import { walk } from './walk.ts';

/** A function, what may be behind a type of functions, or behind a method's name. */
type Node = FunctionObject | FunctionLiteral | string;

/**
 * Which functions may wait: for a channel, a lock, time, the network. Only those are asynchronous in JavaScript, and only calls of
 * those are awaited: a wait costs more than a call. What is called through a variable or an interface may be any function of its type
 * that the program uses as a value, or any method of its name.
 */
export class Waits {
  readonly #info: Info;
  readonly #edges = new Map<Node, Set<Node>>();
  readonly #waiting = new Set<Node>();

  constructor(
    info: Info,
    functions: readonly FunctionObject[],
    values: readonly Expression[],
    waiting: ReadonlySet<string>,
  ) {
    this.#info = info;
    for (const each of functions) {
      if (each.receiver) this.#edge(`method ${each.name}`, each);
      if (each.declaration.body) this.#body(each, each.declaration.body);
      else if (waiting.has(nativeName(each))) this.#waiting.add(each);
    }
    this.#body('values', values);
    this.#spread();
  }

  functionWaits(of: FunctionObject | FunctionLiteral): boolean {
    return this.#waiting.has(of);
  }

  callWaits({ callee }: Call): boolean {
    return this.#callees(callee).some((each) => this.#waiting.has(each));
  }

  valueWaits(type: Type): boolean {
    return this.#waiting.has(signatureNode(type));
  }

  methodWaits(name: string): boolean {
    return this.#waiting.has(`method ${name}`);
  }

  #edge(from: Node, to: Node): void {
    const known = this.#edges.get(from) ?? new Set();
    this.#edges.set(from, known.add(to));
  }

  #body(owner: Node, body: unknown): void {
    const called = new Set<Expression>();
    walk(body, (node) => {
      switch (node.kind) {
        case 'function':
          this.#edge(signatureNode(this.#type(node)), node);
          this.#body(node, node.body);
          return false;
        case 'send':
        case 'select':
          this.#waiting.add(owner);
          return true;
        case 'unary':
          if (node.operator === '<-') this.#waiting.add(owner);
          return true;
        case 'range':
          if (underlying(this.#type(node.over)).kind === 'channel') this.#waiting.add(owner);
          return true;
        case 'go':
          // It runs beside: only its arguments are evaluated here.
          if (node.call.kind === 'call') {
            walk(node.call.given, () => true);
            this.#body(owner, node.call.given);
            this.#body('beside', node.call.callee);
          }
          return false;
        case 'call':
          called.add(node.callee);
          for (const each of this.#callees(node.callee)) this.#edge(owner, each);
          return true;
        case 'name':
        case 'selector':
          if (!called.has(node)) this.#value(node);
          return true;
        default:
          return true;
      }
    });
  }

  /** A function named but not called: whoever calls one of its type may call it. */
  #value(node: Expression): void {
    const operand = this.#info.operands.get(node);
    if (operand?.mode !== 'value' || underlying(operand.type).kind !== 'signature') return;
    for (const each of this.#callees(node))
      if (each !== signatureNode(operand.type)) this.#edge(signatureNode(operand.type), each);
  }

  #callees(callee: Expression): readonly Node[] {
    if (callee.kind === 'parenthesized') return this.#callees(callee.of);
    if (callee.kind === 'function') return [callee];
    const operand = this.#info.operands.get(callee);
    if (!operand || operand.mode === 'type' || operand.mode === 'builtin') return [];
    const object = calledObject(this.#info, callee);
    if (object?.kind === 'function') return [object];
    if (callee.kind === 'selector' && !object) {
      const base = this.#type(callee.of);
      const member = findMember(base, callee.name.text);
      if (member?.method) return [member.method];
      if (member?.abstract) return [`method ${member.abstract.name}`];
    }
    return underlying(operand.type).kind === 'signature' ? [signatureNode(operand.type)] : [];
  }

  #type(node: Expression): Type {
    return this.#info.operands.get(node)!.type;
  }

  /** Whoever calls one that waits waits. */
  #spread(): void {
    const callers = new Map<Node, Node[]>();
    for (const [from, targets] of this.#edges)
      for (const to of targets) callers.set(to, [...(callers.get(to) ?? []), from]);
    const queue = [...this.#waiting];
    for (let node = queue.pop(); node !== undefined; node = queue.pop())
      for (const caller of callers.get(node) ?? []) {
        if (this.#waiting.has(caller)) continue;
        this.#waiting.add(caller);
        queue.push(caller);
      }
  }
}

const signatureNode = (type: Type): string => `func ${typeText(underlying(type), true)}`;

/** The object that a name, or a package's member, stands for. */
export function calledObject(info: Info, expression: Expression): NamedObject | undefined {
  if (expression.kind === 'name') return info.objects.get(expression);
  return expression.kind === 'selector' ? info.objects.get(expression.name) : undefined;
}

/** What the runtime knows a function without a body as. */
export function nativeName({ name, package: of, receiver }: FunctionObject): string {
  return `${of.name}.${receiver?.kind === 'named' ? `${receiver.name}.` : ''}${name}`;
}
