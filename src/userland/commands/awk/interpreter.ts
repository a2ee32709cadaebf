import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Context, Exit, reason } from '../common/context.ts';
import { strftime } from '../common/time/strftime.ts';
import { localTime, timeZone } from '../common/time/zone.ts';
import { shellStatus } from '../process/child.ts';
import { decodeEscapes } from '../value/escapes.ts';
import type { AwkProgram, Node, Statement } from './parse.ts';
import { RecordReader } from './records.ts';
import { compareValues, fromInput, isTrue, sprintf, toNumber, toText, type Value } from './values.ts';

type AwkArray = Map<string, Value>;
type Local = { value?: Value; array?: AwkArray };
/** A statement in progress: yields what it has to wait for. */
type Progress = Generator<Promise<unknown>, void, unknown>;

class Jump {
  readonly kind: 'next' | 'nextfile' | 'exit' | 'return' | 'break' | 'continue';
  readonly value: Value;
  constructor(kind: Jump['kind'], value?: Value) {
    this.kind = kind;
    this.value = value;
  }
}

interface Channel {
  fd: number;
  pid?: number;
  reader?: RecordReader;
}

const SPECIAL = new Set(['NF', 'NR', 'FNR', 'FS', 'OFS', 'ORS', 'RS', 'SUBSEP', 'CONVFMT', 'OFMT']);

/** Runs an awk program. Expressions are evaluated at once, except those that read, run or call what does. */
export class Interpreter {
  readonly #context: Context;
  readonly #program: AwkProgram;
  readonly #globals = new Map<string, Local>();
  readonly #frames: Map<string, Local>[] = [];
  readonly #channels = new Map<string, Channel>();
  readonly #patterns = new Map<string, RegExp>();
  readonly #ranges = new Set<number>();
  readonly #waits = new WeakMap<object, boolean>();
  #fields: Value[] = [];
  #record = '';
  /** Fields are split when first asked for; the record joined when a field was set. */
  #split = true;
  #joined = true;
  #main: RecordReader | undefined;
  #argument = 1;
  #usedFile = false;
  #random = 0;
  #seed = 0;
  #immediate = 0;
  #rounds = 0;

