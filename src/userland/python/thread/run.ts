import { type Channel, type Post, SuspendingChannel, sleepingChannel, type Turns } from './channel.ts';
import { extensionFolder } from './file-imports.ts';
import { processImports } from './imports.ts';
import { Memory } from './memory.ts';
import type { Start, ToThread } from './protocol.ts';
import { type WasmImports, type WasmInstance, type WasmMemory, type WasmModule, webAssembly } from './webassembly.ts';

/** What a host gives the thread: Pyodide's files, and how to speak with the process. */
export interface ThreadHost extends Turns {
  readonly post: Post;
  /** Hands the process's messages to `receive`. */
  listen(receive: (message: ToThread) => void): void;
  /** The interpreter, compiled (pyodide.asm.wasm). */
  readonly interpreter: Promise<WasmModule>;
  /** The standard library: a zip of modules, compiled. */
  readonly library: Promise<Uint8Array>;
  /** pyodide.asm.js, which makes an Emscripten module. */
  readonly createModule: Promise<(settings: Record<string, unknown>) => Promise<EmscriptenModule>>;
  /** Emscripten's word for the environment: IN_NODE or IN_BROWSER_WEB_WORKER … */
  readonly environment: Readonly<Record<string, boolean>>;
}

interface EmscriptenModule {
  readonly FS: { mkdirTree(path: string): void; writeFile(path: string, data: Uint8Array): void };
  /** Addresses of variables. */
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
  readonly _PyExc_OSError: number;
}

/** Unwinds the program: exit() was called. */
class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.code = code;
  }
}

/** Serves one process: waits for its start, runs CPython's own main() in it, and tells how that ended. */
export function servePython(host: ThreadHost): void {
  let suspending: SuspendingChannel | undefined;
  host.listen((message) => {
    if (!('start' in message)) {
      suspending?.receive(message);
      return;
    }
    const { start } = message;
    const channel = start.shared
      ? sleepingChannel(start.shared, host.post)
      : (suspending = new SuspendingChannel(host.post, host));
    runPython(host, start, channel).then(
      (exit) => host.post({ exit, interrupted: false }),
      (error: unknown) =>
        host.post({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
}

async function runPython(host: ThreadHost, start: Start, channel: Channel): Promise<number> {
  const [interpreter, library, createModule] = await Promise.all([host.interpreter, host.library, host.createModule]);
  let memory: Memory | undefined;
  let instance: WasmInstance | undefined;
  const module: EmscriptenModule = await createModule({
    noInitialRun: true,
    thisProgram: start.argv[0],
    API: {
      config: { jsglobals: globalThis, env: {} },
      runtimeEnv: host.environment,
      lockFilePromise: new Promise(() => {}),
    },
    print() {},
    printErr() {},
    preRun: [
      ({ FS }: EmscriptenModule) => {
        FS.mkdirTree(extensionFolder(start.library));
        FS.writeFile(start.library, library);
      },
    ],
    instantiateWasm(imports: WasmImports, done: (instance: WasmInstance, module: WasmModule) => void) {
      memory = new Memory(imports.env!.memory as WasmMemory);
      const unlock = () => unlockErrors(memory!, module._PyExc_OSError);
      replaceImports(imports, channel, memory, start, { instance: () => instance!, unlock });
      void webAssembly.instantiate(interpreter, imports).then((made) => {
        instance = made;
        done(made, interpreter);
      });
      return {};
    },
  });
  memory!.view.setInt32(module._Py_EMSCRIPTEN_SIGNAL_HANDLING, 1, true);
  return runMain(instance!, memory!, start);
}

/** Puts the process in Emscripten's stead wherever C asks the system for something. */
function replaceImports(
  imports: WasmImports,
  channel: Channel,
  memory: Memory,
  start: Start,
  { instance, unlock }: { instance: () => WasmInstance; unlock: () => void },
): void {
  const env = imports.env as Record<string, (...values: unknown[]) => number>;
  const originals = { ...env };
  const marker = Symbol('sentinel');
  const replaced = processImports(
    channel,
    {
      memory,
      unlock,
      original: (name, ...values) => originals[name]!(...values),
      temporary(text, use) {
        const address = place(instance(), memory, text);
        try {
          return use(address);
        } finally {
          exported(instance(), 'free')(address);
        }
      },
    },
    start.library,
  );
  const suspends = start.shared === undefined;
  for (const [name, run] of Object.entries(replaced)) {
    env[name] = (suspends ? new webAssembly.Suspending!(run) : run) as (...values: unknown[]) => number;
  }
  const environment = start.env.map(([name, value]) => new TextEncoder().encode(`${name}=${value}\0`));
  env.environ_sizes_get = (count, size) => {
    memory.view.setUint32(Number(count), environment.length, true);
    memory.view.setUint32(
      Number(size),
      environment.reduce((sum, each) => sum + each.length, 0),
      true,
    );
    return 0;
  };
  env.environ_get = (pointers, buffer) => {
    let at = Number(buffer);
    for (const [index, each] of environment.entries()) {
      memory.view.setUint32(Number(pointers) + index * 4, at, true);
      memory.write(at, each);
      at += each.length;
    }
    return 0;
  };
  env.exit = env.proc_exit = (code) => {
    throw new Exit(Number(code));
  };
  imports.sentinel = { create_sentinel: () => marker, is_sentinel: (value: unknown) => value === marker };
}

function exported(instance: WasmInstance, name: string): (...values: number[]) => number {
  return instance.exports[name] as unknown as (...values: number[]) => number;
}

/** A C string of its own. */
function place(instance: WasmInstance, memory: Memory, text: string): number {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = exported(instance, 'malloc')(bytes.length);
  memory.write(address, bytes);
  return address;
}

async function runMain(instance: WasmInstance, memory: Memory, start: Start): Promise<number> {
  const argv = exported(instance, 'malloc')((start.argv.length + 1) * 4);
  for (const [index, argument] of start.argv.entries()) {
    memory.view.setUint32(argv + index * 4, place(instance, memory, argument), true);
  }
  memory.view.setUint32(argv + start.argv.length * 4, 0, true);
  const main = exported(instance, 'Py_BytesMain');
  try {
    return await (start.shared ? main(start.argv.length, argv) : webAssembly.promising!(main)(start.argv.length, argv));
  } catch (error) {
    if (error instanceof Exit) return error.code;
    throw error;
  }
}

/** Offset of tp_flags in PyTypeObject on a 32-bit machine (Include/cpython/object.h), and Py_TPFLAGS_IMMUTABLETYPE. */
const TYPE_FLAGS = 84;
const IMMUTABLE = 1 << 8;

/**
 * Lets the library give OSError a constructor of its own, which turns Emscripten's error numbers into Linux's.
 */
function unlockErrors(memory: Memory, variable: number): void {
  const type = memory.view.getUint32(variable, true);
  memory.view.setUint32(type + TYPE_FLAGS, memory.view.getUint32(type + TYPE_FLAGS, true) & ~IMMUTABLE, true);
}
