/// <reference lib="webworker" />
import { servePython, type ThreadHost } from '../host/python-thread.ts';

/** The thread of one `python3` in the page: started by `python-threads.ts`, which sends it what it is made of first. */
export interface ThreadAssets {
  readonly interpreter: WebAssembly.Module;
  readonly library: Uint8Array;
  /** Where pyodide.asm.js is. */
  readonly script: string;
}

type Receive = Parameters<ThreadHost['listen']>[0];
let receive: Receive | undefined;
const turns = new MessageChannel();
let breathing: (() => void) | undefined;
turns.port1.onmessage = () => breathing?.();

self.onmessage = ({ data }: MessageEvent<unknown>) => {
  if (receive) receive(data as Parameters<Receive>[0]);
  else serve(data as ThreadAssets);
};

function serve({ interpreter, library, script }: ThreadAssets): void {
  servePython({
    post: (message) => self.postMessage(message),
    listen(listener) {
      receive = listener;
    },
    interpreter: Promise.resolve(interpreter as Awaited<ThreadHost['interpreter']>),
    library: Promise.resolve(library),
    createModule: import(/* @vite-ignore */ script).then(
      () =>
        (globalThis as unknown as { _createPyodideModule: Awaited<ThreadHost['createModule']> })._createPyodideModule,
    ),
    environment: { IN_BROWSER: true, IN_BROWSER_WEB_WORKER: true },
    now: () => performance.now(),
    breathe: () =>
      new Promise((resolve) => {
        breathing = resolve;
        turns.port2.postMessage(undefined);
      }),
  });
}
