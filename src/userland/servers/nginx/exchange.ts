import type { SocketAddress } from '../../../kernel/net/types.ts';
import { binaryFromText, bytesFromBinary, textFromBinary } from '../../commands/common/binary.ts';
import { field, type HeaderFields, type RequestHead } from '../../http/message.ts';
import type { ServerRequest } from '../../http/server.ts';
import type { Location, Server } from './config/model.ts';
import type { Scope } from './config/scope.ts';

/** A request nginx is working on. */
export interface Exchange {
  readonly request: ServerRequest;
  readonly head: RequestHead;
  readonly client: SocketAddress;
  readonly local: SocketAddress;
  /** Of the connection, for the log. */
  readonly number: number;
  readonly began: number;
  readonly server: Server;
  readonly variables: Map<string, string>;
  location: Location | undefined;
  /** The level whose directives apply: a location's, or its server's. */
  scope: Scope;
  /** Decoded and normalized, without the query. */
  uri: string;
  args: string;
  captures: RegExpExecArray | undefined;
  status: number;
  /** What is sent before the answer has its headers; for variables. */
  sent: number;
  upstream: { address: string; status: number } | undefined;
  /** Named in the answer by `internal` redirects. */
  redirects: number;
}

/** The answer before nginx puts its own headers in front. */
export interface Answer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
  /** Its length when it is not sent (HEAD) or only known beforehand. */
  readonly length?: number;
  readonly type?: string;
  readonly lastModified?: number;
  readonly location?: string;
  readonly etag?: string;
  readonly ranges?: boolean;
}

const encoder = new TextEncoder();

export function textAnswer(status: number, text: string, more: Partial<Answer> = {}): Answer {
  return { status, headers: [], body: encoder.encode(text), ...more };
}

/** Ends the phases with a status that error_page may replace. */
export class StatusExit extends Error {
  readonly status: number;
  readonly location: string | undefined;

  constructor(status: number, location?: string) {
    super(String(status));
    this.status = status;
    this.location = location;
  }
}

/** A request target as path and query: percent signs decoded, `.` and `..` and repeated slashes resolved. */
export function normalizeUri(target: string, mergeSlashes = true): { uri: string; args: string } | undefined {
  const path = target.replace(/^https?:\/\/[^/]*/i, '') || '/';
  const question = path.indexOf('?');
  const raw = (question < 0 ? path : path.slice(0, question)).replace(/#.*$/, '');
  const args = question < 0 ? '' : path.slice(question + 1).replace(/#.*$/, '');
  if (!raw.startsWith('/') || /%(?![\da-f]{2})/i.test(raw)) return undefined;
  const bytes = binaryFromText(raw).replace(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const decoded = textFromBinary(bytes);
  if (decoded.includes('\0')) return undefined;
  const parts: string[] = [];
  const all = decoded.split('/').slice(1);
  for (const [index, part] of all.entries()) {
    const isLast = index === all.length - 1;
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
      if (isLast) parts.push('');
    } else if (part === '.' || (part === '' && !isLast && mergeSlashes)) {
      if (isLast) parts.push('');
    } else parts.push(part);
  }
  return { uri: `/${parts.join('/')}`, args };
}

/** A decoded URI as it may stand in a header. */
export function escapeUri(uri: string): string {
  return [...bytesFromBinary(binaryFromText(uri))]
    .map((byte) =>
      byte <= 32 || byte >= 127 || byte === 37 || byte === 63 || byte === 35
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');
}

/** The name asked for, without its port; the server's own name without any. */
export function hostOf({ head, server }: Pick<Exchange, 'head' | 'server'>): string {
  const host = /^https?:\/\/([^/]*)/i.exec(head.target)?.[1] ?? field(head.headers, 'host');
  return (host?.replace(/:\d+$/, '') || server.names[0] || '').toLowerCase();
}
