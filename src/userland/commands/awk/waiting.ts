import type { Context } from '../common/context.ts';
import type { AwkProgram, Node } from './ast.ts';
import type { Channels } from './channels.ts';
import type { Evaluator } from './evaluate.ts';
import type { MainInput } from './main-input.ts';
import type { Memory } from './memory.ts';
import { fromInput, isTrue, toNumber, toText, type Value } from './values.ts';

export interface Surroundings {
  readonly context: Context;
  readonly program: AwkProgram;
  readonly memory: Memory;
  readonly evaluator: Evaluator;
  readonly channels: Channels;
  readonly input: MainInput;
}

/** Expressions that have to wait: they read, run something, or call a function that does. */
export class Waiting {
  readonly #around: Surroundings;
  readonly #waits = new WeakMap<object, boolean>();

  constructor(around: Surroundings) {
    this.#around = around;
  }

  /** Whether a part of the program reads, runs something, or calls a function that does. */
  mayWait(part: unknown, seen: Set<string> = new Set()): boolean {
    if (typeof part !== 'object' || part === null) return false;
    const known = this.#waits.get(part);
    if (known !== undefined) return known;
    let result = false;
    if (Array.isArray(part)) result = part.some((one) => this.mayWait(one, seen));
    else {
      const node = part as Node;
      if (node.type === 'getline') result = true;
      else if (node.type === 'builtin' && ['system', 'close', 'fflush'].includes(node.name)) result = true;
      else if (node.type === 'call' && !seen.has(node.name)) {
        result = this.mayWait(this.#around.program.functions.get(node.name)?.body, new Set([...seen, node.name]));
      }
      result ||= Object.values(part).some((one) => this.mayWait(one, seen));
    }
    if (seen.size === 0) this.#waits.set(part, result);
    return result;
  }

  /** The value of any expression: its waiting parts are replaced by what they gave, then it is evaluated. */
  async later(node: Node): Promise<Value> {
    return this.mayWait(node)
      ? this.#around.evaluator.value(await this.#settle(node))
      : this.#around.evaluator.value(node);
  }

  async #settle(node: Node): Promise<Node> {
    if (!this.mayWait(node)) return node;
    switch (node.type) {
      case 'getline':
        return { type: 'number', value: await this.#getline(node) };
      case 'builtin': {
        if (node.name === 'system')
          return {
            type: 'number',
            value: await this.#around.channels.system(toText(await this.later(node.args[0]!), '%.6g')),
          };
        if (node.name === 'close')
          return {
            type: 'number',
            value: await this.#around.channels.close(toText(await this.later(node.args[0]!), '%.6g')),
          };
        if (node.name === 'fflush') {
          await this.#around.context.out.flush();
          return { type: 'number', value: 0 };
        }
        return { ...node, args: await this.settleAll(node.args) };
      }
      case 'call': {
        const call = this.#around.evaluator.call(node.name, await this.settleAll(node.args));
        let step = call.next();
        while (!step.done) step = call.next(await step.value);
        return constant(step.value);
      }
      case 'logical': {
        const left = isTrue(await this.later(node.left));
        if (left === (node.operator === '||')) return { type: 'number', value: left ? 1 : 0 };
        return { type: 'number', value: isTrue(await this.later(node.right)) ? 1 : 0 };
      }
      case 'conditional':
        return this.#settle(isTrue(await this.later(node.test)) ? node.yes : node.no);
      case 'assign':
        return { ...node, value: await this.#settle(node.value) };
      case 'binary': {
        const left = constant(await this.later(node.left));
        return { ...node, left, right: await this.#settle(node.right) };
      }
      case 'unary':
        return { ...node, operand: await this.#settle(node.operand) };
      case 'match':
        return { ...node, text: await this.#settle(node.text), pattern: await this.#settle(node.pattern) };
      case 'group':
        return { ...node, inner: await this.#settle(node.inner) };
      case 'field':
        return { ...node, index: await this.#settle(node.index) };
      case 'index':
      case 'in':
        return { ...node, keys: await this.settleAll(node.keys) };
      default:
        return node;
    }
  }

  async settleAll(nodes: Node[]): Promise<Node[]> {
    const settled: Node[] = [];
    for (const node of nodes) settled.push(await this.#settle(node));
    return settled;
  }

  async #getline(node: Extract<Node, { type: 'getline' }>): Promise<number> {
    let record: string | undefined;
    if (node.kind === 'main') record = await this.#around.input.next();
    else {
      const name = toText(await this.later(node.source!), '%.6g');
      const channel = await this.#around.channels.input(node.kind, name);
      if (!channel) return -1;
      record = await channel.reader!.next(this.#around.memory.text('RS'));
      if (record !== undefined && node.kind === 'command')
        this.#around.memory.set('NR', toNumber(this.#around.memory.get('NR')) + 1);
    }
    if (record === undefined) return 0;
    if (node.target) this.#around.evaluator.store(node.target, fromInput(record));
    else this.#around.memory.setRecord(record);
    return 1;
  }
}

function constant(value: Value): Node {
  if (typeof value === 'number') return { type: 'number', value };
  if (value === undefined) return { type: 'string', value: '' };
  return { type: 'string', value: toText(value, '%.6g') };
}
