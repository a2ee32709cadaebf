import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSWASMModule,
} from 'quickjs-emscripten-core';
import type { HostOperations, HostValue } from './host/operations.ts';
import { callColumn, originalColumn, type Rewritten, rewrite } from './host/rewrite.ts';

/** What a student's program may take before it is ended. */
const MEMORY_LIMIT = 256 * 1024 * 1024;
/** The browser gives a worker about a megabyte of its own stack, of which QuickJS takes more than it counts. */
const STACK_LIMIT = 320 * 1024;
/** Milliseconds of processor time a program may take without giving way: nothing else on this computer runs meanwhile. */
const TURN_LIMIT = 10_000;
/** QuickJS asks far more often than this: when more has gone by, somebody else had the processor. */
const LONGEST_SLICE = 20;

const WRAPPER = '(function (exports, require, module, __filename, __dirname) {';

let quickjs: Promise<QuickJSWASMModule> | undefined;

/** The QuickJS engine, loaded when the first program needs it. */
export function loadQuickJs(): Promise<QuickJSWASMModule> {
  quickjs ??= import('@jitl/quickjs-wasmfile-release-sync').then(({ default: variant }) =>
    // What it says when it is thrown away (`dispose`) is nobody's.
    newQuickJSWASMModuleFromVariant(newVariant(variant, { emscriptenModule: { printErr: () => {} } as object })),
  );
  return quickjs;
}

/** An exception that left the guest's code: its stack as text. */
export class GuestError extends Error {
  readonly guestName: string;
  readonly guestStack: string;
  /** What is shown of it, with all it has. */
  readonly described: string;

  constructor(name: string, message: string, stack: string, described = '') {
    super(message);
    this.guestName = name;
    this.guestStack = stack;
    this.described = described;
  }
}

export interface ModuleSource {
  /** The source of a module by its resolved name, and how much stands before the file's own text. Throws with a message for the guest. */
  load(name: string): { readonly code: string; readonly before: number };
  /** The resolved name of a specifier. Throws with a message for the guest. */
  resolve(base: string, specifier: string): string;
}

/**
 * One QuickJS around one process. The guest reaches the host only through `__host(operation, …values)`; the host reaches the guest
 * through `__dispatch(event, …values)`, which the guest's prelude defines.
 */
export class Sandbox {
  readonly #runtime: QuickJSRuntime;
  readonly #context: QuickJSContext;
  readonly #now: () => number;
  #inTurn = false;
  /** Milliseconds the turn has taken, and when they were last counted. */
  #taken = 0;
  #counted = 0;
  #interrupted = false;
  #dispatch: QuickJSHandle | undefined;
  #rejections: QuickJSHandle | undefined;
  /** The files that were rewritten: their own lines, and what was put into them. */
  readonly #files = new Map<
    string,
    { readonly lines: readonly string[]; readonly insertions: Rewritten['insertions'] }
  >();
  /** The main module's evaluation, while it is not over. */
  #mainModule: QuickJSHandle | undefined;

