/** Runs a script in Pyodide's bare CPython on Node, over files in memory: what the generators use. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** `files` are laid down first; answers the contents of the paths in `read`. Throws when the script fails. */
export async function runPython({ code, files, read }) {
  const require = createRequire(import.meta.url);
  const folder = dirname(require.resolve('pyodide'));
  // pyodide.asm.js asks for these as a CommonJS module of Node would.
  Object.assign(globalThis, { require, __dirname: folder, __filename: join(folder, 'pyodide.asm.js') });
  await import(join(folder, 'pyodide.asm.js'));
  const interpreter = await WebAssembly.compile(readFileSync(join(folder, 'pyodide.asm.wasm')));
  const marker = Symbol('sentinel');
  const errors = [];
  let exports;
  const module = await globalThis._createPyodideModule({
    noInitialRun: true,
    thisProgram: '/usr/local/bin/python3',
    API: {
      config: { jsglobals: globalThis, env: {} },
      runtimeEnv: { IN_NODE: true, IN_NODE_ESM: true },
      lockFilePromise: new Promise(() => {}),
    },
    print: (line) => errors.push(line),
    printErr: (line) => errors.push(line),
    preRun: [
      ({ FS, ENV }) => {
        ENV.PYTHONHOME = '/usr/local';
        const all = { '/usr/local/lib/python313.zip': readFileSync(join(folder, 'python_stdlib.zip')), ...files };
        for (const [path, bytes] of Object.entries(all)) {
          FS.mkdirTree(dirname(path));
          FS.writeFile(path, bytes);
        }
      },
    ],
    instantiateWasm(imports, done) {
      imports.sentinel = { create_sentinel: () => marker, is_sentinel: (value) => value === marker };
      WebAssembly.instantiate(interpreter, imports).then((instance) => {
        ({ exports } = instance);
        done(instance, interpreter);
      });
      return {};
    },
  });
  const place = (text) => {
    const bytes = Buffer.from(`${text}\0`);
    const address = exports.malloc(bytes.length);
    module.HEAPU8.set(bytes, address);
    return address;
  };
  const argv = ['python3', '-c', code].map(place);
  const vector = exports.malloc(16);
  for (const [index, address] of argv.entries()) module.HEAPU32[vector / 4 + index] = address;
  module.HEAPU32[vector / 4 + argv.length] = 0;
  const status = exports.Py_BytesMain(argv.length, vector);
  if (status !== 0) throw new Error(`Python ended with ${status}:\n${errors.join('\n')}`);
  return Object.fromEntries(read.map((path) => [path, module.FS.readFile(path)]));
}
