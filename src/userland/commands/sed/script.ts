import { BadPattern, compilePattern } from '../../regexp/posix.ts';
import { Exit } from '../common/context.ts';

export type Address =
  | { kind: 'line'; line: number }
  | { kind: 'last' }
  | { kind: 'pattern'; pattern: RegExp | undefined }
  | { kind: 'step'; first: number; step: number }
  | { kind: 'plus'; count: number }
  | { kind: 'multiple'; of: number };

export interface Substitution {
  /** undefined: the last expression used. */
  pattern: RegExp | undefined;
  replacement: string;
  global: boolean;
  nth: number;
  print: number;
  evaluate: boolean;
  write?: string;
}

export interface SedCommand {
  name: string;
  from?: Address;
  to?: Address;
  negated: boolean;
  /** Text of a, i, c; label of b, t, T; file of r, w; number of q, Q, l. */
  text: string;
  substitution?: Substitution;
  translation?: Map<string, string>;
  /** For `{`: where its `}` is; for b, t, T: where to go. */
  target: number;
  /** The line a range began at, or where it shall end. */
  active: boolean;
  endLine: number;
}

/** Reads a sed script (byte string) into commands. */
export class ScriptParser {
  readonly #source: string;
  readonly #extended: boolean;
  readonly #complain: (message: string, at: number) => string;
  /** busybox's is the laxer reader: see where it is asked for. */
  readonly #gnu: boolean;
  #at = 0;
  readonly commands: SedCommand[] = [];
  readonly #blocks: number[] = [];
  readonly #labels = new Map<string, number>();

  constructor(source: string, extended: boolean, gnu: boolean, complain: (message: string, at: number) => string) {
    this.#source = source;
    this.#extended = extended;
    this.#complain = complain;
    this.#gnu = gnu;
  }

