import type { SystemCalls } from '../../kernel/program.ts';
import { parent, type Resolver } from './resolve.ts';
import type { ModuleSource } from './sandbox.ts';

/** ES modules for QuickJS: files as they are, builtins and CommonJS files as small modules around them. */
export function moduleSources(
  sys: SystemCalls,
  resolver: Resolver,
  builtinKeys: (name: string) => readonly string[],
): ModuleSource {
  const text = (path: string) => new TextDecoder().decode(sys.readFile(path));
  return {
    resolve(base, specifier) {
      // What is given with -e lies in no file.
      const folder = base.startsWith('/') ? parent(base) : sys.cwd();
      const found = resolver.resolve(folder, specifier, 'import');
      if (found !== undefined) return found;
      const kind = /^[./]/.test(specifier) ? 'module' : 'package';
      throw new Error(`Cannot find ${kind} '${specifier}' imported from ${base}`);
    },
    load(name) {
      if (name.startsWith('node:')) {
        return made(reexport(`__builtin(${JSON.stringify(name)})`, builtinKeys(name)));
      }
      if (name.endsWith('.json')) return made(`export default ${text(name)};`);
      if (resolver.moduleType(name) === 'module') {
        const url = JSON.stringify(`file://${name}`);
        const where = `import.meta.url = ${url}; import.meta.filename = ${JSON.stringify(name)}; import.meta.dirname = ${JSON.stringify(parent(name))};`;
        return { code: where + text(name).replace(/^#!.*/, ''), before: where.length };
      }
      return made(
        reexport(`__requireFrom(${JSON.stringify(name)})(${JSON.stringify(name)})`, exportedNames(text(name))),
      );
    },
  };
}

function made(code: string): { code: string; before: number } {
  return { code, before: 0 };
}

function reexport(expression: string, names: readonly string[]): string {
  const named = names.map((name) => `export const ${name} = module.${name};`).join('\n');
  return `const module = ${expression};\nexport default module;\n${named}`;
}

/** The names a CommonJS file visibly exports: what Node's cjs-module-lexer finds by reading, not running. */
function exportedNames(source: string): string[] {
  const names = new Set<string>();
  for (const match of source.matchAll(/\bexports\.([A-Za-z_$][\w$]*)\s*=/g)) names.add(match[1]!);
  const literal = /\bmodule\.exports\s*=\s*\{([^{}]*)\}/.exec(source)?.[1] ?? '';
  for (const match of literal.matchAll(/(?:^|,)\s*([A-Za-z_$][\w$]*)\s*(?=[,:(]|$)/g)) names.add(match[1]!);
  names.delete('default');
  names.delete('module');
  return [...names];
}
