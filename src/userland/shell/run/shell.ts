import { isErrno } from '../../../kernel/errno.ts';
import type { MaybePromise } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { decode, encode } from '../../../kernel/text.ts';
import { type Dialect, dialectOf, type Flavour } from '../dialect.ts';
import { arithmetic } from '../expand/calculate.ts';
import type { Matching } from '../expand/pattern.ts';
import type { Replay } from '../expand/replay.ts';
import type { Aliases } from '../grammar/lexer.ts';
import type { FunctionCommand } from '../grammar/tree.ts';
import { CommandTable } from './command-table.ts';
import type { Interpreter } from './interpreter.ts';
import type { Job } from './jobs.ts';
import { defaultOptions, lettersOf, type Options } from './options.ts';
import { ShellFailure, type Unwinding } from './outcome.ts';
import { Variables } from './variables.ts';

export type TrapName = string;

/** The state of one shell process; subshells have a clone of it. What it does is in the files beside this one. */
export class Shell {
  sys: SystemCalls;
  readonly dialect: Dialect;
  readonly interpreter: Interpreter;
  /** `$0` */
  name: string;
  /** Runs the text of `-c`. */
  commandString = false;
  /** Set while a script file runs: error messages name it. */
  scriptFile = false;
  variables: Variables;
  functions = new Map<string, FunctionCommand>();
  aliases = new Map<string, string>();
  /** How many of bash's `eval` are running. */
  evaluations = 0;
  options: Options;
  shopt = new Set<string>();
  positional: string[] = [];
  status = 0;
  /** bash's `$_`: the last word of the command before. */
  lastArgument: string | undefined;
  /** Status of the last command substitution in the command being run. */
  substitutionStatus: number | undefined;
  lastBackground: number | undefined;
  pipeStatus: number[] = [0];
  /** `$$`: the first shell's, in subshells too. */
  pid: number;
  line = 1;
  jobs: Job[] = [];
  /** bash: statuses of background processes whose jobs are forgotten. */
  ended = new Map<number, number>();
  traps = new Map<TrapName, string>();
  pendingSignals: number[] = [];
  interrupted = false;
  /** Called when a signal came while a builtin waits for input. */
  wake: (() => void) | undefined;
  /** Above zero while a second `exit` leaves stopped jobs behind. */
  exitWarning = 0;
  /** The descriptor of the controlling terminal, when there is job control. */
  terminal: number | undefined;
  inTrap = false;
  loops = 0;
  functionNames: string[] = [];
  sourceDepth = 0;
  /** bash: the files of the script, of what is sourced and of the functions that run, outermost first. */
  sourceFiles: string[] = [];
  /** Where functions were defined. */
  private readonly definedIn = new WeakMap<FunctionCommand, string>();
  unwinding: Unwinding | undefined;
  /** Above zero where a failure is being tested, so that `set -e` does not apply. */
  testing = 0;
  subshells = 0;
  /** The output of an in-process command substitution. */
  capture: string[] | undefined;
  replay: Replay | undefined;
  /** Where `getopts` is inside a cluster of option letters. */
  optionOffset = 0;
  history: string[] = [];
  directoryStack: string[] = [];
  commands = new CommandTable();
  startedAt: number;
  private randomState: number;
  private queue: { fd: number; text: string }[] = [];
  private ifs: string | undefined;

  constructor(sys: SystemCalls, flavour: Flavour, name: string, interpreter: Interpreter) {
    this.sys = sys;
    this.interpreter = interpreter;
    this.dialect = dialectOf(flavour);
    this.variables = new Variables(!this.dialect.bash);
    this.name = name;
    this.options = defaultOptions(flavour);
    this.pid = sys.pid;
    this.startedAt = sys.now();
    const [a = 0, b = 0, c = 0] = sys.platform.random(3);
    this.randomState = a | (b << 8) | (c << 16) | 1;
    this.watchVariables();
  }

  private watchVariables(): void {
    // The value, the one it replaces and what the expansion went through.
    this.variables.onLarge = (length) => this.sys.holdMemory(3 * length);
    this.variables.onChange = (name) => {
      if (name === 'OPTIND') this.optionOffset = 0;
      else if (name === 'IFS') this.ifs = undefined;
      else if (name === 'PATH') this.commands.clear();
    };
  }

  /** A bash that runs a script leaves aliases alone unless told. */
  get expandsAliases(): boolean {
    return !this.dialect.bash || this.options.interactive || this.shopt.has('expand_aliases');
  }

  /** The aliases as they are when a command is read. */
  get readAliases(): Aliases {
    return { get: (name) => (this.expandsAliases ? this.aliases.get(name) : undefined) };
  }

