import { jsonLines, textOf } from '../../engine/api/body.ts';
import type { ApiResponse, DuplexStream, EngineDoor } from '../../engine/api/door.ts';
import { ApiError, Unreachable } from '../errors.ts';

export const API_VERSION = '1.51';

/** Names and values of a query; undefined and empty ones are left out, lists repeat. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

export interface Call {
  readonly query?: Query;
  /** Sent as JSON unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly closed?: Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';

/** Speaks the Engine API through the door; what the engine refuses becomes an {@link ApiError}. */
export class EngineClient {
  readonly #door: EngineDoor;
  readonly #address: string;
  readonly apiVersion: string;

  constructor(door: EngineDoor, address: string, apiVersion: string) {
    this.#door = door;
    this.#address = address;
    this.apiVersion = apiVersion;
  }

  async request(method: Method, path: string, call: Call = {}): Promise<ApiResponse> {
    const raw = call.body instanceof Uint8Array || isStream(call.body);
    const body = call.body === undefined || raw ? call.body : new TextEncoder().encode(JSON.stringify(call.body));
    const headers: Record<string, string> = { ...call.headers };
    if (call.body !== undefined && !headers['content-type'])
      headers['content-type'] = raw ? 'application/x-tar' : 'application/json';
    let response: ApiResponse;
    try {
      response = await this.#door.request({
        method,
        path: `/v${this.apiVersion}${path}`,
        query: queryString(call.query ?? {}),
        headers,
        body: body as Uint8Array | AsyncIterable<Uint8Array> | undefined,
        closed: call.closed,
      });
    } catch (error) {
      if (error instanceof ApiError || error instanceof Unreachable) throw error;
      throw new Error(`Cannot connect to the Docker daemon at ${this.#address}. Is the docker daemon running?`);
    }
    if (response.status < 400) return response;
    throw new ApiError(response.status, await reasonOf(response));
  }

  async json<T>(method: Method, path: string, call: Call = {}): Promise<T> {
    const response = await this.request(method, path, call);
    return JSON.parse(await textOf(response.body)) as T;
  }

  /** For answers without a body that matters. */
  async send(method: Method, path: string, call: Call = {}): Promise<void> {
    const response = await this.request(method, path, call);
    await textOf(response.body);
  }

  get<T>(path: string, query?: Query): Promise<T> {
    return this.json<T>('GET', path, { query });
  }

  post<T>(path: string, query?: Query, body?: unknown): Promise<T> {
    return this.json<T>('POST', path, { query, body });
  }

  /** A connection that becomes a stream both ways: attach, exec start. */
  async hijack(path: string, query: Query, body?: unknown): Promise<{ stream: DuplexStream; raw: boolean }> {
    const headers = {
      connection: 'Upgrade',
      upgrade: 'tcp',
      'content-type': body === undefined ? 'text/plain' : 'application/json',
    };
    let response: ApiResponse;
    try {
      response = await this.request('POST', path, { query, body, headers });
    } catch (error) {
      // The answer's body is not looked at on this way, so neither is its reason.
      throw error instanceof ApiError ? new Error(`unable to upgrade to tcp, received ${error.status}`) : error;
    }
    if (!response.stream) throw new Error(`unable to upgrade to tcp, received ${response.status}`);
    return { stream: response.stream, raw: response.headers['content-type'] === 'application/vnd.docker.raw-stream' };
  }

  /** One JSON value after another, as they come. */
  async *messages<T>(method: Method, path: string, call: Call = {}): AsyncGenerator<T> {
    const response = await this.request(method, path, call);
    yield* jsonLines<T>(response.body);
  }
}

async function reasonOf(response: ApiResponse): Promise<string> {
  const text = (await textOf(response.body)).trim();
  try {
    return String((JSON.parse(text) as { message: string }).message).trim();
  } catch {
    return text || `request returned ${response.status}; check if the server supports the requested API version`;
  }
}

const isStream = (body: unknown): boolean => typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

function queryString(query: Query): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '' || value === false) continue;
    for (const one of Array.isArray(value) ? value : [value])
      parts.push(`${name}=${encodeURIComponent(one === true ? '1' : String(one)).replaceAll('%20', '+')}`);
  }
  return parts.join('&');
}

/** A path segment for a name that may hold anything. */
export const segment = (name: string): string =>
  encodeURIComponent(name).replaceAll('%2F', '/').replaceAll('%3A', ':').replaceAll('%40', '@');

type Named = 'container' | 'network' | 'volume';

/** Where a thing of some kind is, by the name it was given on the command line. */
export const namedPath = (kind: Named, name: string, rest = ''): string =>
  `/${kind}s/${segment(trimId(kind, name))}${rest}`;

/** A container, network or volume is never asked for without a name (docker's client: trimID). */
export function trimId(kind: Named, name: string): string {
  const trimmed = name.trim();
  if (trimmed === '') throw new Error(`invalid ${kind} name or ID: value is empty`);
  return trimmed;
}

/** `--filter key=value` words as the API wants them. */
export function filtersQuery(words: readonly string[]): string | undefined {
  if (words.length === 0) return undefined;
  const filters: Record<string, Record<string, true>> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    const name = word.slice(0, equals).trim().toLowerCase();
    (filters[name] ??= {})[word.slice(equals + 1).trim()] = true;
  }
  return JSON.stringify(filters);
}
