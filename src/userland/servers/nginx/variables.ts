import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { logDate } from '../../http/dates.ts';
import { field } from '../../http/message.ts';
import type { Configuration } from './config/model.ts';
import { type Exchange, hostOf } from './exchange.ts';
import { fileFor } from './files.ts';
import { fillTemplate } from './template.ts';

/** The value of a variable for a request; '' when it has none. */
export function variable(sys: SystemCalls, config: Configuration, exchange: Exchange, name: string): string {
  const set = exchange.variables.get(name);
  if (set !== undefined) return set;
  const map = config.maps.get(name);
  if (map) {
    const source = fillTemplate(map.source, (inner) => variable(sys, config, exchange, inner));
    const found = map.exact.get(source.toLowerCase()) ?? map.patterns.find(([pattern]) => pattern.test(source))?.[1];
    return fillTemplate(found ?? map.fallback, (inner) => variable(sys, config, exchange, inner));
  }
  if (/^\d$/.test(name)) return exchange.captures?.[Number(name)] ?? '';
  const group = exchange.captures?.groups?.[name];
  if (group !== undefined) return group;
  const { head } = exchange;
  const header = (field_: string) => field(head.headers, field_.replaceAll('_', '-')) ?? '';
  if (name.startsWith('http_')) return header(name.slice(5));
  if (name.startsWith('arg_')) return argument(exchange.args, name.slice(4));
  if (name.startsWith('cookie_')) return cookie(header('cookie'), name.slice(7));
  return plain(sys, exchange, name, header);
}

function plain(sys: SystemCalls, exchange: Exchange, name: string, header: (name: string) => string): string {
  const { head, client, local, server } = exchange;
  switch (name) {
    case 'remote_addr':
      return client.address;
    case 'remote_port':
      return String(client.port);
    case 'server_addr':
      return local.address;
    case 'server_port':
      return String(local.port);
    case 'server_name':
      return server.names[0] ?? '';
    case 'server_protocol':
      return head.version;
    case 'host':
      return hostOf(exchange);
    case 'hostname':
      return sys.uname().nodename;
    case 'request':
      return `${head.method} ${head.target} ${head.version}`;
    case 'request_method':
      return head.method;
    case 'request_uri':
      return head.target;
    case 'uri':
    case 'document_uri':
      return exchange.uri;
    case 'args':
    case 'query_string':
      return exchange.args;
    case 'is_args':
      return exchange.args === '' ? '' : '?';
    case 'scheme':
      return 'http';
    case 'status':
      return String(exchange.status);
    case 'body_bytes_sent':
      return String(exchange.sent);
    case 'content_type':
      return header('content-type');
    case 'content_length':
      return header('content-length');
    case 'document_root':
      return exchange.scope.value('alias') ?? exchange.scope.value('root') ?? '/etc/nginx/html';
    case 'request_filename':
      return fileFor(exchange, exchange.uri);
    case 'time_local':
      return logDate(sys.now());
    case 'time_iso8601':
      return new Date(sys.now()).toISOString().replace(/\.\d+Z$/, '+00:00');
    case 'msec':
      return (sys.now() / 1000).toFixed(3);
    case 'request_time':
    case 'upstream_response_time':
      return name === 'upstream_response_time' && !exchange.upstream
        ? ''
        : ((sys.now() - exchange.began) / 1000).toFixed(3);
    case 'connection':
      return String(exchange.number);
    case 'pid':
      return String(sys.pid);
    case 'nginx_version':
      return nginxVersion(sys);
    case 'upstream_addr':
      return exchange.upstream?.address ?? '';
    case 'upstream_status':
      return exchange.upstream ? String(exchange.upstream.status) : '';
    case 'proxy_add_x_forwarded_for': {
      const before = header('x-forwarded-for');
      return before === '' ? client.address : `${before}, ${client.address}`;
    }
    case 'request_id':
      return requestId(sys, exchange);
    default:
      return '';
  }
}

function requestId(sys: SystemCalls, exchange: Exchange): string {
  const id = [...sys.platform.random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  exchange.variables.set('request_id', id);
  return id;
}

function argument(args: string, name: string): string {
  for (const pair of args.split('&')) {
    const [key = '', value = ''] = pair.split('=', 2);
    if (key.toLowerCase() === name.toLowerCase()) return value;
  }
  return '';
}

function cookie(header: string, name: string): string {
  for (const pair of header.split(/;\s*/)) if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  return '';
}

/** The official images say in their environment which release they hold. */
export function nginxVersion(sys: SystemCalls): string {
  return sys.env.get('NGINX_VERSION') ?? '1.29.3';
}