  /** A copy for a subshell: what it changes, the original does not see. */
  clone(jobs = true): Shell {
    const copy: Shell = Object.assign(Object.create(Shell.prototype), this);
    copy.variables = this.variables.clone();
    copy.watchVariables();
    copy.functions = new Map(this.functions);
    copy.aliases = new Map(this.aliases);
    copy.options = { ...this.options };
    copy.shopt = new Set(this.shopt);
    copy.traps = new Map(this.traps);
    copy.commands = this.commands.clone();
    copy.functionNames = [...this.functionNames];
    copy.sourceFiles = [...this.sourceFiles];
    copy.positional = this.positional;
    copy.jobs = jobs ? this.jobs.map((job) => ({ ...job, foreign: true })) : [];
    copy.queue = [];
    copy.pendingSignals = [];
    copy.unwinding = undefined;
    copy.replay = undefined;
    copy.subshells = this.subshells + 1;
    copy.substitutions = this.substitutions;
    copy.evaluations = this.evaluations;
    return copy;
  }

  // --- parameters

  /** The value of any parameter that has a single one; undefined when unset. */
  parameter(name: string): string | undefined {
    const first = name.charCodeAt(0);
    if (first >= 48 && first <= 57) {
      const index = Number(name);
      return index === 0 ? this.name : this.positional[index - 1];
    }
    if (name.length === 1) {
      switch (name) {
        case '?':
          return String(this.status);
        case '#':
          return String(this.positional.length);
        case '$':
          return String(this.pid);
        case '!':
          return this.lastBackground === undefined ? undefined : String(this.lastBackground);
        case '-':
          return this.optionLetters();
        case '@':
          return this.positional.length === 0 ? undefined : this.positional.join(' ');
        case '*':
          return this.positional.length === 0 ? undefined : this.positional.join(this.joiner());
      }
    }
    if (first <= 90) {
      const value = this.dynamic(name);
      if (value !== undefined) return value;
    }
    if (name === '_' && this.dialect.bash && this.lastArgument !== undefined) return this.lastArgument;
    const variable = this.variables.lookup(name);
    if (variable?.reference && variable.value) return this.parameter(variable.value);
    return this.variables.get(name);
  }

  private dynamic(name: string): string | undefined {
    switch (name) {
      case 'LINENO':
        // Debian builds dash without it.
        return this.dialect.flavour === 'dash' ? undefined : String(this.line);
      case 'RANDOM':
        return this.dialect.extended ? String(this.random()) : undefined;
      case 'SECONDS':
        return this.dialect.bash ? String(Math.floor((this.sys.now() - this.startedAt) / 1000)) : undefined;
      case 'EPOCHSECONDS':
        return this.dialect.extended ? String(Math.floor(this.sys.now() / 1000)) : undefined;
      case 'BASHPID':
        return this.dialect.bash ? String(this.sys.pid) : undefined;
      case 'BASH_SUBSHELL':
        return this.dialect.bash ? String(this.subshells) : undefined;
      case 'FUNCNAME':
        return this.dialect.extended ? (this.functionNames.at(-1) ?? '') : undefined;
      case 'EPOCHREALTIME':
        return this.dialect.extended ? (this.sys.now() / 1000).toFixed(6) : undefined;
      case 'SRANDOM':
        return this.dialect.bash ? String(this.random() * 0x20000 + this.random()) : undefined;
      case 'BASH_SOURCE':
        return this.dialect.bash ? (this.sourceFiles.at(-1) ?? '') : undefined;
      case 'PIPESTATUS':
        return this.dialect.bash ? String(this.pipeStatus[0] ?? 0) : undefined;
      default:
        return undefined;
    }
  }

  private random(): number {
    this.randomState = (Math.imul(this.randomState, 1103515245) + 12345) & 0x7fffffff;
    return (this.randomState >> 8) & 0x7fff;
  }

  private optionLetters(): string {
    const letters = lettersOf(this.dialect.flavour);
    let text = '';
    for (const letter of Object.keys(letters)) if (this.options[letters[letter]!]) text += letter;
    return this.commandString && this.dialect.extended ? `${text}c` : text;
  }

  /** The arrays bash keeps itself. */
  dynamicList(name: string): string[] | undefined {
    if (name === 'PIPESTATUS') return this.pipeStatus.map(String);
    if (name === 'FUNCNAME') return this.functionNames.toReversed();
    return name === 'BASH_SOURCE' ? this.sourceFiles.toReversed() : undefined;
  }

  define(command: FunctionCommand): void {
    this.functions.set(command.name, command);
    this.definedIn.set(command, this.sourceFiles.at(-1) ?? (this.options.interactive ? 'main' : 'environment'));
  }

  fileOf(command: FunctionCommand): string {
    return this.definedIn.get(command) ?? 'environment';
  }

  /** An element of an array (bash); any subscript of a plain variable other than 0 is unset. */
  element(name: string, index: string): string | undefined {
    const list = this.dynamicList(name);
    if (list) {
      return index === '@' || index === '*' ? list.join(' ') : list[Number(arithmetic(this, index))];
    }
    const variable = this.variables.lookup(name);
    if (variable?.associative) return variable.array?.get(index);
    let at = Number(arithmetic(this, index));
    if (!variable?.array) return at === 0 ? this.parameter(name) : undefined;
    if (at < 0) at += 1 + Math.max(-1, ...[...variable.array.keys()].map(Number));
    return variable.array.get(String(at));
  }

