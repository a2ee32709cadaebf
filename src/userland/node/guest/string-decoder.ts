import type { ModuleFactory } from './globals.ts';

/** node:string_decoder */
export const stringDecoder: ModuleFactory = (_host, builtin) => {
  const { Buffer, TextDecoder } = builtin('buffer') as unknown as {
    Buffer: { concat(list: Uint8Array[]): Uint8Array & { toString(encoding: string): string } };
    TextDecoder: new () => { decode(bytes?: Uint8Array, options?: object): string };
  };
  interface Decoder {
    encoding: string;
    decoder: { decode(bytes?: Uint8Array, options?: object): string };
    left: Uint8Array;
  }
  // Packages call it without `new`.
  function StringDecoder(this: Decoder, encoding = 'utf8') {
    this.encoding = encoding.toLowerCase();
    this.decoder = new TextDecoder();
    this.left = new Uint8Array();
  }
  const write = function (this: Decoder, bytes: Uint8Array | string): string {
    if (typeof bytes === 'string') return bytes;
    if (/^utf-?8$/.test(this.encoding)) return this.decoder.decode(bytes, { stream: true });
    // base64 groups three bytes, utf16le two.
    const group = this.encoding.startsWith('base64') ? 3 : /^(utf-?16le|ucs-?2)$/.test(this.encoding) ? 2 : 1;
    const whole = Buffer.concat([this.left, bytes]);
    const cut = whole.length - (whole.length % group);
    this.left = whole.slice(cut);
    return Buffer.concat([whole.subarray(0, cut)]).toString(this.encoding);
  };
  const end = function (this: Decoder, bytes?: Uint8Array): string {
    if (/^utf-?8$/.test(this.encoding)) return this.decoder.decode(bytes ?? new Uint8Array());
    const text = bytes ? write.call(this, bytes) : '';
    return text + Buffer.concat([this.left]).toString(this.encoding);
  };
  Object.assign(StringDecoder.prototype, { write, end });
  return { StringDecoder };
};
