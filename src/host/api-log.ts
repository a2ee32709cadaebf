import type { ApiRequest, ApiResponse, EngineDoor } from '../engine/api/door.ts';

/** One exchange with the engine, as it went through the door. */
export interface ApiExchange {
  /** Counts from 1. */
  readonly id: number;
  /** The command line that made it: `docker build -t hello .` */
  readonly command: string;
  /** Tells apart two runs of the same command. */
  readonly run: number;
  readonly method: ApiRequest['method'];
  readonly path: string;
  readonly query: string;
  /** Milliseconds since the epoch. */
  readonly started: number;
  /** Milliseconds until the last byte; undefined while it is under way. */
  readonly duration: number | undefined;
  readonly status: number | undefined;
  readonly request: ApiBody | undefined;
  readonly response: ApiBody | undefined;
  /** What the answer says it made: the id of a container or a network, the name of a volume. */
  readonly made: string | undefined;
}

export interface ApiBody {
  readonly type: string;
  /** Of the whole body. */
  readonly bytes: number;
  /** Its beginning, when it is text. */
  readonly text: string | undefined;
}

/** Exchanges that are kept, and bytes of each body. */
const LONGEST = 400;
const LARGEST = 64_000;
const TRAVELS = /\/images\/(create|.+\/push)$/;
const decoder = new TextDecoder();

/** What the `docker` commands on this computer said to the engine and what it answered. */
export class ApiLog {
  readonly #now: () => number;
  #exchanges: ApiExchange[] = [];
  #last = 0;
  #runs = 0;
  #listener: (() => void) | undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  get exchanges(): readonly ApiExchange[] {
    return this.#exchanges;
  }

  onChanged(listener: () => void): void {
    this.#listener = listener;
  }

  /** The same door, noting down what goes through it for one run of a command. */
  record(door: EngineDoor, argv: readonly string[]): EngineDoor {
    const run = ++this.#runs;
    const command = argv.join(' ');
    return { request: (request) => this.#exchange(door, request, command, run) };
  }

  async #exchange(door: EngineDoor, request: ApiRequest, command: string, run: number): Promise<ApiResponse> {
    const id = ++this.#last;
    const started = this.#now();
    const { method, path, query } = request;
    const sent = request.body && new Recorded(request.headers['content-type'] ?? '');
    if (request.body instanceof Uint8Array) sent?.take(request.body);
    const body =
      sent && request.body && !(request.body instanceof Uint8Array) ? sent.watch(request.body) : request.body;
    const known = { id, command, run, method, path, query, started };
    const unknown = { duration: undefined, status: undefined, response: undefined, made: undefined };
    this.#put({ ...known, ...unknown, request: sent?.body() });
    const response = await door.request({ ...request, body });
    const got = new Recorded(response.headers['content-type'] ?? '');
    const tell = (duration: number | undefined) =>
      this.#put({
        ...known,
        duration,
        status: response.status,
        request: sent?.body(),
        response: got.body(),
        made: method === 'POST' && response.status < 300 && path.endsWith('/create') ? got.made() : undefined,
      });
    tell(response.stream ? this.#now() - started : undefined);
    return response.stream
      ? response
      : {
          ...response,
          body: got.watch(
            response.body,
            () => tell(this.#now() - started),
            // Of layers on their way one wants to see how far they are.
            TRAVELS.test(path) ? () => tell(undefined) : undefined,
          ),
        };
  }

  #put(exchange: ApiExchange): void {
    const at = this.#exchanges.findLastIndex(({ id }) => id === exchange.id);
    const all = at < 0 ? [...this.#exchanges, exchange] : this.#exchanges.with(at, exchange);
    this.#exchanges = all.slice(-LONGEST);
    this.#listener?.();
  }
}

/** A body as it passes by: how much there was, and its beginning. */
class Recorded {
  readonly #type: string;
  #bytes = 0;
  #kept: Uint8Array[] = [];
  #size = 0;

  constructor(type: string) {
    this.#type = type;
  }

  take(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#size >= LARGEST || !this.#isText()) return;
    // A copy: the bytes themselves may be transferred elsewhere.
    const part = chunk.slice(0, LARGEST - this.#size);
    this.#kept.push(part);
    this.#size += part.length;
  }

  async *watch(
    body: AsyncIterable<Uint8Array>,
    ended: () => void = () => {},
    passed: () => void = () => {},
  ): AsyncIterable<Uint8Array> {
    try {
      for await (const chunk of body) {
        this.take(chunk);
        passed();
        yield chunk;
      }
    } finally {
      ended();
    }
  }

  body(): ApiBody | undefined {
    if (this.#bytes === 0) return undefined;
    return { type: this.#type, bytes: this.#bytes, text: this.#isText() ? this.#text() : undefined };
  }

  made(): string | undefined {
    try {
      const { Id, Name } = JSON.parse(this.#text()) as { Id?: string; Name?: string };
      return Id ?? Name;
    } catch {
      return undefined;
    }
  }

  #text(): string {
    return this.#kept.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  }

  #isText(): boolean {
    return /json|text/.test(this.#type) && !/raw-stream|multiplexed/.test(this.#type);
  }
}
