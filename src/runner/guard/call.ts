import type { ApiRequest, ApiResponse } from '../../engine/api/door.ts';
import { Refused } from '../policy/policy.ts';
import type { Matched } from '../policy/routes.ts';
import type { Session } from '../session/session.ts';

/** One request on its way through the policy. */
export interface Call {
  readonly session: Session;
  readonly request: ApiRequest;
  readonly matched: Matched;
  /** The path as the engine gets it, without version: names are ids by now. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export type Handler = (call: Call) => Promise<ApiResponse>;

/** What goes to the engine instead of what came. */
export interface Changes {
  readonly path?: string;
  readonly query?: URLSearchParams;
  readonly json?: unknown;
  readonly body?: ApiRequest['body'];
}

/** Headers that mean something to an engine; no others get there. */
const HEADERS = ['content-type', 'accept', 'x-registry-auth', 'x-registry-config'];
/** Where a connection is taken over; as raw bytes, and never as another protocol whose requests nobody here would see. */
const HIJACKED = ['hijack', 'startExec'];

/** Sends a request on, in the version the engine speaks. */
export function forward(call: Call, changes: Changes = {}): Promise<ApiResponse> {
  const { request, session } = call;
  const headers: Record<string, string> = {};
  for (const name of HEADERS) if (request.headers[name] !== undefined) headers[name] = request.headers[name];
  if (request.headers.upgrade !== undefined && HIJACKED.includes(call.matched.route.action))
    Object.assign(headers, { connection: 'Upgrade', upgrade: 'tcp' });
  let body = changes.body ?? request.body;
  if (changes.json !== undefined) {
    body = new TextEncoder().encode(JSON.stringify(changes.json));
    headers['content-type'] = 'application/json';
  }
  return session.engine.door.request({
    method: request.method,
    path: `/v${session.engine.api}${changes.path ?? call.path}`,
    query: (changes.query ?? call.query).toString(),
    headers,
    body,
    closed: request.closed,
  });
}

/** Bytes of a JSON body; more is no request of a client. */
const JSON_LIMIT = 1 << 20;

export async function jsonBody(call: Call): Promise<unknown> {
  const bytes = await wholeBody(call.request.body, JSON_LIMIT);
  if (bytes.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new Refused(`a body that is no JSON: ${(error as Error).message}`, 400);
  }
}

/** Refuses to hold more than `limit` bytes. */
export async function wholeBody(body: ApiRequest['body'], limit: number): Promise<Uint8Array> {
  if (body === undefined) return new Uint8Array(0);
  const tooLarge = () => new Refused(`a body of more than ${limit} bytes`, 413);
  if (body instanceof Uint8Array) {
    if (body.length > limit) throw tooLarge();
    return body;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body that goes through as it is, as long as the session has room for it. */
export async function boundedBody({ session: { room }, request: { body } }: Call): Promise<Changes> {
  if (body === undefined) return {};
  if (!(body instanceof Uint8Array)) return { body: room.bounded(body) };
  await room.take(body.length);
  return { body };
}

const encoder = new TextEncoder();

export function json(status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): ApiResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...withoutLength(headers) },
    body: once(encoder.encode(`${JSON.stringify(value)}\n`)),
  };
}

export function refusal(error: Refused): ApiResponse {
  return json(error.status, { message: error.message });
}

export function withoutLength(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['content-length', 'transfer-encoding'].includes(name)),
  );
}

export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Filters of a list endpoint, in either of the forms clients write them. */
export function readFilters(query: URLSearchParams): Record<string, string[]> {
  const given = JSON.parse(query.get('filters') || '{}') as Record<string, string[] | Record<string, boolean>>;
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [name, Array.isArray(values) ? values : Object.keys(values)]),
  );
}

/** The query with one more filter, all of which must hold. */
export function withFilter(query: URLSearchParams, name: string, value: string): URLSearchParams {
  const filters = readFilters(query);
  const changed = new URLSearchParams(query);
  changed.set('filters', JSON.stringify({ ...filters, [name]: [...(filters[name] ?? []), value] }));
  return changed;
}
