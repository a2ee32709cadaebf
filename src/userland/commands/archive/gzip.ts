import { isErrno } from '../../../kernel/errno.ts';
import { binaryFromText } from '../common/binary.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { closeInput, openInput } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { basename, join } from '../common/paths.ts';
import { gunzipBytes, gzipBytes, isGzip, type Level, overhead, percent, ratio } from './gzip-format.ts';

/** What GNU's takes for the name of a packed file. */
const PACKED = /(?:\.gz|-gz|\.z|-z|_z|\.Z|\.tgz|\.taz)$/;

/** gzip(1), gunzip(1), zcat(1) */
export const gzip: Command = async (context) => {
  if (context.gnu) context.usage = "Try `gzip --help' for more information.";
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
      recursive: 'r',
      test: 't',
      verbose: 'v',
      fast: '1',
      best: '9',
      suffix: 'S',
    },
  });
  // GNU's gunzip and zcat are scripts that start gzip
  const says: Context = context.gnu ? Object.create(context, { name: { value: 'gzip' } }) : context;
  const run = new Gzip(says, options, basename(context.name));
  for (const path of options.operands.length > 0 ? options.operands : ['-']) await run.file(path);
  run.totals();
  return says.status;
};

class Gzip {
  readonly #context: Context;
  readonly #options: Options;
  readonly #seamless: boolean;
  readonly #expanding: boolean;
  readonly #toStdout: boolean;
  readonly #suffix: string;
  readonly #listed: { packed: number; plain: number; overhead: number }[] = [];

  constructor(context: Context, options: Options, name: string) {
    this.#context = context;
    this.#options = options;
    this.#seamless = name === 'zcat';
    this.#expanding = name === 'gunzip' || name === 'zcat' || options.any('dtl');
    this.#toStdout = options.has('c') || name === 'zcat';
    this.#suffix = options.get('S') ?? '.gz';
  }

