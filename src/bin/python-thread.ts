import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { servePython, type ThreadHost } from '../host/python-thread.ts';

/** The thread of one `python3`: started by `python-threads.ts`, with the compiled interpreter. */
interface ThreadData {
  readonly interpreter: unknown;
  /** Path of the compiled standard library. */
  readonly library: string;
}

const data = workerData as ThreadData;
const port = parentPort!;
const require = createRequire(import.meta.url);
const folder = dirname(require.resolve('pyodide'));
// pyodide.asm.js asks for these as a CommonJS module of Node would.
Object.assign(globalThis, { require, __dirname: folder, __filename: join(folder, 'pyodide.asm.js') });

servePython({
  post: (message) => port.postMessage(message),
  listen: (receive) => port.on('message', receive),
  interpreter: Promise.resolve(data.interpreter as Awaited<ThreadHost['interpreter']>),
  library: readFile(data.library),
  createModule: import(join(folder, 'pyodide.asm.js')).then(
    () => (globalThis as unknown as { _createPyodideModule: Awaited<ThreadHost['createModule']> })._createPyodideModule,
  ),
  environment: { IN_NODE: true, IN_NODE_ESM: true },
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
});
