import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Context, Exit } from '../common/context.ts';
import { decodeEscapes } from '../value/escapes.ts';
import { fromInput, toNumber, toText, type Value } from './values.ts';

export type AwkArray = Map<string, Value>;
export type Local = { value?: Value; array?: AwkArray };

/** Variables that mean something to awk itself: functions have none of those names of their own. */
export const SPECIAL = new Set(['NF', 'NR', 'FNR', 'FS', 'OFS', 'ORS', 'RS', 'SUBSEP', 'CONVFMT', 'OFMT']);

/** What a program remembers: variables, arrays, the record and its fields. */
export class Memory {
  readonly #globals = new Map<string, Local>();
  /** The parameters of the functions that are running. */
  readonly frames: Map<string, Local>[] = [];
  readonly #patterns = new Map<string, RegExp>();
  #fields: Value[] = [];
  #record = '';
  /** Fields are split when first asked for; the record joined when a field was set. */
  #split = true;
  #joined = true;

  constructor(context: Context, args: string[]) {
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
    this.set(name, fromInput(decodeEscapes(text, 'format').value));
  }

  local(name: string): Local {
    const frame = this.frames.at(-1)?.get(name);
    if (frame) return frame;
    let global = this.#globals.get(name);
    if (!global) this.#globals.set(name, (global = {}));
    return global;
  }

  array(name: string): AwkArray {
    const local = this.local(name);
    local.array ??= new Map();
    return local.array;
  }

  get(name: string): Value {
    if (name === 'NF') {
      this.#needFields();
      return this.#fields.length;
    }
    return this.local(name).value;
  }

  text(name: string): string {
    return toText(this.#globals.get(name)?.value, '%.6g');
  }

  set(name: string, value: Value): void {
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
    else this.local(name).value = value;
  }

  setRecord(text: string): void {
    this.#record = text;
    this.#split = false;
    this.#joined = true;
  }

  #needFields(): void {
    if (this.#split) return;
    this.#split = true;
    this.#fields = this.splitText(this.#record, this.text('FS')).map(fromInput);
  }

  splitText(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ')
      return text
        .replace(/^[ \t\n]+|[ \t\n]+$/g, '')
        .split(/[ \t\n]+/)
        .filter((part, _, all) => all.length > 1 || part !== '');
    const paragraph = this.text('RS') === '';
    if (separator === '') return [...text];
    if (separator.length === 1 && separator !== '\\' && !paragraph) return text.split(separator);
    const source = separator.length === 1 ? (/[\w ]/.test(separator) ? separator : `\\${separator}`) : separator;
    // only a single character (and the default) takes line breaks for separators, too: an expression says all it means
    const pattern = this.pattern(paragraph && separator.length === 1 ? `${source}|\n` : source);
    const parts: string[] = [];
    let last = 0;
    for (const match of text.matchAll(pattern)) {
      if (match[0] === '') continue;
      parts.push(text.slice(last, match.index));
      last = match.index + match[0].length;
    }
    return [...parts, text.slice(last)];
  }

  whole(): string {
    if (!this.#joined) {
      const convert = this.text('CONVFMT');
      this.#record = this.#fields.map((field) => toText(field, convert)).join(this.text('OFS'));
      this.#joined = true;
    }
    return this.#record;
  }

  field(index: number): Value {
    if (index === 0) return fromInput(this.whole());
    if (index < 0) throw new Exit(2, `attempt to access field ${index}`);
    this.#needFields();
    return this.#fields[index - 1];
  }

  setField(index: number, value: Value): void {
    if (index === 0) {
      this.setRecord(toText(value, this.text('CONVFMT')));
      return;
    }
    this.#needFields();
    while (this.#fields.length < index) this.#fields.push('');
    this.#fields[index - 1] = value;
    this.#joined = false;
  }

  pattern(source: string): RegExp {
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
}
