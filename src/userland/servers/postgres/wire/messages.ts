import { concat } from '../../../../kernel/bytes.ts';
import type { MaybePromise } from '../../../../kernel/program.ts';

/** The frontend/backend protocol, version 3 (PostgreSQL documentation, chapter "Message Formats"). */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export const PROTOCOL_3 = 196608;
export const SSL_REQUEST = 80877103;
export const GSS_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;
const LARGEST = 1 << 30;

export interface Message {
  /** One letter. */
  readonly type: string;
  readonly body: Uint8Array;
  /** The whole of it, as it goes over the wire. */
  readonly bytes: Uint8Array;
}

/** What a peer sends that is not the protocol. */
export class ProtocolError extends Error {}

/** Builds a message's body. */
export class Body {
  readonly #parts: Uint8Array[] = [];

  int32(value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, value);
    return this.raw(bytes);
  }

  int16(value: number): this {
    const bytes = new Uint8Array(2);
    new DataView(bytes.buffer).setInt16(0, value);
    return this.raw(bytes);
  }

  /** A zero-terminated string. */
  string(text: string): this {
    return this.raw(encoder.encode(`${text}\0`));
  }

  text(text: string): this {
    return this.raw(encoder.encode(text));
  }

  raw(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    return this;
  }

  bytes(): Uint8Array {
    return concat(this.#parts);
  }

  /** The finished message; without a type, the first one of a connection. */
  message(type = ''): Uint8Array {
    const body = this.bytes();
    const head = new Uint8Array(type.length + 4);
    if (type !== '') head[0] = type.charCodeAt(0);
    new DataView(head.buffer).setInt32(type.length, body.length + 4);
    return concat([head, body]);
  }
}

/** Takes a message's body apart. */
export class BodyReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.#view.getUint8(this.#at++);
  }

  int16(): number {
    this.#at += 2;
    return this.#view.getInt16(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.#view.getInt32(this.#at - 4);
  }

  string(): string {
    const end = this.#bytes.indexOf(0, this.#at);
    if (end < 0) throw new ProtocolError('invalid string in message');
    const text = decoder.decode(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text;
  }

  take(length: number): Uint8Array {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  rest(): Uint8Array {
    return this.take(this.left);
  }
}

/** The messages of a run of complete ones. */
export function splitMessages(bytes: Uint8Array): Message[] {
  const found: Message[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 1 + view.getInt32(at + 1);
    found.push({
      type: String.fromCharCode(bytes[at]!),
      body: bytes.subarray(at + 5, end),
      bytes: bytes.subarray(at, end),
    });
    at = end;
  }
  return found;
}

/** Reads messages from a byte stream. */
export class MessageReader {
  readonly #read: () => MaybePromise<Uint8Array>;
  #buffer: Uint8Array = new Uint8Array(0);

  constructor(read: () => MaybePromise<Uint8Array>) {
    this.#read = read;
  }

  /** The body of an untyped message: the first ones of a connection. Undefined at the end of the stream. */
  async first(): Promise<Uint8Array | undefined> {
    if (!(await this.#have(4))) return undefined;
    const length = this.#length(0);
    if (length > 10_000) throw new ProtocolError('invalid length of startup packet');
    if (!(await this.#have(length))) return undefined;
    return this.#take(length).subarray(4);
  }

  async next(): Promise<Message | undefined> {
    if (!(await this.#have(5))) return undefined;
    const length = 1 + this.#length(1);
    if (!(await this.#have(length))) return undefined;
    const bytes = this.#take(length);
    return { type: String.fromCharCode(bytes[0]!), body: bytes.subarray(5), bytes };
  }

  /** One byte that is no message: the answer to an SSLRequest. */
  async byte(): Promise<number | undefined> {
    return (await this.#have(1)) ? this.#take(1)[0] : undefined;
  }

  #length(at: number): number {
    const length = new DataView(this.#buffer.buffer, this.#buffer.byteOffset).getInt32(at);
    if (length < 4 || length > LARGEST) throw new ProtocolError('invalid message length');
    return length;
  }

  #take(length: number): Uint8Array {
    const bytes = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return bytes;
  }

  async #have(length: number): Promise<boolean> {
    if (this.#buffer.length >= length) return true;
    const parts = [this.#buffer];
    for (let size = this.#buffer.length; size < length; ) {
      const bytes = await this.#read();
      if (bytes.length === 0) return false;
      parts.push(bytes);
      size += bytes.length;
    }
    // Read bytes may be the kernel's own: they are copied here.
    this.#buffer = concat(parts).slice();
    return true;
  }
}

/** The fields of an ErrorResponse or NoticeResponse by their letters (S severity, C code, M message …). */
export function errorFields(body: Uint8Array): Map<string, string> {
  const reader = new BodyReader(body);
  const fields = new Map<string, string>();
  for (let letter = reader.byte(); letter !== 0; letter = reader.byte())
    fields.set(String.fromCharCode(letter), reader.string());
  return fields;
}

export function errorMessage(severity: string, code: string, message: string): Uint8Array {
  return new Body()
    .string(`S${severity}`)
    .string(`V${severity}`)
    .string(`C${code}`)
    .string(`M${message}`)
    .raw(new Uint8Array(1))
    .message('E');
}

/** The values of a DataRow. */
export function readRow(body: Uint8Array): (string | null)[] {
  const reader = new BodyReader(body);
  return Array.from({ length: reader.int16() }, () => {
    const length = reader.int32();
    return length < 0 ? null : decoder.decode(reader.take(length));
  });
}
