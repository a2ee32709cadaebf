import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import { type Context, Exit, runCommand } from '../../commands/common/context.ts';
import { writeExecutable } from '../compiled-program.ts';
import { GoError, lex } from './lex.ts';
import { goRuntime } from './runtime.ts';
import { type SourceFile, Translator } from './translate.ts';

/** What a program weighs, with symbols and without (`-ldflags "-s -w"`), bytes: one that only prints, and one with net/http. */
const SIZES = { plain: [2_260_000, 1_530_000], network: [8_010_000, 5_510_000] } as const;
const LOADERS = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1'];
const REFUSED = /^(bug|clean|doc|fix|fmt|generate|get|install|list|telemetry|test|tool|vet|work)$/;
/** Options of build and run that take a value. */
const VALUED = /^-(o|ldflags|tags|gcflags|asmflags|installsuffix|mod|p|buildmode|C)$/;

/** go: build, run, mod, env, version. */
export const go: Program = {
  name: 'go',
  main: (sys) => runCommand(main, sys, 'go', sys.argv.slice(1), 'gnu'),
};

async function main(context: Context): Promise<number> {
  const [command, ...args] = context.args;
  const version = versionOf(context);
  switch (command) {
    case 'version':
      context.print(`go version go${version} linux/amd64\n`);
      return 0;
    case 'build':
      return build(context, args);
    case 'run':
      return run(context, args);
    case 'mod':
      return mod(context, args);
    case 'env':
      return env(context, args);
    case undefined:
    case 'help':
      context.out.text(
        'Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n\nSimulated here: build, env, mod, run, version.\n',
        2,
      );
      return 2;
    default:
      context.out.text(
        REFUSED.test(command)
          ? `drydock: not simulated: go ${command}\n`
          : `go ${command}: unknown command\nRun 'go help' for usage.\n`,
        2,
      );
      return REFUSED.test(command) ? 1 : 2;
  }
}

/** As the image says, the installation's VERSION file, or the distribution's package. */
function versionOf({ sys }: Context): string {
  const said = sys.env.get('GOLANG_VERSION');
  if (said) return said;
  const file = '/usr/local/go/VERSION';
  if (sys.exists(file)) return /^go(\S+)/.exec(new TextDecoder().decode(sys.readFile(file)))?.[1] ?? '1.25.4';
  return sys.exists('/var/lib/dpkg/info/golang-1.19-go.list') ? '1.19.8' : '1.24.6';
}

interface BuildOptions {
  output: string | undefined;
  isStripped: boolean;
  packages: string[];
  rest: string[];
}

function readOptions(args: readonly string[], isRun: boolean): BuildOptions {
  const options: BuildOptions = { output: undefined, isStripped: false, packages: [], rest: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!.replace(/^--/, '-');
    const [name = '', joined] = arg.split(/=(.*)/s);
    if (VALUED.test(name)) {
      const value = joined ?? args[++at] ?? '';
      if (name === '-o') options.output = value;
      if (name === '-ldflags') options.isStripped = /(^|\s)-s(\s|$)/.test(value);
      if (name === '-C') throw new Exit(2, 'drydock: not simulated: go build -C');
    } else if (!arg.startsWith('-')) {
      options.packages.push(arg);
      if (isRun && !/\.go$/.test(args[at + 1] ?? '')) {
        options.rest = args.slice(at + 1);
        break;
      }
    } else if (!/^-(a|v|x|trimpath|race|buildvcs)$/.test(name)) {
      throw new Exit(
        2,
        `flag provided but not defined: ${arg}\nusage: go build [-o output] [build flags] [packages]\nRun 'go help build' for details.`,
      );
    }
  }
  return options;
}

interface Compiled {
  readonly code: string;
  readonly name: string;
  readonly usesNetwork: boolean;
}

async function build(context: Context, args: readonly string[]): Promise<number> {
  const options = attempt(context, () => readOptions(args, false));
  if (typeof options === 'number') return options;
  const program = compile(context, options.packages);
  if (typeof program === 'number') return program;
  let output = options.output ?? program.name;
  if (output.endsWith('/') || (context.sys.exists(output) && context.sys.stat(output).kind === 'directory')) {
    output = `${output.replace(/\/$/, '')}/${program.name}`;
  }
  const [full, stripped] = program.usesNetwork ? SIZES.network : SIZES.plain;
  try {
    writeExecutable(context.sys, output, {
      code: program.code,
      size: options.isStripped ? stripped : full,
      loader: loaderOf(context, program),
    });
  } catch (error) {
    if (!isErrno(error)) throw error;
    context.out.text(`go: open ${output}: ${error.message.toLowerCase()}\n`, 2);
    return 1;
  }
  return 0;
}

/** With cgo, the network library is linked to the system's C library: when it is not switched off and there is a C compiler. */
function loaderOf({ sys }: Context, { usesNetwork }: Compiled): string | undefined {
  const wanted = sys.env.get('CGO_ENABLED');
  const hasCompiler = ['/usr/bin/gcc', '/usr/local/bin/gcc'].some((path) => sys.exists(path));
  if (!usesNetwork || wanted === '0' || !hasCompiler) return undefined;
  return LOADERS.find((path) => sys.exists(path));
}

