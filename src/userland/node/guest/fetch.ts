import type { ModuleFactory } from './globals.ts';

/** fetch and what belongs to it (undici), over node:http; and the events of the web that AbortController is made of. */
export const fetch_: ModuleFactory = (_host, builtin, world) => {
  interface Incoming {
    statusCode: number;
    statusMessage: string;
    rawHeaders: string[];
    on(event: string, listener: (value: unknown) => void): void;
  }
  interface Outgoing {
    on(event: string, listener: (value: unknown) => void): void;
    end(body?: unknown): void;
    destroy(): void;
  }
  const { request } = builtin('http') as unknown as {
    request(url: string, options: object, heard: (r: Incoming) => void): Outgoing;
  };
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(value: unknown): Uint8Array & { buffer: ArrayBuffer }; concat(list: Uint8Array[]): Uint8Array };
  };
  const { URL, URLSearchParams } = builtin('url') as unknown as {
    URL: new (text: string, base?: string) => { href: string; protocol: string };
    URLSearchParams: new (...values: unknown[]) => object;
  };

  class Event {
    readonly type: string;
    defaultPrevented = false;
    target: unknown = null;
    constructor(type: string) {
      this.type = type;
    }
    preventDefault() {
      this.defaultPrevented = true;
    }
  }
  type Heard = ((event: Event) => void) | { handleEvent(event: Event): void };
  class EventTarget {
    #listeners = new Map<string, { heard: Heard; once: boolean }[]>();
    addEventListener(type: string, heard: Heard, options?: { once?: boolean } | boolean) {
      const once = typeof options === 'object' && options.once === true;
      const list = this.#listeners.get(type) ?? [];
      if (!list.some((each) => each.heard === heard)) list.push({ heard, once });
      this.#listeners.set(type, list);
    }
    removeEventListener(type: string, heard: Heard) {
      this.#listeners.set(
        type,
        (this.#listeners.get(type) ?? []).filter((each) => each.heard !== heard),
      );
    }
    dispatchEvent(event: Event) {
      event.target = this;
      for (const { heard, once } of [...(this.#listeners.get(event.type) ?? [])]) {
        if (once) this.removeEventListener(event.type, heard);
        if (typeof heard === 'function') heard.call(this, event);
        else heard.handleEvent(event);
      }
      return !event.defaultPrevented;
    }
  }
  class DOMException extends Error {
    constructor(message = '', name = 'Error') {
      super(message);
      this.name = name;
    }
  }
  class AbortSignal extends EventTarget {
    aborted = false;
    reason: unknown = undefined;
    onabort: ((event: Event) => void) | null = null;
    throwIfAborted() {
      if (this.aborted) throw this.reason;
    }
    static abort(reason?: unknown) {
      const controller = new AbortController();
      controller.abort(reason);
      return controller.signal;
    }
    static timeout(ms: number) {
      const controller = new AbortController();
      const late = () => controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
      (world.setTimeout(late, ms) as unknown as { unref?(): void })?.unref?.();
      return controller.signal;
    }
  }
  class AbortController {
    readonly signal = new AbortSignal();
    abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')) {
      if (this.signal.aborted) return;
      Object.assign(this.signal, { aborted: true, reason });
      const event = new Event('abort');
      this.signal.onabort?.(event);
      this.signal.dispatchEvent(event);
    }
  }

  class Headers {
    #map = new Map<string, string>();
    constructor(init?: unknown) {
      const pairs =
        init instanceof Headers || Array.isArray(init) ? init : Object.entries((init as object | undefined) ?? {});
      for (const [name, value] of pairs as Iterable<[string, unknown]>) this.append(name, value);
    }
    append(name: string, value: unknown) {
      const before = this.get(name);
      this.#map.set(name.toLowerCase(), before === null ? String(value).trim() : `${before}, ${String(value).trim()}`);
    }
    set(name: string, value: unknown) {
      this.#map.set(name.toLowerCase(), String(value).trim());
    }
    get(name: string) {
      return this.#map.get(name.toLowerCase()) ?? null;
    }
    has(name: string) {
      return this.#map.has(name.toLowerCase());
    }
    delete(name: string) {
      this.#map.delete(name.toLowerCase());
    }
    getSetCookie() {
      return (this.get('set-cookie') ?? '').split(/, (?=[^;]+=)/).filter(Boolean);
    }
    forEach(each: (value: string, name: string, headers: Headers) => void) {
      for (const [name, value] of this) each(value, name, this);
    }
    keys() {
      return [...this].map(([name]) => name)[Symbol.iterator]();
    }
    values() {
      return [...this].map(([, value]) => value)[Symbol.iterator]();
    }
    entries() {
      return this[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return [...this.#map].sort(([a], [b]) => (a < b ? -1 : 1))[Symbol.iterator]();
    }
  }

  /** The body and the type it says it has. */
  const bodyOf = (body: unknown): [Uint8Array | undefined, string | undefined] => {
    if (body === undefined || body === null) return [undefined, undefined];
    if (typeof body === 'string') return [Buffer.from(body), 'text/plain;charset=UTF-8'];
    if (body instanceof URLSearchParams)
      return [Buffer.from(String(body)), 'application/x-www-form-urlencoded;charset=UTF-8'];
    if (ArrayBuffer.isView(body)) return [Buffer.from(body), undefined];
    if (body instanceof ArrayBuffer) return [Buffer.from(new Uint8Array(body)), undefined];
    if (typeof body === 'object' && Symbol.asyncIterator in body)
      throw new TypeError('drydock: not simulated: a stream as the body of fetch');
    return [Buffer.from(String(body)), 'text/plain;charset=UTF-8'];
  };
  class Body {
    readonly headers: Headers;
    bodyUsed = false;
    protected readonly bytes_: Uint8Array | undefined;
    constructor(body: unknown, headers: unknown) {
      const [bytes, type] = bodyOf(body);
      this.bytes_ = bytes;
      this.headers = new Headers(headers);
      if (type !== undefined && !this.headers.has('content-type')) this.headers.set('content-type', type);
    }
    #take(): Uint8Array {
      if (this.bodyUsed) throw new TypeError('Body is unusable: Body has already been read');
      this.bodyUsed = this.bytes_ !== undefined;
      return this.bytes_ ?? Buffer.from('');
    }
    async text() {
      return String(this.#take()).replace(/^\ufeff/, '');
    }
    async json(): Promise<unknown> {
      return JSON.parse(await this.text());
    }
    async arrayBuffer() {
      return new Uint8Array(this.#take()).buffer;
    }
    async bytes() {
      return new Uint8Array(this.#take());
    }
    async blob() {
      throw new Error('drydock: not simulated: Blob');
    }
    async formData() {
      throw new Error('drydock: not simulated: FormData');
    }
    get body() {
      const bytes = this.bytes_;
      if (bytes === undefined) return null;
      const take = () => this.#take();
      return {
        async *[Symbol.asyncIterator]() {
          yield new Uint8Array(take());
        },
        getReader() {
          let isDone = false;
          return {
            read: async () => {
              if (isDone) return { done: true, value: undefined };
              isDone = true;
              return { done: false, value: new Uint8Array(take()) };
            },
            releaseLock() {},
          };
        },
      };
    }
  }
  interface Options {
    method?: string;
    headers?: unknown;
    body?: unknown;
    signal?: AbortSignal;
    redirect?: 'follow' | 'manual' | 'error';
  }
  class Request extends Body {
    readonly url: string;
    readonly method: string;
    readonly signal: AbortSignal;
    readonly redirect: string;
    constructor(input: unknown, options: Options = {}) {
      const from = input instanceof Request ? input : undefined;
      super(options.body ?? from?.bytes_, options.headers ?? from?.headers);
      try {
        this.url = new URL(from?.url ?? String(input)).href;
      } catch (cause) {
        throw Object.assign(new TypeError(`Failed to parse URL from ${input}`), { cause });
      }
      this.method = (options.method ?? from?.method ?? 'GET').toUpperCase();
      if (options.body !== undefined && options.body !== null && /^(GET|HEAD)$/.test(this.method))
        throw new TypeError('Request with GET/HEAD method cannot have body.');
      this.signal = options.signal ?? from?.signal ?? new AbortSignal();
      this.redirect = options.redirect ?? from?.redirect ?? 'follow';
    }
    get content() {
      return this.bytes_;
    }
  }
  class Response extends Body {
    readonly status: number;
    readonly statusText: string;
    url = '';
    redirected = false;
    type = 'default';
    constructor(body?: unknown, options: { status?: number; statusText?: string; headers?: unknown } = {}) {
      super(body, options.headers);
      this.status = options.status ?? 200;
      this.statusText = options.statusText ?? '';
    }
    get ok() {
      return this.status >= 200 && this.status < 300;
    }
    clone() {
      return Object.assign(new Response(this.bytes_, this), { url: this.url, redirected: this.redirected });
    }
    static json(data: unknown, options: { headers?: unknown } = {}) {
      const made = new Response(JSON.stringify(data), options);
      made.headers.set('content-type', 'application/json');
      return made;
    }
  }

  const once = (url: string, asked: Request, method: string, body: Uint8Array | undefined): Promise<Response> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string> = {
        accept: '*/*',
        'accept-language': '*',
        'sec-fetch-mode': 'cors',
        'user-agent': 'node',
      };
      for (const [name, value] of asked.headers) headers[name] = value;
      if (body) headers['content-length'] = String(body.length);
      const fail = (cause: unknown) => reject(Object.assign(new TypeError('fetch failed'), { cause }));
      let sent: Outgoing | undefined;
      const abort = () => {
        reject(asked.signal.reason);
        sent?.destroy();
      };
      if (asked.signal.aborted) return abort();
      asked.signal.addEventListener('abort', abort, { once: true });
      try {
        sent = request(url, { method, headers }, (response) => {
          const parts: Uint8Array[] = [];
          response.on('data', (chunk) => parts.push(chunk as Uint8Array));
          response.on('error', fail);
          response.on('end', () => {
            const pairs: [string, string][] = [];
            for (let at = 0; at < response.rawHeaders.length; at += 2)
              pairs.push([response.rawHeaders[at]!, response.rawHeaders[at + 1]!]);
            const status = response.statusCode;
            const isEmpty = status === 204 || status === 304 || method === 'HEAD';
            const made = new Response(isEmpty ? undefined : Buffer.concat(parts), {
              status,
              statusText: response.statusMessage,
              headers: pairs,
            });
            made.url = url;
            resolve(made);
          });
        });
      } catch (error) {
        return fail(error);
      }
      sent.on('error', fail);
      sent.end(body);
    });

  const fetch = async (input: unknown, options?: Options): Promise<Response> => {
    const asked = new Request(input, options);
    let [url, method, body] = [asked.url, asked.method, asked.content];
    for (let turns = 0; turns <= 20; turns++) {
      const response = await once(url, asked, method, body);
      const location = response.headers.get('location');
      if (![301, 302, 303, 307, 308].includes(response.status) || location === null || asked.redirect === 'manual')
        return Object.assign(response, { redirected: turns > 0, type: 'basic' });
      if (asked.redirect === 'error')
        throw Object.assign(new TypeError('fetch failed'), { cause: new Error('unexpected redirect') });
      url = new URL(location, url).href;
      if (response.status === 303 || (response.status < 303 && method === 'POST')) [method, body] = ['GET', undefined];
    }
    throw Object.assign(new TypeError('fetch failed'), { cause: new Error('redirect count exceeded') });
  };
  return { fetch, Headers, Request, Response, AbortController, AbortSignal, Event, EventTarget, DOMException };
};
