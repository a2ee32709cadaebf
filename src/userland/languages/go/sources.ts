import { isErrno } from '../../../kernel/errno.ts';
import type { Context } from '../../commands/common/context.ts';
import { compile, type Mistake, type SourceFile } from './compile.ts';
import { findModule, type Module } from './module.ts';
import { programText } from './runtime/runtime.ts';
import { versionOf } from './version.ts';

export interface Compiled {
  readonly code: string;
  readonly name: string;
  readonly usesNetwork: boolean;
}

/** The program of `packages` (files, or one folder); a number is the status after complaints. */
export function compileProgram(context: Context, packages: readonly string[]): Compiled | number {
  const { sys } = context;
  const complain = (text: string) => {
    context.out.text(text, 2);
    return 1;
  };
  const given = packages.length === 0 ? ['.'] : packages;
  const isFiles = given.every((each) => each.endsWith('.go'));
  if (!isFiles && given.length > 1) return complain('drydock: not simulated: go build of several packages\n');
  const folder = isFiles ? '.' : given[0]!.replace(/\/?\.\.\.$/, '') || '.';
  const module = findModule(context);
  if (!isFiles && module === undefined)
    return complain("go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n");
  if (module && /^\s*require\b/m.test(module.text))
    return complain('drydock: not simulated: modules of others (require in go.mod)\n');
  let names: string[];
  try {
    names = isFiles ? [...given] : goFiles(context, folder);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return complain(`stat ${sys.cwd()}/${folder}: directory not found\n`);
  }
  if (names.length === 0)
    return complain(`no Go files in ${sys.cwd()}${folder === '.' ? '' : `/${folder.replace(/^\.\//, '')}`}\n`);
  const files: SourceFile[] = [];
  const title = isFiles
    ? 'command-line-arguments'
    : folder === '.'
      ? module!.name
      : `${module!.name}/${folder.replace(/^\.\//, '')}`;
  for (const name of names.sort()) {
    try {
      files.push({ name, source: new TextDecoder().decode(sys.readFile(name)) });
    } catch (error) {
      if (!isErrno(error)) throw error;
      return complain(`no required module provides package ${name}; to add it:\n\tgo get ${name}\n`);
    }
  }
  const { code, mistakes, uses } = compile(files, (path) => module && ownPackage(context, module, path));
  const [first] = mistakes;
  if (first) {
    // A package that is not there is found missing before anything is compiled.
    const isLoading = first.error.message.startsWith('no required module');
    const head = isLoading ? '' : `# ${first.package === 'main' ? title : first.package}\n`;
    return complain(head + reported(mistakes, first.package === 'main' && !isLoading));
  }
  const base = isFiles ? names[0]!.replace(/^.*\//, '').replace(/\.go$/, '') : title.replace(/^.*\//, '');
  return { code: programText(versionOf(context), code), name: base, usesNetwork: uses.has('net/http') };
}

function goFiles({ sys }: Context, folder: string): string[] {
  return sys
    .readdir(folder)
    .flatMap(({ name }) =>
      /\.go$/.test(name) && !/_test\.go$/.test(name) ? [`${folder}/${name}`.replace(/^\.\//, '')] : [],
    );
}

/** Files of another package of the module, named from here; undefined when it is none of the module's. */
function ownPackage(context: Context, { name, folder }: Module, path: string): SourceFile[] | undefined {
  if (!path.startsWith(`${name}/`)) return undefined;
  const { sys } = context;
  const place = `${folder}/${path.slice(name.length + 1)}`;
  if (!sys.exists(place)) return [];
  const here = sys.cwd() === '/' ? '/' : `${sys.cwd()}/`;
  return goFiles(context, place)
    .sort()
    .map((file) => ({
      name: file.startsWith(here) ? file.slice(here.length) : file,
      source: new TextDecoder().decode(sys.readFile(file)),
    }));
}

/** No more than ten, as the compiler itself gives up then. */
function reported(mistakes: readonly Mistake[], isHere: boolean): string {
  const shown = mistakes
    .slice(0, 10)
    .map((each) => report(each, isHere))
    .join('');
  if (mistakes.length <= 10) return shown;
  const { file, error } = mistakes[9]!;
  return `${shown}${isHere ? './' : ''}${file}:${error.line}:${error.column}: too many errors\n`;
}

/** A mistake with its place, as the compiler tells it; the linker's has none. */
function report({ file, error: { line, column, message } }: Mistake, isHere: boolean): string {
  return `${line === 0 ? 'runtime.main_main·f: ' : `${isHere ? './' : ''}${file}:${line}:${column}: `}${message}\n`;
}
