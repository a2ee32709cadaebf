import { isErrno } from '../../../kernel/errno.ts';
import { binaryFromText, bytesFromBinary } from '../../commands/common/binary.ts';
import { type Command, type Context, Exit } from '../../commands/common/context.ts';
import { parseOptions, usage } from '../../commands/common/options.ts';
import { exchange } from '../../http/client.ts';
import { field, type ResponseHead } from '../../http/message.ts';
import { socketStream } from '../../http/socket.ts';
import { HttpError } from '../../http/stream.ts';
import { baseEncode } from '../curl/base64.ts';
import { TIMED_OUT, withTimeout } from '../timeout.ts';
import { authority, parseUrl, resolveUrl, type TransferUrl } from '../url.ts';
import { transferRow } from './busybox-progress.ts';

const MAX_REDIRECTS = 20;
const DEFAULT_TIMEOUT_SECONDS = 900;

interface Settings {
  readonly quiet: boolean;
  readonly output: string | undefined;
  readonly showHeaders: boolean;
  readonly spider: boolean;
  readonly timeout: number;
  readonly prefix: string | undefined;
  readonly agent: string;
  readonly headers: string[];
  readonly post: Uint8Array | undefined;
}

/** busybox's wget. */
export const busyboxWget: Command = async (context) => {
  const options = parseOptions(context, 'cqO:o:P:Y:U:T:St:', {
    long: {
      continue: 'c',
      quiet: 'q',
      'server-response': 'S',
      'output-document': 'O',
      'output-file': 'o',
      'directory-prefix': 'P',
      proxy: 'Y',
      'user-agent': 'U',
      timeout: 'T',
      tries: 't',
      header: 'header:',
      'post-data': 'post-data:',
      'post-file': 'post-file:',
      spider: 'spider',
      'no-check-certificate': 'insecure',
      passive: 'passive',
      'no-verbose': 'nv',
      'no-clobber': 'nc',
      'no-host-directories': 'nh',
      'no-parent': 'np',
    },
  });
  if (options.operands.length === 0) usage(context);
  if (options.has('c') || options.has('o')) throw new Exit(1, 'drydock: not simulated: -c, -o');
  const postFile = options.get('post-file');
  const postData = options.get('post-data');
  const settings: Settings = {
    quiet: options.has('q'),
    output: options.get('O'),
    showHeaders: options.has('S'),
    spider: options.has('spider'),
    timeout: Number(options.get('T') ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    prefix: options.get('P'),
    agent: options.get('U') ?? 'Wget',
    headers: options.all('header'),
    post:
      postData !== undefined
        ? bytesFromBinary(binaryFromText(postData))
        : postFile !== undefined
          ? context.sys.readFile(postFile)
          : undefined,
  };
  for (const operand of options.operands) await download(context, operand, settings);
};

async function download(context: Context, operand: string, settings: Settings): Promise<void> {
  let url = parse(operand);
  const first = url;
  for (let hops = 0; ; hops++) {
    const fd = await connect(context, url, settings);
    const { head, body } = await ask(context, fd, url, url.host === first.host, settings);
    const location = field(head.headers, 'location');
    if (head.status >= 300 && head.status < 400 && head.status !== 304 && location !== undefined) {
      context.sys.close(fd);
      if (hops >= MAX_REDIRECTS) throw new Exit(1, 'too many redirections');
      url = resolveUrl(url, location) ?? parse(location);
      continue;
    }
    if (head.status < 200 || head.status >= 300) {
      throw new Exit(1, `server returned error: ${head.version} ${head.status} ${head.reason}`);
    }
    if (settings.spider) say(context, settings, 'remote file exists\n');
    else await save(context, nameOf(url, settings), head, body, settings);
    context.sys.close(fd);
    return;
  }
}

function parse(text: string): TransferUrl {
  const url = parseUrl(text);
  if (!url || !['http', 'https', 'ftp'].includes(url.scheme)) throw new Exit(1, `not an http or ftp url: ${text}`);
  if (url.scheme !== 'http') throw new Exit(1, `drydock: not simulated: ${url.scheme}://`);
  return url;
}

async function connect(context: Context, url: TransferUrl, settings: Settings): Promise<number> {
  const { sys } = context;
  const [address] = await sys.resolve(url.host);
  if (address === undefined) throw new Exit(1, `bad address '${authority({ ...url, port: -1 }).replace(/:-1$/, '')}'`);
  say(context, settings, `Connecting to ${url.host}:${url.port} (${address}:${url.port})\n`);
  await context.out.flush();
  try {
    const fd = await withTimeout(sys, settings.timeout, sys.connect(address, url.port));
    if (fd === TIMED_OUT) throw new Exit(1, 'download timed out');
    return fd;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new Exit(1, `can't connect to remote host (${address}): ${error.message}`);
  }
}

async function ask(
  context: Context,
  fd: number,
  url: TransferUrl,
  trusted: boolean,
  settings: Settings,
): Promise<{ head: ResponseHead; body: AsyncGenerator<Uint8Array> }> {
  const { sys } = context;
  const headers: [string, string][] = [
    ['Host', authority(url)],
    ['User-Agent', settings.agent],
    ['Connection', 'close'],
  ];
  if (url.user !== undefined && trusted) {
    headers.push(['Authorization', `Basic ${baseEncode(bytesFromBinary(binaryFromText(url.user)))}`]);
  }
  for (const header of settings.headers) {
    const colon = header.indexOf(':');
    const name = colon < 0 ? header : header.slice(0, colon);
    const own = headers.findIndex(([known]) => known.toLowerCase() === name.toLowerCase());
    if (own >= 0) headers.splice(own, 1);
    headers.push([name, colon < 0 ? '' : header.slice(colon + 1).trim()]);
  }
  const { post } = settings;
  if (post) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded'], ['Content-Length', String(post.length)]);
  }
  try {
    const request = { method: post ? 'POST' : settings.spider ? 'HEAD' : 'GET', target: url.target, headers };
    const answer = await withTimeout(
      sys,
      settings.timeout,
      exchange(socketStream(sys, fd), post ? { ...request, body: post } : request),
    );
    if (answer === TIMED_OUT) throw new Exit(1, 'download timed out');
    const { head } = answer;
    if (settings.showHeaders) {
      const lines = [`${head.version} ${head.status} ${head.reason}`];
      for (const [name, value] of head.headers) lines.push(`${name}: ${value}`);
      context.out.text(`${lines.map((line) => `  ${line}\n`).join('')}  \n`, 2);
    }
    return answer;
  } catch (error) {
    if (error instanceof HttpError) throw new Exit(1, 'error getting response');
    if (isErrno(error)) throw new Exit(1, `error getting response: ${error.message}`);
    throw error;
  }
}

