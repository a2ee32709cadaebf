import type { Import, SourceTree } from './ast.ts';
import { checkPackage } from './check/check-package.ts';
import { Checker } from './check/checker.ts';
import type { FunctionObject } from './check/objects.ts';
import type { Package } from './check/package.ts';
import { RULES } from './check/rules.ts';
import { emitProgram } from './emit/program.ts';
import { LIBRARY, WAITING } from './library/library.ts';
import { GoError } from './parse/lex.ts';
import { parse } from './parse/parse.ts';

export interface SourceFile {
  readonly name: string;
  readonly source: string;
}

export interface Mistake {
  readonly file: string;
  readonly error: GoError;
}

export interface Compilation {
  readonly code: string;
  readonly mistakes: readonly Mistake[];
  /** The library's packages that are in it. */
  readonly uses: ReadonlySet<string>;
}

/** Go to JavaScript: parse, check, emit. What is wrong is in `mistakes`, in the order of the places. */
export function compile(files: readonly SourceFile[]): Compilation {
  const mistakes: Mistake[] = [];
  const trees: { name: string; tree: SourceTree }[] = [];
  for (const { name, source } of files) {
    try {
      const tree = parse(source);
      if (tree.package.text !== 'main')
        throw new GoError(
          tree.package.at,
          `drydock: not simulated: package ${tree.package.text}: only programs of one package, main`,
        );
      trees.push({ name, tree });
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      mistakes.push({ file: name, error });
    }
  }
  const nothing = { code: '', uses: new Set<string>() };
  if (mistakes.length > 0) return { ...nothing, mistakes };
  const main = newPackage('main', 'main', trees, false);
  const checker = new Checker(main, RULES);
  const library = new Library();
  const own = checkPackage(checker, main, (from, one) => library.import(from, one));
  if (checker.errors.length === 0 && !own.some(({ name, receiver }) => name === 'main' && !receiver))
    checker.errors.push({
      file: '',
      error: new GoError({ line: 0, column: 0 }, 'function main is undeclared in the main package'),
    });
  if (checker.errors.length > 0) return { ...nothing, mistakes: inOrder(checker.errors) };
  const program = {
    info: checker.info,
    packages: [...library.packages.values(), main],
    functions: [...library.functions, ...own],
  };
  return { code: emitProgram(program, WAITING), mistakes, uses: new Set(library.packages.keys()) };
}

function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...mistakes].sort(
    (a, b) => a.file.localeCompare(b.file) || a.error.line - b.error.line || a.error.column - b.error.column,
  );
}

function newPackage(name: string, path: string, trees: Package['files'], isLibrary: boolean): Package {
  return { name, path, files: trees, names: new Map(), variables: [], isLibrary };
}

/** Go's own packages, read when a program imports them. */
class Library {
  readonly packages = new Map<string, Package>();
  readonly functions: FunctionObject[] = [];

  import(checker: Checker, { path, at }: Import): Package | undefined {
    const known = this.packages.get(path);
    if (known) return known;
    const source = LIBRARY[path];
    if (source === undefined) {
      if (path.split('/')[0]!.includes('.'))
        checker.error(at, `no required module provides package ${path}; to add it:\n\tgo get ${path}`);
      else checker.refuse(at, `the package "${path}"; those here: ${Object.keys(LIBRARY).join(', ')}`);
      return undefined;
    }
    const tree = parse(source);
    const of = newPackage(tree.package.text, path, [{ name: path, tree }], true);
    const functions = checkPackage(checker, of, (from, one) => this.import(from, one));
    this.packages.set(path, of);
    this.functions.push(...functions);
    return of;
  }
}
