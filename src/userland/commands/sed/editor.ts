import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Context, Exit, reason } from '../common/context.ts';
import { LineReader, openInput, readWhole } from '../common/input.ts';
import type { Options } from '../common/options.ts';
import { Addresses } from './addresses.ts';
import { SedInput } from './input.ts';
import { visibleLine } from './list-line.ts';
import { SedOutput } from './output.ts';
import type { SedCommand } from './script.ts';
import { substitute } from './substitute.ts';

/** Thrown to end the script: q, Q. */
class Quit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** Runs a script on every line: the pattern space, the hold space, and what is printed when the line is done with. */
export class Editor {
  readonly #context: Context;
  readonly #options: Options;
  readonly #commands: SedCommand[];
  readonly #quiet: boolean;
  readonly #separator: string;
  readonly #input: SedInput;
  readonly #output: SedOutput;
  readonly #addresses: Addresses;
  #pattern = '';
  #hold = '';
  /** Whether the line came with a newline: what it is held as comes back the same. */
  #terminated = true;
  #holdTerminated = true;
  #appended: (() => void | Promise<void>)[] = [];
  readonly #queues = new Map<string, LineReader>();

  constructor(context: Context, options: Options, commands: SedCommand[], quiet: boolean, files: readonly string[]) {
    this.#context = context;
    this.#options = options;
    this.#commands = commands;
    this.#quiet = quiet;
    this.#separator = options.has('z') ? '\0' : '\n';
    this.#output = new SedOutput(context, this.#separator);
    this.#input = new SedInput(context, options, files, this.#output, () => {
      for (const command of commands) command.active = false;
    });
    this.#addresses = new Addresses(this.#input);
  }

  async run(): Promise<number> {
    for (const command of this.#commands) {
      const path = command.name === 'w' || command.name === 'W' ? command.text : command.substitution?.write;
      if (path !== undefined) this.#output.open(path);
    }
    try {
      while (await this.#advance()) {
        await this.#cycle();
      }
    } catch (error) {
      if (!(error instanceof Quit)) throw error;
      await this.#input.finish();
      return error.status;
    }
    return this.#context.status;
  }

  /** The next line becomes the pattern space. */
  async #advance(): Promise<boolean> {
    const next = await this.#input.next();
    if (!next) return false;
    this.#pattern = next.line;
    this.#terminated = next.terminated;
    return true;
  }

  /** P: up to the newline; without one in it the whole, which GNU ends as it came. */
  #printFirst(): void {
    const end = this.#pattern.indexOf(this.#separator);
    if (end >= 0) this.#output.print(this.#pattern.slice(0, end));
    else this.#output.print(this.#pattern, this.#terminated || !this.#context.gnu);
  }

  async #endCycle(): Promise<void> {
    if (!this.#quiet) this.#output.print(this.#pattern, this.#terminated);
    await this.#flushAppended();
  }

  async #flushAppended(): Promise<void> {
    const appended = this.#appended;
    this.#appended = [];
    for (const append of appended) await append();
  }

  async #cycle(): Promise<void> {
    let restart = true;
    while (restart) restart = await this.#script();
  }

  /** Runs the script once; true when D wants it again without a new line. */
  async #script(): Promise<boolean> {
    const commands = this.#commands;
    let substituted = false;
    let rounds = 0;
    for (let at = 0; at < commands.length; at++) {
      const command = commands[at]!;
      if (++rounds % 4096 === 0) await this.#context.sys.checkpoint();
      if (command.from ? (await this.#addresses.match(command, this.#pattern)) === command.negated : command.negated) {
        if (command.name !== '{') continue;
        // busybox misses the end of a block when it has to find it
        if (command.target === commands.length) throw new Exit(1, 'unterminated {');
        at = command.target;
        continue;
      }
      switch (command.name) {
        case 's': {
          const rule = command.substitution!;
          const result = substitute(this.#pattern, rule, this.#addresses.remember(rule.pattern), this.#context.gnu);
          if (result === undefined) break;
          this.#pattern = result;
          substituted = true;
          if (rule.evaluate) throw new Exit(1, "drydock: not simulated: sed's e flag");
          for (let n = 0; n < rule.print; n++) this.#output.print(this.#pattern, this.#terminated);
          if (rule.write !== undefined) this.#output.write(rule.write, this.#pattern);
          break;
        }
        case 'y':
          this.#pattern = [...this.#pattern].map((char) => command.translation!.get(char) ?? char).join('');
          break;
        case 'p':
          this.#output.print(this.#pattern, this.#terminated);
          break;
        case 'P':
          this.#printFirst();
          break;
        case 'd':
          await this.#flushAppended();
          return false;
        case 'D': {
          const end = this.#pattern.indexOf(this.#separator);
          await this.#flushAppended();
          if (end < 0) return false;
          this.#pattern = this.#pattern.slice(end + 1);
          return true;
        }
        case 'n':
          if (await this.#input.isLast()) {
            if (this.#context.gnu || !this.#quiet) await this.#endCycle();
            throw new Quit(0);
          }
          await this.#endCycle();
          await this.#advance();
          break;
        case 'N': {
          if (await this.#input.isLast()) {
            await this.#endCycle();
            return false;
          }
          await this.#flushAppended();
          const before = this.#pattern;
          await this.#advance();
          this.#pattern = `${before}${this.#separator}${this.#pattern}`;
          break;
        }
        case 'h':
          this.#hold = this.#pattern;
          this.#holdTerminated = this.#terminated;
          break;
        case 'H':
          this.#hold += this.#separator + this.#pattern;
          this.#holdTerminated = this.#terminated;
          break;
        case 'g':
          this.#pattern = this.#hold;
          if (this.#context.gnu) this.#terminated = this.#holdTerminated;
          break;
        case 'G':
          this.#pattern += this.#separator + this.#hold;
          this.#terminated = this.#context.gnu ? this.#holdTerminated : true;
          break;
        case 'x':
          [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
          [this.#terminated, this.#holdTerminated] = [
            this.#context.gnu ? this.#holdTerminated : true,
            this.#terminated,
          ];
          break;
        case 'z':
          this.#pattern = '';
          break;
        case '=':
          this.#output.print(String(this.#input.line));
          break;
        case 'F':
          this.#output.print(binaryFromText(this.#input.path));
          break;
        case 'l':
          for (const line of visibleLine(this.#pattern, Number(command.text || this.#options.get('l') || 70)))
            this.#output.print(line);
          break;
        case 'a':
          this.#appended.push(() => this.#output.raw(command.text));
          break;
        case 'i':
          this.#output.raw(command.text);
          break;
        case 'c':
          if (!command.to || command.negated || !command.active) this.#output.raw(command.text);
          await this.#flushAppended();
          return false;
        case 'r':
          this.#appended.push(() => this.#readFile(command.text));
          break;
        case 'R':
          this.#appended.push(() => this.#readLine(command.text));
          break;
        case 'w':
          this.#output.write(command.text, this.#pattern);
          break;
        case 'W':
          this.#output.write(command.text, this.#pattern.split(this.#separator, 1)[0]!);
          break;
        case 'b':
        case 't':
        case 'T':
          if (command.name !== 'b') {
            const jump = substituted === (command.name === 't');
            if (command.name === 't' || !jump) substituted = false;
            if (!jump) break;
          }
          if (command.text !== '' && command.target < 0)
            throw new Exit(1, `can't find label for jump to '${command.text}'`);
          at = command.text === '' ? commands.length : command.target;
          break;
        case 'q':
          await this.#endCycle();
          throw new Quit(Number(command.text));
        case 'Q':
          throw new Quit(Number(command.text));
      }
    }
    await this.#endCycle();
    return false;
  }

  async #readFile(name: string): Promise<void> {
    const path = name === '/dev/stdin' ? '-' : textFromBinary(name);
    try {
      const text = await readWhole(this.#context, path);
      if (text !== '') this.#output.raw(text);
    } catch (error) {
      reason(error);
    }
  }

  async #readLine(name: string): Promise<void> {
    let reader = this.#queues.get(name);
    if (!reader) {
      try {
        const path = name === '/dev/stdin' ? '-' : textFromBinary(name);
        reader = new LineReader(this.#context, openInput(this.#context, path));
      } catch (error) {
        reason(error);
        return;
      }
      this.#queues.set(name, reader);
    }
    const line = await reader.next();
    if (line !== undefined) this.#output.print(line);
  }
}
