import type { Boxed, GoSlice, GoType, Holder, Int, Runtime } from './guest.ts';

/** strings, strconv, unicode, math, sort: what is quicker, or only possible, in JavaScript. */
export function stringsPart(G: Runtime): void {
  const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
  const strings = (list: readonly string[]) => G.list([...list]);
  /** JavaScript's idea of a text, on Go's bytes. */
  const asText = (run: (text: string) => string) => (bytes: string) =>
    isAscii(bytes) ? run(bytes) : G.encode(run(G.decode(bytes)));
  const letters = (text: string): string[] => (isAscii(text) ? [...text] : [...G.decode(text)].map(G.encode));
  const splitN = (text: string, between: string, count: Int): string[] => {
    const most = Number(count);
    const parts = between === '' ? letters(text) : text.split(between);
    if (most === 0) return [];
    return most < 0 || parts.length <= most
      ? parts
      : [...parts.slice(0, most - 1), parts.slice(most - 1).join(between)];
  };
  const cutset = (text: string, set: string, left: boolean, right: boolean) => {
    const all = letters(text);
    const drop = new Set(letters(set));
    let [from, to] = [0, all.length];
    while (left && from < to && drop.has(all[from]!)) from++;
    while (right && to > from && drop.has(all[to - 1]!)) to--;
    return all.slice(from, to).join('');
  };
  const count = (text: string, part: string) => (part === '' ? letters(text).length + 1 : text.split(part).length - 1);
  const replaceSome = (text: string, old: string, fresh: string, most: Int) => {
    if (Number(most) < 0)
      return old === ''
        ? fresh +
            letters(text)
              .map((each) => each + fresh)
              .join('')
        : text.replaceAll(old, () => fresh);
    const parts = splitN(text, old, Number(most) + 1);
    return parts.join(fresh);
  };
  const integer = (text: string, base: number): bigint | undefined => {
    let digits = text.replace(/^[-+]/, '');
    let radix = base;
    if (base === 0) {
      const prefix = /^0([xXbBoO])/.exec(digits)?.[1]?.toLowerCase();
      radix = prefix ? { x: 16, b: 2, o: 8 }[prefix]! : /^0\d/.test(digits) ? 8 : 10;
      digits = digits.replace(/^0[xXbBoO]/, '').replaceAll('_', '');
    }
    if (digits === '') return undefined;
    let value = 0n;
    for (const letter of digits.toLowerCase()) {
      const digit = /\d/.test(letter) ? Number(letter) : /[a-z]/.test(letter) ? letter.charCodeAt(0) - 87 : 99;
      if (digit >= radix) return undefined;
      value = value * BigInt(radix) + BigInt(digit);
    }
    return text.startsWith('-') ? -value : value;
  };
  /** [value, what is wrong: '' nothing, 'syntax', 'range'] */
  const parseInteger = (text: string, base: Int, bits: Int, isUnsigned: boolean): [Int, string] => {
    const size = Number(bits) || 64;
    const value = isUnsigned && /^[-+]/.test(text) ? undefined : integer(text, Number(base));
    if (value === undefined) return [0, 'syntax'];
    const [least, most] = isUnsigned
      ? [0n, 2n ** BigInt(size) - 1n]
      : [-(2n ** BigInt(size - 1)), 2n ** BigInt(size - 1) - 1n];
    if (value > most) return [G.exact(most, 64, isUnsigned), 'range'];
    if (value < least) return [G.exact(least, 64, isUnsigned), 'range'];
    return [G.exact(value, 64, isUnsigned), ''];
  };
  const is = (pattern: RegExp) => (rune: Int) => pattern.test(String.fromCodePoint(Number(rune)));
  const runeCase = (run: (text: string) => string) => (rune: Int) => {
    const made = run(String.fromCodePoint(Number(rune)));
    return [...made].length === 1 ? made.codePointAt(0)! : Number(rune);
  };
  const one = (run: (x: number) => number) => (x: number) => run(x);
  const swap = (list: unknown[], a: number, b: number) => {
    [list[a], list[b]] = [list[b], list[a]];
  };
  Object.assign(G.natives, {
    'strings.ToUpper': asText((text) => text.toUpperCase()),
    'strings.ToLower': asText((text) => text.toLowerCase()),
    'strings.TrimSpace': (text: string) => text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, ''),
    'strings.Trim': (text: string, set: string) => cutset(text, set, true, true),
    'strings.TrimLeft': (text: string, set: string) => cutset(text, set, true, false),
    'strings.TrimRight': (text: string, set: string) => cutset(text, set, false, true),
    'strings.Repeat': (text: string, times: number) =>
      times < 0 ? G.fail('strings: negative Repeat count') : text.repeat(times),
    'strings.Join': (parts: GoSlice | null, between: string) => (G.items(parts) as string[]).join(between),
    'strings.SplitN': (text: string, between: string, most: Int) => strings(splitN(text, between, most)),
    'strings.Fields': (text: string) => strings(text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== '')),
    'strings.Index': (text: string, part: string) => text.indexOf(part),
    'strings.LastIndex': (text: string, part: string) => text.lastIndexOf(part),
    'strings.Count': count,
    'strings.Replace': replaceSome,
    'strings.EqualFold': (a: string, b: string) => G.decode(a).toLowerCase() === G.decode(b).toLowerCase(),
    'strings.Compare': (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0),
    'strings.concat': (parts: GoSlice | null) => (G.items(parts) as string[]).join(''),
    'strconv.parseInt': (text: string, base: Int, bits: Int) => parseInteger(text, base, bits, false),
    'strconv.parseUint': (text: string, base: Int, bits: Int) => parseInteger(text, base, bits, true),
    'strconv.parseFloat': (text: string) => {
      if (/^[-+]?(inf|infinity)$/i.test(text)) return [text.startsWith('-') ? -Infinity : Infinity, true];
      if (/^nan$/i.test(text)) return [Number.NaN, true];
      return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? [Number(text), true] : [0, false];
    },
    'strconv.FormatInt': (value: Int, base: Int) => value.toString(Number(base)),
    'strconv.FormatFloat': (value: number, form: Int, precision: Int) => {
      const verb = String.fromCharCode(Number(form));
      const digits = Number(precision);
      if (digits < 0 && verb === 'f') return fullDigits(value);
      const flags = digits < 0 ? '' : `.${digits}`;
      return (G.natives['fmt.Sprintf'] as (...all: unknown[]) => string)(
        `%${flags}${verb}`,
        G.list([G.box(G.basic('float64'), value)]),
      );
    },
    'strconv.Quote': (text: string) => G.quote(text),
    'unicode.IsUpper': is(/\p{Lu}/u),
    'unicode.IsLower': is(/\p{Ll}/u),
    'unicode.IsLetter': is(/\p{L}/u),
    'unicode.IsDigit': is(/\p{Nd}/u),
    'unicode.IsNumber': is(/\p{N}/u),
    'unicode.IsSpace': is(/[\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/),
    'unicode.IsPunct': is(/\p{P}/u),
    'unicode.IsControl': is(/\p{Cc}/u),
    'unicode.ToUpper': runeCase((text) => text.toUpperCase()),
    'unicode.ToLower': runeCase((text) => text.toLowerCase()),
    'utf8.DecodeRuneInString': (text: string) => {
      const first = [...G.runes(text.slice(0, 4))];
      return first.length === 0 ? [0xfffd, 0] : [first[0]![1], first[1]?.[0] ?? Math.min(4, text.length)];
    },
    'utf8.RuneCountInString': (text: string) => (isAscii(text) ? text.length : [...G.runes(text)].length),
    'utf8.ValidString': (text: string) => G.encode(G.decode(text)) === text,
    ...Object.fromEntries(
      (
        [
          'sqrt',
          'floor',
          'ceil',
          'sin',
          'cos',
          'tan',
          'asin',
          'acos',
          'atan',
          'sinh',
          'cosh',
          'tanh',
          'exp',
          'log',
          'log2',
          'log10',
          'log1p',
          'cbrt',
          'trunc',
          'abs',
        ] as const
      ).map((name) => [`math.${name[0]!.toUpperCase()}${name.slice(1)}`, one(Math[name])]),
    ),
    'math.Round': (x: number) => (Number.isFinite(x) ? Math.sign(x) * Math.round(Math.abs(x)) : x),
    'math.Pow': (x: number, y: number) => (x === 1 ? 1 : x ** y),
    'math.Mod': (x: number, y: number) => x % y,
    'math.Atan2': (y: number, x: number) => Math.atan2(y, x),
    'math.Hypot': (x: number, y: number) => Math.hypot(x, y),
    'math.Inf': (sign: Int) => (Number(sign) >= 0 ? Infinity : -Infinity),
    'math.NaN': () => Number.NaN,
    'math.IsNaN': (x: number) => Number.isNaN(x),
    'math.IsInf': (x: number, sign: Int) =>
      Number(sign) === 0 ? Math.abs(x) === Infinity : x === (Number(sign) > 0 ? Infinity : -Infinity),
    'rand.Float64': () => Math.random(),
    'rand.below': (most: Int) => {
      if (typeof most === 'number') return Math.floor(Math.random() * most);
      return G.exact(BigInt(Math.floor(Math.random() * 2 ** 53)) % most, 64, false);
    },
    'sort.length': (list: Boxed) => (list.v as GoSlice | null)?.n ?? 0,
    'sort.swap': (list: Boxed, a: number, b: number) => {
      const { a: items, o } = list.v as GoSlice;
      swap(items, o + a, o + b);
    },
    'sort.numbers': (list: GoSlice | null) => sorted(list),
    'sort.Strings': (list: GoSlice | null) => sorted(list),
    'errors.assignTo': (held: Boxed, target: Boxed) => {
      const wanted = target.t.of as GoType | undefined;
      if (!wanted) return G.fail('errors: target must be a non-nil pointer');
      const fits =
        wanted.kind === 'interface'
          ? (wanted.wants ?? []).every((key) => held.t.keys.includes(key))
          : held.t === wanted;
      if (!fits) return false;
      const place = target.v as Holder & { $set?(o: unknown): void };
      if (wanted.kind === 'struct') place.$set!(held.v);
      else place.v = wanted.kind === 'interface' ? held : held.v;
      return true;
    },
    'errors.isComparable': (held: Boxed | null) => held === null || !held.t.isUncomparable,
  });
  const fullDigits = (value: number): string => {
    const text = String(value);
    const [mantissa, power] = text.split('e');
    if (power === undefined) return text;
    const [whole = '', fraction = ''] = mantissa!.replace('-', '').split('.');
    const size = Number(power);
    const digits = whole + fraction;
    const sign = value < 0 ? '-' : '';
    return size < 0 ? `${sign}0.${'0'.repeat(-size - 1)}${digits}` : sign + digits.padEnd(size + 1, '0');
  };
  const sorted = (list: GoSlice | null) => {
    if (list === null) return;
    const values = (list.a.slice(list.o, list.o + list.n) as number[]).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    for (const [at, each] of values.entries()) list.a[list.o + at] = each;
  };
}
