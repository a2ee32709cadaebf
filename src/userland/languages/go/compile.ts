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
  /** The path of the package. */
  readonly package: string;
  readonly file: string;
  readonly error: GoError;
}

export interface Compilation {
  readonly code: string;
  readonly mistakes: readonly Mistake[];
  /** The library's packages that are in it. */
  readonly uses: ReadonlySet<string>;
}

/** The files of a package of the program's own module; undefined: there is none. */
export type FindPackage = (path: string) => readonly SourceFile[] | undefined;

/** Go to JavaScript: parse, check, emit. What is wrong is in `mistakes`, in the order of the places. */
export function compile(files: readonly SourceFile[], find: FindPackage = () => undefined): Compilation {
  const packages = new Packages(find);
  const main = packages.read('main', files);
  if (main && main.name !== 'main')
    packages.mistakes.push({
      package: 'main',
      file: files[0]!.name,
      error: new GoError(
        main.files[0]!.tree.package.at,
        `drydock: not simulated: package ${main.name}: only programs, of package main`,
      ),
    });
  if (main && packages.mistakes.length === 0) packages.check(main);
  if (packages.missing.length > 0) packages.mistakes.splice(0, Infinity, ...packages.missing);
  const nothing = { code: '', uses: new Set<string>() };
  if (!main || packages.mistakes.length > 0) {
    const first = packages.mistakes[0]?.package;
    return { ...nothing, mistakes: inOrder(packages.mistakes.filter((each) => each.package === first)) };
  }
  const { checker, checked, functions } = packages;
  const code = emitProgram({ info: checker!.info, packages: [...checked.values()], functions }, WAITING);
  return { code, mistakes: [], uses: new Set(checked.keys()) };
}

function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...mistakes].sort(
    (a, b) => a.file.localeCompare(b.file) || a.error.line - b.error.line || a.error.column - b.error.column,
  );
}

/** Trees stay as they were read, so that the library's are read once. */
const libraryTrees = new Map<string, SourceTree>();

function libraryTree(source: string): SourceTree {
  const known = libraryTrees.get(source) ?? parse(source);
  libraryTrees.set(source, known);
  return known;
}

/** The program's packages and those it imports: read when they are imported, checked before those that import them. */
class Packages {
  readonly #find: FindPackage;
  checker: Checker | undefined;
  readonly checked = new Map<string, Package>();
  readonly functions: FunctionObject[] = [];
  readonly mistakes: Mistake[] = [];
  /** Imports of what is not there: nothing is compiled then. */
  readonly missing: Mistake[] = [];
  readonly #open = new Set<string>();

  constructor(find: FindPackage) {
    this.#find = find;
  }

  /** Undefined after complaints. */
  read(path: string, files: readonly SourceFile[], isLibrary = false): Package | undefined {
    const trees: { name: string; tree: SourceTree }[] = [];
    const before = this.mistakes.length;
    for (const { name, source } of files) {
      try {
        trees.push({ name, tree: isLibrary ? libraryTree(source) : parse(source) });
      } catch (error) {
        if (!(error instanceof GoError)) throw error;
        this.mistakes.push({ package: path, file: name, error });
      }
    }
    if (this.mistakes.length > before) return undefined;
    const name = trees[0]!.tree.package.text;
    return { name, path, files: trees, names: new Map(), variables: [], isLibrary };
  }

  check(of: Package): void {
    this.checker ??= new Checker(of, RULES);
    const { checker } = this;
    this.#open.add(of.path);
    const own = checkPackage(checker, of, (_, one) => this.#import(one));
    this.#open.delete(of.path);
    const isMain = of.path === 'main';
    if (isMain && checker.errors.length === 0 && !own.some(({ name, receiver }) => name === 'main' && !receiver))
      checker.errors.push({
        file: '',
        error: new GoError({ line: 0, column: 0 }, 'function main is undeclared in the main package'),
      });
    this.mistakes.push(...checker.errors.splice(0).map((each) => ({ ...each, package: of.path })));
    this.checked.set(of.path, of);
    this.functions.push(...own);
  }

  #import({ path, at }: Import): Package | undefined {
    const known = this.checked.get(path);
    if (known) return known;
    const checker = this.checker!;
    const library = LIBRARY[path];
    const files =
      library === undefined
        ? this.#find(path)
        : [library].flat().map((source, number) => ({ name: `${path}/${number}`, source }));
    if (this.#open.has(path)) {
      checker.error(at, `import cycle not allowed: ${path}`);
      return undefined;
    }
    if (!files || files.length === 0) {
      const message =
        files || path.split('/')[0]!.includes('.')
          ? `no required module provides package ${path}; to add it:\n\tgo get ${path}`
          : `drydock: not simulated: the package "${path}"; those here: ${Object.keys(LIBRARY).join(', ')}`;
      this.missing.push({ package: checker.package.path, file: checker.file, error: new GoError(at, message) });
      return undefined;
    }
    const of = this.read(path, files, library !== undefined);
    if (!of) return undefined;
    // What was complained about so far is the importer's.
    const own = checker.errors.splice(0);
    this.check(of);
    checker.errors.push(...own);
    return of;
  }
}
