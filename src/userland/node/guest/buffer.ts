import type { ModuleFactory } from './globals.ts';

/** node:buffer, and the TextEncoder and TextDecoder that QuickJS lacks. */
export const buffer: ModuleFactory = () => {
  const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

  const utf8Encode = (text: string): Uint8Array => {
    const bytes: number[] = [];
    for (const character of text) {
      let code = character.codePointAt(0)!;
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return Uint8Array.from(bytes);
  };
  /** Decodes; an incomplete sequence at the end is left to the caller when \`rest\` is given. */
  const utf8Decode = (bytes: Uint8Array, rest?: { count: number }): string => {
    const parts: string[] = [];
    let at = 0;
    while (at < bytes.length) {
      const first = bytes[at]!;
      const length =
        first < 0x80
          ? 1
          : first >= 0xc2 && first < 0xe0
            ? 2
            : first >= 0xe0 && first < 0xf0
              ? 3
              : first >= 0xf0 && first < 0xf5
                ? 4
                : 0;
      let valid = 1;
      while (valid < length && at + valid < bytes.length && (bytes[at + valid]! & 0xc0) === 0x80) valid += 1;
      if (length === 0 || valid < length) {
        if (rest && length > 0 && at + valid === bytes.length) {
          rest.count = valid;
          break;
        }
        parts.push('\ufffd');
        at += valid;
        continue;
      }
      let code = length === 1 ? first : first & (0xff >> (length + 1));
      for (let index = 1; index < length; index += 1) code = (code << 6) | (bytes[at + index]! & 63);
      parts.push(String.fromCodePoint(code));
      at += length;
    }
    return parts.join('');
  };
  const latin1 = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const base64Encode = (bytes: Uint8Array): string => {
    let text = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const [a, b, c] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
      const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
      text += BASE64[group >> 18]! + BASE64[(group >> 12) & 63]!;
      text += (b === undefined ? '=' : BASE64[(group >> 6) & 63]!) + (c === undefined ? '=' : BASE64[group & 63]!);
    }
    return text;
  };
  const base64Decode = (text: string): Uint8Array => {
    const clean = text
      .replace(/-/g, '+')
      .replace(/_/g, '/')
      .replace(/[^A-Za-z0-9+/]/g, '');
    const bytes = new Uint8Array(Math.floor((clean.length * 3) / 4));
    let at = 0;
    for (let index = 0; index < clean.length; index += 4) {
      const group = [0, 1, 2, 3].reduce(
        (value, offset) => (value << 6) | Math.max(0, BASE64.indexOf(clean[index + offset] ?? 'A')),
        0,
      );
      for (const shift of [16, 8, 0]) if (at < bytes.length) bytes[at++] = (group >> shift) & 255;
    }
    return bytes;
  };
  const encode = (text: string, encoding = 'utf8'): Uint8Array => {
    switch (encoding.toLowerCase()) {
      case 'utf8':
      case 'utf-8':
        return utf8Encode(text);
      case 'latin1':
      case 'binary':
      case 'ascii':
        return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
      case 'hex':
        return Uint8Array.from(/^(?:[0-9a-f]{2})*/i.exec(text)![0].match(/../g) ?? [], (pair) =>
          Number.parseInt(pair, 16),
        );
      case 'base64':
      case 'base64url':
        return base64Decode(text);
      case 'utf16le':
      case 'ucs2':
        return Uint8Array.from(
          [...Array(text.length * 2).keys()],
          (index) => (text.charCodeAt(index >> 1) >> ((index & 1) * 8)) & 255,
        );
      default:
        throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
    }
  };
  const decode = (bytes: Uint8Array, encoding = 'utf8'): string => {
    switch (encoding.toLowerCase()) {
      case 'utf8':
      case 'utf-8':
        return utf8Decode(bytes);
      case 'latin1':
      case 'binary':
        return latin1(bytes);
      case 'ascii':
        return latin1(bytes.map((byte) => byte & 127));
      case 'hex':
        return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
      case 'base64':
        return base64Encode(bytes);
      case 'base64url':
        return base64Encode(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
      case 'utf16le':
      case 'ucs2':
        return Array.from({ length: bytes.length >> 1 }, (_, index) =>
          String.fromCharCode(bytes[index * 2]! | (bytes[index * 2 + 1]! << 8)),
        ).join('');
      default:
        throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
    }
  };

  class Buffer extends Uint8Array {
    static poolSize = 8192;
    static override from(value: unknown, encodingOrOffset?: unknown, length?: unknown): Buffer {
      if (typeof value === 'string') return Buffer.#wrap(encode(value, encodingOrOffset as string | undefined));
      if (value instanceof ArrayBuffer)
        return new Buffer(value, encodingOrOffset as number | undefined, length as number | undefined);
      if (ArrayBuffer.isView(value)) return Buffer.#wrap(new Uint8Array(value as unknown as ArrayLike<number>));
      if (value !== null && typeof value === 'object') {
        const data =
          (value as { type?: string; data?: number[] }).type === 'Buffer' ? (value as { data: number[] }).data : value;
        return Buffer.#wrap(Uint8Array.from(data as ArrayLike<number>));
      }
      const kind = value === null ? 'null' : typeof value;
      throw Object.assign(
        new TypeError(
          `The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received type ${kind}`,
        ),
        { code: 'ERR_INVALID_ARG_TYPE' },
      );
    }
    static #wrap(bytes: Uint8Array): Buffer {
      return new Buffer(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    }
    static alloc(size: number, fill?: number | string): Buffer {
      const made = new Buffer(size);
      if (typeof fill === 'number') made.fill(fill);
      else if (typeof fill === 'string' && fill !== '')
        for (let at = 0; at < size; at += 1) made[at] = encode(fill)[at % encode(fill).length]!;
      return made;
    }
    static allocUnsafe(size: number): Buffer {
      return new Buffer(size);
    }
    static allocUnsafeSlow(size: number): Buffer {
      return Buffer.alloc(size);
    }
    static concat(list: readonly Uint8Array[], total?: number): Buffer {
      const length = total ?? list.reduce((sum, each) => sum + each.length, 0);
      const made = new Buffer(length);
      let at = 0;
      for (const each of list) {
        made.set(each.subarray(0, length - at), at);
        at = Math.min(length, at + each.length);
      }
      return made;
    }
    static isBuffer(value: unknown): boolean {
      return value instanceof Buffer;
    }
    static isEncoding(name: string): boolean {
      return /^(utf-?8|latin1|binary|ascii|hex|base64(url)?|utf16le|ucs2)$/i.test(name);
    }
    static byteLength(value: string | Uint8Array, encoding?: string): number {
      return typeof value === 'string' ? encode(value, encoding).length : value.byteLength;
    }
    static compare(a: Uint8Array, b: Uint8Array): number {
      for (let at = 0; at < Math.min(a.length, b.length); at += 1) if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1;
      return Math.sign(a.length - b.length);
    }
    override toString(encoding?: string, start = 0, end = this.length): string {
      return decode(this.subarray(start, end), encoding ?? 'utf8');
    }
    toJSON(): { type: 'Buffer'; data: number[] } {
      return { type: 'Buffer', data: Array.from(this) };
    }
    equals(other: Uint8Array): boolean {
      return Buffer.compare(this, other) === 0;
    }
    compare(other: Uint8Array): number {
      return Buffer.compare(this, other);
    }
    write(text: string, offset = 0, length?: number | string, encoding?: string): number {
      const bytes = encode(text, typeof length === 'string' ? length : encoding);
      const count = Math.min(
        bytes.length,
        this.length - offset,
        typeof length === 'number' ? length : Number.POSITIVE_INFINITY,
      );
      this.set(bytes.subarray(0, count), offset);
      return count;
    }
    copy(target: Uint8Array, at = 0, start = 0, end = this.length): number {
      const part = this.subarray(start, Math.min(end, start + target.length - at));
      target.set(part, at);
      return part.length;
    }
    override indexOf(value: unknown, from = 0): number {
      if (typeof value === 'number') return super.indexOf(value, from);
      const wanted = typeof value === 'string' ? encode(value) : (value as Uint8Array);
      for (let at = from; at <= this.length - wanted.length; at += 1) {
        let same = 0;
        while (same < wanted.length && this[at + same] === wanted[same]) same += 1;
        if (same === wanted.length) return at;
      }
      return -1;
    }
    override includes(value: unknown, from = 0): boolean {
      return this.indexOf(value, from) >= 0;
    }
    override slice(start?: number, end?: number): Buffer {
      return this.subarray(start, end) as Buffer;
    }
  }

  // Its first fifty bytes, and what else it has been given.
  Object.defineProperty(Buffer.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value: function (
      this: Buffer,
      _depth: unknown,
      options: object,
      inspect: (value: unknown, options: object) => string,
    ) {
      const hex = Array.from(this.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      const left = this.length - 50;
      const more = left > 0 ? ` ... ${left} more byte${left > 1 ? 's' : ''}` : '';
      const besides = Object.entries(this).slice(this.length);
      const shown = { ...options, breakLength: Number.POSITIVE_INFINITY, compact: true };
      const extra = besides.length > 0 ? `, ${inspect(Object.fromEntries(besides), shown).slice(2, -2)}` : '';
      return `<${this.constructor.name} ${hex}${more}${extra}>`;
    },
    writable: true,
    configurable: true,
  });

  // readInt32BE, writeDoubleLE … : what a DataView can do, under Node's names.
  const view = (buffer: Uint8Array) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const method = (name: string, run: (this: Buffer, ...values: never[]) => unknown) =>
    Object.defineProperty(Buffer.prototype, name, { value: run, writable: true, configurable: true });
  const NUMBERS: readonly (readonly [name: string, kind: string, size: number])[] = [
    ['UInt8', 'Uint8', 1],
    ['Int8', 'Int8', 1],
    ['UInt16', 'Uint16', 2],
    ['Int16', 'Int16', 2],
    ['UInt32', 'Uint32', 4],
    ['Int32', 'Int32', 4],
    ['Float', 'Float32', 4],
    ['Double', 'Float64', 8],
    ['BigInt64', 'BigInt64', 8],
    ['BigUInt64', 'BigUint64', 8],
  ];
  type Accessors = Record<string, (...values: unknown[]) => unknown>;
  for (const [name, kind, size] of NUMBERS) {
    for (const order of size === 1 ? [''] : ['BE', 'LE']) {
      const read = function (this: Buffer, at = 0) {
        return (view(this) as unknown as Accessors)[`get${kind}`]!(at, order === 'LE');
      };
      const write = function (this: Buffer, value: unknown, at = 0) {
        (view(this) as unknown as Accessors)[`set${kind}`]!(at, value, order === 'LE');
        return at + size;
      };
      for (const alias of new Set([name, name.replace('UInt', 'Uint')])) {
        method(`read${alias}${order}`, read);
        method(`write${alias}${order}`, write);
      }
    }
  }
  // Of one to six bytes.
  const readUnsigned = (bytes: Iterable<number>) => [...bytes].reduce((sum, byte) => sum * 256 + byte, 0);
  for (const order of ['BE', 'LE']) {
    const part = (buffer: Buffer, at: number, size: number) => {
      const bytes = [...buffer.subarray(at, at + size)];
      return order === 'BE' ? bytes : bytes.reverse();
    };
    const writeInteger = function (this: Buffer, value: number, at: number, size: number) {
      for (let step = 0, rest = value < 0 ? value + 256 ** size : value; step < size; step++) {
        this[order === 'LE' ? at + step : at + size - 1 - step] = rest % 256;
        rest = Math.floor(rest / 256);
      }
      return at + size;
    };
    const readUInt = function (this: Buffer, at: number, size: number) {
      return readUnsigned(part(this, at, size));
    };
    method(`readInt${order}`, function (this: Buffer, at: number, size: number) {
      const value = readUnsigned(part(this, at, size));
      return value >= 256 ** size / 2 ? value - 256 ** size : value;
    });
    for (const name of ['UInt', 'Uint']) {
      method(`read${name}${order}`, readUInt);
      method(`write${name}${order}`, writeInteger);
    }
    method(`writeInt${order}`, writeInteger);
  }

  class TextEncoder {
    readonly encoding = 'utf-8';
    encode(text = ''): Uint8Array {
      return utf8Encode(text);
    }
  }
  class TextDecoder {
    readonly encoding: string;
    #left = new Uint8Array();
    constructor(encoding = 'utf-8') {
      this.encoding = encoding;
    }
    decode(bytes: Uint8Array | ArrayBuffer = new Uint8Array(), options: { stream?: boolean } = {}): string {
      const fresh = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
      const whole = Buffer.concat([this.#left, fresh]);
      const rest = { count: 0 };
      const text = utf8Decode(whole, options.stream ? rest : undefined);
      this.#left = new Uint8Array(whole.subarray(whole.length - rest.count));
      return text;
    }
  }
  const atob = (text: string) => latin1(base64Decode(text));
  const btoa = (text: string) => base64Encode(encode(text, 'latin1'));
  // Packages copy Buffer's functions to another object, and some say `new` to them: they are no methods.
  for (const name of Object.getOwnPropertyNames(Buffer)) {
    const method = (Buffer as unknown as Record<string, unknown>)[name];
    if (typeof method !== 'function') continue;
    function value(...values: unknown[]) {
      return (method as (...values: unknown[]) => unknown).apply(Buffer, values);
    }
    Object.defineProperty(value, 'name', { value: name });
    Object.defineProperty(Buffer, name, { value, enumerable: true, writable: true, configurable: true });
  }
  return {
    Buffer,
    SlowBuffer: Buffer,
    kMaxLength: 2 ** 32,
    TextEncoder,
    TextDecoder,
    atob,
    btoa,
    constants: { MAX_LENGTH: 2 ** 32 },
  };
};
