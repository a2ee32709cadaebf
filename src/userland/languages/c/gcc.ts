import { isErrno } from '../../../kernel/errno.ts';
import { executableBytes, executablePayload } from '../../../kernel/executable.ts';
import type { Program } from '../../../kernel/program.ts';
import { type Context, Exit, runCommand } from '../../commands/common/context.ts';
import { writeExecutable } from '../compiled-program.ts';
import type { Unit } from './ast.ts';
import { compile, type Diagnostic } from './compile.ts';
import { CError, complaint } from './errors.ts';
import { LIBRARY } from './library.ts';
import { parse } from './parse.ts';
import { preprocess } from './preprocess.ts';

/** What a small program weighs, bytes: linked to the C library, and with all it needs of it inside (glibc, musl). */
const SIZES = { dynamic: 15_960, glibc: 785_280, musl: 18_400 } as const;
const LOADERS = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1'];
/** Options that change nothing here. */
const IGNORED =
  /^-(O\w*|g\w*|W\w*|w|std=.*|ansi|pedantic|pedantic-errors|pipe|fPIC|fPIE|pie|no-pie|m\w+(=.*)?|march=.*|mtune=.*|f[\w-]+(=.*)?|s|pthread|MMD|MD|MP|x)$/;
const LIBRARIES = /^-l(c|m|pthread|dl|rt)$/;

interface Options {
  output: string | undefined;
  isStatic: boolean;
  isObject: boolean;
  readonly files: string[];
  readonly defines: string[];
  readonly folders: string[];
}

