import type { Exports, Host } from './globals.ts';

/**
 * CommonJS inside the sandbox (Node's lib/internal/modules/cjs/loader.js): `__require(file)` runs a file as the main module.
 * ES modules are QuickJS's own, fed by `module-sources.ts`.
 */
export function commonJs(
  host: Host,
  compile: (source: string, filename: string) => (...values: unknown[]) => void,
  importNow: (filename: string) => Record<string, unknown> | undefined,
): void {
  const scope = globalThis as unknown as Record<string, unknown>;
  const builtin = scope.__builtin as (name: string) => Exports;
  const { dirname } = builtin('path') as unknown as { dirname(path: string): string };
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  interface Module {
    id: string;
    filename: string;
    path: string;
    exports: unknown;
    loaded: boolean;
    children: Module[];
    parent: Module | undefined;
    paths: string[];
    require?: unknown;
  }
  const cache: Record<string, Module> = Object.create(null);
  const text = (path: string) =>
    Buffer.from(host('readFile', path))
      .toString()
      .replace(/^\ufeff/, '');
  let main: Module | undefined;

  const load = (filename: string, parent: Module | undefined): unknown => {
    const cached = cache[filename];
    if (cached) return cached.exports;
    const module: Module = {
      id: parent ? filename : '.',
      filename,
      path: dirname(filename),
      exports: {},
      loaded: false,
      children: [],
      parent,
      paths: [],
    };
    cache[filename] = module;
    parent?.children.push(module);
    main ??= module;
    try {
      if (filename.endsWith('.json')) {
        try {
          module.exports = JSON.parse(text(filename));
        } catch (error) {
          (error as Error).message = `${filename}: ${(error as Error).message}`;
          throw error;
        }
      } else if (host('moduleType', filename) === 'module') {
        module.exports = requireModule(filename);
      } else {
        const wrapper = compile(text(filename).replace(/^#!.*/, ''), filename);
        const require = makeRequire(module);
        module.require = require;
        wrapper.call(module.exports, module.exports, require, module, filename, module.path);
      }
    } catch (error) {
      delete cache[filename];
      throw error;
    }
    module.loaded = true;
    return module.exports;
  };
  /** An ES module's namespace, or what it exports as `module.exports` (Node's lib/internal/modules/esm/loader.js, importSyncForRequire). */
  const requireModule = (filename: string): unknown => {
    const namespace = importNow(filename);
    if (!namespace) {
      const text =
        'require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.';
      throw Object.assign(new Error(text), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
    }
    if ('module.exports' in namespace) return namespace['module.exports'];
    if (!('default' in namespace) || '__esModule' in namespace) return namespace;
    // As what a compiler makes of an ES module; all has been evaluated, so its values are what they are.
    const facade = Object.create(null, { [Symbol.toStringTag]: { value: 'Module' } });
    return Object.assign(facade, { __esModule: true, ...namespace });
  };
  const makeRequire = (module: Module) => {
    const resolve = (specifier: string): string => {
      if (typeof specifier !== 'string') {
        throw Object.assign(new TypeError(`The "id" argument must be of type string. Received ${typeof specifier}`), {
          code: 'ERR_INVALID_ARG_TYPE',
        });
      }
      const found = host('resolve', module.path, specifier, 'require') as string | null;
      if (found !== null) return found;
      const stack: string[] = [];
      for (let each: Module | undefined = module; each; each = each.parent) stack.push(each.filename);
      throw Object.assign(
        new Error(`Cannot find module '${specifier}'\nRequire stack:\n${stack.map((each) => `- ${each}`).join('\n')}`),
        { code: 'MODULE_NOT_FOUND', requireStack: stack },
      );
    };
    const require = (specifier: string) => {
      const found = resolve(specifier);
      return found.startsWith('node:') ? builtin(found) : load(found, module);
    };
    return Object.assign(require, { resolve, cache, main, extensions: {} });
  };
  scope.__require = (filename: string) => load(filename, undefined);
  scope.__requireFrom = (filename: string) =>
    makeRequire({
      id: filename,
      filename,
      path: dirname(filename),
      exports: {},
      loaded: true,
      children: [],
      parent: undefined,
      paths: [],
    });
}
