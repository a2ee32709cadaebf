import { KernelError } from '../../../kernel/errno.ts';
import type { Stat, SystemCalls } from '../../../kernel/program.ts';
import { httpDate, parseHttpDate } from '../../http/dates.ts';
import { field } from '../../http/message.ts';
import { autoindex } from './autoindex.ts';
import type { Scope } from './config/scope.ts';
import { type Answer, type Exchange, escapeUri, StatusExit } from './exchange.ts';

const DEFAULT_ROOT = '/etc/nginx/html';

export interface FileServices {
  readonly sys: SystemCalls;
  readonly expand: (text: string) => string;
  readonly error: (message: string) => void;
  /** Starts over with another URI, as an index file does. */
  readonly redirect: (uri: string) => Promise<Answer>;
}

/** The file a URI stands for, by `root` or `alias`. */
export function fileFor(exchange: Exchange, uri: string, expand: (text: string) => string = (text) => text): string {
  const { scope, location } = exchange;
  const alias = scope.own('alias')[0] ? scope.value('alias') : undefined;
  if (alias !== undefined && location) {
    if (location.kind === 'regex') return expand(alias);
    return expand(alias) + uri.slice(location.pattern.length);
  }
  const root = expand(scope.value('root') ?? DEFAULT_ROOT);
  return `${root.startsWith('/') ? root : `/etc/nginx/${root}`}`.replace(/\/$/, '') + uri;
}

/** Answers with a file, a directory's index, or its listing (ngx_http_static_module, _index_, _autoindex_). */
export async function serveFile(exchange: Exchange, services: FileServices): Promise<Answer> {
  const { sys, error } = services;
  const { uri, head } = exchange;
  const path = fileFor(exchange, uri, services.expand);
  if (uri.endsWith('/')) return serveDirectory(exchange, services, path);
  if (head.method !== 'GET' && head.method !== 'HEAD') throw new StatusExit(405);
  let stat: Stat;
  try {
    stat = sys.stat(path);
    if (stat.kind === 'directory') {
      throw new StatusExit(301, `${escapeUri(uri)}/${exchange.args === '' ? '' : `?${exchange.args}`}`);
    }
    if (stat.kind !== 'file') throw new StatusExit(404);
    if (!sys.access(path, 'r')) throw new KernelError('EACCES', path);
    return fileAnswer(exchange, stat, sys.readFile(path), typeOf(exchange.scope, path));
  } catch (failure) {
    throw fileFailure(failure, path, error, exchange.scope);
  }
}

async function serveDirectory(exchange: Exchange, services: FileServices, path: string): Promise<Answer> {
  const { sys, error } = services;
  const { scope, uri } = exchange;
  const names = scope.all('index').flatMap(({ args }) => args);
  for (const name of names.length > 0 ? names : ['index.html']) {
    const expanded = services.expand(name);
    if (expanded.startsWith('/')) return services.redirect(expanded);
    if (sys.exists(`${path}${expanded}`) && sys.stat(`${path}${expanded}`).kind !== 'directory') {
      return services.redirect(`${uri}${expanded}`);
    }
  }
  try {
    if (sys.stat(path).kind !== 'directory') throw new KernelError('ENOTDIR', path);
    if (!sys.access(path, 'x')) throw new KernelError('EACCES', path);
  } catch (failure) {
    if (failure instanceof KernelError && failure.code === 'ENOENT') {
      error(`"${path}${names[0] ?? 'index.html'}" is not found (2: ${failure.message})`);
      throw new StatusExit(404);
    }
    throw fileFailure(failure, path, error, scope);
  }
  if (exchange.head.method !== 'GET' && exchange.head.method !== 'HEAD') throw new StatusExit(405);
  if (scope.flag('autoindex', false)) return autoindex(exchange, sys, path);
  error(`directory index of "${path}" is forbidden`);
  throw new StatusExit(403);
}

function fileFailure(failure: unknown, path: string, error: (message: string) => void, scope: Scope): unknown {
  if (!(failure instanceof KernelError)) return failure;
  const numbers: Partial<Record<KernelError['code'], [number, number]>> = {
    ENOENT: [2, 404],
    ENOTDIR: [20, 404],
    ENAMETOOLONG: [36, 404],
    EACCES: [13, 403],
  };
  const [number, status] = numbers[failure.code] ?? [0, 500];
  if (status !== 404 || scope.flag('log_not_found', true)) {
    error(`open() "${path}" failed (${number}: ${failure.message})`);
  }
  return new StatusExit(status);
}

/** The MIME type by the nearest `types` block, else default_type. */
export function typeOf(scope: Scope, path: string): string {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  const blocks = scope.all('types');
  let found: string | undefined;
  if (extension !== undefined && blocks.length > 0) {
    for (const { block } of blocks) {
      for (const entry of block ?? []) if (entry.args.includes(extension)) found = entry.name;
    }
  } else if (extension !== undefined) found = { html: 'text/html', gif: 'image/gif', jpg: 'image/jpeg' }[extension];
  return found ?? scope.value('default_type') ?? 'text/plain';
}

/** Content, or 304, 412, 206, 416 as the conditions and ranges of the request want it. */
function fileAnswer(exchange: Exchange, stat: Stat, content: Uint8Array, type: string): Answer {
  const { headers } = exchange.head;
  const seconds = Math.floor(stat.mtime / 1000);
  const etag = exchange.scope.flag('etag', true)
    ? `"${seconds.toString(16)}-${content.length.toString(16)}"`
    : undefined;
  const lastModified = seconds * 1000;
  const whole: Answer = {
    status: 200,
    headers: [],
    body: content,
    type,
    lastModified,
    ranges: true,
    ...(etag !== undefined && { etag }),
  };
  const noneMatch = field(headers, 'if-none-match');
  const since = field(headers, 'if-modified-since');
  const match = field(headers, 'if-match');
  const tags = (text: string) => text.split(/,\s*/).map((tag) => tag.replace(/^W\//, ''));
  if (match !== undefined && match !== '*' && !tags(match).includes(etag ?? '')) throw new StatusExit(412);
  const unchanged =
    noneMatch !== undefined
      ? noneMatch === '*' || tags(noneMatch).includes(etag ?? '')
      : since !== undefined && parseHttpDate(since) === parseHttpDate(httpDate(lastModified));
  if (unchanged) return { ...whole, status: 304, body: new Uint8Array() };
  const range = field(headers, 'range');
  if (range === undefined) return whole;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  if (first === '' && last === '') return whole;
  const start = first === '' ? Math.max(0, content.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? content.length - 1 : Math.min(Number(last), content.length - 1);
  if (start > end)
    return { ...whole, status: 416, body: new Uint8Array(), headers: [['Content-Range', `bytes */${content.length}`]] };
  const part = content.subarray(start, end + 1);
  return { ...whole, status: 206, body: part, headers: [['Content-Range', `bytes ${start}-${end}/${content.length}`]] };
}
