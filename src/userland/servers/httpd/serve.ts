import { isErrno } from '../../../kernel/errno.ts';
import type { SocketAddress } from '../../../kernel/net/types.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { httpDate, parseHttpDate } from '../../http/dates.ts';
import { field, type HeaderFields, type RequestHead } from '../../http/message.ts';
import type { ServerRequest, ServerResponse } from '../../http/server.ts';
import { normalizeUri } from '../nginx/exchange.ts';
import type { HttpdConfig } from './config.ts';
import { listing, statusPage } from './pages.ts';

export const SERVER = 'Apache/2.4.65 (Unix)';
const encoder = new TextEncoder();

export interface Answering {
  readonly sys: SystemCalls;
  readonly config: HttpdConfig;
  readonly local: SocketAddress;
  readonly error: (code: string, message: string) => void;
}

/** One request for a file below DocumentRoot. */
export function answer(request: ServerRequest, services: Answering): ServerResponse {
  const { head } = request;
  const place = normalizeUri(head.target);
  if (!place || (head.version === 'HTTP/1.1' && field(head.headers, 'host') === undefined))
    return page(services, head, 400);
  const redirect = services.config.redirects.find(([prefix]) => place.uri.startsWith(prefix));
  if (redirect) {
    const [prefix, target, status] = redirect;
    return page(services, head, status, target + place.uri.slice(prefix.length));
  }
  if (head.method === 'OPTIONS' || head.method === 'TRACE' || !['GET', 'HEAD', 'POST'].includes(head.method)) {
    return page(services, head, 405);
  }
  return serve(services, head, place.uri);
}

function serve(services: Answering, head: RequestHead, uri: string): ServerResponse {
  const { sys, config, local, error } = services;
  const path = pathFor(config, uri);
  try {
    if (isDenied(config, path)) {
      error('authz_core:error', `AH01630: client denied by server configuration: ${path}`);
      return page(services, head, 403);
    }
    const stat = sys.stat(path);
    if (stat.kind !== 'directory') return file(services, head, path);
    if (!uri.endsWith('/')) {
      const host =
        field(head.headers, 'host') ??
        `${config.serverName ?? local.address}${local.port === 80 ? '' : `:${local.port}`}`;
      return page(services, head, 301, `http://${host}${encodeURI(uri)}/`);
    }
    const base = path.replace(/\/$/, '');
    for (const name of config.directoryIndex)
      if (sys.exists(`${base}/${name}`)) return file(services, head, `${base}/${name}`);
    if (!hasIndexes(config, path)) {
      error(
        'autoindex:error',
        `AH01276: Cannot serve directory ${base}/: No matching DirectoryIndex (${config.directoryIndex.join(',')}) found, and server-generated directory index forbidden by Options directive`,
      );
      return page(services, head, 403);
    }
    const names = sys
      .readdir(path)
      .filter(({ name }) => !name.startsWith('.'))
      .map(({ name, kind }) => (kind === 'directory' ? `${name}/` : name))
      .sort();
    return whole(services, 200, 'text/html;charset=UTF-8', encoder.encode(listing(uri, names)));
  } catch (failure) {
    if (!isErrno(failure)) throw failure;
    if (failure.code === 'EACCES') {
      error('core:error', `(13)Permission denied: AH00132: file permissions deny server access: ${path}`);
      return page(services, head, 403);
    }
    return page(services, head, 404);
  }
}

function pathFor({ documentRoot, aliases }: HttpdConfig, uri: string): string {
  const alias = aliases.find(
    ([prefix]) => uri === prefix || uri.startsWith(prefix.endsWith('/') ? prefix : `${prefix}/`),
  );
  return alias ? alias[1] + uri.slice(alias[0].length) : documentRoot + uri;
}

/** The sections around a path, the innermost last. */
function sectionsOf({ sections }: HttpdConfig, path: string) {
  return sections
    .filter((each) => each.path === '/' || path === each.path || path.startsWith(`${each.path}/`))
    .sort((a, b) => a.path.length - b.path.length);
}

function isDenied(config: HttpdConfig, path: string): boolean {
  return sectionsOf(config, path).findLast(({ denied }) => denied !== undefined)?.denied ?? false;
}

function hasIndexes(config: HttpdConfig, path: string): boolean {
  return sectionsOf(config, path).findLast(({ indexes }) => indexes !== undefined)?.indexes ?? false;
}

function file(services: Answering, head: RequestHead, path: string): ServerResponse {
  const { sys, config } = services;
  const stat = sys.stat(path);
  const body = sys.readFile(path);
  const etag = `"${body.length.toString(16)}-${Math.round(stat.mtime * 1000).toString(16)}"`;
  const modified = httpDate(stat.mtime);
  const noneMatch = field(head.headers, 'if-none-match');
  const since = field(head.headers, 'if-modified-since');
  const isSame =
    noneMatch !== undefined
      ? noneMatch.includes(etag)
      : since !== undefined && (parseHttpDate(since) ?? 0) >= Math.floor(stat.mtime / 1000) * 1000;
  if (isSame) {
    return {
      status: 304,
      headers: [...start(services), ['Last-Modified', modified], ['ETag', etag], ['Accept-Ranges', 'bytes']],
      body: new Uint8Array(),
    };
  }
  const type = config.types.get(/\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? '');
  return whole(services, 200, type, body, [
    ['Last-Modified', modified],
    ['ETag', etag],
    ['Accept-Ranges', 'bytes'],
  ]);
}

function start({ sys }: Answering): [string, string][] {
  return [
    ['Date', httpDate(sys.now())],
    ['Server', SERVER],
  ];
}

function whole(
  services: Answering,
  status: number,
  type: string | undefined,
  body: Uint8Array,
  more: HeaderFields = [],
): ServerResponse {
  const headers = [...start(services), ...more, ['Content-Length', String(body.length)] as const];
  return { status, headers: type === undefined ? headers : [...headers, ['Content-Type', type]], body };
}

function page(services: Answering, head: RequestHead, status: number, location?: string): ServerResponse {
  const text = statusPage(status, { method: head.method, ...(location !== undefined && { url: location }) });
  const more: HeaderFields = location === undefined ? [] : [['Location', location]];
  return whole(services, status, 'text/html; charset=iso-8859-1', encoder.encode(text), more);
}
