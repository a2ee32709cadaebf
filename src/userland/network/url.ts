/** A URL taken apart, as the transfer tools need it. */
export interface TransferUrl {
  readonly scheme: string;
  readonly user: string | undefined;
  readonly host: string;
  readonly port: number;
  /** Path and query, never empty. */
  readonly target: string;
}

const PORTS: Record<string, number> = { http: 80, https: 443, ftp: 21 };

/** Undefined when it is no URL. Without a scheme it is http. */
export function parseUrl(text: string): TransferUrl | undefined {
  const match =
    /^(?:([a-z][a-z\d+.-]*):\/\/)?(?:([^@/?#]*)@)?(\[[\da-f:.]+\]|[^:/?#]*)(?::(\d*))?([/?][^#]*)?(?:#.*)?$/i.exec(
      text,
    );
  if (!match) return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const port = match[4] ? Number(match[4]) : (PORTS[scheme] ?? 80);
  const host = match[3] ?? '';
  if (port > 65535 || host === '' || /\s/.test(text)) return undefined;
  const rest = match[5] ?? '/';
  return { scheme, user: match[2], host, port, target: rest.startsWith('/') ? rest : `/${rest}` };
}

/** The Host header. */
export function authority({ scheme, host, port }: TransferUrl): string {
  return PORTS[scheme] === port ? host : `${host}:${port}`;
}

export function urlText(url: TransferUrl): string {
  return `${url.scheme}://${authority(url)}${url.target}`;
}

/** Where a Location header leads from `base` (RFC 3986 §5.2). */
export function resolveUrl(base: TransferUrl, location: string): TransferUrl | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(location)) return parseUrl(location);
  if (location.startsWith('//')) return parseUrl(`${base.scheme}:${location}`);
  const path = base.target.replace(/[?#].*$/, '');
  let target = location.replace(/#.*$/, '');
  if (target.startsWith('?')) target = path + target;
  else if (!target.startsWith('/')) target = path.slice(0, path.lastIndexOf('/') + 1) + target;
  const [plain = '', query] = splitQuery(target);
  return { ...base, target: removeDots(plain) + query };
}

function splitQuery(target: string): [path: string, query: string] {
  const at = target.indexOf('?');
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at)];
}

/** RFC 3986 §5.2.4. */
export function removeDots(path: string): string {
  const out: string[] = [];
  const parts = path.split('/').slice(1);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '..') out.pop();
    else if (part !== '.') out.push(part);
    if (isLast && (part === '.' || part === '..')) out.push('');
  }
  return `/${out.join('/')}`;
}
