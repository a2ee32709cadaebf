import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { httpDate, parseHttpDate } from '../../http/dates.ts';
import { field, headBytes, type RequestHead } from '../../http/message.ts';

export interface Answer {
  readonly status: number;
  readonly bytes: Uint8Array;
}

const TYPES: readonly (readonly [endings: string, type: string])[] = [
  ['txt h c cc cpp', 'text/plain'],
  ['htm html', 'text/html'],
  ['jpg jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['png', 'image/png'],
  ['svg', 'image/svg+xml'],
  ['css', 'text/css'],
  ['js', 'application/javascript'],
  ['wav', 'audio/wav'],
  ['mp3', 'audio/mpeg'],
];

/** Reasons, and what the page of an error says below its title. */
const STATUS: Readonly<Record<number, readonly [reason: string, text: string]>> = {
  200: ['OK', ''],
  206: ['Partial Content', ''],
  302: ['Found', ''],
  304: ['Not Modified', ''],
  400: ['Bad Request', 'Unsupported method'],
  403: ['Forbidden', ''],
  404: ['Not Found', 'The requested URL was not found'],
  501: ['Not Implemented', 'The requested method is not recognized'],
};

/** What httpd sends for a request, to the byte. */
export function answer(sys: SystemCalls, head: RequestHead): Answer {
  if (head.method !== 'GET' && head.method !== 'HEAD') return failure(sys, 501);
  const path = localPath(head.target);
  if (path === undefined) return failure(sys, 400);
  // A program would have to be run for it.
  if (path.startsWith('/cgi-bin/')) return failure(sys, 501, 'drydock: not simulated: CGI');
  try {
    const place = `.${path}`;
    if (sys.stat(place).kind !== 'directory') return file(sys, head, place);
    if (!path.endsWith('/'))
      return respond(sys, 302, [
        ['Content-type', 'text/html'],
        ['Location', `${path}/`],
      ]);
    return file(sys, head, `${place}index.html`);
  } catch (error) {
    if (!isErrno(error)) throw error;
    return failure(sys, error.code === 'EACCES' ? 403 : 404);
  }
}

/** Without its query, decoded and with its `..` gone; undefined where it would lead out of the folder. */
function localPath(target: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(target.replace(/\?.*/s, ''));
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  for (const part of path.split('/').slice(1)) {
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return path.startsWith('/')
    ? `/${parts.filter((part, at) => part !== '' || at === parts.length - 1).join('/')}`
    : undefined;
}

function file(sys: SystemCalls, head: RequestHead, path: string): Answer {
  const { mtime, size } = sys.stat(path);
  const changed = Math.floor(mtime / 1000);
  const since = parseHttpDate(field(head.headers, 'if-modified-since') ?? '');
  if (since !== undefined && since >= changed * 1000) return respond(sys, 304, []);
  const all = sys.readFile(path);
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(field(head.headers, 'range') ?? '') ?? [];
  const partial = from !== undefined && Number(from) < all.length;
  const last = partial && to ? Math.min(Number(to), all.length - 1) : all.length - 1;
  const body = partial ? all.subarray(Number(from), last + 1) : all;
  const type = TYPES.find(([endings]) => endings.split(' ').includes(path.slice(path.lastIndexOf('.') + 1)))?.[1];
  const headers: [string, string][] = [
    ...(partial
      ? ([['Content-type', 'text/html']] as [string, string][])
      : type
        ? ([['Content-type', type]] as [string, string][])
        : []),
    ...(partial ? ([['Content-Range', `bytes ${from}-${last}/${all.length}`]] as [string, string][]) : []),
    ['Accept-Ranges', 'bytes'],
    ['Last-Modified', httpDate(changed * 1000)],
    ['ETag', `"${changed.toString(16)}-${size.toString(16)}"`],
    ['Content-Length', String(body.length)],
  ];
  return respond(sys, partial ? 206 : 200, headers, head.method === 'HEAD' ? undefined : body);
}

function failure(sys: SystemCalls, status: number, text = STATUS[status]![1]): Answer {
  const title = `${status} ${STATUS[status]![0]}`;
  const page = `<HTML><HEAD><TITLE>${title}</TITLE></HEAD>\n<BODY><H1>${title}</H1>\n${text}\n</BODY></HTML>\n`;
  return respond(sys, status, [['Content-type', 'text/html']], new TextEncoder().encode(page));
}

function respond(
  sys: SystemCalls,
  status: number,
  headers: readonly [string, string][],
  body: Uint8Array = new Uint8Array(),
): Answer {
  const start = headBytes(`HTTP/1.1 ${status} ${STATUS[status]![0]}`, [
    ['Date', httpDate(sys.now())],
    ['Connection', 'close'],
    ...headers,
  ]);
  const bytes = new Uint8Array(start.length + body.length);
  bytes.set(start);
  bytes.set(body, start.length);
  return { status, bytes };
}
