import type { SystemCalls } from '../../kernel/program.ts';

type Condition = 'require' | 'import';

interface PackageJson {
  readonly name?: string;
  readonly main?: string;
  readonly type?: string;
  readonly exports?: ExportsField;
  readonly imports?: Readonly<Record<string, ExportsField>>;
}
type ExportsField = string | null | readonly ExportsField[] | { readonly [key: string]: ExportsField };

/** Node's module resolution (nodejs.org/api/modules.html#all-together, esm.html#resolution-algorithm) over a process's files. */
export class Resolver {
  readonly #sys: SystemCalls;
  readonly #builtins: ReadonlySet<string>;
  #packages = new Map<string, PackageJson | undefined>();

  constructor(sys: SystemCalls, builtins: readonly string[]) {
    this.#sys = sys;
    this.#builtins = new Set(builtins);
  }

  /** The file (or `node:name`) a specifier means in a folder; undefined when there is none. */
  resolve(folder: string, specifier: string, condition: Condition): string | undefined {
    const plain = specifier.replace(/^node:/, '');
    if (specifier.startsWith('node:') || this.#builtins.has(plain)) return `node:${plain}`;
    if (specifier.startsWith('file://')) return this.#fileOrFolder(decodeURIComponent(specifier.slice(7)));
    if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..')
      return this.#fileOrFolder(join(folder, specifier));
    if (specifier.startsWith('#')) return this.#inOwnImports(folder, specifier, condition);
    return this.#inNodeModules(folder, specifier, condition) ?? this.#inItself(folder, specifier, condition);
  }

  /** Whether a file is an ES module: by its extension, else by the nearest package.json. */
  moduleType(file: string): 'module' | 'commonjs' {
    if (file.endsWith('.mjs')) return 'module';
    if (file.endsWith('.cjs') || !file.endsWith('.js')) return 'commonjs';
    return this.#packageAround(parent(file))?.manifest.type === 'module' ? 'module' : 'commonjs';
  }

  /** `#name`: a package's `imports` are its own alone. */
  #inOwnImports(folder: string, specifier: string, condition: Condition): string | undefined {
    const own = this.#packageAround(folder);
    const target = own?.manifest.imports && mapped(own.manifest.imports, specifier, condition);
    if (own === undefined || target === undefined) return undefined;
    return target.startsWith('.') ? this.#file(join(own.root, target)) : this.resolve(own.root, target, condition);
  }

  /** A package with `exports` may be named from within. */
  #inItself(folder: string, specifier: string, condition: Condition): string | undefined {
    const own = this.#packageAround(folder);
    const { name, exports } = own?.manifest ?? {};
    if (own === undefined || name === undefined || exports === undefined) return undefined;
    if (specifier !== name && !specifier.startsWith(`${name}/`)) return undefined;
    const target = exportedPath(exports, `.${specifier.slice(name.length)}`, condition);
    return target === undefined ? undefined : this.#file(join(own.root, target));
  }

  #packageAround(folder: string): { root: string; manifest: PackageJson } | undefined {
    for (let root = folder; ; root = parent(root)) {
      const manifest = this.#packageJson(root);
      if (manifest) return { root, manifest };
      if (root === '/' || root.endsWith('/node_modules')) return undefined;
    }
  }

  #inNodeModules(folder: string, specifier: string, condition: Condition): string | undefined {
    const parts = specifier.split('/');
    const name = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    const inside = specifier.slice(name.length + 1);
    for (let at = folder; ; at = parent(at)) {
      const root = join(at, `node_modules/${name}`);
      if (!at.endsWith('/node_modules') && this.#isFolder(root)) {
        const exported = this.#packageJson(root)?.exports;
        if (exported !== undefined && exported !== null) {
          const target = exportedPath(exported, inside === '' ? '.' : `./${inside}`, condition);
          return target === undefined ? undefined : this.#file(join(root, target));
        }
        return this.#fileOrFolder(inside === '' ? root : `${root}/${inside}`);
      }
      if (at === '/') return undefined;
    }
  }

  #fileOrFolder(path: string): string | undefined {
    return this.#file(path) ?? this.#folder(path);
  }

  #file(path: string): string | undefined {
    for (const suffix of ['', '.js', '.json', '.mjs', '.cjs']) {
      const candidate = path + suffix;
      if (this.#sys.exists(candidate) && this.#sys.stat(candidate).kind === 'file')
        return this.#sys.realpath(candidate);
    }
    return undefined;
  }

  #folder(path: string): string | undefined {
    if (!this.#isFolder(path)) return undefined;
    const main = this.#packageJson(path)?.main;
    const byMain =
      main === undefined ? undefined : (this.#file(join(path, main)) ?? this.#file(join(path, `${main}/index`)));
    return byMain ?? this.#file(`${path}/index`);
  }

  #isFolder(path: string): boolean {
    return this.#sys.exists(path) && this.#sys.stat(path).kind === 'directory';
  }

  #packageJson(folder: string): PackageJson | undefined {
    const path = join(folder, 'package.json');
    if (!this.#packages.has(path)) {
      const text = this.#sys.exists(path) ? new TextDecoder().decode(this.#sys.readFile(path)) : undefined;
      this.#packages.set(path, text === undefined ? undefined : (JSON.parse(text) as PackageJson));
    }
    return this.#packages.get(path);
  }
}

/** The target of a subpath in a package's `exports`, by condition. */
function exportedPath(field: ExportsField, subpath: string, condition: Condition): string | undefined {
  const map: Readonly<Record<string, ExportsField>> =
    typeof field === 'object' &&
    field !== null &&
    !Array.isArray(field) &&
    Object.keys(field).some((key) => key.startsWith('.'))
      ? (field as Record<string, ExportsField>)
      : { '.': field };
  return mapped(map, subpath, condition);
}

/** Of `exports` or `imports`: what a key, or a pattern with `*`, leads to. */
function mapped(
  map: Readonly<Record<string, ExportsField>>,
  subpath: string,
  condition: Condition,
): string | undefined {
  const exact = map[subpath];
  if (exact !== undefined) return conditional(exact, condition);
  for (const [pattern, target] of Object.entries(map)) {
    const star = pattern.indexOf('*');
    if (star < 0) continue;
    const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
    if (!subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    return conditional(target, condition)?.replaceAll('*', subpath.slice(before.length, subpath.length - after.length));
  }
  return undefined;
}

function conditional(field: ExportsField, condition: Condition): string | undefined {
  if (typeof field === 'string') return field;
  if (field === null) return undefined;
  if (Array.isArray(field))
    return field.map((each) => conditional(each as ExportsField, condition)).find((each) => each !== undefined);
  for (const [key, value] of Object.entries(field)) {
    if (key === condition || key === 'node' || key === 'default') {
      const found = conditional(value as ExportsField, condition);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

export function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

export function join(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith('/') ? path : `${folder}/${path}`).split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}
