import { isErrno } from '../../../kernel/errno.ts';
import { binaryFromText, bytesFromBinary } from '../../commands/common/binary.ts';
import { type Command, type Context, Exit } from '../../commands/common/context.ts';
import { type Options, parseOptions } from '../../commands/common/options.ts';
import { versionLine } from '../../commands/common/version.ts';
import { exchange } from '../../http/client.ts';
import { field, type ResponseHead } from '../../http/message.ts';
import { socketStream } from '../../http/socket.ts';
import { HttpError } from '../../http/stream.ts';
import { packageVersion } from '../../packages/common/package-version.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import { authority, parseUrl, resolveUrl, type TransferUrl, urlText } from '../url.ts';
import { headline, humanCount, speedText, stamp } from './gnu-text.ts';

/** Where no package says which wget it is. */
const VERSION = '1.21.3';
const MAX_REDIRECTS = 20;
const BAD_USAGE = 2;
const NETWORK_FAILURE = 4;
const SERVER_ERROR = 8;

/** GNU wget, for single files over http. */
export const gnuWget: Command = async (context) => {
  const options = parseOptions(context, 'qvd#n:O:SP:T:t:U:cN', {
    status: BAD_USAGE,
    long: {
      quiet: 'q',
      verbose: 'v',
      'no-verbose': 'nv',
      'output-document': 'O',
      'server-response': 'S',
      'directory-prefix': 'P',
      timeout: 'T',
      tries: 't',
      'user-agent': 'U',
      continue: 'c',
      timestamping: 'N',
      spider: 'spider',
      header: 'header:',
      'post-data': 'post-data:',
      'post-file': 'post-file:',
      method: 'method:',
      'body-data': 'body-data:',
      'no-check-certificate': 'insecure',
      'show-progress': 'progress',
      progress: 'progress:',
      'retry-connrefused': 'retry-connrefused',
      waitretry: 'waitretry:',
      'max-redirect': 'max-redirect:',
      'content-disposition': 'content-disposition',
      version: 'version',
    },
  });
  if (options.has('version')) {
    context.print(`${versionLine(context)}\n`);
    return 0;
  }
  if (options.operands.length === 0) {
    context.out.text(`wget: missing URL\n${USAGE}`, 2);
    return 1;
  }
  if (options.any('cN')) throw new Exit(1, 'drydock: not simulated: -c, -N');
  let status = 0;
  for (const text of options.operands) status = Math.max(status, await new Download(context, options).run(text));
  return status;
};

const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n";

class Download {
  readonly #context: Context;
  readonly #options: Options;
  readonly #quiet: boolean;
  readonly #brief: boolean;

  constructor(context: Context, options: Options) {
    this.#context = context;
    this.#options = options;
    this.#quiet = options.has('q');
    this.#brief = options.has('nv');
  }

  async run(text: string): Promise<number> {
    let url = parseUrl(text);
    if (!url) return this.#refuse(`${text}: Invalid host name.`, 1);
    if (this.#options.has('spider')) this.#say('Spider mode enabled. Check if remote file exists.\n');
    for (let hops = 0; ; hops++) {
      if (url.scheme !== 'http') return this.#refuse(`wget: drydock: not simulated: ${url.scheme}://`, 1);
      this.#say(`--${stamp(this.#context.sys.now())}--  ${urlText(url)}\n`);
      const fd = await this.#connect(url);
      if (fd < 0) return NETWORK_FAILURE;
      try {
        const next: TransferUrl | number = await this.#fetch(fd, url);
        if (typeof next === 'number') return next;
        if (hops >= MAX_REDIRECTS) return this.#refuse(`${MAX_REDIRECTS} redirections exceeded.`, SERVER_ERROR);
        url = next;
      } finally {
        this.#context.sys.close(fd);
      }
    }
  }

  async #connect(url: TransferUrl): Promise<number> {
    const { sys, out } = this.#context;
    const isNumeric = /^[\d.]+$/.test(url.host);
    const addresses = await sys.resolve(url.host);
    if (!isNumeric) this.#say(`Resolving ${url.host} (${url.host})... `);
    const [address] = addresses;
    if (address === undefined) {
      this.#say('failed: Name or service not known.\n');
      if (!this.#quiet) out.text(`wget: unable to resolve host address ‘${url.host}’\n`, 2);
      return -1;
    }
    if (!isNumeric) this.#say(`${addresses.join(', ')}\n`);
    this.#say(
      `Connecting to ${url.host} ${isNumeric ? '' : `(${url.host})|${address}|`}:${url.port}... `.replace(' :', ':'),
    );
    await out.flush();
    const seconds = this.#options.get('T');
    try {
      const fd = await withTimeout(
        sys,
        seconds === undefined ? undefined : Number(seconds) * 1000,
        sys.connect(address, url.port),
      );
      if (fd !== TIMED_OUT) {
        this.#say('connected.\n');
        return fd;
      }
      this.#say('failed: Connection timed out.\n');
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.#say(`failed: ${error.message}.\n`);
    }
    return -1;
  }

