import { isErrno } from '../../kernel/errno.ts';
import type { Program, SystemCalls } from '../../kernel/program.ts';
import { loadSqlite } from '../sqlite/engine.ts';
import { EventLoop } from './event-loop.ts';
import { builtinNames, guestSource } from './guest/index.ts';
import { compressionOperations } from './host/compression.ts';
import { fileOperations } from './host/files.ts';
import { hashOperations, loadHashes } from './host/hashes.ts';
import { networkOperations } from './host/network.ts';
import type { HostValue } from './host/operations.ts';
import { processOperations } from './host/process.ts';
import { sqliteOperations } from './host/sqlite.ts';
import { moduleSources } from './module-sources.ts';
import { type NodeOptions, parseOptions } from './options.ts';
import { join, parent, Resolver } from './resolve.ts';
import { GuestError, loadQuickJs, Sandbox } from './sandbox.ts';

/** `node`: runs a student's JavaScript for real, in a sandbox. */
export const nodeProgram: Program = { name: 'node', main: run };

/** Runs JavaScript that another program brings (what a compiler here makes), with the process's own arguments. */
export function runScript(sys: SystemCalls, code: string): Promise<number> {
  const options = { version: false, print: false, code, script: undefined, rest: sys.argv.slice(1) };
  return new NodeProcess(sys, 'v22.21.1', options).run(code);
}

async function run(sys: SystemCalls): Promise<number> {
  const version = `v${sys.env.get('NODE_VERSION') ?? '22.21.1'}`;
  const options = parseOptions(sys.argv.slice(1));
  if (typeof options === 'string') {
    await sys.write(2, `${sys.argv[0]}: ${options}\n`);
    return 9;
  }
  if (options.version) {
    await sys.write(1, `${version}\n`);
    return 0;
  }
  const script =
    options.code ?? (options.script === undefined ? new TextDecoder().decode(await sys.readAll(0)) : undefined);
  return new NodeProcess(sys, version, options).run(script);
}

/** One `node` process: a sandbox, an event loop, and what the script does in them. */
class NodeProcess {
  readonly #sys: SystemCalls;
  readonly #version: string;
  readonly #options: NodeOptions;
  readonly #loop: EventLoop;
  readonly #resolver: Resolver;
  #sandbox: Sandbox | undefined;
  readonly #writing = new Map<number, Promise<void>>();
  #exitCode: number | undefined;

  constructor(sys: SystemCalls, version: string, options: NodeOptions) {
    this.#sys = sys;
    this.#version = version;
    this.#options = options;
    this.#loop = new EventLoop(sys);
    this.#resolver = new Resolver(sys, builtinNames);
  }

  /** `code` is a script given as text; else options.script names a file. */
  async run(code: string | undefined): Promise<number> {
    const sandbox = await this.#boot(code);
    try {
      await this.#guard(() => {
        if (code !== undefined) this.#runText(sandbox, code);
        else this.#runFile(sandbox, this.#options.script!);
        sandbox.runJobs();
      });
      for (;;) {
        await this.#loop.run();
        if (this.#exitCode !== undefined) break;
        // 'exit' handlers may still set the status; they run once, with nothing left to do.
        await this.#guard(() => sandbox.evaluate('process.exit()', 'node:internal/exit'));
      }
      await Promise.allSettled(this.#writing.values());
      return this.#exitCode;
    } finally {
      sandbox.dispose();
    }
  }

