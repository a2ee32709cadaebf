import type { Memory } from './memory.ts';
import type { Stream, Streams } from './streams.ts';

/** Where characters are read from, one at a time; negative at the end. */
interface Source {
  peek(): number | Promise<number>;
  take(): void;
}

/** scanf's formats (C17 7.21.6.2). */
export function cScan({ C, bytes, check, fault, put, toBytes }: Memory, { more }: Streams) {
  const scan = async (source: Source, pattern: string, places: readonly number[]): Promise<number> => {
    let done = 0;
    let used = 0;
    const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);
    const skip = async () => {
      while (isSpace(await source.peek())) source.take();
    };
    for (const [whole, blank, star, width, length, verb, set] of pattern.matchAll(
      /(\s+)|%(\*)?(\d+)?(hh|h|ll|l|z|L)?(?:([diuxXofegcsn%])|\[(\^?\]?[^\]]*)\])|[\s\S]/g,
    )) {
      if (blank) {
        await skip();
        continue;
      }
      if (verb === undefined && set === undefined) {
        if ((await source.peek()) !== whole.charCodeAt(0)) return done;
        source.take();
        continue;
      }
      if (verb !== 'c' && set === undefined) await skip();
      const most = width === undefined ? (verb === 'c' ? 1 : Number.POSITIVE_INFINITY) : Number(width);
      const allowed =
        set !== undefined
          ? new RegExp(`^[${set.replace(/[\\[\]]/g, '\\$&')}]$`)
          : verb === 'c'
            ? /^[\s\S]$/
            : verb === 's'
              ? /^\S$/
              : /[feg]/.test(verb!)
                ? /^[-+\d.eE]$/
                : /[xX]/.test(verb!)
                  ? /^[-+\da-fA-FxX]$/
                  : /^[-+\d]$/;
      let text = '';
      while (text.length < most) {
        const code = await source.peek();
        if (code < 0 || !allowed.test(String.fromCharCode(code))) break;
        if (/[-+]/.test(String.fromCharCode(code)) && text !== '' && /[diuxXo]/.test(verb ?? '')) break;
        text += String.fromCharCode(code);
        source.take();
      }
      if (text === '' || (/[diuxXofeg]/.test(verb ?? '') && !/\d|[a-f]/i.test(text)))
        return done === 0 && (await source.peek()) < 0 && text === '' ? -1 : done;
      if (star) continue;
      const place = places[used++] ?? fault();
      if (verb === 's' || set !== undefined) put(place, toBytes(text));
      else if (verb === 'c') bytes.set(toBytes(text), check(place, text.length));
      else if (/[feg]/.test(verb!))
        length === 'l' ? C.sf8(place, Number(text)) : C.sf4(place, Math.fround(Number(text)));
      else {
        const value = BigInt(Number.parseInt(text, /[xX]/.test(verb!) ? 16 : verb === 'o' ? 8 : 10));
        if (length === 'l' || length === 'll' || length === 'z') C.si8(place, BigInt.asIntN(64, value));
        else if (length === 'h') C.si2(place, Number(BigInt.asIntN(16, value)));
        else if (length === 'hh') C.si1(place, Number(BigInt.asIntN(8, value)));
        else C.si4(place, Number(BigInt.asIntN(32, value)));
      }
      done++;
    }
    return done;
  };
  const streamSource = (stream: Stream): Source => ({
    async peek() {
      if (stream.at >= stream.bytes.length && !(await more(stream))) return -1;
      return stream.bytes[stream.at]!;
    },
    take: () => void stream.at++,
  });
  const textSource = (text: string): Source => {
    let at = 0;
    return { peek: () => (at < text.length ? text.charCodeAt(at) : -1), take: () => void at++ };
  };
  return { scan, streamSource, textSource };
}

export type Scanning = ReturnType<typeof cScan>;
