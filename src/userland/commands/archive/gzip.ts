import { Gunzip, gzipSync } from 'fflate';
import { concat } from '../../../kernel/bytes.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, openInput } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';
import { basename } from '../common/paths.ts';

/** gzip(1), gunzip(1), zcat(1) */
export const gzip: Command = async (context) => {
  const name = basename(context.name);
  const options = parseOptions(context, 'cdfhklnNqrtv123456789S:', {
    long: {
      stdout: 'c',
      'to-stdout': 'c',
      decompress: 'd',
      uncompress: 'd',
      force: 'f',
      keep: 'k',
      list: 'l',
      'no-name': 'n',
      name: 'N',
      quiet: 'q',
      test: 't',
      verbose: 'v',
      fast: '1',
      best: '9',
      suffix: 'S',
    },
  });
  const expanding = name === 'gunzip' || name === 'zcat' || options.any('dt');
  const toStdout = options.has('c') || name === 'zcat';
  const level = Number(options.last('123456789') ?? 6) as 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
  const { sys } = context;
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    const keepName = path !== '-' && !options.has('n');
    let source = path;
    if (expanding && path !== '-' && !sys.exists(path) && sys.exists(`${path}.gz`)) source = `${path}.gz`;
    let bytes: Uint8Array;
    try {
      const fd = openInput(context, source);
      bytes = await sys.readAll(fd);
      closeInput(context, fd);
    } catch (error) {
      if (reason(error) === 'Is a directory') {
        context.fail(
          context.gnu ? `${path} is a directory -- ignored` : `${path}: Is a directory`,
          context.gnu ? 2 : 1,
        );
      } else if (context.gnu) context.fail(`${path}: ${reason(error)}`);
      else context.fail(`${path}: ${reason(error)}`);
      continue;
    }
    if (path === '-' && !expanding && sys.isatty(1) && !options.has('f')) {
      throw new Exit(
        1,
        context.gnu
          ? `compressed data not written to a terminal. Use -f to force compression.\nFor help, type: ${name} -h`
          : 'compressed data not written to terminal',
      );
    }
    const result = expanding
      ? await expanded(context, source, bytes, toStdout && options.has('f'))
      : await packed(bytes, level, keepName ? path : undefined, sys);
    if (result === undefined || options.has('t')) continue;
    if (toStdout || path === '-') {
      context.out.bytes(result);
      continue;
    }
    const target = targetName(context, source, expanding);
    if (target === undefined) continue;
    if (sys.exists(target) && !options.has('f')) {
      context.fail(
        context.gnu ? `${target} already exists;\tnot overwritten` : `can't open '${target}': File exists`,
        context.gnu ? 2 : 1,
      );
      continue;
    }
    const stat = sys.stat(source);
    sys.writeFile(target, result, { mode: stat.mode });
    sys.chmod(target, stat.mode);
    sys.utimes(target, { mtime: stat.mtime, atime: stat.atime });
    if (!options.has('k')) sys.unlink(source);
  }
};

function targetName(context: Context, path: string, expanding: boolean): string | undefined {
  if (!expanding) {
    if (!path.endsWith('.gz')) return `${path}.gz`;
    context.fail(
      context.gnu ? `${path} already has .gz suffix -- unchanged` : `${path}: already has .gz suffix`,
      context.gnu ? 2 : 1,
    );
    return undefined;
  }
  if (path.endsWith('.tgz')) return `${path.slice(0, -4)}.tar`;
  if (path.endsWith('.gz')) return path.slice(0, -3);
  context.fail(`${path}: unknown suffix${context.gnu ? ' -- ignored' : ' - ignored'}`, context.gnu ? 2 : 1);
  return undefined;
}

async function expanded(
  context: Context,
  path: string,
  bytes: Uint8Array,
  lenient: boolean,
): Promise<Uint8Array | undefined> {
  const shown = path === '-' ? 'stdin' : path;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    if (lenient) return bytes;
    if (!context.gnu) context.fail('invalid magic');
    else context.fail(bytes.length === 0 ? `${shown}: unexpected end of file` : `${shown}: not in gzip format`);
    return undefined;
  }
  try {
    // the streaming reader takes several members in a row
    const parts: Uint8Array[] = [];
    const reader = new Gunzip((part) => parts.push(part));
    reader.push(bytes, true);
    return concat(parts);
  } catch {
    context.fail(context.gnu ? `${shown}: unexpected end of file` : 'unexpected end of file');
    return undefined;
  }
}

async function packed(
  bytes: Uint8Array,
  level: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9,
  path: string | undefined,
  sys: Context['sys'],
): Promise<Uint8Array> {
  if (path === undefined) return gzipSync(bytes, { level, mtime: 0 });
  return gzipSync(bytes, { level, filename: binaryFromText(basename(path)), mtime: sys.stat(path).mtime });
}