  async #boot(code: string | undefined): Promise<Sandbox> {
    const sqlite = this.#wantsSqlite(code) ? loadSqlite() : undefined;
    const [module, hashes, openDatabase] = await Promise.all([loadQuickJs(), loadHashes(), sqlite]);
    const dispatch = (event: string, ...values: HostValue[]) => this.#guardedDispatch(event, values);
    const operations = {
      ...fileOperations(this.#sys),
      ...hashOperations(hashes),
      ...compressionOperations,
      ...sqliteOperations(this.#sys, openDatabase),
      ...processOperations(this.#sys, this.#loop, dispatch, (code) => this.#exit(code), this.#writing),
      ...networkOperations(this.#sys, this.#loop, dispatch),
      resolve: (folder: HostValue, specifier: HostValue) =>
        this.#resolver.resolve(String(folder), String(specifier), 'require') ?? null,
      moduleType: (file: HostValue) => this.#resolver.moduleType(String(file)),
    };
    const keys = (name: string) =>
      sandbox.evaluate(`__builtinKeys(${JSON.stringify(name)})`, 'node:internal') as readonly string[];
    const sandbox = new Sandbox(module, operations, moduleSources(this.#sys, this.#resolver, keys), () =>
      this.#sys.platform.now(),
    );
    this.#sandbox = sandbox;
    const program = this.#options.script === undefined ? [] : [join(this.#sys.cwd(), this.#options.script)];
    sandbox.evaluate(
      guestSource({
        argv: [this.#execPath(), ...program, ...this.#options.rest],
        execArgv: [],
        env: Object.fromEntries(this.#sys.env),
        pid: this.#sys.pid,
        ppid: this.#sys.ppid,
        version: this.#version,
        title: 'node',
      }),
      'node:internal/bootstrap',
    );
    return sandbox;
  }

  /** What the program calls must be there before it runs: nothing inside can wait for it. */
  #wantsSqlite(code: string | undefined): boolean {
    const script = join(this.#sys.cwd(), this.#options.script ?? 'eval');
    if (this.#resolver.resolve(parent(script), 'sqlite3', 'require') !== undefined) return true;
    const text = code ?? (this.#sys.exists(script) ? new TextDecoder().decode(this.#sys.readFile(script)) : '');
    return text.includes('sqlite');
  }

  #execPath(): string {
    const name = this.#sys.argv[0] ?? 'node';
    return name.includes('/') ? name : '/usr/local/bin/node';
  }

  #runFile(sandbox: Sandbox, script: string): void {
    const path = join(this.#sys.cwd(), script);
    const file = this.#resolver.resolve(parent(path), path, 'require');
    if (file === undefined) {
      const error = new GuestError('Error', `Cannot find module '${path}'`, '');
      throw Object.assign(error, { tail: "{\n  code: 'MODULE_NOT_FOUND',\n  requireStack: []\n}" });
    }
    if (this.#resolver.moduleType(file) === 'module')
      sandbox.evaluateModule(`import ${JSON.stringify(file)};`, '/[main]');
    else sandbox.evaluate(`__require(${JSON.stringify(file)})`, 'node:internal/main');
  }

  #runText(sandbox: Sandbox, code: string): void {
    sandbox.evaluate(
      `globalThis.require = __requireFrom(${JSON.stringify(`${this.#sys.cwd()}/[eval]`)}); globalThis.module = { exports: {} };`,
      'node:internal',
    );
    if (/^\s*(import\s[^(]|export\s)/m.test(code)) {
      sandbox.evaluateModule(code, `${this.#sys.cwd()}/[eval1]`);
      return;
    }
    const print = this.#options.print ? `console.log(globalThis.eval(${JSON.stringify(code)}))` : code;
    sandbox.evaluateScript(print, '[eval]');
  }

  #guardedDispatch(event: string, values: HostValue[]): void {
    if (this.#exitCode !== undefined) return;
    void this.#guard(() => this.#sandbox!.dispatch(event, ...values));
  }

  #exit(code: number): never {
    this.#exitCode ??= code & 255;
    this.#loop.stop();
    throw new ExitRequest();
  }

  /** Runs guest code; an exception nobody catches is printed as Node prints it and ends the process with 1. */
  async #guard(run: () => void): Promise<void> {
    try {
      run();
    } catch (error) {
      if (this.#exitCode !== undefined) return;
      if (isErrno(error)) throw error;
      // The engine's own stack ended before it could say so.
      const failure =
        error instanceof RangeError ? new GuestError('RangeError', 'Maximum call stack size exceeded', '') : error;
      if (!(failure instanceof GuestError)) throw error;
      this.#exitCode = 1;
      this.#loop.stop();
      await this.#sys.write(2, this.#report(failure));
    }
  }

  #report(error: GuestError): string {
    if (this.#sandbox!.interrupted) {
      return 'drydock: not simulated: a program that runs ten seconds without a pause (nothing else on this computer runs meanwhile); it was ended\n';
    }
    const message = inV8sWords(error.message);
    const head = error.guestName === '' ? message : `${error.guestName}: ${message}`;
    if (error.guestName === 'UnhandledPromiseRejection')
      return `${UNHANDLED}[${head}] {\n  code: 'ERR_UNHANDLED_REJECTION'\n}\n\nNode.js ${this.#version}\n`;
    const tail = (error as { tail?: string }).tail;
    const body = error.described === '' ? head : error.described.replace(error.message, () => message);
    return `${this.#excerpt(error.guestStack)}${body}${tail === undefined ? '' : ` ${tail}`}\n\nNode.js ${this.#version}\n`;
  }

  /** The source line an exception came from, with its place above. */
  #excerpt(stack: string): string {
    const place = /(\/[^\s:()]+):(\d+)(?::(\d+))?/.exec(stack);
    if (!place || !this.#sys.exists(place[1]!)) return 'node:internal/modules/cjs/loader\n\n';
    const line = new TextDecoder().decode(this.#sys.readFile(place[1]!)).split('\n')[Number(place[2]) - 1] ?? '';
    const column = Math.max(0, Number(place[3] ?? 1) - 1);
    return `${place[1]}:${place[2]}\n${line}\n${' '.repeat(column)}^\n\n`;
  }
}

/** What QuickJS says of the most common mistakes. */
function inV8sWords(message: string): string {
  return message
    .replace(/^cannot read property '(.*)' of (undefined|null)$/, "Cannot read properties of $2 (reading '$1')")
    .replace(/^cannot set property '(.*)' of (undefined|null)$/, "Cannot set properties of $2 (setting '$1')")
    .replace(/^'?([\w$]+)'? is not defined$/, '$1 is not defined')
    .replace(/^'.*' is read-only$/, 'Assignment to constant variable.')
    .replace(/^stack overflow$/, 'Maximum call stack size exceeded');
}

/** Where Node says a rejection with something that is no error comes from. */
const UNHANDLED = `node:internal/process/promises:394
      triggerUncaughtException(err, true /* fromPromise */);
      ^

`;

/** Unwinds the guest after process.exit(). */
class ExitRequest extends Error {}
