import { type Context, reason } from '../common/context.ts';
import { closeInput, LineReader, openInput } from '../common/input.ts';
import type { Options } from '../common/options.ts';
import { dirname, join } from '../common/paths.ts';
import type { SedOutput } from './output.ts';

/** Lines of the files, one ahead so that the last is known; a file that is edited in place is written beside and put in its place. */
export class SedInput {
  readonly #context: Context;
  readonly #options: Options;
  readonly #output: SedOutput;
  readonly #separator: string;
  readonly #separate: boolean;
  /** With -s or -i: a file begins, and with it the count of lines and all ranges. */
  readonly #begins: () => void;
  readonly #files: string[];
  #reader: LineReader | undefined;
  #fd = -1;
  #ahead: { line: string; terminated: boolean } | undefined;
  #temporary = '';
  #closing = false;
  /** The file that is put in place. */
  #target = '-';
  path = '-';
  /** The number of the present line. */
  line = 0;

  constructor(context: Context, options: Options, files: readonly string[], output: SedOutput, begins: () => void) {
    this.#context = context;
    this.#options = options;
    this.#output = output;
    this.#separator = options.has('z') ? '\0' : '\n';
    this.#separate = options.any('si');
    this.#begins = begins;
    this.#files = [...files];
  }

  /** The next line; undefined after the last. */
  async next(): Promise<{ line: string; terminated: boolean } | undefined> {
    this.#closing = true;
    const more = await this.#fill();
    this.#closing = false;
    if (!more) return undefined;
    const next = this.#ahead;
    this.#ahead = undefined;
    this.line++;
    return next;
  }

  /** Whether the present line is the last one (of its file with -s or -i). */
  async isLast(): Promise<boolean> {
    if (this.#ahead !== undefined) return false;
    return !(await this.#fill());
  }

  /** Reads the next line of any file into the look-ahead; false at the very end. */
  async #fill(): Promise<boolean> {
    while (this.#ahead === undefined) {
      if (!this.#reader) {
        const path = this.#files.shift();
        if (path === undefined) return false;
        if (!(await this.#openFile(path))) continue;
      }
      const next = this.#reader!.next();
      const line = next instanceof Promise ? await next : next;
      if (line !== undefined) this.#ahead = { line, terminated: this.#reader!.terminated };
      else {
        if (this.#separate && this.line > 0 && !this.#closing) return false;
        await this.finish();
      }
    }
    return true;
  }

  async #openFile(path: string): Promise<boolean> {
    try {
      this.#fd = openInput(this.#context, path);
    } catch (error) {
      const message = reason(error);
      if (!this.#context.gnu) this.#context.fail(`${path}: ${message}`, 1);
      else if (message === 'Is a directory') {
        const what = this.#options.has('i')
          ? `couldn't edit ${path}: not a regular file`
          : `read error on ${path}: ${message}`;
        this.#context.fail(what, this.#options.has('i') ? 4 : 2);
      } else this.#context.fail(`can't read ${path}: ${message}`, 2);
      return false;
    }
    this.path = path;
    const target = this.#options.has('follow') && path !== '-' ? this.#context.sys.realpath(path) : path;
    this.#target = target;
    this.#reader = new LineReader(this.#context, this.#fd, this.#separator);
    if (this.#separate) {
      this.line = 0;
      this.#begins();
    }
    if (this.#options.has('i') && path !== '-') {
      this.#temporary = join(dirname(target), `sed${Math.floor(this.#context.sys.now()).toString(36)}`);
      this.#output.redirect(
        this.#context.sys.open(this.#temporary, { write: true, create: true, truncate: true }, 0o600),
      );
    }
    // only what is written elsewhere begins anew: a line left open is ended before the next
    if (this.#output.isRedirected) this.#output.begin();
    return true;
  }

  async finish(): Promise<void> {
    if (!this.#reader) return;
    closeInput(this.#context, this.#fd);
    this.#reader = undefined;
    if (!this.#output.isRedirected) return;
    const { sys } = this.#context;
    await this.#output.close();
    const stat = sys.stat(this.#target);
    const suffix = this.#options.get('i')!;
    if (suffix !== '') {
      const backup = suffix.includes('*') ? suffix.replaceAll('*', this.#target) : this.#target + suffix;
      sys.rename(this.#target, backup);
    }
    sys.chmod(this.#temporary, stat.mode);
    try {
      sys.chown(this.#temporary, stat.uid, stat.gid);
    } catch (error) {
      reason(error);
    }
    sys.rename(this.#temporary, this.#target);
  }
}