  parse(): SedCommand[] {
    for (;;) {
      this.#skip(/[\s;]/);
      if (this.#at >= this.#source.length) break;
      if (this.#source[this.#at] === '#') {
        this.#line();
        continue;
      }
      this.#command();
    }
    if (this.#gnu && this.#blocks.length > 0) {
      this.#at = 0;
      this.#fail("unmatched `{'");
    }
    for (const open of this.#blocks) this.commands[open]!.target = this.commands.length;
    for (const command of this.commands) {
      if (!'btT'.includes(command.name) || command.text === '') continue;
      const target = this.#labels.get(command.text);
      if (target === undefined && this.#gnu) throw new Exit(4, `can't find label for jump to \`${command.text}'`);
      command.target = target ?? -1;
    }
    return this.commands;
  }

  #fail(message: string): never {
    throw new Exit(1, this.#complain(message, this.#at));
  }

  #noFile(): never {
    this.#fail(this.#gnu ? 'missing filename in r/R/w/W commands' : 'empty filename');
  }

  #skip(pattern: RegExp): void {
    while (this.#at < this.#source.length && pattern.test(this.#source[this.#at]!)) this.#at++;
  }

  /** The rest of the line. */
  #line(): string {
    const end = this.#source.indexOf('\n', this.#at);
    const text = this.#source.slice(this.#at, end < 0 ? undefined : end);
    this.#at = end < 0 ? this.#source.length : end + 1;
    return text;
  }

  #address(second: boolean): Address | undefined {
    const rest = this.#source.slice(this.#at);
    const number = (this.#gnu ? /^(\d+)(?:\s*~\s*(\d+))?/ : /^(\d+)/).exec(rest);
    if (number) {
      this.#at += number[0].length;
      if (number[2] !== undefined) return { kind: 'step', first: Number(number[1]), step: Number(number[2]) };
      return { kind: 'line', line: Number(number[1]) };
    }
    const relative = second ? (this.#gnu ? /^([+~])(\d+)/ : /^([+])(\d+)/).exec(rest) : null;
    if (relative) {
      this.#at += relative[0].length;
      return relative[1] === '+'
        ? { kind: 'plus', count: Number(relative[2]) }
        : { kind: 'multiple', of: Number(relative[2]) };
    }
    if (rest[0] === '$') {
      this.#at++;
      return { kind: 'last' };
    }
    if (rest[0] === '/' || rest[0] === '\\') {
      if (rest[0] === '\\') this.#at++;
      const delimiter = this.#source[this.#at++]!;
      const source = this.#delimited(delimiter, true, 'unterminated address regex');
      const flags = this.#gnu ? /^[IM]*/.exec(this.#source.slice(this.#at))![0] : '';
      this.#at += flags.length;
      return { kind: 'pattern', pattern: this.#pattern(source, flags.includes('I'), flags.includes('M')) };
    }
    return undefined;
  }

  #pattern(source: string, ignoreCase: boolean, multiline: boolean): RegExp | undefined {
    if (source === '') return undefined;
    try {
      return compilePattern(source, { extended: this.#extended, ignoreCase, multiline, escapes: true, flags: 'g' });
    } catch (error) {
      if (error instanceof BadPattern)
        this.#fail(this.#gnu ? error.message : `bad regex '${source}': ${error.message}`);
      throw error;
    }
  }

  /** Up to an unescaped delimiter; an escaped one stands for itself. */
  #delimited(delimiter: string, isPattern: boolean, missing: string): string {
    let text = '';
    let bracket = false;
    for (; this.#at < this.#source.length; this.#at++) {
      const char = this.#source[this.#at]!;
      if (char === '\\') {
        const next = this.#source[++this.#at];
        if (next === undefined) break;
        if (next === delimiter) text += isPattern ? delimiter : next === '&' ? '\\&' : next;
        else if (next === '\n' && isPattern) text += '\n';
        else text += `\\${next}`;
        continue;
      }
      if (char === '\n' && isPattern && delimiter !== '\n' && !bracket && missing.includes('address')) break;
      if (isPattern && bracket) {
        if (char === '[' && /^\[[:.=]/.test(this.#source.slice(this.#at))) {
          const kind = this.#source[this.#at + 1]!;
          const end = this.#source.indexOf(`${kind}]`, this.#at + 2);
          if (end > 0) {
            text += this.#source.slice(this.#at, end + 2);
            this.#at = end + 1;
            continue;
          }
        }
        if (char === ']') bracket = false;
      } else if (isPattern && char === '[' && delimiter !== '[') {
        const opening = /^\[\^?\]?/.exec(this.#source.slice(this.#at))![0];
        text += opening;
        this.#at += opening.length - 1;
        bracket = true;
        continue;
      } else if (char === delimiter) {
        this.#at++;
        return text;
      }
      text += char;
    }
    this.#fail(this.#gnu ? missing : `unmatched '${delimiter}'`);
  }

  #command(): void {
    const from = this.#address(false);
    let to: Address | undefined;
    this.#skip(/[ \t]/);
    if (from && this.#source[this.#at] === ',') {
      this.#at++;
      this.#skip(/[ \t]/);
      to = this.#address(true);
      if (!to) this.#fail(this.#gnu ? "unexpected `,'" : 'no address after comma');
    }
    this.#skip(/\s/);
    let negated = false;
    while (this.#source[this.#at] === '!') {
      this.#at++;
      if (negated && this.#gnu) this.#fail("multiple `!'s");
      negated = true;
      this.#skip(/\s/);
    }
    const name = this.#source[this.#at];
    if (name === undefined) this.#fail('missing command');
    this.#at++;
    if (this.#gnu && from?.kind === 'line' && from.line === 0 && to?.kind !== 'pattern')
      this.#fail('invalid usage of line address 0');
    if (this.#gnu && to && 'qQ'.includes(name)) this.#fail('command only uses one address');
    if (!this.#gnu && 'RWQLFzev'.includes(name)) this.#fail(`unknown command: \`${name}'`);
    const command: SedCommand = { name, from, to, negated, text: '', target: -1, active: false, endLine: 0 };
    const here = this.commands.length;
    switch (name) {
      case '{':
        this.#blocks.push(here);
        break;
      case '}': {
        if (from) this.#fail("} doesn't want any addresses");
        const open = this.#blocks.pop();
        if (open === undefined) {
          if (this.#gnu) this.#fail("unexpected `}'");
        } else this.commands[open]!.target = here;
        this.#end();
        break;
      }
      case ':': {
        if (from) this.#fail(": doesn't want any addresses");
        const label = /^\s*([^\s;]*)/.exec(this.#source.slice(this.#at))!;
        this.#at += label[0].length;
        if (label[1] === '' && this.#gnu) this.#fail('":" lacks a label');
        this.#labels.set(label[1]!, here);
        break;
      }
      case 'b':
      case 't':
      case 'T': {
        const label = /^[ \t]*([^\s;}]*)/.exec(this.#source.slice(this.#at))!;
        this.#at += label[0].length;
        command.text = label[1]!;
        this.#end();
        break;
      }
      case 'a':
      case 'i':
      case 'c':
        command.text = this.#text();
        break;
      case 'r':
      case 'R':
      case 'w':
      case 'W':
        this.#skip(/[ \t]/);
        command.text = this.#line();
        if (command.text === '') this.#noFile();
        break;
      case 'q':
      case 'Q':
      case 'l':
      case 'L': {
        const number = (this.#gnu ? /^[ \t]*(\d*)/ : /^()/).exec(this.#source.slice(this.#at))!;
        this.#at += number[0].length;
        command.text = number[1]!;
        this.#end();
        break;
      }
      case 's':
        command.substitution = this.#substitution();
        this.#end();
        break;
      case 'y':
        command.translation = this.#translation();
        this.#end();
        break;
      case 'd':
      case 'D':
      case 'g':
      case 'G':
      case 'h':
      case 'H':
      case 'n':
      case 'N':
      case 'p':
      case 'P':
      case 'x':
      case 'z':
      case '=':
      case 'F':
      case 'v':
        if (name === 'v') this.#skip(/[^;\n}]/);
        this.#end();
        break;
      default:
        this.#fail(`unknown command: \`${name}'`);
    }
    this.commands.push(command);
  }

  #end(): void {
    this.#skip(/[ \t]/);
    const next = this.#source[this.#at];
    if (next === undefined || next === '}' || next === '#') return;
    // busybox takes what follows for the next command
    if (next !== ';' && next !== '\n' && !this.#gnu) return;
    if (next !== ';' && next !== '\n') {
      this.#at++;
      this.#fail('extra characters after command');
    }
    this.#at++;
  }

  /** The text of a, i, c: after `\` and newline, or (GNU) on the same line. */
  #text(): string {
    this.#skip(/[ \t]/);
    if (this.#at >= this.#source.length) {
      if (this.#gnu) this.#fail("expected \\ after `a', `c' or `i'");
      return '\n';
    }
    if (this.#source[this.#at] === '\\') {
      this.#at++;
      const rest = /^[ \t]*\n/.exec(this.#source.slice(this.#at));
      if (rest) {
        this.#at += rest[0].length;
      }
      if (this.#gnu && this.#at >= this.#source.length) return '';
    }
    let text = '';
    for (; this.#at < this.#source.length; this.#at++) {
      const char = this.#source[this.#at]!;
      if (char === '\\') {
        const next = this.#source[++this.#at];
        if (next === undefined) break;
        text += next === 't' && text !== '' ? '\t' : next;
      } else if (char === '\n') {
        this.#at++;
        break;
      } else text += char;
    }
    return `${text}\n`;
  }

  #substitution(): Substitution {
    const delimiter = this.#source[this.#at++];
    if (delimiter === undefined || delimiter === '\n' || delimiter === '\\') this.#fail("unterminated `s' command");
    const source = this.#delimited(delimiter, true, "unterminated `s' command");
    const replacement = this.#delimited(delimiter, false, "unterminated `s' command");
    const result: Substitution = { pattern: undefined, replacement, global: false, nth: 1, print: 0, evaluate: false };
    let ignoreCase = false;
    let multiline = false;
    let numbered = false;
    for (;;) {
      const flag = this.#source[this.#at];
      const again = (given: boolean, what: string): void => {
        if (!given || !this.#gnu) return;
        this.#at++;
        this.#fail(`multiple ${what} options to \`s' command`);
      };
      if (flag === 'g') {
        again(result.global, "`g'");
        result.global = true;
        // to busybox "all" is a number like any other
        if (!this.#gnu) result.nth = 1;
      } else if (flag === 'p') {
        again(result.print > 0, "`p'");
        result.print++;
      } else if (flag === 'i' || flag === 'I') ignoreCase = true;
      else if (flag === 'm' || flag === 'M') multiline = true;
      else if (flag === 'e') result.evaluate = true;
      else if (flag === 'w') {
        this.#at++;
        this.#skip(/[ \t]/);
        result.write = this.#line();
        if (result.write === '') this.#noFile();
        break;
      } else if (flag !== undefined && /\d/.test(flag)) {
        const digits = /^\d+/.exec(this.#source.slice(this.#at))![0];
        if (Number(digits) === 0 && this.#gnu) {
          this.#at++;
          this.#fail("number option to `s' command may not be zero");
        }
        again(numbered, 'number');
        numbered = true;
        if (!this.#gnu) result.global = false;
        result.nth = Number(digits);
        this.#at += digits.length - 1;
      } else {
        if (flag !== undefined && /[a-zA-Z]/.test(flag)) {
          this.#at++;
          this.#fail(this.#gnu ? "unknown option to `s'" : 'bad option in substitution expression');
        }
        break;
      }
      this.#at++;
    }
    result.pattern = this.#pattern(source, ignoreCase, multiline);
    const groups = source === '' ? 9 : new RegExp(`${result.pattern!.source}|`).exec('')!.length - 1;
    const reference = /(?:^|[^\\])(?:\\\\)*\\([1-9])/.exec(replacement);
    if (this.#gnu && reference && Number(reference[1]) > groups)
      this.#fail(`invalid reference \\${reference[1]} on \`s' command's RHS`);
    return result;
  }

  #translation(): Map<string, string> {
    const delimiter = this.#source[this.#at++];
    if (delimiter === undefined) this.#fail("unterminated `y' command");
    const characters = (text: string): string[] =>
      [...text.matchAll(/\\([\s\S])|([\s\S])/g)].map(([, escaped, plain]) =>
        escaped === undefined ? plain! : escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped,
      );
    const from = characters(this.#delimited(delimiter, false, "unterminated `y' command"));
    const to = characters(this.#delimited(delimiter, false, "unterminated `y' command"));
    if (this.#gnu && from.length !== to.length) this.#fail("strings for `y' command are different lengths");
    return new Map(from.slice(0, to.length).map((char, index) => [char, to[index]!]));
  }
}