  constructor(module: QuickJSWASMModule, operations: HostOperations, sources: ModuleSource, now: () => number) {
    this.#now = now;
    this.#runtime = module.newRuntime();
    this.#runtime.setMemoryLimit(MEMORY_LIMIT);
    this.#runtime.setMaxStackSize(STACK_LIMIT);
    this.#runtime.setInterruptHandler(() => {
      const now = this.#now();
      this.#taken += Math.min(now - this.#counted, LONGEST_SLICE);
      this.#counted = now;
      this.#interrupted = this.#inTurn && this.#taken > TURN_LIMIT;
      return this.#interrupted;
    });
    this.#runtime.setModuleLoader(
      (name) => attempt(() => this.#module(sources, name)),
      (base, specifier) => attempt(() => sources.resolve(base, specifier)),
    );
    this.#context = this.#runtime.newContext();
    const host = this.#context.newFunction('__host', (name, ...values) => this.#callHost(operations, name, values));
    this.#context.setProp(this.#context.global, '__host', host);
    host.dispose();
    // A CommonJS module's function, compiled under the file's own name so that stacks say where.
    const compile = this.#context.newFunction('__compile', (source, filename) => {
      const name = this.#context.getString(filename);
      const wrapped = `${WRAPPER}${this.#rewritten(this.#context.getString(source), name, 'commonjs')}\n})`;
      const result = this.#context.evalCode(wrapped, name);
      return result.error ? { error: result.error } : result.value;
    });
    this.#context.setProp(this.#context.global, '__compile', compile);
    compile.dispose();
    const importNow = this.#context.newFunction('__importNow', (filename) => this.#importNow(filename));
    this.#context.setProp(this.#context.global, '__importNow', importNow);
    importNow.dispose();
    // What has become of a promise: 'pending', or how it was settled and with what. Nothing for what is none.
    const promiseState = this.#context.newFunction('__promiseState', (promise) => {
      const state = this.#context.getPromiseState(promise);
      if (state.type === 'fulfilled' && state.notAPromise) return this.#context.undefined;
      const answer = this.#context.newArray();
      this.#context.newString(state.type).consume((type) => this.#context.setProp(answer, 0, type));
      if (state.type === 'fulfilled') state.value.consume((value) => this.#context.setProp(answer, 1, value));
      else if (state.type === 'rejected') state.error.consume((error) => this.#context.setProp(answer, 1, error));
      return answer;
    });
    this.#context.setProp(this.#context.global, '__promiseState', promiseState);
    promiseState.dispose();
    const stack = this.#context.newFunction('__stack', (text) =>
      this.#context.newString(this.#originalPlaces(this.#context.getString(text))),
    );
    this.#context.setProp(this.#context.global, '__stack', stack);
    stack.dispose();
  }

  /** Whether the last failure was the turn limit. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** Runs a student's script; as `evaluate`. */
  evaluateScript(source: string, filename: string): HostValue {
    return this.evaluate(this.#rewritten(source, filename, 'script'), filename);
  }

  /** Runs a script; throws GuestError. The result is the last expression's, if it is a plain value. */
  evaluate(source: string, filename: string): HostValue {
    return this.#turn(() => {
      const result = this.#context.evalCode(source, filename);
      if (result.error) {
        this.#uncaught(result.error);
        return undefined;
      }
      const value = this.#toHost(result.value);
      if (result.value.alive) result.value.dispose();
      return value;
    });
  }

  /** Runs an ES module; throws GuestError, now or (when it awaits at its top level) from a later turn. */
  evaluateModule(source: string, filename: string): void {
    this.#turn(() => {
      const code = this.#rewritten(source, filename, 'module');
      const result = this.#context.evalCode(code, filename, { type: 'module' });
      if (result.error) throw this.#guestError(result.error);
      this.#mainModule = result.value;
    });
    this.runJobs();
  }

  /** The namespace of an ES module that has no await at its top level; undefined for one that has. */
  #importNow(filename: QuickJSHandle): QuickJSHandle | { error: QuickJSHandle } {
    const context = this.#context;
    const code = `import * as namespace from ${JSON.stringify(context.getString(filename))}; globalThis.__imported = namespace;`;
    context.setProp(context.global, '__imported', context.undefined);
    const result = context.evalCode(code, 'node:internal/require', { type: 'module' });
    if (result.error) return { error: result.error };
    const state = context.getPromiseState(result.value);
    result.value.dispose();
    if (state.type === 'rejected') return { error: state.error };
    if (state.type === 'fulfilled' && state.value.alive) state.value.dispose();
    return context.getProp(context.global, '__imported');
  }

  /** Calls the guest's `__dispatch`, then whatever promises that settled. Throws GuestError. */
  dispatch(event: string, ...values: HostValue[]): void {
    this.#dispatch ??= this.#context.getProp(this.#context.global, '__dispatch');
    this.#turn(() => {
      const handles = [this.#context.newString(event), ...values.map((value) => this.#toGuest(value))];
      const result = this.#context.callFunction(this.#dispatch!, this.#context.undefined, ...handles);
      for (const handle of handles) handle.dispose();
      if (result.error) this.#uncaught(result.error);
      else result.value.dispose();
    });
    this.runJobs();
  }

  /** Runs promise reactions until none is left. Throws GuestError. */
  runJobs(): void {
    this.#turn(() => {
      while (this.#runtime.hasPendingJob()) {
        const result = this.#runtime.executePendingJobs();
        if (result.error) this.#uncaught(result.error);
      }
    });
    this.#settleModule();
    this.#turn(() => this.#reportRejections());
  }

  #settleModule(): void {
    if (!this.#mainModule) return;
    const state = this.#context.getPromiseState(this.#mainModule);
    if (state.type === 'pending') return;
    if (this.#mainModule.alive) this.#mainModule.dispose();
    this.#mainModule = undefined;
    if (state.type === 'rejected') this.#uncaught(state.error);
    else if (state.value.alive) state.value.dispose();
  }

  /** Tells the guest's listeners of rejections nobody has handled; throws GuestError when there are none. */
  #reportRejections(): void {
    this.#rejections ??= this.#context.getProp(this.#context.global, '__rejections');
    const result = this.#context.callFunction(this.#rejections, this.#context.undefined);
    if (result.error) throw this.#guestError(result.error);
    result.value.dispose();
    if (this.#runtime.hasPendingJob()) this.runJobs();
  }

  /** Gives an error to the guest's `uncaughtException` listeners; throws GuestError when there are none. */
  #uncaught(error: QuickJSHandle): void {
    const listener = this.#context.getProp(this.#context.global, '__uncaught');
    const heard =
      this.#context.typeof(listener) === 'function' && !this.#interrupted
        ? this.#context.callFunction(listener, this.#context.undefined, error)
        : undefined;
    listener.dispose();
    if (heard?.error) throw this.#guestError(heard.error);
    if (heard?.value.consume((value) => this.#context.dump(value) === true)) error.dispose();
    else throw this.#guestError(error);
  }

  #module(sources: ModuleSource, name: string): string {
    const { code, before } = sources.load(name);
    if (name.startsWith('node:')) return code;
    const rewritten = this.#rewritten(code, name, 'module');
    const file = this.#files.get(name)!;
    this.#files.set(name, {
      lines: code.slice(before).split('\n'),
      insertions: [{ line: 1, column: 1, length: before }, ...file.insertions],
    });
    return rewritten;
  }

  #rewritten(source: string, filename: string, kind: 'script' | 'module' | 'commonjs'): string {
    // A package's promises are its own affair.
    const rewritten = filename.includes('/node_modules/') ? { code: source, insertions: [] } : rewrite(source, kind);
    const wrapper = kind === 'commonjs' ? [{ line: 1, column: 1, length: WRAPPER.length }] : [];
    const moved = rewritten.insertions.map((each) =>
      each.line === 1 && wrapper.length > 0 ? { ...each, column: each.column + WRAPPER.length } : each,
    );
    this.#files.set(filename, { lines: source.split('\n'), insertions: [...wrapper, ...moved] });
    return rewritten.code;
  }

  /** Errors of QuickJS's own making have not been through the guest's constructors. */
  #stackOf(stack: string): string {
    return /^\s*at /.test(stack) ? this.#originalPlaces(stack) : stack;
  }

  /** A stack with the places the files have; an async function stands in it once. */
  #originalPlaces(stack: string): string {
    const lines = stack.replace(
      /((?:\/|\[eval)[^\s():]*):(\d+):(\d+)/g,
      (place, file: string, line: string, column: string) => {
        const known = this.#files.get(file);
        if (!known) return place;
        const at = originalColumn(known.insertions, Number(line), Number(column));
        return `${file}:${line}:${callColumn(known.lines[Number(line) - 1] ?? '', at)}`;
      },
    );
    return lines
      .replace(/\n\s*at __async \(.*\n.*/g, '')
      .replace(
        /at <anonymous> (\(.*\)\n\s*at call \(native\)\n\s*at load \(node:internal)/g,
        'at Object.<anonymous> $1',
      )
      .replace(/at <anonymous> \(((?:\/|file:|\[eval).*)\)/g, 'at $1')
      .replace(/\n\s*at .*\((?:native|node:internal\/(?:bootstrap|main).*)\)/g, '');
  }

  dispose(): void {
    this.#mainModule?.dispose();
    this.#dispatch?.dispose();
    this.#rejections?.dispose();
    try {
      this.#context.dispose();
      this.#runtime.dispose();
    } catch (error) {
      // A program that ended in the middle of a call may leave objects behind, at which QuickJS aborts: the next gets another one.
      if ((error as Error).name !== 'RuntimeError') throw error;
      quickjs = undefined;
    }
  }

  #turn<T>(run: () => T): T {
    const outermost = !this.#inTurn;
    if (outermost) {
      this.#inTurn = true;
      this.#taken = 0;
      this.#counted = this.#now();
    }
    try {
      return run();
    } finally {
      if (outermost) this.#inTurn = false;
    }
  }

  #callHost(
    operations: HostOperations,
    name: QuickJSHandle,
    values: QuickJSHandle[],
  ): QuickJSHandle | { error: QuickJSHandle } {
    const operation = operations[this.#context.getString(name)];
    try {
      if (!operation) throw new Error(`no such host operation: ${this.#context.getString(name)}`);
      return this.#toGuest(operation(...values.map((value) => this.#toHost(value))) as HostValue);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const own = Object.entries(error).filter(([key, value]) => /string|number/.test(typeof value) && key !== 'name');
      return { error: this.#callGuest('__hostError', error.message, JSON.stringify(Object.fromEntries(own))) };
    }
  }

  /** A function of the guest's prelude. */
  #callGuest(name: string, ...values: (string | QuickJSHandle)[]): QuickJSHandle {
    const context = this.#context;
    const handles = values.map((value) => (typeof value === 'string' ? context.newString(value) : value.dup()));
    const called = context.getProp(context.global, name);
    const result = context.callFunction(called, context.undefined, ...handles);
    for (const handle of [called, ...handles]) handle.dispose();
    return context.unwrapResult(result);
  }

  /** Bytes cross as ArrayBuffers (copied), plain values as themselves, everything else as JSON data. */
  #toHost(handle: QuickJSHandle): HostValue {
    const context = this.#context;
    const type = context.typeof(handle);
    if (type === 'string') return context.getString(handle);
    if (type === 'number') return context.getNumber(handle);
    if (type !== 'object') return context.dump(handle) as HostValue;
    const isBuffer = context.getProp(handle, 'byteLength').consume((length) => context.typeof(length) === 'number');
    if (!isBuffer) return context.dump(handle) as HostValue;
    return context.getArrayBuffer(handle).consume((lifetime) => new Uint8Array(lifetime.value));
  }

  #toGuest(value: HostValue): QuickJSHandle {
    const context = this.#context;
    if (value === undefined) return context.undefined;
    if (value === null) return context.null;
    if (typeof value === 'string') return context.newString(value);
    if (typeof value === 'number') return context.newNumber(value);
    if (typeof value === 'boolean') return value ? context.true : context.false;
    if (value instanceof Uint8Array) {
      return context.newArrayBuffer(value.slice().buffer);
    }
    const json = context.newString(JSON.stringify(value));
    const parse = context.unwrapResult(context.evalCode('JSON.parse'));
    const result = context.unwrapResult(context.callFunction(parse, context.undefined, json));
    json.dispose();
    parse.dispose();
    return result;
  }

  /** As console.log would show it; nothing when that fails, or the guest is to run no more. */
  #described(error: QuickJSHandle): string {
    if (this.#interrupted) return '';
    try {
      return this.#callGuest('__described', error).consume((text) => this.#context.getString(text));
    } catch {
      return '';
    }
  }

  #guestError(handle: QuickJSHandle): GuestError {
    const context = this.#context;
    const text = (key: string) =>
      context.typeof(handle) === 'object'
        ? context
            .getProp(handle, key)
            .consume((value) => (context.typeof(value) === 'string' ? context.getString(value) : ''))
        : '';
    const error =
      context.typeof(handle) === 'object'
        ? new GuestError(text('name'), text('message'), this.#stackOf(text('stack')), this.#described(handle))
        : new GuestError('', String(context.dump(handle)), '', '');
    handle.dispose();
    return error;
  }
}

function attempt(run: () => string): string | { error: Error } {
  try {
    return run();
  } catch (error) {
    return { error: error as Error };
  }
}
