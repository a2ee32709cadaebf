import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { httpDate } from '../../http/dates.ts';
import type { ServerResponse } from '../../http/server.ts';
import { type Answer, type Exchange, hostOf, StatusExit } from './exchange.ts';
import { typeOf } from './files.ts';
import type { Handler } from './handler.ts';
import { errorPage, hasPage, STATUS_TEXT } from './pages.ts';
import { seconds } from './units.ts';
import { nginxVersion } from './variables.ts';

const encoder = new TextEncoder();

/** What is answered when the phases ended with a status: the page of error_page, or nginx's own. */
export async function statusAnswer(
  sys: SystemCalls,
  exchange: Exchange,
  handler: Handler,
  exit: StatusExit,
): Promise<Answer> {
  let { status } = exit;
  if (exit.location !== undefined) return { ...pageAnswer(sys, exchange, status), location: exit.location };
  const rule = exchange.scope.all('error_page').find(({ args }) => args.slice(0, -1).includes(String(status)));
  if (rule && (exchange.redirects < 2 || exchange.variables.get(ERROR_PAGE) === undefined)) {
    const target = handler.expand(rule.args.at(-1) ?? '');
    const sign = rule.args.find((arg) => arg.startsWith('='));
    exchange.variables.set(ERROR_PAGE, 'shown');
    if (/^https?:\/\//.test(target)) return { ...pageAnswer(sys, exchange, 302), location: target };
    try {
      exchange.uri = target;
      const answer = target.startsWith('@') ? await handler.named(target) : await handler.locate();
      if (sign === '=') status = answer.status;
      else if (sign !== undefined) status = Number(sign.slice(1));
      return { ...answer, status };
    } catch (error) {
      if (!(error instanceof StatusExit)) throw error;
      return pageAnswer(sys, exchange, error.status);
    }
  }
  const answer = pageAnswer(sys, exchange, status);
  if (status !== 401) return answer;
  const realm = handler.expand(exchange.scope.value('auth_basic') ?? '');
  return { ...answer, headers: [['WWW-Authenticate', `Basic realm="${realm}"`]] };
}

const ERROR_PAGE = '\0error page';

/** `nginx/1.29.3`, or `nginx` with server_tokens off. */
export function signature(sys: SystemCalls, exchange: Exchange | undefined): string {
  return exchange && !exchange.scope.flag('server_tokens', true) ? 'nginx' : `nginx/${nginxVersion(sys)}`;
}

function pageAnswer(sys: SystemCalls, exchange: Exchange, status: number): Answer {
  const page = hasPage(status) ? errorPage(status, signature(sys, exchange)) : '';
  return { status, headers: [], body: encoder.encode(page), type: 'text/html' };
}

/** The answer with nginx's headers in nginx's order (ngx_http_header_filter). */
export function respond(sys: SystemCalls, exchange: Exchange, answer: Answer, handler: Handler): ServerResponse {
  const { status } = answer;
  const headers: [string, string][] = [
    ['Server', signature(sys, exchange)],
    ['Date', httpDate(sys.now())],
  ];
  const bodiless = status === 204 || status === 304;
  const type =
    answer.type ?? (answer.body instanceof Uint8Array && !bodiless ? typeOf(exchange.scope, exchange.uri) : undefined);
  if (type !== undefined && !bodiless) headers.push(['Content-Type', withCharset(type, exchange)]);
  const length = answer.body instanceof Uint8Array ? answer.body.length : answer.length;
  const isHead = exchange.head.method === 'HEAD';
  if (!bodiless) {
    if (length !== undefined) headers.push(['Content-Length', String(answer.length ?? length)]);
    else if (exchange.head.version === 'HTTP/1.1' && !isHead) headers.push(['Transfer-Encoding', 'chunked']);
  }
  if (answer.lastModified !== undefined) headers.push(['Last-Modified', httpDate(answer.lastModified)]);
  if (answer.location !== undefined) headers.push(['Location', absolute(exchange, answer.location)]);
  headers.push(['Connection', exchange.request.keepAlive ? 'keep-alive' : 'close']);
  if (answer.etag !== undefined) headers.push(['ETag', answer.etag]);
  for (const [name, value] of answer.headers) headers.push([name, value]);
  if (answer.ranges && status === 200) headers.push(['Accept-Ranges', 'bytes']);
  headers.push(...expires(sys, exchange, status), ...added(exchange, status, handler));
  return {
    status,
    reason: STATUS_TEXT[status] ?? '',
    headers,
    body: isHead ? new Uint8Array() : answer.body,
  };
}

/** Only these get what add_header adds without `always`. */
const PLAIN = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

function added(exchange: Exchange, status: number, handler: Handler): [string, string][] {
  return exchange.scope
    .all('add_header')
    .filter(({ args }) => PLAIN.has(status) || args[2] === 'always')
    .map(({ args }): [string, string] => [args[0] ?? '', handler.expand(args[1] ?? '')])
    .filter(([, value]) => value !== '');
}

function expires(sys: SystemCalls, exchange: Exchange, status: number): [string, string][] {
  const value = exchange.scope.get('expires')?.args.at(-1);
  if (value === undefined || value === 'off' || !PLAIN.has(status)) return [];
  if (value === 'epoch')
    return [
      ['Expires', 'Thu, 01 Jan 1970 00:00:01 GMT'],
      ['Cache-Control', 'no-cache'],
    ];
  if (value === 'max')
    return [
      ['Expires', 'Thu, 31 Dec 2037 23:55:55 GMT'],
      ['Cache-Control', 'max-age=315360000'],
    ];
  const age = seconds(value, 0) * (value.startsWith('-') ? -1 : 1);
  return [
    ['Expires', httpDate(sys.now() + age * 1000)],
    ['Cache-Control', age < 0 ? 'no-cache' : `max-age=${age}`],
  ];
}

const CHARSET_TYPES = /^(text\/(html|xml|plain|vnd\.wap\.wml)|application\/(javascript|rss\+xml))$/;

function withCharset(type: string, exchange: Exchange): string {
  const charset = exchange.scope.value('charset');
  return charset !== undefined && charset !== 'off' && CHARSET_TYPES.test(type) ? `${type}; charset=${charset}` : type;
}

/** Redirects within the site name the host that was asked for, and the port nginx itself listens on. */
function absolute(exchange: Exchange, location: string): string {
  if (!location.startsWith('/') || !exchange.scope.flag('absolute_redirect', true)) return location;
  const { port } = exchange.local;
  const named = exchange.scope.flag('server_name_in_redirect', false) ? exchange.server.names[0] : undefined;
  const showPort = port !== 80 && exchange.scope.flag('port_in_redirect', true);
  return `http://${named ?? hostOf(exchange)}${showPort ? `:${port}` : ''}${location}`;
}
