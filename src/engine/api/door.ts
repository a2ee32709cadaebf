/**
 * The only door of an engine: HTTP as the Docker Engine API (v1.51) uses it, without sockets.
 * The simulated engine answers it in the worker; a real engine answers it behind the companion.
 */

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Without query: `/v1.51/containers/json` or `/containers/json`. */
  readonly path: string;
  /** Raw query string without `?`: `all=1&filters=%7B%7D`. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array> | Uint8Array | undefined;
  /** Ends the exchange from the caller's side (a closed connection). */
  readonly closed?: Promise<void>;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Streams as it comes; for JSON answers one chunk. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Present with status 101 (attach, exec start): the hijacked connection. */
  readonly stream?: DuplexStream;
}

export interface DuplexStream {
  readonly input: AsyncIterable<Uint8Array>;
  write(bytes: Uint8Array): Promise<void>;
  /** Half-close: no more from us. */
  end(): void;
  close(): void;
}

export interface EngineDoor {
  request(request: ApiRequest): Promise<ApiResponse>;
}
