import { isErrno } from '../../../kernel/errno.ts';
import { type Context, Exit } from '../../commands/common/context.ts';
import { writeExecutable } from '../compiled-program.ts';
import { type BuildOptions, readOptions } from './options.ts';
import { type Compiled, compileProgram } from './sources.ts';

/** What a program weighs, with symbols and without (`-ldflags "-s -w"`), bytes: one that only prints, and one with net/http. */
const SIZES = { plain: [2_260_000, 1_530_000], network: [8_010_000, 5_510_000] } as const;
const LOADERS = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-musl-x86_64.so.1'];

/** go build */
export async function build(context: Context, args: readonly string[]): Promise<number> {
  const options = attempt(context, args, false);
  if (typeof options === 'number') return options;
  const program = compileProgram(context, options.packages);
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

/** go run */
export async function run(context: Context, args: readonly string[]): Promise<number> {
  const options = attempt(context, args, true);
  if (typeof options === 'number') return options;
  if (options.packages.length === 0) {
    context.out.text('go: no go files listed\n', 2);
    return 1;
  }
  const program = compileProgram(context, options.packages);
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

function attempt(context: Context, args: readonly string[], isRun: boolean): BuildOptions | number {
  try {
    return readOptions(args, isRun);
  } catch (error) {
    if (!(error instanceof Exit)) throw error;
    context.out.text(`${error.message}\n`, 2);
    return error.status;
  }
}
