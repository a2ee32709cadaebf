/** Protocol Buffers as bytes (protobuf.dev/programming-guides/encoding): no schema, the reader of a message knows its fields. */

export interface Field {
  readonly number: number;
  /** Wire type 0 (as a safe integer) or 2. */
  readonly value: number | Uint8Array;
}

/** The fields of a message in order; fixed-size ones, which nobody here sends, are stepped over. */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined || scale > 2 ** 63) throw new Error('a protobuf message ends inside a number');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case 0:
        yield { number, value: varint() };
        break;
      case 2: {
        const length = varint();
        if (at + length > bytes.length) throw new Error('a protobuf message ends inside a field');
        yield { number, value: bytes.subarray(at, (at += length)) };
        break;
      }
      case 1:
        at += 8;
        break;
      case 5:
        at += 4;
        break;
      default:
        throw new Error(`protobuf wire type ${key % 8}`);
    }
  }
}

/** The fields of a message that are bytes, by number; of a repeated one the last. */
export function bytesByNumber(bytes: Uint8Array): Map<number, Uint8Array> {
  return new Map([...readFields(bytes)].map(({ number, value }) => [number, value as Uint8Array]));
}

/** Writes one message. Zero and empty values are left out, as proto3 has it. */
export class MessageWriter {
  readonly #bytes: number[] = [];

  number(field: number, value: number): this {
    if (value !== 0) this.#varint(field * 8).#varint(value);
    return this;
  }

  bytes(field: number, value: Uint8Array | string): this {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    if (bytes.length > 0) this.message(field, bytes);
    return this;
  }

  /** Also when it is empty: that it is there says something. */
  message(field: number, bytes: Uint8Array): this {
    this.#varint(field * 8 + 2).#varint(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #varint(value: number): this {
    let rest = value;
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#bytes.push(rest);
    return this;
  }
}
