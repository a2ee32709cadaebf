import type { ModuleFactory } from './globals.ts';

/** node:punycode (RFC 3492), deprecated and still required by what parses URLs. */
export const punycode: ModuleFactory = () => {
  const decodeCodes = (text: string): number[] => Array.from(text, (character) => character.codePointAt(0)!);
  const encodeCodes = (codes: readonly number[]): string => String.fromCodePoint(...codes);
  const adapt = (delta: number, points: number, isFirst: boolean): number => {
    let rest = isFirst ? Math.floor(delta / 700) : delta >> 1;
    rest += Math.floor(rest / points);
    let k = 0;
    for (; rest > 455; k += 36) rest = Math.floor(rest / 35);
    return k + Math.floor((36 * rest) / (rest + 38));
  };
  const threshold = (k: number, bias: number): number => (k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias);
  const digit = (value: number): string => String.fromCharCode(value < 26 ? value + 97 : value + 22);

  const encode = (text: string): string => {
    const codes = decodeCodes(text);
    let out = encodeCodes(codes.filter((code) => code < 128));
    const basic = out.length;
    if (basic > 0) out += '-';
    let [n, delta, bias, handled] = [128, 0, 72, basic];
    while (handled < codes.length) {
      const next = Math.min(...codes.filter((code) => code >= n));
      delta += (next - n) * (handled + 1);
      n = next;
      for (const code of codes) {
        if (code < n) delta++;
        if (code !== n) continue;
        let q = delta;
        for (let k = 36; ; k += 36) {
          const t = threshold(k, bias);
          if (q < t) break;
          out += digit(t + ((q - t) % (36 - t)));
          q = Math.floor((q - t) / (36 - t));
        }
        out += digit(q);
        bias = adapt(delta, handled + 1, handled === basic);
        delta = 0;
        handled++;
      }
      delta++;
      n++;
    }
    return out;
  };

  const decode = (text: string): string => {
    const dash = text.lastIndexOf('-');
    const out = decodeCodes(dash > 0 ? text.slice(0, dash) : '');
    let [n, i, bias] = [128, 0, 72];
    for (let at = dash > 0 ? dash + 1 : 0; at < text.length; ) {
      const before = i;
      let weight = 1;
      for (let k = 36; ; k += 36) {
        const code = text.charCodeAt(at++);
        const value = code >= 97 ? code - 97 : code >= 65 && code <= 90 ? code - 65 : code - 22;
        if (!(value >= 0 && value < 36)) throw new RangeError('Invalid input');
        i += value * weight;
        const t = threshold(k, bias);
        if (value < t) break;
        weight *= 36 - t;
      }
      bias = adapt(i - before, out.length + 1, before === 0);
      n += Math.floor(i / (out.length + 1));
      i %= out.length + 1;
      out.splice(i++, 0, n);
    }
    return encodeCodes(out);
  };

  const labels = (text: string, each: (label: string) => string): string =>
    text
      .replace(/[\u3002\uff0e\uff61]/g, '.')
      .split('.')
      .map(each)
      .join('.');
  return {
    version: '2.1.0',
    ucs2: { decode: decodeCodes, encode: encodeCodes },
    encode,
    decode,
    toASCII: (text: string) => labels(text, (label) => (/[^\0-\x7f]/.test(label) ? `xn--${encode(label)}` : label)),
    toUnicode: (text: string) =>
      labels(text, (label) => (/^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label)),
  };
};