function nameOf(url: TransferUrl, { output, prefix }: Settings): string {
  if (output !== undefined) return output;
  const path = url.target.replace(/\?.*$/, '');
  const name = path.slice(path.lastIndexOf('/') + 1) || 'index.html';
  return prefix === undefined ? name : `${prefix}/${name}`;
}

async function save(
  context: Context,
  name: string,
  head: ResponseHead,
  body: AsyncGenerator<Uint8Array>,
  settings: Settings,
): Promise<void> {
  const { sys } = context;
  const toStdout = name === '-';
  let fd = 1;
  if (!toStdout) {
    try {
      const exclusive = settings.output === undefined;
      fd = sys.open(name, { write: true, create: true, exclusive, truncate: !exclusive }, 0o666);
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new Exit(1, `can't open '${name}': ${error.message}`);
    }
  }
  say(context, settings, toStdout ? 'writing to stdout\n' : `saving to '${name}'\n`);
  const length = field(head.headers, 'content-length');
  const row = transferRow(name, length === undefined ? undefined : Number(length));
  let received = 0;
  try {
    for (;;) {
      const next = await withTimeout(sys, settings.timeout, body.next());
      if (next === TIMED_OUT) throw new Exit(1, 'download timed out');
      if (next.done) break;
      received += next.value.length;
      context.out.bytes(new Uint8Array(next.value), fd);
      await context.out.flush();
    }
  } catch (error) {
    if (error instanceof HttpError) throw new Exit(1, 'connection closed prematurely');
    throw error;
  }
  say(context, settings, `${row(received)}\n`);
  if (!toStdout) sys.close(fd);
  say(context, settings, toStdout ? 'written to stdout\n' : `'${name}' saved\n`);
}

function say(context: Context, { quiet }: Settings, text: string): void {
  if (!quiet) context.out.text(text, 2);
}
