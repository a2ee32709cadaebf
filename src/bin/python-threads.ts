import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { Thread } from '../kernel/platform.ts';
import { pythonFiles } from './python-files.mjs';

let interpreter: Promise<unknown> | undefined;

/** Compiled once: the threads share its machine code. */
async function compiled(): Promise<unknown> {
  const path = createRequire(import.meta.url).resolve('pyodide/pyodide.asm.wasm');
  return (
    globalThis as unknown as { WebAssembly: { compile(bytes: Uint8Array): Promise<unknown> } }
  ).WebAssembly.compile(await readFile(path));
}

/** Starts a Python thread on Node. */
export async function startPythonThread(receive: (message: unknown) => void): Promise<Thread> {
  interpreter ??= compiled();
  const { thread, library } = await pythonFiles(import.meta.url);
  const worker = new Worker(thread, { workerData: { interpreter: await interpreter, library }, stdin: false });
  worker.on('message', receive);
  worker.on('error', (error: Error) => receive({ failed: error.stack ?? error.message }));
  return {
    post: (message) => worker.postMessage(message),
    end: () => void worker.terminate(),
    sharesMemory: true,
  };
}