/** gcc and cc: C of one or several files, compiled and linked; an object file carries its source. */
export const gcc: Program = {
  name: 'gcc',
  main: (sys) => runCommand(main, sys, (sys.argv[0] ?? 'gcc').replace(/^.*\//, ''), sys.argv.slice(1), 'gnu'),
};

function main(context: Context): number {
  const version = versionOf(context);
  if (context.args.includes('--version') || context.args.includes('-v')) {
    context.print(`${context.name} ${version.long}\n`);
    return 0;
  }
  const options = readOptions(context);
  if (options.files.length === 0) throw fatal(context, 'no input files');
  const units = options.files.map((file) => unitOf(context, options, file));
  if (units.some((each) => each === undefined)) return 1;
  if (options.isObject) {
    for (const [index, file] of options.files.entries())
      writeObject(context, options.output ?? `${baseOf(file)}.o`, units[index]!);
    return 0;
  }
  return link(context, options, units as Compilation[], version.major);
}

/** The compiler of the image gcc, or a distribution's own. */
function versionOf({ sys }: Context): { readonly long: string; readonly major: number } {
  const image = sys.env.get('GCC_VERSION');
  const own = sys.exists('/etc/alpine-release')
    ? ['(Alpine 14.2.0) 14.2.0', 14]
    : bookworm(sys)
      ? ['(Debian 12.2.0-14+deb12u1) 12.2.0', 12]
      : ['(Debian 14.2.0-19) 14.2.0', 14];
  const [name, major] = image ? [`(GCC) ${image}`, Number(image.split('.')[0])] : (own as [string, number]);
  const year = { 12: 2022, 13: 2023, 14: 2024 }[major] ?? 2025;
  return {
    major,
    long: `${name}\nCopyright (C) ${year} Free Software Foundation, Inc.\nThis is free software; see the source for copying conditions.  There is NO\nwarranty; not even for MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.\n`,
  };
}

function bookworm(sys: Context['sys']): boolean {
  return sys.exists('/etc/debian_version') && /^12/.test(new TextDecoder().decode(sys.readFile('/etc/debian_version')));
}

function fatal(context: Context, message: string): Exit {
  context.out.text(`${context.name}: fatal error: ${message}\ncompilation terminated.\n`, 2);
  return new Exit(1);
}

function readOptions(context: Context): Options {
  const options: Options = { output: undefined, isStatic: false, isObject: false, files: [], defines: [], folders: [] };
  const { args } = context;
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    const value = () => {
      const given = arg.length > 2 ? arg.slice(2) : args[++at];
      if (given === undefined) throw fatal(context, `missing filename after '${arg}'`);
      return given;
    };
    if (arg.startsWith('-o')) options.output = value();
    else if (arg === '-static' || arg === '--static') options.isStatic = true;
    else if (arg === '-c') options.isObject = true;
    else if (arg.startsWith('-D')) options.defines.push(value());
    else if (arg.startsWith('-I')) options.folders.push(value());
    else if (arg.startsWith('-l') && !LIBRARIES.test(arg)) {
      context.out.text(
        `/usr/bin/ld: cannot find ${arg}: No such file or directory\ncollect2: error: ld returned 1 exit status\n`,
        2,
      );
      throw new Exit(1);
    } else if (/^-(E|S|shared|M|MM)$/.test(arg)) throw new Exit(1, `drydock: not simulated: ${context.name} ${arg}`);
    else if (arg.startsWith('-') && !IGNORED.test(arg) && !LIBRARIES.test(arg) && !arg.startsWith('-L')) {
      context.out.text(`${context.name}: error: unrecognized command-line option '${arg}'\n`, 2);
      throw new Exit(1);
    } else if (!arg.startsWith('-')) options.files.push(arg);
  }
  return options;
}

/** A file as it is linked: parsed, with the lines its messages quote. */
interface Compilation {
  readonly unit: Unit;
  readonly sources: ReadonlyMap<string, readonly string[]>;
  /** Of the file and what it includes: what an object file carries. */
  readonly texts: Readonly<Record<string, string>>;
  readonly defines: readonly string[];
}

function unitOf(context: Context, options: Options, file: string): Compilation | undefined {
  const { sys } = context;
  const isObject = file.endsWith('.o');
  if (/\.(cc|cpp|cxx|C)$/.test(file)) throw new Exit(1, `drydock: not simulated: C++ (${file}); C is`);
  if (!isObject && !/\.(c|h)$/.test(file)) throw new Exit(1, `drydock: not simulated: linking ${file}`);
  let bytes: Uint8Array;
  try {
    bytes = sys.readFile(file);
  } catch (error) {
    if (!isErrno(error)) throw error;
    if (isObject)
      context.out.text(
        `/usr/bin/ld: cannot find ${file}: ${error.message}\ncollect2: error: ld returned 1 exit status\n`,
        2,
      );
    else
      context.out.text(
        `${context.name === 'cc' ? 'cc' : context.name}: error: ${file}: ${error.message}\n${context.name}: fatal error: no input files\ncompilation terminated.\n`,
        2,
      );
    throw new Exit(1);
  }
  const carried = isObject ? readObject(bytes) : undefined;
  if (isObject && !carried) throw new Exit(1, `drydock: not simulated: the object file ${file}`);
  const texts: Record<string, string> = carried?.texts ?? {};
  const name = carried?.file ?? file;
  const read = (path: string): string | undefined => {
    if (carried) return texts[path];
    const folder = file.includes('/') ? file.slice(0, file.lastIndexOf('/') + 1) : '';
    const found = [folder, ...options.folders.map((each) => `${each}/`)]
      .map((each) => each + path)
      .find((each) => sys.exists(each));
    if (found !== undefined) texts[path] = new TextDecoder().decode(sys.readFile(found));
    return texts[path];
  };
  const text = texts[name] ?? new TextDecoder().decode(bytes);
  texts[name] = text;
  const defines = carried?.defines ?? options.defines;
  const sources = new Map<string, readonly string[]>([[name, text.split('\n')]]);
  try {
    const made = preprocess(name, text, read, defines);
    for (const [path, lines] of made.sources) sources.set(path, lines);
    return { unit: parse(name, made.tokens), sources, texts, defines };
  } catch (error) {
    if (!(error instanceof CError)) throw error;
    for (const [path, each] of Object.entries(texts)) sources.set(path, each.split('\n'));
    report(context, [{ error, kind: 'error' }], sources);
    return undefined;
  }
}

function link(context: Context, options: Options, compilations: readonly Compilation[], major: number): number {
  const diagnostics: Diagnostic[] = [];
  const library = new Set(LIBRARY.keys());
  const units = compilations.map(({ unit }) => unit);
  const { js, undefinedNames } = compile(units, { isStrict: major >= 14, library }, (each) => diagnostics.push(each));
  const sources = new Map(compilations.flatMap((each) => [...each.sources]));
  report(context, diagnostics, sources);
  if (diagnostics.some(({ kind }) => kind === 'error')) return 1;
  const missing = [...undefinedNames];
  if (!units.some(({ functions }) => functions.some(({ name }) => name === 'main')))
    missing.unshift({ name: 'main', from: '_start', file: '' });
  if (missing.length > 0) {
    for (const { name, from, file } of missing) {
      const object = file === '' ? '/usr/lib/gcc/x86_64-linux-gnu/crt1.o' : `/tmp/cc${hash(file)}.o`;
      context.out.text(
        `/usr/bin/ld: ${object}: in function \`${from}':\n${file === '' ? '' : `${file}:`}(.text+0x${file === '' ? '17' : 'a'}): undefined reference to \`${name}'\n`,
        2,
      );
    }
    context.out.text('collect2: error: ld returned 1 exit status\n', 2);
    return 1;
  }
  const { sys } = context;
  const isMusl = sys.exists('/etc/alpine-release');
  const output = options.output ?? 'a.out';
  try {
    writeExecutable(sys, output, {
      runner: 'c-program',
      code: js,
      loader: options.isStatic ? undefined : LOADERS.find((path) => sys.exists(path)),
      size: options.isStatic ? (isMusl ? SIZES.musl : SIZES.glibc) : SIZES.dynamic,
    });
  } catch (error) {
    if (!isErrno(error)) throw error;
    context.out.text(
      `/usr/bin/ld: cannot open output file ${output}: ${error.message}\ncollect2: error: ld returned 1 exit status\n`,
      2,
    );
    return 1;
  }
  return 0;
}

/** Prints what is wrong, each function's under its name. */
function report(
  context: Context,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, readonly string[]>,
): void {
  let before: string | undefined;
  for (const { error, kind } of diagnostics) {
    const { inside, hints } = error;
    if (inside !== undefined && inside !== before) context.out.text(`${error.at.file}: In function '${inside}':\n`, 2);
    before = inside;
    context.out.text(complaint(error, hints.isFatal ? 'fatal error' : kind, sources.get(error.at.file) ?? []), 2);
    if (hints.isFatal) context.out.text('compilation terminated.\n', 2);
  }
}

const OBJECT = 'c-object';

function writeObject({ sys }: Context, path: string, { unit, texts, defines }: Compilation): void {
  const payload = new TextEncoder().encode(JSON.stringify({ file: unit.file, texts, defines }));
  sys.writeFile(path, executableBytes(OBJECT, { payload }), { mode: 0o644 });
}

function readObject(bytes: Uint8Array): { file: string; texts: Record<string, string>; defines: string[] } | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(executablePayload(bytes)));
  } catch {
    return undefined;
  }
}

function baseOf(file: string): string {
  return file.replace(/^.*\//, '').replace(/\.\w+$/, '');
}

/** Six letters, as a temporary file's name has. */
function hash(text: string): string {
  let value = 7;
  for (const each of text) value = (value * 31 + each.charCodeAt(0)) % 19_770_609_664;
  return Array.from({ length: 6 }, (_, at) => String.fromCharCode(97 + (Math.floor(value / 26 ** at) % 26))).join('');
}