  setElement(name: string, index: string, value: string): void {
    const variable = this.variables.declare(name);
    if (!variable.array) {
      variable.array = new Map(variable.value === undefined ? [] : [['0', variable.value]]);
      variable.value = undefined;
    }
    variable.array.set(variable.associative ? index : arithmetic(this, index), value);
  }

  /** Assigns as `name=value` does. */
  assign(name: string, value: string): void {
    const variable = this.variables.lookup(name);
    if (variable?.reference && variable.value) {
      this.assign(variable.value, value);
      return;
    }
    if (name === 'OPTIND' && this.dialect.flavour === 'dash' && !/^\d*$/.test(value))
      throw new ShellFailure(`Illegal number: ${value}`);
    if (name === 'RANDOM' && this.dialect.extended) this.randomState = Number(value) | 0;
    else if (name === 'SECONDS' && this.dialect.bash) this.startedAt = this.sys.now() - Number(value) * 1000;
    const set = this.variables.set(name, variable?.integer ? arithmetic(this, value) : value);
    if (this.options.allexport && !set.exported) this.variables.export(name);
  }

  /** The characters of IFS. */
  separators(): string {
    this.ifs ??= this.variables.get('IFS') ?? ' \t\n';
    return this.ifs;
  }
  resetSeparators(): void {
    this.ifs = undefined;
  }
  joiner(): string {
    return this.separators().slice(0, 1);
  }

  /** Whether the locale (LC_ALL, LC_CTYPE, LANG) has characters and not just bytes; dash knows none. */
  get wide(): boolean {
    if (this.dialect.flavour === 'dash') return false;
    const { variables } = this;
    return /utf-?8/i.test(variables.get('LC_ALL') || variables.get('LC_CTYPE') || variables.get('LANG') || '');
  }

  /** How this shell matches patterns; busybox's never see more than bytes. */
  get matching(): Matching {
    const { bash } = this.dialect;
    return { extended: bash, bytes: !bash || !this.wide };
  }

  /** `${#x}`: characters where the locale has them; busybox counts the bytes of what is not UTF-8 throughout. */
  lengthOf(value: string): number {
    if (/^[\0-\x7f]*$/.test(value)) return value.length;
    if (!this.wide || (!this.dialect.bash && /[\udc80-\udcff]/u.test(value))) return encode(value).length;
    return [...value].length;
  }

  decodeFile(path: string): string {
    return decode(this.sys.readFile(path));
  }

  // --- output

  /** Queues text for standard output; written when the builtin ends. */
  out(text: string): void {
    this.put(1, text);
  }
  /** How many substitutions, evals and sourced files this is inside of. */
  get textDepth(): number {
    return this.substitutions + this.evaluations + this.sourceDepth;
  }
  substitutions = 0;

  /** Where `set -x` writes while a command's own standard error is redirected. */
  traceFd = 2;
  traceLine(text: string): void {
    this.put(this.traceFd, text);
  }

  /** Queues text for standard error. */
  err(text: string): void {
    this.put(2, text);
  }
  private put(fd: number, text: string): void {
    if (fd === 1 && this.capture) {
      this.capture.push(text);
      return;
    }
    const last = this.queue.at(-1);
    if (last?.fd === fd) last.text += text;
    else this.queue.push({ fd, text });
  }

  /** Writes what is queued. Answers the error of a write to standard output that failed. */
  flush(): MaybePromise<unknown> {
    const failed = (fd: number, error: unknown): MaybePromise<unknown> => {
      if (!isErrno(error)) throw error;
      return fd === 1 ? error : this.flush();
    };
    while (this.queue.length > 0) {
      const { fd, text } = this.queue.shift()!;
      try {
        const written = this.sys.write(fd, text);
        if (written) {
          return written.then(
            () => this.flush(),
            (error) => failed(fd, error),
          );
        }
      } catch (error) {
        return failed(fd, error);
      }
    }
    return undefined;
  }

  /** Whether nothing waits to be written. */
  get flushed(): boolean {
    return this.queue.length === 0;
  }

  /** `sh: 1: cd: …` in this flavour's form. */
  message(text: string, command?: string): string {
    const { flavour } = this.dialect;
    if (flavour === 'dash') return `${this.name}: ${this.line}: ${command ? `${command}: ` : ''}${text}\n`;
    if (flavour === 'bash') {
      const line = this.options.interactive ? '' : `line ${this.line}: `;
      return `${this.name}: ${line}${command ? `${command}: ` : ''}${text}\n`;
    }
    if (!command && !this.scriptFile) return `${this.name}: ${text}\n`;
    const line = this.options.interactive ? '' : `line ${this.line}: `;
    return `${this.name}: ${command ? `${command}: ` : ''}${line}${text}\n`;
  }

  complain(text: string, command?: string): void {
    this.err(this.message(text, command));
  }
}
