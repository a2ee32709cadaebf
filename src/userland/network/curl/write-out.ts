import type { Context } from '../../commands/common/context.ts';
import { field } from '../../http/message.ts';
import type { TransferResult } from './transfer.ts';

/** `-w`: prints FORMAT with its %{variables} filled in (on standard output unless it says %{stderr}). */
export function writeOut(context: Context, format: string, result: TransferResult): void {
  let fd = 1;
  let at = 0;
  const pattern = /%\{([^}]*)\}|%%|\\([nrt\\])|%header\{([^}]*)\}/g;
  for (const match of format.matchAll(pattern)) {
    context.out.text(format.slice(at, match.index), fd);
    at = match.index + match[0].length;
    const [whole, name, letter, header] = match;
    if (whole === '%%') context.out.text('%', fd);
    else if (letter !== undefined) context.out.text({ n: '\n', r: '\r', t: '\t' }[letter] ?? '\\', fd);
    else if (header !== undefined) context.out.text(field(result.headers, header) ?? '', fd);
    else if (name === 'onerror') {
      if (!result.error) return;
    } else if (name === 'stderr') fd = 2;
    else if (name === 'stdout') fd = 1;
    else context.out.text(variable(context, name ?? '', result), fd);
  }
  context.out.text(format.slice(at), fd);
}

function variable(context: Context, name: string, result: TransferResult): string {
  const variables = variablesOf(result);
  if (name === 'json') return JSON.stringify(variables);
  if (name === 'header_json') {
    return JSON.stringify(Object.fromEntries(result.headers.map(([key, value]) => [key.toLowerCase(), [value]])));
  }
  if (!Object.hasOwn(variables, name)) {
    context.out.text(`curl: unknown --write-out variable: '${name}'\n`, 2);
    return '';
  }
  const value = variables[name];
  if (value === null || value === undefined) return '';
  if (name.startsWith('time_')) return Number(value).toFixed(6);
  if (name === 'http_code' || name === 'response_code' || name === 'http_connect')
    return String(value).padStart(3, '0');
  return String(value);
}

function variablesOf(result: TransferResult): Record<string, string | number | null> {
  const total = result.milliseconds / 1000;
  const connect = result.connected === undefined ? 0 : result.connected / 1000;
  return {
    content_type: field(result.headers, 'content-type') ?? null,
    errormsg: result.error?.message ?? null,
    exitcode: result.error?.status ?? 0,
    filename_effective: result.file ?? null,
    http_code: result.status,
    http_connect: 0,
    http_version: result.status === 0 ? '0' : result.version,
    local_ip: result.local?.address ?? '',
    local_port: result.local?.port ?? 0,
    method: result.method,
    num_connects: result.connects,
    num_headers: result.headers.length,
    num_redirects: result.redirects,
    redirect_url: result.redirectUrl ?? null,
    referer: null,
    remote_ip: result.peer?.address ?? '',
    remote_port: result.peer?.port ?? 0,
    response_code: result.status,
    scheme: result.status === 0 ? null : 'HTTP',
    size_download: result.received,
    size_header: result.headerBytes,
    size_request: result.requestBytes,
    size_upload: result.sent,
    speed_download: total > 0 ? Math.round(result.received / total) : 0,
    speed_upload: total > 0 ? Math.round(result.sent / total) : 0,
    ssl_verify_result: 0,
    time_appconnect: 0,
    time_connect: connect,
    time_namelookup: 0,
    time_pretransfer: connect,
    time_redirect: 0,
    time_starttransfer: (result.firstByte ?? 0) / 1000,
    time_total: total,
    url: result.url,
    url_effective: result.effectiveUrl,
    urlnum: 0,
  };
}