  /** An exit status, or where to go next. */
  async #fetch(fd: number, url: TransferUrl): Promise<number | TransferUrl> {
    const { sys, out } = this.#context;
    const options = this.#options;
    const spider = options.has('spider');
    const post = this.#postData();
    const headers: [string, string][] = [
      ['Host', authority(url)],
      ['User-Agent', options.get('U') ?? `Wget/${packageVersion(sys, 'wget') ?? VERSION}`],
      ['Accept', '*/*'],
      ['Accept-Encoding', 'identity'],
      ['Connection', 'Keep-Alive'],
    ];
    if (post)
      headers.push(['Content-Type', 'application/x-www-form-urlencoded'], ['Content-Length', String(post.length)]);
    for (const header of options.all('header')) {
      const colon = header.indexOf(':');
      headers.push([header.slice(0, colon), header.slice(colon + 1).trim()]);
    }
    const method = options.get('method') ?? (post ? 'POST' : spider ? 'HEAD' : 'GET');
    this.#say('HTTP request sent, awaiting response... ');
    await out.flush();
    let answer: { head: ResponseHead; body: AsyncGenerator<Uint8Array> };
    try {
      const request = { method, target: url.target, headers };
      answer = await exchange(socketStream(sys, fd), post ? { ...request, body: post } : request);
    } catch (error) {
      if (error instanceof HttpError) return this.#refuse('No data received.', NETWORK_FAILURE);
      if (isErrno(error)) return this.#refuse(`Read error (${error.message}) in headers.`, NETWORK_FAILURE);
      throw error;
    }
    const { head, body } = answer;
    if (options.has('S')) this.#say(`\n${headline(head)}`);
    else this.#say(`${head.status} ${head.reason}\n`);
    const location = field(head.headers, 'location');
    const next = location === undefined ? undefined : resolveUrl(url, location);
    if (next && head.status >= 300 && head.status < 400) {
      this.#say(`Location: ${location} [following]\n`);
      return next;
    }
    if (head.status >= 400) {
      if (spider && head.status === 404) this.#say('Remote file does not exist -- broken link!!!\n\n');
      else this.#always(`${stamp(sys.now())} ERROR ${head.status}: ${head.reason}.\n${this.#brief ? '' : '\n'}`);
      return SERVER_ERROR;
    }
    this.#say(`Length: ${lengthText(head)}\n`);
    if (spider) {
      this.#say(
        'Remote file exists and could contain further links,\nbut recursion is disabled -- not retrieving.\n\n',
      );
      return 0;
    }
    return this.#save(url, head, body);
  }

  #postData(): Uint8Array | undefined {
    const data = this.#options.get('post-data') ?? this.#options.get('body-data');
    if (data !== undefined) return bytesFromBinary(binaryFromText(data));
    const file = this.#options.get('post-file');
    return file === undefined ? undefined : this.#context.sys.readFile(file);
  }

  async #save(url: TransferUrl, head: ResponseHead, body: AsyncGenerator<Uint8Array>): Promise<number> {
    const { sys, out } = this.#context;
    const start = sys.now();
    const name = this.#options.get('O') ?? this.#freeName(url);
    const toStdout = name === '-';
    let fd = 1;
    this.#say(`Saving to: ‘${toStdout ? 'STDOUT' : name}’\n\n`);
    if (!toStdout) {
      try {
        fd = sys.open(name, { write: true, create: true, truncate: true }, 0o666);
      } catch (error) {
        if (!isErrno(error)) throw error;
        return this.#refuse(`${name}: ${error.message}\n\nCannot write to ‘${name}’ (${error.message}).`, 3);
      }
    }
    let received = 0;
    try {
      for await (const chunk of body) {
        received += chunk.length;
        out.bytes(new Uint8Array(chunk), fd);
        await out.flush();
      }
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      return this.#refuse(`Connection closed at byte ${received}.`, NETWORK_FAILURE);
    }
    if (!toStdout) sys.close(fd);
    const speed = speedText(received, sys.now() - start);
    const size = field(head.headers, 'content-length');
    const of = size === undefined ? `${received}` : `${received}/${size}`;
    this.#say(`     0K ${' '.repeat(51)}100% ${speed.short}=${speed.time}\n\n`);
    if (this.#brief) this.#always(`${stamp(sys.now())} URL:${urlText(url)} [${of}] -> "${name}" [1]\n`);
    else
      this.#say(
        `${stamp(sys.now())} (${speed.long}) - ${toStdout ? 'written to stdout' : `‘${name}’ saved`} [${of}]\n\n`,
      );
    return 0;
  }

  /** The URL's last part; `.1`, `.2` … behind it when that is taken. */
  #freeName(url: TransferUrl): string {
    const { sys } = this.#context;
    const directory = this.#options.get('P');
    const last = url.target.replace(/^.*\//, '') || 'index.html';
    const base = directory === undefined ? last : `${directory}/${last}`;
    if (directory !== undefined && !sys.exists(directory)) sys.mkdir(directory);
    let name = base;
    for (let count = 1; sys.exists(name); count++) name = `${base}.${count}`;
    return name;
  }

  #say(text: string): void {
    if (!this.#brief) this.#always(text);
  }

  #always(text: string): void {
    if (!this.#quiet) this.#context.out.text(text, 2);
  }

  #refuse(message: string, status: number): number {
    this.#always(`${message}\n`);
    return status;
  }
}

function lengthText(head: ResponseHead): string {
  const length = field(head.headers, 'content-length');
  const type = field(head.headers, 'content-type')?.replace(/;.*$/, '');
  const size = length === undefined ? 'unspecified' : `${length}${humanCount(Number(length))}`;
  return type === undefined ? size : `${size} [${type}]`;
}
