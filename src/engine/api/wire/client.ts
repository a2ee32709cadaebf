import type { ApiRequest, ApiResponse, EngineDoor } from '../door.ts';
import {
  type Channel,
  decodeCredit,
  decodeFrame,
  encodeFrame,
  FRAME,
  type RequestHead,
  type ResponseHead,
} from './frames.ts';
import { Lane } from './lane.ts';

interface Exchange {
  readonly lane: Lane;
  answered(head: ResponseHead): void;
  failed(error: Error): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The caller's end of the wire: a door like any other. Requests fail once the channel is closed. */
export function remoteDoor(channel: Channel): EngineDoor {
  const exchanges = new Map<number, Exchange>();
  let last = 0;
  let gone = false;

  channel.onMessage((message) => {
    const { kind, stream, payload } = decodeFrame(message);
    const exchange = exchanges.get(stream);
    if (!exchange) return;
    if (kind === FRAME.RESPONSE) exchange.answered(JSON.parse(decoder.decode(payload)) as ResponseHead);
    else if (kind === FRAME.DATA) exchange.lane.receive(payload);
    else if (kind === FRAME.CREDIT) exchange.lane.addCredit(decodeCredit(payload));
    else if (kind === FRAME.END) exchange.lane.finish();
    else if (kind === FRAME.CLOSE) {
      exchanges.delete(stream);
      exchange.lane.shut();
      if (payload.length > 0) exchange.failed(new Error(decoder.decode(payload)));
      else exchange.lane.finish();
    }
  });
  channel.onClose(() => {
    gone = true;
    for (const exchange of exchanges.values()) {
      exchange.lane.shut();
      exchange.failed(new Error('the connection to the runner is closed'));
    }
    exchanges.clear();
  });

  return {
    request(request: ApiRequest): Promise<ApiResponse> {
      if (gone) return Promise.reject(new Error('the connection to the runner is closed'));
      const stream = ++last;
      const lane = new Lane(channel, stream);
      const close = () => {
        if (!exchanges.delete(stream)) return;
        lane.shut();
        lane.finish();
        channel.send(encodeFrame(FRAME.CLOSE, stream));
      };
      return new Promise<ApiResponse>((resolve, reject) => {
        exchanges.set(stream, {
          lane,
          answered: (head) => resolve(response(head, lane, close)),
          failed(error) {
            lane.finish(error);
            reject(error);
          },
        });
        const { method, path, query, headers, body } = request;
        const head: RequestHead = { method, path, query, headers, body: body !== undefined };
        channel.send(encodeFrame(FRAME.REQUEST, stream, encoder.encode(JSON.stringify(head))));
        if (body) void sendBody(lane, body).catch(close);
        void request.closed?.then(() => {
          close();
          reject(new Error('the request was given up'));
        });
      });
    },
  };
}

async function sendBody(lane: Lane, body: NonNullable<ApiRequest['body']>): Promise<void> {
  if (body instanceof Uint8Array) await lane.write(body);
  else for await (const chunk of body) if (!(await lane.write(chunk))) return;
  lane.end();
}

function response({ status, headers, hijacked }: ResponseHead, lane: Lane, close: () => void): ApiResponse {
  if (!hijacked) return { status, headers, body: lane.read() };
  return {
    status,
    headers,
    body: (async function* () {})(),
    stream: {
      input: lane.read(),
      async write(bytes) {
        if (!(await lane.write(bytes))) throw new Error('the connection is closed');
      },
      end: () => lane.end(),
      close,
    },
  };
}