  constructor(context: Context, program: AwkProgram, args: string[]) {
    this.#context = context;
    this.#program = program;
    const initial: Record<string, Value> = {
      FS: ' ',
      OFS: ' ',
      ORS: '\n',
      RS: '\n',
      SUBSEP: '\x1c',
      CONVFMT: '%.6g',
      OFMT: '%.6g',
      NR: 0,
      FNR: 0,
      FILENAME: undefined,
      RSTART: 0,
      RLENGTH: -1,
      ARGC: args.length + 1,
    };
    for (const [name, value] of Object.entries(initial)) this.#globals.set(name, { value });
    this.#globals.set('ARGV', {
      array: new Map<string, Value>([
        ['0', 'awk'],
        ...args.map((text, at): [string, Value] => [String(at + 1), fromInput(text)]),
      ]),
    });
    const environment = [...context.sys.env].map(([name, value]): [string, Value] => [
      binaryFromText(name),
      fromInput(binaryFromText(value)),
    ]);
    this.#globals.set('ENVIRON', { array: new Map(environment) });
  }

  /** `name=text` of -v and of operands: escapes count. */
  assignText(name: string, text: string): void {
    this.#set(name, fromInput(decodeEscapes(text, 'format').value));
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
    await this.#closeAll();
    return status & 255;
  }

  async #drive(progress: Progress): Promise<void> {
    for (let step = progress.next(); !step.done; ) {
      step = progress.next(await step.value);
    }
  }

  async #records(): Promise<void> {
    for (;;) {
      const record = await this.#nextRecord();
      if (record === undefined) return;
      this.#setRecord(record);
      try {
        for (const [index, rule] of this.#program.rules.entries()) {
          if (!(await this.#selects(index))) continue;
          if (rule.body) await this.#drive(this.#statement(rule.body));
          else this.#print([], undefined);
        }
      } catch (error) {
        if (!(error instanceof Jump) || (error.kind !== 'next' && error.kind !== 'nextfile')) throw error;
        if (error.kind === 'nextfile') this.#closeMain();
      }
    }
  }

  async #selects(index: number): Promise<boolean> {
    const { pattern, end } = this.#program.rules[index]!;
    if (!pattern) return true;
    if (!end) return isTrue(await this.#later(pattern));
    if (!this.#ranges.has(index)) {
      if (!isTrue(await this.#later(pattern))) return false;
      this.#ranges.add(index);
    }
    if (isTrue(await this.#later(end))) this.#ranges.delete(index);
    return true;
  }

  #closeMain(): void {
    this.#main?.close();
    this.#main = undefined;
  }

  /** The next record of the operands (or standard input), assignments among them done on the way. */
  async #nextRecord(): Promise<string | undefined> {
    for (;;) {
      if (!this.#main) {
        const path = this.#nextOperand();
        if (path === undefined) return undefined;
        try {
          this.#main = RecordReader.open(this.#context, textFromBinary(path));
        } catch (error) {
          const shown = textFromBinary(path);
          this.#context.fail(
            this.#context.gnu ? `cannot open "${shown}" (${reason(error)})` : `${shown}: ${reason(error)}`,
            2,
          );
          throw new Jump('exit', 2);
        }
        this.#set('FILENAME', path === '-' ? '' : path);
        this.#set('FNR', 0);
      }
      const record = await this.#main.next(this.#text('RS'));
      if (record !== undefined) {
        this.#set('NR', toNumber(this.#get('NR')) + 1);
        this.#set('FNR', toNumber(this.#get('FNR')) + 1);
        return record;
      }
      this.#closeMain();
    }
  }

  #nextOperand(): string | undefined {
    const args = this.#array('ARGV');
    for (; this.#argument < toNumber(this.#get('ARGC')); ) {
      const text = toText(args.get(String(this.#argument++)), '%.6g');
      if (text === '') continue;
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
      if (assignment) {
        this.assignText(assignment[1]!, assignment[2]!);
        continue;
      }
      this.#usedFile = true;
      return text;
    }
    if (this.#usedFile) return undefined;
    this.#usedFile = true;
    return '-';
  }

  // --- variables and fields

  #local(name: string): Local {
    const frame = this.#frames.at(-1)?.get(name);
    if (frame) return frame;
    let global = this.#globals.get(name);
    if (!global) this.#globals.set(name, (global = {}));
    return global;
  }

  #array(name: string): AwkArray {
    const local = this.#local(name);
    local.array ??= new Map();
    return local.array;
  }

  #get(name: string): Value {
    if (name === 'NF') {
      this.#needFields();
      return this.#fields.length;
    }
    return this.#local(name).value;
  }

  #text(name: string): string {
    return toText(this.#globals.get(name)?.value, '%.6g');
  }

  #set(name: string, value: Value): void {
    if (name === 'NF') {
      this.#needFields();
      const count = Math.max(0, Math.trunc(toNumber(value)));
      while (this.#fields.length < count) this.#fields.push('');
      this.#fields.length = count;
      this.#joined = false;
      return;
    }
    if (name === 'FS' && !this.#split) this.#needFields();
    if (SPECIAL.has(name)) this.#globals.set(name, { value });
    else this.#local(name).value = value;
  }

  #setRecord(text: string): void {
    this.#record = text;
    this.#split = false;
    this.#joined = true;
  }

  #needFields(): void {
    if (this.#split) return;
    this.#split = true;
    this.#fields = this.#splitText(this.#record, this.#text('FS')).map(fromInput);
  }

  #splitText(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ')
      return text
        .replace(/^[ \t\n]+|[ \t\n]+$/g, '')
        .split(/[ \t\n]+/)
        .filter((part, _, all) => all.length > 1 || part !== '');
    const paragraph = this.#text('RS') === '';
    if (separator === '') return [...text];
    if (separator.length === 1 && separator !== '\\' && !paragraph) return text.split(separator);
    const source = separator.length === 1 ? (/[\w ]/.test(separator) ? separator : `\\${separator}`) : separator;
    // only a single character (and the default) takes line breaks for separators, too: an expression says all it means
    const pattern = this.#pattern(paragraph && separator.length === 1 ? `${source}|\n` : source);
    const parts: string[] = [];
    let last = 0;
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue;
      parts.push(text.slice(last, match.index));
      last = match.index + match[0].length;
    }
    return [...parts, text.slice(last)];
  }

  #whole(): string {
    if (!this.#joined) {
      const convert = this.#text('CONVFMT');
      this.#record = this.#fields.map((field) => toText(field, convert)).join(this.#text('OFS'));
      this.#joined = true;
    }
    return this.#record;
  }

  #field(index: number): Value {
    if (index === 0) return fromInput(this.#whole());
    if (index < 0) throw new Exit(2, `attempt to access field ${index}`);
    this.#needFields();
    return this.#fields[index - 1];
  }

  #setField(index: number, value: Value): void {
    if (index === 0) {
      this.#setRecord(toText(value, this.#text('CONVFMT')));
      return;
    }
    this.#needFields();
    while (this.#fields.length < index) this.#fields.push('');
    this.#fields[index - 1] = value;
    this.#joined = false;
  }

  #store(target: Node, value: Value): Value {
    if (target.type === 'variable') this.#set(target.name, value);
    else if (target.type === 'field') this.#setField(Math.trunc(toNumber(this.#value(target.index))), value);
    else if (target.type === 'index') this.#array(target.name).set(this.#key(target.keys), value);
    else if (target.type === 'group') this.#store(target.inner, value);
    return value;
  }

  #key(keys: Node[]): string {
    const convert = this.#text('CONVFMT');
    const parts = keys.map((key) => toText(this.#value(key), convert));
    return parts.length === 1 ? parts[0]! : parts.join(this.#text('SUBSEP'));
  }

  // --- expressions

  #string(node: Node): string {
    return toText(this.#value(node), this.#text('CONVFMT'));
  }

  #pattern(source: string): RegExp {
    let pattern = this.#patterns.get(source);
    if (!pattern) {
      try {
        pattern = compilePattern(source, { extended: true, escapes: true, flags: 'g' });
      } catch (error) {
        if (error instanceof BadPattern)
          throw new Exit(2, `regular expression compile failed (${error.message})\n${source}`);
        throw error;
      }
      this.#patterns.set(source, pattern);
    }
    pattern.lastIndex = 0;
    return pattern;
  }

  #patternOf(node: Node): RegExp {
    return this.#pattern(node.type === 'regex' ? node.source : this.#string(node));
  }

  /** The value of an expression that does not wait. */
  #value(node: Node): Value {
    switch (node.type) {
      case 'number':
      case 'string':
        return node.value;
      case 'regex':
        return this.#pattern(node.source).test(this.#whole()) ? 1 : 0;
      case 'group':
        return this.#value(node.inner);
      case 'variable':
        return this.#get(node.name);
      case 'field':
        return this.#field(Math.trunc(toNumber(this.#value(node.index))));
      case 'index': {
        const array = this.#array(node.name);
        const key = this.#key(node.keys);
        if (!array.has(key)) array.set(key, undefined);
        return array.get(key);
      }
      case 'assign': {
        if (node.operator === '') {
          const value = this.#value(node.value);
          return this.#store(node.target, value);
        }
        const right = toNumber(this.#value(node.value));
        return this.#store(node.target, arithmetic(node.operator, toNumber(this.#value(node.target)), right));
      }
      case 'conditional':
        return this.#value(isTrue(this.#value(node.test)) ? node.yes : node.no);
      case 'logical': {
        const left = isTrue(this.#value(node.left));
        if (node.operator === '&&') return left && isTrue(this.#value(node.right)) ? 1 : 0;
        return left || isTrue(this.#value(node.right)) ? 1 : 0;
      }
      case 'binary':
        return this.#binary(node.operator, this.#value(node.left), this.#value(node.right));
      case 'unary': {
        const operand = this.#value(node.operand);
        if (node.operator === '!') return isTrue(operand) ? 0 : 1;
        return node.operator === '-' ? -toNumber(operand) : toNumber(operand);
      }
      case 'step': {
        const before = toNumber(this.#value(node.target));
        const after = before + (node.operator === '++' ? 1 : -1);
        this.#store(node.target, after);
        return node.prefix ? after : before;
      }
      case 'match': {
        const text = this.#string(node.text);
        return this.#patternOf(node.pattern).test(text) !== node.negated ? 1 : 0;
      }
      case 'in':
        return this.#array(node.name).has(this.#key(node.keys)) ? 1 : 0;
      case 'builtin':
        return this.#builtin(node.name, node.args);
      case 'call': {
        this.#immediate++;
        try {
          const call = this.#call(node.name, node.args);
          let step = call.next();
          while (!step.done) step = call.next();
          return step.value;
        } finally {
          this.#immediate--;
        }
      }
      case 'getline':
        throw new Exit(2, 'getline in a wrong place');
    }
  }

  #binary(operator: string, left: Value, right: Value): Value {
    const convert = this.#text('CONVFMT');
    if (operator === ' ') return toText(left, convert) + toText(right, convert);
    if (operator.length === 1 && '+-*/%^'.includes(operator))
      return arithmetic(operator, toNumber(left), toNumber(right));
    const order = compareValues(left, right, convert);
    switch (operator) {
      case '<':
        return order < 0 ? 1 : 0;
      case '<=':
        return order <= 0 ? 1 : 0;
      case '>':
        return order > 0 ? 1 : 0;
      case '>=':
        return order >= 0 ? 1 : 0;
      case '==':
        return order === 0 ? 1 : 0;
      default:
        return order !== 0 ? 1 : 0;
    }
  }

  *#call(name: string, args: Node[]): Generator<Promise<unknown>, Value, unknown> {
    const found = this.#program.functions.get(name);
    if (!found) throw new Exit(2, this.#context.gnu ? `function ${name} never defined` : `Call to undefined function`);
    const frame = new Map<string, Local>();
    found.parameters.forEach((parameter, at) => {
      const arg = args[at];
      if (arg?.type === 'variable') {
        // an array goes by reference; an unset variable may become one
        const local = this.#local(arg.name);
        if (local.array || (local.value === undefined && arg.name !== 'NF')) {
          local.array ??= local.value === undefined && !SPECIAL.has(arg.name) ? new Map() : local.array;
          frame.set(parameter, { value: undefined, array: local.array });
          return;
        }
      }
      frame.set(parameter, { value: arg ? this.#value(arg) : undefined });
    });
    for (const extra of args.slice(found.parameters.length)) this.#value(extra);
    if (this.#frames.length > 2000) throw new Exit(2, 'function call nesting too deep');
    this.#frames.push(frame);
    try {
      yield* this.#statement(found.body);
      return undefined;
    } catch (error) {
      if (error instanceof Jump && error.kind === 'return') return error.value;
      throw error;
    } finally {
      this.#frames.pop();
    }
  }

  #builtin(name: string, args: Node[]): Value {
    const number = (at: number): number => (args[at] ? toNumber(this.#value(args[at])) : 0);
    const text = (at: number): string => (args[at] ? this.#string(args[at]) : '');
    switch (name) {
      case 'length': {
        const [arg] = args;
        if (!arg) return this.#whole().length;
        if (arg.type === 'variable') {
          const { array } = this.#local(arg.name);
          if (array) return array.size;
        }
        return text(0).length;
      }
      case 'substr': {
        const whole = text(0);
        const from = Math.round(number(1));
        const end = args[2] ? from + Math.round(number(2)) : Number.POSITIVE_INFINITY;
        return whole.slice(Math.max(0, from - 1), Math.max(0, Math.min(whole.length, end - 1)));
      }
      case 'index':
        return text(0).indexOf(text(1)) + 1;
      case 'split': {
        const whole = text(0);
        const [, array, separator] = args;
        if (array?.type !== 'variable') throw new Exit(2, 'split: second argument is not an array');
        const parts = !separator
          ? this.#splitText(whole, this.#text('FS'))
          : separator.type === 'regex'
            ? this.#splitText(whole, separator.source.length === 1 ? `(${separator.source})` : separator.source)
            : this.#splitText(whole, this.#string(separator));
        const target = this.#array(array.name);
        target.clear();
        parts.forEach((part, at) => {
          target.set(String(at + 1), fromInput(part));
        });
        return parts.length;
      }
      case 'sub':
      case 'gsub':
        return this.#substitute(name === 'gsub', args);
      case 'gensub': {
        const how = text(2);
        const nth = /^[gG]/.test(how) ? 0 : Math.max(1, Number.parseInt(how, 10) || 1);
        let count = 0;
        const replacement = text(1);
        return (args[3] ? text(3) : this.#whole()).replace(this.#patternOf(args[0]!), (whole, ...groups) => {
          count++;
          if (nth !== 0 && count !== nth) return whole;
          return replacement.replace(/\\([0-9&\\])|&/g, (mark, code?: string) =>
            mark === '&' || code === '0'
              ? whole
              : code === '&' || code === '\\'
                ? code
                : String(groups[Number(code) - 1] ?? ''),
          );
        });
      }
      case 'match': {
        const match = this.#patternOf(args[1]!).exec(text(0));
        this.#set('RSTART', match ? match.index + 1 : 0);
        this.#set('RLENGTH', match ? match[0].length : -1);
        return match ? match.index + 1 : 0;
      }
      case 'sprintf':
        return sprintf(
          text(0),
          args.slice(1).map((arg) => this.#value(arg)),
          this.#text('CONVFMT'),
        );
      case 'sin':
        return Math.sin(number(0));
      case 'cos':
        return Math.cos(number(0));
      case 'atan2':
        return Math.atan2(number(0), number(1));
      case 'exp':
        return Math.exp(number(0));
      case 'log':
        return Math.log(number(0));
      case 'sqrt':
        return Math.sqrt(number(0));
      case 'int':
        return Math.trunc(number(0));
      case 'tolower':
        return text(0).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
      case 'toupper':
        return text(0).replace(/[a-z]/g, (letter) => letter.toUpperCase());
      case 'rand':
        this.#random = (this.#random * 1103515245 + 12345) % 2147483648;
        return this.#random / 2147483648;
      case 'srand': {
        const before = this.#seed;
        this.#seed = args[0] ? number(0) : Math.floor(this.#context.sys.now() / 1000);
        this.#random = Math.abs(this.#seed) % 2147483648;
        return before;
      }
      case 'systime':
        return Math.floor(this.#context.sys.now() / 1000);
      case 'strftime': {
        const moment = args[1] ? number(1) * 1000 : this.#context.sys.now();
        return strftime(args[0] ? text(0) : '%c', localTime(moment, timeZone(this.#context.sys)));
      }
      default:
        throw new Exit(2, `${name} in a wrong place`);
    }
  }

  #substitute(all: boolean, args: Node[]): number {
    const target: Node = args[2] ?? { type: 'field', index: { type: 'number', value: 0 } };
    const pattern = this.#patternOf(args[0]!);
    const replacement = this.#string(args[1]!);
    const whole = this.#string(target);
    let count = 0;
    let out = '';
    let last = 0;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(whole); match; match = pattern.exec(whole)) {
      const empty = match[0] === '';
      if (!(empty && match.index === last && count > 0 && last > 0)) {
        const found = match[0];
        out +=
          whole.slice(last, match.index) +
          replacement.replace(/\\\\|\\&|&/g, (mark) => (mark === '&' ? found : mark === '\\&' ? '&' : '\\'));
        last = match.index + found.length;
        count++;
        if (!all) break;
      }
      if (empty) pattern.lastIndex++;
      if (pattern.lastIndex > whole.length) break;
    }
    if (count > 0) this.#store(target, out + whole.slice(last));
    return count;
  }

  // --- what waits

  /** Whether a part of the program reads, runs something, or calls a function that does. */
  #mayWait(part: unknown, seen: Set<string> = new Set()): boolean {
    if (typeof part !== 'object' || part === null) return false;
    const known = this.#waits.get(part);
    if (known !== undefined) return known;
    let result = false;
    if (Array.isArray(part)) result = part.some((one) => this.#mayWait(one, seen));
    else {
      const node = part as Node;
      if (node.type === 'getline') result = true;
      else if (node.type === 'builtin' && ['system', 'close', 'fflush'].includes(node.name)) result = true;
      else if (node.type === 'call' && !seen.has(node.name)) {
        result = this.#mayWait(this.#program.functions.get(node.name)?.body, new Set([...seen, node.name]));
      }
      result ||= Object.values(part).some((one) => this.#mayWait(one, seen));
    }
    if (seen.size === 0) this.#waits.set(part, result);
    return result;
  }

  /** The value of any expression: its waiting parts are replaced by what they gave, then it is evaluated. */
  async #later(node: Node): Promise<Value> {
    return this.#mayWait(node) ? this.#value(await this.#settle(node)) : this.#value(node);
  }

  async #settle(node: Node): Promise<Node> {
    if (!this.#mayWait(node)) return node;
    switch (node.type) {
      case 'getline':
        return { type: 'number', value: await this.#getline(node) };
      case 'builtin': {
        if (node.name === 'system')
          return { type: 'number', value: await this.#system(toText(await this.#later(node.args[0]!), '%.6g')) };
        if (node.name === 'close')
          return { type: 'number', value: await this.#close(toText(await this.#later(node.args[0]!), '%.6g')) };
        if (node.name === 'fflush') {
          await this.#context.out.flush();
          return { type: 'number', value: 0 };
        }
        return { ...node, args: await this.#settleAll(node.args) };
      }
      case 'call': {
        const call = this.#call(node.name, await this.#settleAll(node.args));
        let step = call.next();
        while (!step.done) step = call.next(await step.value);
        return constant(step.value);
      }
      case 'logical': {
        const left = isTrue(await this.#later(node.left));
        if (left === (node.operator === '||')) return { type: 'number', value: left ? 1 : 0 };
        return { type: 'number', value: isTrue(await this.#later(node.right)) ? 1 : 0 };
      }
      case 'conditional':
        return this.#settle(isTrue(await this.#later(node.test)) ? node.yes : node.no);
      case 'assign':
        return { ...node, value: await this.#settle(node.value) };
      case 'binary': {
        const left = constant(await this.#later(node.left));
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
        return { ...node, keys: await this.#settleAll(node.keys) };
      default:
        return node;
    }
  }

  async #settleAll(nodes: Node[]): Promise<Node[]> {
    const settled: Node[] = [];
    for (const node of nodes) settled.push(await this.#settle(node));
    return settled;
  }

  async #getline(node: Extract<Node, { type: 'getline' }>): Promise<number> {
    let record: string | undefined;
    if (node.kind === 'main') record = await this.#nextRecord();
    else {
      const name = toText(await this.#later(node.source!), '%.6g');
      const channel = await this.#input(node.kind, name);
      if (!channel) return -1;
      record = await channel.reader!.next(this.#text('RS'));
      if (record !== undefined && node.kind === 'command') this.#set('NR', toNumber(this.#get('NR')) + 1);
    }
    if (record === undefined) return 0;
    if (node.target) this.#store(node.target, fromInput(record));
    else this.#setRecord(record);
    return 1;
  }

  async #input(kind: 'file' | 'command', name: string): Promise<Channel | undefined> {
    const key = `${kind === 'file' ? '<' : '<|'}${name}`;
    let channel = this.#channels.get(key);
    if (channel) return channel;
    const { sys } = this.#context;
    if (kind === 'file') {
      try {
        channel = { fd: -1, reader: RecordReader.open(this.#context, textFromBinary(name)) };
      } catch (error) {
        reason(error);
        return undefined;
      }
    } else {
      await this.#context.out.flush();
      const [read, write] = sys.pipe();
      sys.setCloseOnExec(read, true);
      const pid = sys.spawn({
        argv: ['/bin/sh', '-c', textFromBinary(name)],
        fds: new Map([
          [0, 0],
          [1, write],
          [2, 2],
        ]),
      });
      sys.close(write);
      channel = { fd: read, pid, reader: new RecordReader(this.#context, read) };
    }
    this.#channels.set(key, channel);
    return channel;
  }

  async #system(command: string): Promise<number> {
    await this.#context.out.flush();
    const pid = this.#context.sys.spawn({ argv: ['/bin/sh', '-c', textFromBinary(command)] });
    const result = await this.#context.sys.wait(pid);
    return result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
  }

  async #close(name: string): Promise<number> {
    for (const prefix of ['<', '<|', '>', '|']) {
      const channel = this.#channels.get(prefix + name);
      if (channel) {
        this.#channels.delete(prefix + name);
        return this.#closeChannel(channel);
      }
    }
    return -1;
  }

  async #closeChannel(channel: Channel): Promise<number> {
    await this.#context.out.flush();
    if (channel.reader) channel.reader.close();
    else if (channel.fd > 2) this.#context.sys.close(channel.fd);
    if (channel.pid === undefined) return 0;
    const result = await this.#context.sys.wait(channel.pid);
    return result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
  }

  async #closeAll(): Promise<void> {
    for (const channel of this.#channels.values()) await this.#closeChannel(channel);
    this.#channels.clear();
  }

  /** The descriptor that `>`, `>>` or `|` writes to, opened once. */
  #output(operator: string, name: string): number {
    const key = `${operator === '|' ? '|' : '>'}${name}`;
    const known = this.#channels.get(key);
    if (known) return known.fd;
    const { sys } = this.#context;
    let channel: Channel;
    const path = textFromBinary(name);
    if (operator === '|') {
      const [read, write] = sys.pipe();
      sys.setCloseOnExec(write, true);
      const pid = sys.spawn({
        argv: ['/bin/sh', '-c', path],
        fds: new Map([
          [0, read],
          [1, 1],
          [2, 2],
        ]),
      });
      sys.close(read);
      channel = { fd: write, pid };
    } else if (path === '/dev/stdout' || path === '-') channel = { fd: 1 };
    else if (path === '/dev/stderr') channel = { fd: 2 };
    else {
      try {
        channel = {
          fd: sys.open(path, {
            write: true,
            create: true,
            ...(operator === '>>' ? { append: true } : { truncate: true }),
          }),
        };
      } catch (error) {
        throw new Exit(
          2,
          this.#context.gnu
            ? `cannot open "${path}" for output (${reason(error)})`
            : `can't open '${path}': ${reason(error)}`,
        );
      }
    }
    this.#channels.set(key, channel);
    return channel.fd;
  }

  #print(args: Node[], redirect: { operator: string; target: Node } | undefined): void {
    const format = this.#text('OFMT');
    const text =
      args.length === 0 ? this.#whole() : args.map((arg) => toText(this.#value(arg), format)).join(this.#text('OFS'));
    this.#emit(text + this.#text('ORS'), redirect);
  }

  #emit(text: string, redirect: { operator: string; target: Node } | undefined): void {
    const fd = redirect ? this.#output(redirect.operator, this.#string(redirect.target)) : 1;
    this.#context.out.binary(text, fd);
  }

  // --- statements

  /** Asks the kernel in for a moment, now and then. */
  #breath(): Promise<unknown> | undefined {
    if (this.#immediate > 0 || ++this.#rounds % 1024 !== 0) return undefined;
    return (this.#context.out.drain() ?? this.#context.sys.checkpoint()) as Promise<unknown> | undefined;
  }

  *#statement(statement: Statement): Progress {
    switch (statement.type) {
      case 'block':
        for (const one of statement.body) yield* this.#statement(one);
        return;
      case 'expression':
        if (this.#mayWait(statement.expression)) yield this.#later(statement.expression);
        else this.#value(statement.expression);
        return;
      case 'print':
      case 'printf': {
        let { args } = statement;
        if (this.#mayWait(args)) args = (yield this.#settleAll(args)) as Node[];
        if (statement.type === 'print') this.#print(args, statement.redirect);
        else {
          const [format, ...values] = args.map((arg) => this.#value(arg));
          const convert = this.#text('CONVFMT');
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
        for (const key of [...this.#array(statement.name).keys()]) {
          this.#set(statement.variable, fromInput(key));
          if (!(yield* this.#round(statement.body))) return;
        }
        return;
      case 'delete':
        if (statement.keys) this.#array(statement.name).delete(this.#key(statement.keys));
        else this.#array(statement.name).clear();
        return;
      case 'exit':
      case 'return': {
        let value: Value;
        if (statement.value)
          value = this.#mayWait(statement.value)
            ? ((yield this.#later(statement.value)) as Value)
            : this.#value(statement.value);
        throw new Jump(statement.type, value);
      }
      default:
        throw new Jump(statement.type);
    }
  }

  *#test(node: Node): Generator<Promise<unknown>, boolean, unknown> {
    return isTrue(this.#mayWait(node) ? ((yield this.#later(node)) as Value) : this.#value(node));
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

function constant(value: Value): Node {
  if (typeof value === 'number') return { type: 'number', value };
  if (value === undefined) return { type: 'string', value: '' };
  return { type: 'string', value: toText(value, '%.6g') };
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new Exit(2, 'division by zero');
      return left / right;
    case '%':
      if (right === 0) throw new Exit(2, 'division by zero in %');
      return left % right;
    default:
      return left ** right;
  }
}
