import { binaryFromText, textFromBinary } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, LineReader, openInput, readWhole } from '../common/input.ts';
import { type Options, parseOptions, usage } from '../common/options.ts';
import { dirname, join } from '../common/paths.ts';
import { visibleLine } from './list-line.ts';
import { type Address, ScriptParser, type SedCommand } from './script.ts';
import { substitute } from './substitute.ts';

/** sed(1) */
export const sed: Command = async (context) => {
  const options = parseOptions(context, 'nrEe:f:i::sul:z', {
    long: {
      quiet: 'n',
      silent: 'n',
      'regexp-extended': 'E',
      expression: 'e',
      file: 'f',
      'in-place': 'i',
      separate: 's',
      unbuffered: 'u',
      'line-length': 'l',
      'null-data': 'z',
      posix: 'posix',
      sandbox: 'sandbox',
      debug: 'debug',
    },
  });
  const operands = [...options.operands];
  const parts: string[] = [];
  for (const [key, value] of options.list) {
    if (key === 'e') parts.push(binaryFromText(value));
    if (key === 'f') {
      try {
        parts.push((await readWhole(context, value)).replace(/\n$/, ''));
      } catch (error) {
        throw new Exit(1, context.gnu ? `couldn't open file ${value}: ${reason(error)}` : `${value}: ${reason(error)}`);
      }
    }
  }
  if (parts.length === 0) {
    const script = operands.shift();
    if (script === undefined) {
      if (!context.gnu) usage(context);
      context.out.text(`Usage: ${context.name} [OPTION]... {script-only-if-no-other-script} [input-file]...\n`, 2);
      throw new Exit(1);
    }
    parts.push(binaryFromText(script));
  }
  const source = parts.join('\n');
  const complain = (message: string, at: number): string =>
    context.gnu
      ? `-e expression #1, char ${at}: ${message}`
      : `${message.replace(/^unknown command: .(.).*/, 'unsupported command $1')}`;
  const quiet = options.has('n') || (options.list.every(([key]) => key !== 'f') && /^#n(\n|$)/.test(source));
  const commands = new ScriptParser(source, options.any('rE'), complain).parse();
  const editor = new Editor(context, options, commands, quiet);
  return editor.run(operands.length > 0 ? operands : ['-']);
};

/** Thrown to end the script: q, Q. */
class Quit {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

class Editor {
  readonly #context: Context;
  readonly #options: Options;
  readonly #commands: SedCommand[];
  readonly #quiet: boolean;
  readonly #separator: string;
  readonly #separate: boolean;
  #files: string[] = [];
  #reader: LineReader | undefined;
  #fd = -1;
  #path = '-';
  #ahead: { line: string; terminated: boolean } | undefined;
  #pattern = '';
  #hold = '';
  #line = 0;
  #terminated = true;
  #lastPattern: RegExp | undefined;
  #appended: (() => void | Promise<void>)[] = [];
  readonly #outputs = new Map<string, number>();
  readonly #queues = new Map<string, LineReader>();
  #output = 1;
  #temporary = '';
  /** The line printed last ended without a newline: GNU adds it before the next. */
  #unfinished = false;

  constructor(context: Context, options: Options, commands: SedCommand[], quiet: boolean) {
    this.#context = context;
    this.#options = options;
    this.#commands = commands;
    this.#quiet = quiet;
    this.#separator = options.has('z') ? '\0' : '\n';
    this.#separate = options.any('si');
  }

  async run(files: string[]): Promise<number> {
    this.#files = files;
    for (const command of this.#commands) {
      const path = command.name === 'w' || command.name === 'W' ? command.text : command.substitution?.write;
      if (path !== undefined) this.#outputs.set(path, this.#openOutput(path));
    }
    try {
      while (await this.#advance()) {
        await this.#cycle();
      }
    } catch (error) {
      if (!(error instanceof Quit)) throw error;
      await this.#copyRest();
      await this.#finishFile();
      return error.status;
    }
    return this.#context.status;
  }

  #openOutput(path: string): number {
    if (path === '/dev/stdout') return 1;
    if (path === '/dev/stderr') return 2;
    return this.#context.sys.open(path, { write: true, create: true, truncate: true });
  }

  /** Reads the next line of any file into the look-ahead; false at the very end. */
  async #fill(): Promise<boolean> {
    while (this.#ahead === undefined) {
      if (!this.#reader) {
        const path = this.#files.shift();
        if (path === undefined) return false;
        if (!(await this.#openFile(path))) continue;
      }
      const next = this.#reader!.next();
      const line = next instanceof Promise ? await next : next;
      if (line !== undefined) this.#ahead = { line, terminated: this.#reader!.terminated };
      else {
        if (this.#separate && this.#line > 0 && !this.#closing) return false;
        await this.#finishFile();
      }
    }
    return true;
  }

  #closing = false;

  async #openFile(path: string): Promise<boolean> {
    try {
      this.#fd = openInput(this.#context, path);
    } catch (error) {
      const message = reason(error);
      if (!this.#context.gnu) this.#context.fail(`${path}: ${message}`, 1);
      else if (message === 'Is a directory') {
        const what = this.#options.has('i')
          ? `couldn't edit ${path}: not a regular file`
          : `read error on ${path}: ${message}`;
        this.#context.fail(what, this.#options.has('i') ? 4 : 2);
      } else this.#context.fail(`can't read ${path}: ${message}`, 2);
      return false;
    }
    this.#path = path;
    this.#reader = new LineReader(this.#context, this.#fd, this.#separator);
    if (this.#separate) {
      this.#line = 0;
      for (const command of this.#commands) command.active = false;
    }
    if (this.#options.has('i') && path !== '-') {
      this.#temporary = join(dirname(path), `sed${Math.floor(this.#context.sys.now()).toString(36)}`);
      this.#output = this.#context.sys.open(this.#temporary, { write: true, create: true, truncate: true }, 0o600);
    }
    this.#unfinished = false;
    return true;
  }

  async #finishFile(): Promise<void> {
    if (!this.#reader) return;
    closeInput(this.#context, this.#fd);
    this.#reader = undefined;
    if (this.#output === 1) return;
    const { sys } = this.#context;
    await this.#context.out.flush();
    sys.close(this.#output);
    this.#output = 1;
    const stat = sys.stat(this.#path);
    const suffix = this.#options.get('i')!;
    if (suffix !== '') {
      const backup = suffix.includes('*') ? suffix.replaceAll('*', this.#path) : this.#path + suffix;
      sys.rename(this.#path, backup);
    }
    sys.chmod(this.#temporary, stat.mode);
    try {
      sys.chown(this.#temporary, stat.uid, stat.gid);
    } catch (error) {
      reason(error);
    }
    sys.rename(this.#temporary, this.#path);
  }

  /** The next line becomes the pattern space. */
  async #advance(): Promise<boolean> {
    this.#closing = true;
    const more = await this.#fill();
    this.#closing = false;
    if (!more) return false;
    const { line, terminated } = this.#ahead!;
    this.#ahead = undefined;
    this.#line++;
    this.#pattern = line;
    this.#terminated = terminated;
    return true;
  }

  /** Whether the present line is the last one (of its file with -s or -i). */
  async #isLast(): Promise<boolean> {
    if (this.#ahead !== undefined) return false;
    return !(await this.#fill());
  }

  async #matches(command: SedCommand): Promise<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#at(from);
    if (command.active) {
      if (to.kind === 'pattern') {
        if (this.#test(to.pattern)) command.active = false;
        return true;
      }
      if (to.kind === 'last') {
        if (await this.#isLast()) command.active = false;
        return true;
      }
      if (this.#line >= command.endLine) command.active = false;
      return this.#line <= command.endLine;
    }
    const zero = from.kind === 'line' && from.line === 0;
    if (zero ? this.#line !== 1 || command.endLine === -1 : !(await this.#at(from))) return false;
    if (zero) {
      command.endLine = -1;
      if (to.kind === 'pattern' && this.#test(to.pattern)) return true;
      command.active = true;
      return true;
    }
    if (to.kind === 'line') command.endLine = to.line;
    else if (to.kind === 'plus') command.endLine = this.#line + to.count;
    else if (to.kind === 'multiple') command.endLine = to.of === 0 ? this.#line : Math.ceil(this.#line / to.of) * to.of;
    else if (to.kind === 'last') {
      command.active = !(await this.#isLast());
      return true;
    } else {
      command.active = true;
      return true;
    }
    command.active = command.endLine > this.#line;
    return true;
  }

  #at(address: Address): boolean | Promise<boolean> {
    switch (address.kind) {
      case 'line':
        return this.#line === address.line;
      case 'last':
        return this.#isLast();
      case 'pattern':
        return this.#test(address.pattern);
      case 'step':
        if (address.step === 0) return this.#line === address.first;
        return this.#line >= address.first && (this.#line - address.first) % address.step === 0;
      default:
        return false;
    }
  }

  #test(pattern: RegExp | undefined): boolean {
    const regex = this.#remember(pattern);
    regex.lastIndex = 0;
    return regex.test(this.#pattern);
  }

  #remember(pattern: RegExp | undefined): RegExp {
    const regex = pattern ?? this.#lastPattern;
    if (!regex) throw new Exit(1, 'no previous regular expression');
    this.#lastPattern = regex;
    return regex;
  }

  #print(text: string, terminated = true): void {
    const end = terminated ? this.#separator : '';
    this.#context.out.binary(`${this.#unfinished ? this.#separator : ''}${text}${end}`, this.#output);
    this.#unfinished = !terminated;
  }

  async #endCycle(): Promise<void> {
    if (!this.#quiet) this.#print(this.#pattern, this.#terminated);
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
      if (command.from ? (await this.#matches(command)) === command.negated : command.negated) {
        if (command.name === '{') at = command.target;
        continue;
      }
      switch (command.name) {
        case 's': {
          const rule = command.substitution!;
          const result = substitute(this.#pattern, rule, this.#remember(rule.pattern));
          if (result === undefined) break;
          this.#pattern = result;
          substituted = true;
          if (rule.evaluate) throw new Exit(1, "drydock: not simulated: sed's e flag");
          for (let n = 0; n < rule.print; n++) this.#print(this.#pattern, this.#terminated);
          if (rule.write !== undefined) this.#write(rule.write, this.#pattern);
          break;
        }
        case 'y':
          this.#pattern = [...this.#pattern].map((char) => command.translation!.get(char) ?? char).join('');
          break;
        case 'p':
          this.#print(this.#pattern, this.#terminated);
          break;
        case 'P':
          this.#print(this.#pattern.split(this.#separator, 1)[0]!);
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
          if (await this.#isLast()) {
            if (this.#context.gnu || !this.#quiet) await this.#endCycle();
            throw new Quit(0);
          }
          await this.#endCycle();
          await this.#advance();
          break;
        case 'N': {
          if (await this.#isLast()) {
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
          break;
        case 'H':
          this.#hold += this.#separator + this.#pattern;
          break;
        case 'g':
          this.#pattern = this.#hold;
          break;
        case 'G':
          this.#pattern += this.#separator + this.#hold;
          break;
        case 'x':
          [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
          break;
        case 'z':
          this.#pattern = '';
          break;
        case '=':
          this.#print(String(this.#line));
          break;
        case 'F':
          this.#print(binaryFromText(this.#path));
          break;
        case 'l':
          for (const line of visibleLine(this.#pattern, Number(command.text || this.#options.get('l') || 70)))
            this.#print(line);
          break;
        case 'a':
          this.#appended.push(() => this.#raw(command.text));
          break;
        case 'i':
          this.#raw(command.text);
          break;
        case 'c':
          if (!command.to || command.negated || !command.active) this.#raw(command.text);
          await this.#flushAppended();
          return false;
        case 'r':
          this.#appended.push(() => this.#readFile(command.text));
          break;
        case 'R':
          this.#appended.push(() => this.#readLine(command.text));
          break;
        case 'w':
          this.#write(command.text, this.#pattern);
          break;
        case 'W':
          this.#write(command.text, this.#pattern.split(this.#separator, 1)[0]!);
          break;
        case 'b':
        case 't':
        case 'T':
          if (command.name !== 'b') {
            const jump = substituted === (command.name === 't');
            if (command.name === 't' || !jump) substituted = false;
            if (!jump) break;
          }
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

  #raw(text: string): void {
    this.#context.out.binary(`${this.#unfinished ? this.#separator : ''}${text}`, this.#output);
    this.#unfinished = false;
  }

  #write(path: string, text: string): void {
    const fd = this.#outputs.get(path)!;
    if (fd === 1) this.#print(text);
    else this.#context.out.binary(text + this.#separator, fd);
  }

  async #readFile(name: string): Promise<void> {
    const path = name === '/dev/stdin' ? '-' : textFromBinary(name);
    try {
      const text = await readWhole(this.#context, path);
      if (text !== '') this.#raw(text);
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
    if (line !== undefined) this.#print(line);
  }

  /** After q: an edited file keeps the rest of its lines. */
  async #copyRest(): Promise<void> {
    if (this.#output === 1 || !this.#reader) return;
    if (this.#ahead) this.#print(this.#ahead.line, this.#ahead.terminated);
    for (let line = await this.#reader.next(); line !== undefined; line = await this.#reader.next()) {
      this.#print(line, this.#reader.terminated);
    }
  }
}
