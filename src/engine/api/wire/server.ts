import type { ApiRequest, ApiResponse, EngineDoor } from '../door.ts';
import {
  type Channel,
  decodeCredit,
  decodeFrame,
  encodeFrame,
  FRAME,
  type Frame,
  type RequestHead,
  type ResponseHead,
} from './frames.ts';
import { Lane } from './lane.ts';

interface Exchange {
  /** The request's body: DATA up to the first END. What comes after that goes into the hijacked connection. */
  readonly body: Lane;
  isBodyOver: boolean;
  readonly lane: Lane;
  readonly hangUp: () => void;
}

export interface ServeOptions {
  /** Exchanges that may be open at once; further ones are refused. */
  readonly maxStreams: number;
  /** The caller broke the protocol: the connection is not worth keeping. */
  onViolation(reason: string): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Answers what comes over the wire from a door. */
export function serveDoor(door: EngineDoor, channel: Channel, options: ServeOptions): void {
  const exchanges = new Map<number, Exchange>();
  let last = 0;

  const open = (stream: number, head: RequestHead) => {
    const [lane, sent] = [new Lane(channel, stream), new Lane(channel, stream)];
    let hangUp = () => {};
    const closed = new Promise<void>((resolve) => {
      hangUp = resolve;
    });
    exchanges.set(stream, { body: sent, isBodyOver: !head.body, lane, hangUp });
    const { method, path, query, headers } = head;
    const request: ApiRequest = { method, path, query, headers, closed, body: head.body ? sent.read() : undefined };
    void answer(door, request, lane, (result) => channel.send(encodeFrame(FRAME.RESPONSE, stream, result)))
      .then(
        () => exchanges.has(stream) && channel.send(encodeFrame(FRAME.CLOSE, stream)),
        (error: Error) => {
          if (exchanges.has(stream))
            channel.send(encodeFrame(FRAME.CLOSE, stream, encoder.encode(error.message || 'failed')));
        },
      )
      .finally(() => {
        lane.shut();
        sent.shut();
        exchanges.delete(stream);
        hangUp();
      });
  };

  const take = ({ kind, stream, payload }: Frame): string | undefined => {
    if (kind === FRAME.REQUEST) {
      if (stream <= last) return 'stream numbers grow';
      last = stream;
      const head = readHead(payload);
      if (!head) return 'no request';
      if (exchanges.size >= options.maxStreams) {
        channel.send(encodeFrame(FRAME.CLOSE, stream, encoder.encode('too many requests at once')));
        return undefined;
      }
      open(stream, head);
      return undefined;
    }
    const exchange = exchanges.get(stream);
    if (!exchange) return undefined;
    const inbound = exchange.isBodyOver ? exchange.lane : exchange.body;
    if (kind === FRAME.DATA) return inbound.receive(payload) ? undefined : 'more data than there was credit for';
    if (kind === FRAME.CREDIT && payload.length === 4) exchange.lane.addCredit(decodeCredit(payload));
    else if (kind === FRAME.END) {
      inbound.finish();
      exchange.isBodyOver = true;
    } else if (kind === FRAME.CLOSE) {
      exchanges.delete(stream);
      end(exchange);
    } else return `no such frame: ${kind}`;
    return undefined;
  };

  channel.onMessage((message) => {
    const problem = message.length < 5 ? 'no frame' : take(decodeFrame(message));
    if (problem) options.onViolation(problem);
  });
  channel.onClose(() => {
    for (const exchange of exchanges.values()) end(exchange);
    exchanges.clear();
  });
}

function end({ lane, body, hangUp }: Exchange): void {
  for (const each of [lane, body]) {
    each.shut();
    each.finish();
  }
  hangUp();
}

async function answer(
  door: EngineDoor,
  request: ApiRequest,
  lane: Lane,
  sendHead: (head: Uint8Array) => void,
): Promise<void> {
  const result = await door.request(request);
  const { status, headers } = result;
  const head: ResponseHead = { status, headers, hijacked: result.stream !== undefined };
  sendHead(encoder.encode(JSON.stringify(head)));
  if (result.stream) await join(result.stream, lane);
  else for await (const chunk of result.body) if (!(await lane.write(chunk))) return;
  lane.end();
}

/** Copies both ways until the engine's side ends. */
async function join(stream: NonNullable<ApiResponse['stream']>, lane: Lane): Promise<void> {
  const typing = (async () => {
    for await (const chunk of lane.read()) await stream.write(chunk);
    stream.end();
  })().catch(() => stream.close());
  try {
    for await (const chunk of stream.input) if (!(await lane.write(chunk))) break;
  } finally {
    stream.close();
    lane.finish();
    await typing;
  }
}

const METHODS: readonly string[] = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD'];

/** Undefined when it is none: whoever sends may be anybody. */
function readHead(payload: Uint8Array): RequestHead | undefined {
  let head: unknown;
  try {
    head = JSON.parse(decoder.decode(payload));
  } catch {
    return undefined;
  }
  if (typeof head !== 'object' || head === null) return undefined;
  const { method, path, query, headers, body } = head as Record<string, unknown>;
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (!isText(method) || !METHODS.includes(method) || !isText(path) || !path.startsWith('/')) return undefined;
  if (!isText(query) || typeof body !== 'boolean' || typeof headers !== 'object' || headers === null) return undefined;
  if (!Object.values(headers).every(isText)) return undefined;
  return { method: method as RequestHead['method'], path, query, headers: headers as RequestHead['headers'], body };
}