  async file(path: string): Promise<void> {
    const context = this.#context;
    const { sys } = context;
    const options = this.#options;
    const source = this.#source(path);
    const directory = path !== '-' && sys.exists(source) && sys.stat(source).kind === 'directory';
    if (directory && context.gnu && options.has('r')) {
      for (const { name } of sys.readdir(source)) await this.file(join(source, name));
      return;
    }
    const toFile = !this.#toStdout && !options.any('tl') && path !== '-';
    // the name is looked at before the content
    const there = sys.exists(source);
    const target = toFile && there && !(directory && context.gnu) ? this.#target(source) : undefined;
    if (toFile && there && !directory && target === undefined) return;
    if (directory && !context.gnu && this.#expanding && target === undefined && toFile) return;
    const bytes = await this.#read(path, source);
    if (bytes === undefined) return;
    if (path === '-' && !this.#expanding && sys.isatty(1) && !options.has('f')) {
      throw new Exit(
        1,
        context.gnu
          ? `compressed data not written to a terminal. Use -f to force compression.\nFor help, type: gzip -h`
          : 'compressed data not written to terminal',
      );
    }
    const result = this.#expanding ? this.#expanded(source, bytes) : this.#packed(path, bytes);
    if (result === undefined) return;
    if (options.has('l')) this.#list(source, bytes, result);
    else if (options.has('t')) this.#tell(`${path}:\t OK`, '');
    else if (target === undefined) {
      context.out.bytes(result);
      if (path !== '-') this.#tell(this.#share(source, bytes, result), ' -- replaced with stdout');
    } else this.#replace(source, target, bytes, result);
  }

  /** GNU's takes a name without its suffix. */
  #source(path: string): string {
    const { sys, gnu } = this.#context;
    if (!gnu || !this.#expanding || path === '-' || sys.exists(path)) return path;
    return PACKED.test(path) || path.endsWith(this.#suffix) ? path : path + this.#suffix;
  }

  async #read(path: string, source: string): Promise<Uint8Array | undefined> {
    const context = this.#context;
    try {
      const fd = openInput(context, source);
      const bytes = await context.sys.readAll(fd);
      closeInput(context, fd);
      return bytes;
    } catch (error) {
      if (!isErrno(error, 'EISDIR')) context.fail(`${source}: ${reason(error)}`);
      else if (context.gnu) context.fail(`${path} is a directory -- ignored`, 2);
      else if (this.#expanding) context.fail(`${path}: Is a directory`);
      else context.fail(`can't remove file '${path}': Is a directory`);
      return undefined;
    }
  }

  #target(path: string): string | undefined {
    const { gnu } = this.#context;
    if (!this.#expanding) {
      if (!gnu || !path.endsWith(this.#suffix)) return path + this.#suffix;
      if (!this.#options.has('q')) this.#context.warn(`${path} already has ${this.#suffix} suffix -- unchanged`);
      return undefined;
    }
    if (/\.t[ag]z$/.test(path)) return `${path.slice(0, -4)}.tar`;
    if (path.endsWith(this.#suffix)) return path.slice(0, -this.#suffix.length);
    if (gnu && PACKED.test(path)) return path.replace(PACKED, '');
    this.#context.fail(`${path}: unknown suffix${gnu ? ' -- ignored' : ' - ignored'}`, gnu ? 2 : 1);
    return undefined;
  }

  #packed(path: string, bytes: Uint8Array): Uint8Array {
    const level = Number(this.#options.last('123456789') ?? 6) as Level;
    // busybox's writes down neither name nor time
    if (path === '-' || this.#options.has('n') || !this.#context.gnu) return gzipBytes(bytes, level);
    const { mtime } = this.#context.sys.stat(path);
    return gzipBytes(bytes, level, { name: binaryFromText(basename(path)), mtime });
  }

  #expanded(path: string, bytes: Uint8Array): Uint8Array | undefined {
    const { gnu } = this.#context;
    const shown = path === '-' ? 'stdin' : path;
    const bad = (why: string, plain = why): undefined => {
      // GNU's begins a line of its own, as it may be in the middle of one
      if (gnu) this.#context.out.text('\n', 2);
      this.#context.fail(gnu ? `${shown}: ${why}` : plain);
    };
    if (!isGzip(bytes)) {
      if (this.#toStdout && this.#options.has('f')) return bytes;
      const plain = this.#seamless ? 'no gzip/bzip2/xz magic' : 'invalid magic';
      return bad(bytes.length === 0 ? 'unexpected end of file' : 'not in gzip format', plain);
    }
    return gunzipBytes(bytes) ?? bad('unexpected end of file');
  }

  #replace(source: string, target: string, bytes: Uint8Array, result: Uint8Array): void {
    const context = this.#context;
    const { sys } = context;
    if (sys.exists(target) && !this.#options.has('f')) {
      const gnu = `${target} already exists;\tnot overwritten`;
      context.fail(context.gnu ? gnu : `can't open '${target}': File exists`, context.gnu ? 2 : 1);
      return;
    }
    const stat = sys.stat(source);
    sys.writeFile(target, result, { mode: stat.mode });
    if (context.gnu) {
      sys.chown(target, stat.uid, stat.gid);
      sys.chmod(target, stat.mode);
      sys.utimes(target, { mtime: stat.mtime, atime: stat.atime });
    } else if (this.#expanding) this.#restoreTime(target, bytes);
    if (!this.#options.has('k')) sys.unlink(source);
    const made = context.gnu && this.#options.has('k') ? 'created' : 'replaced with';
    this.#tell(this.#share(source, bytes, result), `${context.gnu ? ' --' : ' -'} ${made} ${target}`);
  }

  /** busybox has the time from the packed file, if it says one. */
  #restoreTime(target: string, packed: Uint8Array): void {
    const seconds = new DataView(packed.buffer, packed.byteOffset, packed.length).getUint32(4, true);
    if (seconds !== 0) this.#context.sys.utimes(target, { mtime: seconds * 1000, atime: seconds * 1000 });
  }

  #share(path: string, bytes: Uint8Array, result: Uint8Array): string {
    const [packed, plain] = this.#expanding ? [bytes, result] : [result, bytes];
    if (this.#context.gnu) return `${path}:\t${ratio(packed, plain.length)}`;
    // an unsigned number in busybox; of packing it knows nothing
    const part = this.#expanding && plain.length > 0 ? Math.floor((packed.length * 100) / plain.length) : 0;
    return `${path}: ${(100 - part) >>> 0}%`;
  }

  #tell(what: string, end: string): void {
    const silent = !this.#context.gnu && (end === '' || end.endsWith('stdout'));
    if (!this.#options.has('v') || silent) return;
    this.#context.out.text(`${what}${end}\n`, 2);
  }

  #list(path: string, bytes: Uint8Array, plain: Uint8Array): void {
    if (this.#listed.length === 0) {
      this.#context.print('         compressed        uncompressed  ratio uncompressed_name\n');
    }
    this.#listed.push({ packed: bytes.length, plain: plain.length, overhead: overhead(bytes) });
    this.#row(bytes.length, plain.length, ratio(bytes, plain.length), path.replace(PACKED, ''));
  }

  #row(packed: number, plain: number, share: string, name: string): void {
    this.#context.print(`${String(packed).padStart(19)} ${String(plain).padStart(19)} ${share} ${name}\n`);
  }

  totals(): void {
    if (this.#listed.length < 2) return;
    const sum = (key: 'packed' | 'plain'): number => this.#listed.reduce((total, one) => total + one[key], 0);
    // the real one takes off the last one's header and trailer only
    const [packed, plain] = [sum('packed'), sum('plain')];
    this.#row(packed, plain, percent(packed - this.#listed.at(-1)!.overhead, plain), '(totals)');
  }
}
