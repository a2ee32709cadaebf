/**
 * An engine's door over one message connection (a WebSocket): a browser allows six connections to a server, and a page
 * that follows events, builds, layers and a log has used them up. HTTP's own way out of this is HTTP/2 (RFC 9113), which
 * a page cannot speak by hand; these frames are its idea in small: streams with numbers, and credit instead of windows.
 *
 * A frame is one binary message: kind (1 byte), stream (4 bytes, big endian), payload.
 */
export const FRAME = {
  /** Client: JSON {@link RequestHead}. Opens the stream. */
  REQUEST: 1,
  /** Either: bytes of the body or of the hijacked connection. */
  DATA: 2,
  /** Server: no more DATA. Client: the body is over (when there is one), and later the hijacked connection's input. */
  END: 3,
  /** Server: JSON {@link ResponseHead}. */
  RESPONSE: 4,
  /** Either: the stream is over. From the server with a payload: it failed, and the payload says why. */
  CLOSE: 5,
  /** Either: that many more bytes may be sent on this stream (4 bytes, big endian). */
  CREDIT: 6,
} as const;

export type FrameKind = (typeof FRAME)[keyof typeof FRAME];

export interface Frame {
  readonly kind: number;
  readonly stream: number;
  readonly payload: Uint8Array;
}

export interface RequestHead {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether DATA follows. */
  readonly body: boolean;
}

export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The connection is the caller's now (101). */
  readonly hijacked: boolean;
}

/** Bytes a stream may carry in one direction before it has been given credit. */
export const INITIAL_CREDIT = 1 << 20;
/** The largest DATA payload; longer chunks are cut. */
export const MAX_PAYLOAD = 1 << 18;

const HEADER = 5;

export function encodeFrame(kind: FrameKind, stream: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const frame = new Uint8Array(HEADER + payload.length);
  frame[0] = kind;
  new DataView(frame.buffer).setUint32(1, stream);
  frame.set(payload, HEADER);
  return frame;
}

/** Throws on what is no frame. */
export function decodeFrame(message: Uint8Array): Frame {
  if (message.length < HEADER) throw new Error('a frame has at least 5 bytes');
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  return { kind: view.getUint8(0), stream: view.getUint32(1), payload: message.subarray(HEADER) };
}

export function encodeCredit(stream: number, bytes: number): Uint8Array {
  const payload = new Uint8Array(4);
  new DataView(payload.buffer).setUint32(0, bytes);
  return encodeFrame(FRAME.CREDIT, stream, payload);
}

export function decodeCredit(payload: Uint8Array): number {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0);
}

/** What carries frames, message by message and in order. */
export interface Channel {
  send(frame: Uint8Array): void;
  onMessage(listener: (frame: Uint8Array) => void): void;
  onClose(listener: () => void): void;
}