async function run(context: Context, args: readonly string[]): Promise<number> {
  const options = attempt(context, () => readOptions(args, true));
  if (typeof options === 'number') return options;
  if (options.packages.length === 0) {
    context.out.text('go: no go files listed\n', 2);
    return 1;
  }
  const program = compile(context, options.packages);
  if (typeof program === 'number') return program;
  const { sys } = context;
  const path = `/tmp/go-build${sys.pid}-${program.name}`;
  writeExecutable(sys, path, { code: program.code, size: SIZES.plain[0] });
  const result = await sys.wait(sys.spawn({ argv: [path, ...options.rest] }));
  sys.unlink(path);
  if (result && 'code' in result && result.code !== 0) {
    context.out.text(`exit status ${result.code}\n`, 2);
    return 1;
  }
  return 0;
}

/** The program of `packages` (files, or one folder); a number is the status after complaints. */
function compile(context: Context, packages: readonly string[]): Compiled | number {
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
    names = isFiles
      ? given.map((each) => each)
      : sys
          .readdir(folder)
          .flatMap(({ name }) =>
            /\.go$/.test(name) && !/_test\.go$/.test(name) ? [`${folder}/${name}`.replace(/^\.\//, '')] : [],
          );
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
  const report = (file: string, { line, column, message }: GoError) =>
    `${line === 0 ? 'runtime.main_main·f: ' : `./${file}:${line}:${column}: `}${message}\n`;
  const translator = new Translator();
  for (const name of names.sort()) {
    try {
      files.push({ name, tokens: lex(new TextDecoder().decode(sys.readFile(name))) });
    } catch (error) {
      if (isErrno(error))
        return complain(`no required module provides package ${name}; to add it:\n\tgo get ${name}\n`);
      if (!(error instanceof GoError)) throw error;
      return complain(`# ${title}\n${report(name, error)}`);
    }
  }
  const { js, structs } = translator.translate(files);
  if (translator.errors.length > 0) {
    const [first] = translator.errors;
    // One in the first pass comes again in the second.
    const own = translator.errors.filter((each, at) => at === 0 || each.error.message !== first!.error.message);
    return complain(`# ${title}\n${own.map(({ file, error }) => report(file, error)).join('')}`);
  }
  const code = `(async () => { const G = (${goRuntime.toString()})(${JSON.stringify(versionOf(context))}, ${JSON.stringify(structs)});\n${js}\nawait G.run($main); })();`;
  const usesNetwork = files.some(({ tokens }) =>
    tokens.some(({ kind, text }) => kind === 'string' && text === 'net/http'),
  );
  const base = isFiles ? names[0]!.replace(/^.*\//, '').replace(/\.go$/, '') : title.replace(/^.*\//, '');
  return { code, name: base, usesNetwork };
}

/** go.mod here or above. */
function findModule({ sys }: Context): { readonly name: string; readonly text: string } | undefined {
  for (let folder = sys.cwd(); ; folder = folder.replace(/\/[^/]*$/, '')) {
    const path = `${folder}/go.mod`;
    if (sys.exists(path)) {
      const text = new TextDecoder().decode(sys.readFile(path));
      return { text, name: /^module\s+(\S+)/m.exec(text)?.[1] ?? 'main' };
    }
    if (folder === '' || folder === '/') return undefined;
  }
}

function mod(context: Context, [command, name]: readonly string[]): number {
  const { sys } = context;
  const module = findModule(context);
  switch (command) {
    case 'init': {
      if (sys.exists('go.mod')) {
        context.out.text(`go: ${sys.cwd()}/go.mod already exists\n`, 2);
        return 1;
      }
      if (name === undefined) {
        context.out.text(
          `go: cannot determine module path for source directory ${sys.cwd()} (outside GOPATH, module path must be specified)\n\nExample usage:\n\t'go mod init example.com/m' to initialize a v0 or v1 module\n\t'go mod init example.com/m/v2' to initialize a v2 module\n\nRun 'go help mod init' for more information.\n`,
          2,
        );
        return 1;
      }
      sys.writeFile('go.mod', `module ${name}\n\ngo ${versionOf(context)}\n`);
      const hasFiles = sys.readdir('.').some((entry) => entry.name.endsWith('.go'));
      context.out.text(
        `go: creating new go.mod: module ${name}\n${hasFiles ? 'go: to add module requirements and sums:\n\tgo mod tidy\n' : ''}`,
        2,
      );
      return 0;
    }
    case 'tidy':
    case 'download':
    case 'verify':
      if (!module) {
        context.out.text(
          "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n",
          2,
        );
        return 1;
      }
      if (/^\s*require\b/m.test(module.text)) {
        context.out.text('drydock: not simulated: modules of others (require in go.mod)\n', 2);
        return 1;
      }
      if (command === 'download') context.out.text('go: no module dependencies to download\n', 2);
      if (command === 'verify') context.print('all modules verified\n');
      return 0;
    default:
      context.out.text(`drydock: not simulated: go mod ${command ?? ''}\n`, 2);
      return 1;
  }
}

function env(context: Context, names: readonly string[]): number {
  const { sys } = context;
  const known: Readonly<Record<string, string>> = {
    CGO_ENABLED: sys.env.get('CGO_ENABLED') ?? (sys.exists('/usr/bin/gcc') ? '1' : '0'),
    GOARCH: 'amd64',
    GOOS: 'linux',
    GOPATH: sys.env.get('GOPATH') ?? `${sys.env.get('HOME') ?? '/root'}/go`,
    GOROOT: '/usr/local/go',
    GOVERSION: `go${versionOf(context)}`,
  };
  if (names.length === 0) for (const [name, value] of Object.entries(known)) context.print(`${name}='${value}'\n`);
  for (const name of names) context.print(`${known[name] ?? sys.env.get(name) ?? ''}\n`);
  return 0;
}

function attempt<T>(context: Context, run: () => T): T | number {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    context.out.text(`${error.message}\n`, 2);
    return error.status;
  }
}
