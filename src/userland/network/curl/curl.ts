import { isErrno } from '../../../kernel/errno.ts';
import { SIGNALS } from '../../../kernel/process/signals.ts';
import type { Command, Context } from '../../commands/common/context.ts';
import { basename, dirname } from '../../commands/common/paths.ts';
import { packageVersion } from '../../packages/common/package-version.ts';
import { parseUrl, type TransferUrl } from '../url.ts';
import { type RequestBody, requestBody } from './body.ts';
import { CurlError } from './error.ts';
import { type CurlOptions, misuse, parseArguments } from './options.ts';
import { ProgressMeter } from './progress.ts';
import { Transfer, type TransferResult } from './transfer.ts';
import { writeOut } from './write-out.ts';

/** Where no package says which curl it is. */
const VERSION = '7.88.1';

/** curl(1) for http. What it prints is 7.88's, but for the version, which is its package's. */
export const curl: Command = async (context) => {
  let options: CurlOptions;
  try {
    const version = packageVersion(context.sys, 'curl') ?? VERSION;
    options = parseArguments(context.args);
    if (options.flags.has('version')) {
      const libc = context.sys.exists('/etc/alpine-release') ? 'alpine-linux-musl' : 'pc-linux-gnu';
      context.print(`curl ${version} (x86_64-${libc}) libcurl/${version}\nProtocols: http\nFeatures: AsynchDNS\n`);
      return 0;
    }
    // Given empty, it is left out.
    if (!options.values.has('user-agent')) options.values.set('user-agent', `curl/${version}`);
    if (options.flags.has('help')) {
      context.print('Usage: curl [options...] <url>\n');
      return 0;
    }
    if (options.urls.length === 0) {
      context.out.text("curl: try 'curl --help' or 'curl --manual' for more information\n", 2);
      return 2;
    }
    if (options.flags.has('head') && options.data.length > 0 && !options.flags.has('get')) {
      context.out.text(
        'Warning: You can only select one HTTP request method! You asked for both POST \nWarning: (-d, --data) and HEAD (-I, --head).\n',
        2,
      );
      return 2;
    }
  } catch (error) {
    return complain(context, error, true);
  }
  // A peer that hangs up is an error of the transfer, not the end of curl.
  context.sys.signal(SIGNALS.SIGPIPE, 'ignore');
  let status = 0;
  const meter = new ProgressMeter(context);
  for (const [index, url] of options.urls.entries()) {
    const result = await new Retrier(context, options, meter).fetch(url, options.outputs[index]);
    status = result;
    if (status !== 0 && options.flags.has('fail-early')) break;
  }
  return status;
};

function complain(context: Context, error: unknown, show: boolean): number {
  if (!(error instanceof CurlError)) throw error;
  if (show) context.out.text(`curl: ${error.status === 2 ? '' : `(${error.status}) `}${error.message}\n`, 2);
  return error.status;
}

/** Fetches one URL, again after failures that --retry covers. */
class Retrier {
  readonly #context: Context;
  readonly #options: CurlOptions;
  readonly #meter: ProgressMeter;

  constructor(context: Context, options: CurlOptions, meter: ProgressMeter) {
    this.#context = context;
    this.#options = options;
    this.#meter = meter;
  }

