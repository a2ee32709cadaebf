import script from 'pyodide/pyodide.asm.js?url';
import interpreter from 'pyodide/pyodide.asm.wasm?url';
import type { Thread } from '../kernel/platform.ts';
import type { ThreadAssets } from './python-thread.worker.ts';
import PythonThread from './python-thread.worker.ts?worker';

/** A data file of another room, not a module of it. */
const library = new URL('../userland/python/generated/library.zip', import.meta.url);

let assets: Promise<ThreadAssets> | undefined;

/** Fetched from the page's own origin when the first program starts, compiled once. */
async function load(): Promise<ThreadAssets> {
  const [compiled, zip] = await Promise.all([
    WebAssembly.compileStreaming(fetch(interpreter)),
    fetch(library).then((response) => response.arrayBuffer()),
  ]);
  return { interpreter: compiled, library: new Uint8Array(zip), script: new URL(script, self.location.href).href };
}

/** Starts a Python thread in the page: a worker below the machine's. */
export async function startPythonThread(receive: (message: unknown) => void): Promise<Thread> {
  if (!('Suspending' in WebAssembly) && !self.crossOriginIsolated) {
    receive({
      failed: 'not simulated: python3 in a browser that can neither suspend WebAssembly (JSPI) nor share memory',
    });
    return { post() {}, end() {}, sharesMemory: false };
  }
  assets ??= load();
  assets.catch(() => {
    // Another try may reach it.
    assets = undefined;
  });
  const ready = await assets;
  const worker = new PythonThread();
  worker.onmessage = ({ data }: MessageEvent<unknown>) => receive(data);
  worker.onerror = ({ message }) => receive({ failed: message });
  worker.postMessage(ready);
  return {
    post: (message) => worker.postMessage(message),
    end: () => worker.terminate(),
    sharesMemory: self.crossOriginIsolated && !('Suspending' in WebAssembly),
  };
}