  async fetch(text: string, output: string | true | undefined): Promise<number> {
    const { flags, values } = this.#options;
    const shown = !flags.has('silent') || flags.has('show-error');
    let left = Number(values.get('retry') ?? 0);
    let delay = Number(values.get('retry-delay') ?? 0);
    const fixed = delay > 0;
    for (;;) {
      let result: TransferResult;
      try {
        result = await this.#once(text, output);
      } catch (error) {
        return complain(this.#context, error, shown);
      }
      const cause = left > 0 ? transientCause(result, flags) : undefined;
      if (cause !== undefined) {
        if (!fixed) delay = delay === 0 ? 1 : Math.min(delay * 2, 600);
        const plural = left === 1 ? 'retry' : 'retries';
        if (shown) {
          this.#context.out.text(
            `${wrap(`Warning: Problem: ${cause}. Will retry in ${delay} seconds. ${left} ${plural} left.`)}\n`,
            2,
          );
        }
        left--;
        await this.#context.out.flush();
        await this.#context.sys.sleep(delay * 1000);
        continue;
      }
      if (result.error) complain(this.#context, result.error, shown);
      const format = values.get('write-out');
      if (format !== undefined) writeOut(this.#context, await formatOf(this.#context, format), result);
      return result.error?.status ?? 0;
    }
  }

  async #once(text: string, output: string | true | undefined): Promise<TransferResult> {
    const context = this.#context;
    const { flags, values } = this.#options;
    let url = parseUrl(text);
    if (!url) throw new CurlError(3, 'URL using bad/illegal format or missing URL');
    if (url.host.startsWith('[')) throw new CurlError(7, 'drydock: not simulated: IPv6');
    let body = await this.#body();
    if (body && flags.has('get')) {
      const query = String.fromCharCode(...body.bytes);
      url = { ...url, target: `${url.target}${url.target.includes('?') ? '&' : '?'}${query}` };
      body = undefined;
    }
    const file = this.#fileFor(url, output);
    const transfer = new Transfer(context, this.#options, text);
    transfer.result.file = file;
    const sink = new OutputFile(context, file, flags.has('create-dirs'));
    const showMeter =
      !flags.has('silent') && !flags.has('no-progress-meter') && (file !== undefined || !context.sys.isatty(1));
    if (showMeter) this.#meter.begin();
    const dump = values.get('dump-header');
    let dumped = '';
    await transfer.run(url, body, {
      head: (head) => {
        dumped += head;
        if (flags.has('include') || flags.has('head')) sink.text(head);
        return context.out.flush();
      },
      body: (bytes) => sink.bytes(bytes),
    });
    const { result } = transfer;
    if (showMeter && result.error?.status !== 6) this.#meter.end(result.received, result.expected, result.sent);
    sink.finish(result.error === undefined);
    if (dump === '-') context.print(dumped);
    else if (dump !== undefined) context.sys.writeFile(dump, dumped);
    return result;
  }

  async #body(): Promise<RequestBody | undefined> {
    const upload = this.#options.values.get('upload-file');
    if (upload === undefined) return requestBody(this.#context, this.#options.data);
    try {
      const bytes = upload === '-' ? await this.#context.sys.readAll(0) : this.#context.sys.readFile(upload);
      return { bytes, type: '' };
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new CurlError(26, `Can't open '${upload}'!`);
    }
  }

  #fileFor(url: TransferUrl, output: string | true | undefined): string | undefined {
    const directory = this.#options.values.get('output-dir');
    const place = (name: string) => (directory === undefined ? name : `${directory}/${name}`);
    if (output === undefined && !this.#options.flags.has('remote-name-all')) return undefined;
    if (typeof output === 'string') return output === '-' ? undefined : place(output);
    const path = url.target.replace(/\?.*$/, '');
    const name = path.endsWith('/') ? '' : basename(path);
    if (name === '') {
      this.#context.out.text('curl: Remote file name has no length!\n', 2);
      throw new CurlError(23, 'Failed writing received data to disk/application');
    }
    return place(name);
  }
}

/** Where the answer goes: standard output, or a file that is made when there is something to put into it. */
class OutputFile {
  readonly #context: Context;
  readonly #path: string | undefined;
  readonly #makeParents: boolean;
  #fd: number | undefined;

  constructor(context: Context, path: string | undefined, makeParents: boolean) {
    this.#context = context;
    this.#path = path;
    this.#makeParents = makeParents;
  }

  text(text: string): void {
    this.#context.out.text(text, this.#open());
  }

  bytes(bytes: Uint8Array): ReturnType<Context['out']['flush']> {
    this.#context.out.bytes(new Uint8Array(bytes), this.#open());
    return this.#context.out.flush();
  }

  /** An empty answer still makes its file. */
  finish(complete: boolean): void {
    if (complete && this.#path !== undefined) this.#open();
  }

  #open(): number {
    if (this.#path === undefined) return 1;
    if (this.#fd !== undefined) return this.#fd;
    const { sys } = this.#context;
    try {
      if (this.#makeParents) makeParents(sys, dirname(this.#path));
      this.#fd = sys.open(this.#path, { write: true, create: true, truncate: true }, 0o666);
      return this.#fd;
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#context.out.text(`Warning: Failed to open the file ${this.#path}: ${error.message}\n`, 2);
      throw new CurlError(23, 'Failure writing output to destination');
    }
  }
}

function makeParents(sys: Context['sys'], directory: string): void {
  if (sys.exists(directory)) return;
  makeParents(sys, dirname(directory));
  sys.mkdir(directory, 0o750);
}

/** Why a transfer may be tried again, in the words of the warning. */
function transientCause(result: TransferResult, flags: ReadonlySet<string>): string | undefined {
  const { error, status } = result;
  if (error?.status === 28) return 'timeout';
  if (error?.status === 7 && flags.has('retry-connrefused')) return 'connection refused';
  if ([408, 429, 500, 502, 503, 504].includes(status)) return 'HTTP error';
  if (error && flags.has('retry-all-errors')) return '(retrying all errors)';
  return error?.status === 6 ? 'timeout' : undefined;
}

/** Warnings are broken into lines of 79 columns. */
function wrap(text: string): string {
  if (text.length <= 79) return text;
  const cut = text.lastIndexOf(' ', 79);
  return `${text.slice(0, cut + 1)}\nWarning: ${text.slice(cut + 1)}`;
}

async function formatOf(context: Context, format: string): Promise<string> {
  if (!format.startsWith('@')) return format;
  try {
    const bytes = format === '@-' ? await context.sys.readAll(0) : context.sys.readFile(format.slice(1));
    return String.fromCharCode(...bytes);
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw misuse(`option -w: Failed to open ${format.slice(1)}`);
  }
}
