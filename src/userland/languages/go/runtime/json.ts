import type { Boxed, GoField, GoMap, GoSlice, GoType, Runtime } from './guest.ts';

/** encoding/json: values to text and back, by their types. */
export function jsonPart(G: Runtime): void {
  class Problem extends Error {}
  const problem = (text: string): never => {
    throw new Problem(text);
  };
  const quoted = (text: string, escapesHtml: boolean): string => {
    const made = JSON.stringify(G.decode(text)).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
    return G.encode(escapesHtml ? made.replace(/[<>&]/g, (each) => `\\u00${each.charCodeAt(0).toString(16)}`) : made);
  };
  const number = (value: number): string => {
    if (!Number.isFinite(value)) return problem(`json: unsupported value: ${G.float(value)}`);
    const size = Math.abs(value);
    if (value !== 0 && (size < 1e-6 || size >= 1e21)) return String(value).replace(/e([-+])(\d)$/, 'e$10$2');
    return String(value);
  };
  interface Field extends GoField {
    readonly key: string;
    readonly path: readonly string[];
    readonly options: readonly string[];
  }
  const known = new WeakMap<GoType, Field[]>();
  /** The fields a struct has in JSON: those others see, by the names of their tags, those of embedded structs among them. */
  const fieldsOf = (type: GoType): Field[] => {
    const cached = known.get(type);
    if (cached) return cached;
    const found: Field[] = [];
    for (const field of type.fields!) {
      const tag = /(?:^|\s)json:"((?:[^"\\]|\\.)*)"/.exec(field.tag)?.[1];
      const [name = '', ...options] = (tag ?? '').split(',');
      if (tag === '-') continue;
      const inner = field.type.kind === 'pointer' ? field.type.of! : field.type;
      if (field.isEmbedded && name === '' && inner.kind === 'struct') {
        for (const each of fieldsOf(inner)) found.push({ ...each, path: [field.at, ...each.path] });
      } else if (/^\p{Lu}/u.test(field.name))
        found.push({ ...field, key: name || field.name, path: [field.at], options });
    }
    // The outer one hides the inner.
    const least = (key: string) => Math.min(...found.filter((each) => each.key === key).map(({ path }) => path.length));
    const own = found.filter((each) => each.path.length === least(each.key));
    known.set(type, own);
    return own;
  };
  const isEmpty = (type: GoType, value: unknown): boolean => {
    if (type.kind === 'slice') return ((value as GoSlice | null)?.n ?? 0) === 0;
    if (type.kind === 'map') return ((value as GoMap | null)?.size ?? 0) === 0;
    return type.kind !== 'struct' && (value === null || value === '' || value === false || value === 0);
  };
  const base64 = (bytes: readonly number[]): string => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    let made = '';
    for (let at = 0; at < bytes.length; at += 3) {
      const [a = 0, b = 0, c = 0] = bytes.slice(at, at + 3);
      const all = (a << 16) | (b << 8) | c;
      const four = [18, 12, 6, 0].map((shift) => letters[(all >> shift) & 63]).join('');
      const missing = Math.max(0, at + 3 - bytes.length);
      made += four.slice(0, 4 - missing) + '='.repeat(missing);
    }
    return made;
  };
  const encode = (type: GoType, value: unknown, html: boolean): string => {
    if (type.kind === 'interface')
      return value === null ? 'null' : encode((value as Boxed).t, (value as Boxed).v, html);
    const own = (type.methods.MarshalJSON ?? type.methods.MarshalText) as
      | ((v: unknown) => [GoSlice, Boxed | null])
      | undefined;
    if (own && !(type.kind === 'pointer' && value === null)) {
      const [bytes, error] = own(value);
      if (error) return problem(`json: error calling MarshalJSON for type ${type.name}: ${G.format('v', error)}`);
      return type.methods.MarshalJSON ? compact(G.bytesText(bytes)) : quoted(G.bytesText(bytes), html);
    }
    switch (type.kind) {
      case 'bool':
        return String(value);
      case 'string':
        return quoted(value as string, html);
      case 'float32':
      case 'float64':
        return number(value as number);
      case 'pointer': {
        if (value === null) return 'null';
        const isOwn = type.of!.kind === 'struct' || type.of!.kind === 'array';
        return encode(type.of!, isOwn ? value : (value as { v: unknown }).v, html);
      }
      case 'struct': {
        const parts = fieldsOf(type).flatMap((field): string[] => {
          let held = value as Record<string, unknown> | null;
          for (const each of field.path.slice(0, -1)) held = (held?.[each] ?? null) as Record<string, unknown> | null;
          if (held === null) return [];
          const own = held[field.at];
          if (field.options.includes('omitempty') && isEmpty(field.type, own)) return [];
          const text = encode(field.type, own, html);
          return [`${quoted(field.key, html)}:${field.options.includes('string') ? `"${text}"` : text}`];
        });
        return `{${parts.join(',')}}`;
      }
      case 'slice':
        if (value === null) return 'null';
        if (type.of!.kind === 'uint8') return `"${base64(G.items(value as GoSlice) as number[])}"`;
        return `[${G.items(value as GoSlice)
          .map((each) => encode(type.of!, each, html))
          .join(',')}]`;
      case 'array':
        return `[${(value as unknown[]).map((each) => encode(type.of!, each, html)).join(',')}]`;
      case 'map': {
        if (value === null) return 'null';
        if (type.key!.kind !== 'string' && !/int/.test(type.key!.kind))
          return problem(`json: unsupported type: ${type.name}`);
        const entries = [...G.entries(value as GoMap)].map(([key, each]): [string, unknown] => [String(key), each]);
        entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
        return `{${entries.map(([key, each]) => `${quoted(key, html)}:${encode(type.of!, each, html)}`).join(',')}}`;
      }
      case 'channel':
      case 'signature':
        return problem(`json: unsupported type: ${type.name}`);
      default:
        return String(value);
    }
  };

  // --- reading
  type Json = null | boolean | string | { readonly number: string } | Json[] | Map<string, Json>;
  const shown = (letter: string) => (letter === "'" ? `'\\''` : letter === '"' ? `'"'` : `'${letter}'`);
  class Reader {
    at = 0;
    readonly #text: string;
    constructor(text: string) {
      this.#text = text;
    }
    skip() {
      while (/[ \t\r\n]/.test(this.#text[this.at] ?? '')) this.at++;
    }
    peek(): string {
      const letter = this.#text[this.at];
      return letter === undefined ? problem('unexpected end of JSON input') : letter;
    }
    invalid(where: string): never {
      const letter = this.peek();
      return problem(`invalid character ${shown(letter)} ${where}`);
    }
    value(): Json {
      this.skip();
      const letter = this.peek();
      if (letter === '{') return this.object();
      if (letter === '[') return this.array();
      if (letter === '"') return this.string();
      if (/[-\d]/.test(letter)) return this.number();
      for (const [word, value] of [
        ['true', true],
        ['false', false],
        ['null', null],
      ] as const) {
        if (letter !== word[0]) continue;
        for (let next = 0; next < word.length; next++) {
          if (this.peek() !== word[next]) this.invalid(`in literal ${word} (expecting ${shown(word[next]!)})`);
          this.at++;
        }
        return value;
      }
      return this.invalid('looking for beginning of value');
    }
    number(): Json {
      const found = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(this.#text.slice(this.at))?.[0];
      if (found === undefined) {
        this.at++;
        return this.invalid('in numeric literal');
      }
      this.at += found.length;
      return { number: found };
    }
    string(): string {
      this.at++;
      let made = '';
      for (;;) {
        const letter = this.peek();
        this.at++;
        if (letter === '"') return made;
        if (letter < ' ') {
          this.at--;
          return problem(
            `invalid character '\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}' in string literal`
              .replace("'\\x0a'", "'\\n'")
              .replace("'\\x09'", "'\\t'"),
          );
        }
        if (letter !== '\\') {
          made += letter;
          continue;
        }
        const code = this.peek();
        this.at++;
        const plain: Record<string, string> = {
          n: '\n',
          t: '\t',
          r: '\r',
          b: '\b',
          f: '\f',
          '/': '/',
          '\\': '\\',
          '"': '"',
        };
        if (code === 'u') {
          const pair = /^([\da-fA-F]{4})(?:\\u([dD][c-fC-F][\da-fA-F]{2}))?/.exec(this.#text.slice(this.at));
          if (!pair) return this.invalid('in \\u hexadecimal character escape');
          const first = Number.parseInt(pair[1]!, 16);
          const isPair = pair[2] !== undefined && first >= 0xd800 && first < 0xdc00;
          made += G.encode(String.fromCharCode(first, ...(isPair ? [Number.parseInt(pair[2]!, 16)] : [])));
          this.at += isPair ? 10 : 4;
        } else if (plain[code]) made += plain[code];
        else {
          this.at--;
          return this.invalid('in string escape code');
        }
      }
    }
    array(): Json {
      const found: Json[] = [];
      this.at++;
      this.skip();
      if (this.peek() === ']') {
        this.at++;
        return found;
      }
      for (;;) {
        found.push(this.value());
        this.skip();
        const letter = this.peek();
        if (letter !== ',' && letter !== ']') return this.invalid('after array element');
        this.at++;
        if (letter === ']') return found;
      }
    }
    object(): Json {
      const found = new Map<string, Json>();
      this.at++;
      this.skip();
      if (this.peek() === '}') {
        this.at++;
        return found;
      }
      for (;;) {
        this.skip();
        if (this.peek() !== '"') return this.invalid('looking for beginning of object key string');
        const key = this.string();
        this.skip();
        if (this.peek() !== ':') return this.invalid('after object key');
        this.at++;
        found.set(key, this.value());
        this.skip();
        const letter = this.peek();
        if (letter !== ',' && letter !== '}') return this.invalid('after object key:value pair');
        this.at++;
        if (letter === '}') return found;
      }
    }
    end() {
      this.skip();
      if (this.at < this.#text.length) this.invalid('after top-level value');
    }
  }
  const compact = (text: string): string => {
    const reader = new Reader(text);
    const value = reader.value();
    reader.end();
    return write(value);
  };
  const write = (value: Json): string => {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'string') return quoted(value, true);
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (value instanceof Map)
      return `{${[...value].map(([key, each]) => `${quoted(key, true)}:${write(each)}`).join(',')}}`;
    return value.number;
  };
  const indented = (value: string, prefix: string, indent: string): string => {
    const reader = new Reader(value);
    const tree = reader.value();
    const show = (of: Json, depth: number): string => {
      const line = `\n${prefix}${indent.repeat(depth + 1)}`;
      const last = `\n${prefix}${indent.repeat(depth)}`;
      if (Array.isArray(of))
        return of.length === 0 ? '[]' : `[${of.map((each) => line + show(each, depth + 1)).join(',')}${last}]`;
      if (!(of instanceof Map)) return write(of);
      return of.size === 0
        ? '{}'
        : `{${[...of].map(([key, each]) => `${line}${quoted(key, true)}: ${show(each, depth + 1)}`).join(',')}${last}}`;
    };
    return show(tree, 0);
  };

  /** The types that values without a wanted type get: map[string]any, []any, float64, string, bool. */
  let loose: readonly GoType[] = [];
  const kindName = (value: Json): string =>
    typeof value === 'string'
      ? 'string'
      : typeof value === 'boolean'
        ? 'bool'
        : Array.isArray(value)
          ? 'array'
          : value instanceof Map
            ? 'object'
            : 'number';
  let firstMistake: string | undefined;
  const mistake = (value: Json, type: GoType, where: string) => {
    const number =
      /int|float/.test(type.kind) && value !== null && typeof value === 'object' && 'number' in value
        ? ` ${(value as { number: string }).number}`
        : '';
    firstMistake ??= `json: cannot unmarshal ${kindName(value)}${number} into Go ${where === '' ? 'value' : `struct field ${where}`} of type ${type.name}`;
  };
  const free = (value: Json): Boxed | null => {
    const [map, list, float, string, bool] = loose as readonly [GoType, GoType, GoType, GoType, GoType];
    if (value === null) return null;
    if (typeof value === 'string') return G.box(string, value);
    if (typeof value === 'boolean') return G.box(bool, value);
    if (Array.isArray(value)) return G.box(list, G.list(value.map(free)));
    if (value instanceof Map) return G.box(map, new Map([...value].map(([key, each]) => [key, free(each)])));
    return G.box(float, Number(value.number));
  };
  /** What a place of `type` that holds `old` holds after reading. */
  const decode = (value: Json, type: GoType, old: unknown, where: string): unknown => {
    if (value === null) return /^(slice|map|pointer|interface)$/.test(type.kind) ? null : old;
    switch (type.kind) {
      case 'interface':
        if ((type.wants ?? []).length > 0) break;
        return free(value);
      case 'pointer': {
        const isOwn = type.of!.kind === 'struct' || type.of!.kind === 'array';
        if (isOwn) return decode(value, type.of!, old ?? type.of!.zero(), where);
        const holder = (old as { v: unknown } | null) ?? new G.Cell(type.of!.zero());
        holder.v = decode(value, type.of!, holder.v, where);
        return holder;
      }
      case 'bool':
        if (typeof value === 'boolean') return value;
        break;
      case 'string':
        if (typeof value === 'string') return value;
        break;
      case 'struct':
        if (value instanceof Map) return struct(value, type, old as Record<string, unknown>);
        break;
      case 'slice':
        if (Array.isArray(value)) return G.list(value.map((each) => decode(each, type.of!, type.of!.zero(), where)));
        if (type.of!.kind === 'uint8' && typeof value === 'string') return G.refuse('JSON into []byte');
        break;
      case 'array':
        if (Array.isArray(value))
          return (old as unknown[]).map((each, at) =>
            at < value.length ? decode(value[at]!, type.of!, each, where) : type.of!.zero(),
          );
        break;
      case 'map':
        if (value instanceof Map) {
          const map = (old as GoMap | null) ?? (new Map() as unknown as GoMap);
          for (const [key, each] of value)
            map.set(type.key!.kind === 'string' ? key : Number(key), decode(each, type.of!, type.of!.zero(), where));
          return map;
        }
        break;
      default:
        if (typeof value === 'object' && 'number' in value) return numeric(value, type, old, where);
    }
    mistake(value, type, where);
    return old;
  };
  const numeric = (value: { readonly number: string }, type: GoType, old: unknown, where: string): unknown => {
    if (type.kind.startsWith('float')) return Number(value.number);
    if (!/^u?int/.test(type.kind) || !/^-?\d+$/.test(value.number)) {
      mistake(value as never, type, where);
      return old;
    }
    const bits = Number(type.kind.replace(/\D/g, '')) || 64;
    const whole = BigInt(value.number);
    const isUnsigned = type.kind.startsWith('u');
    if ((isUnsigned ? BigInt.asUintN(bits, whole) : BigInt.asIntN(bits, whole)) !== whole) {
      mistake(value as never, type, where);
      return old;
    }
    return G.exact(whole, bits, isUnsigned);
  };
  const struct = (value: Map<string, Json>, type: GoType, old: Record<string, unknown>) => {
    const fields = fieldsOf(type);
    for (const [key, each] of value) {
      const field =
        fields.find((one) => one.key === key) ?? fields.find((one) => one.key.toLowerCase() === key.toLowerCase());
      if (!field) continue;
      let holder = old;
      let of = type;
      for (const step of field.path.slice(0, -1)) {
        const inner = of.fields!.find(({ at }) => at === step)!.type;
        of = inner.kind === 'pointer' ? inner.of! : inner;
        holder[step] ??= of.zero();
        holder = holder[step] as Record<string, unknown>;
      }
      holder[field.at] = decode(each, field.type, holder[field.at], `${type.name.replace(/^.*\./, '')}.${field.key}`);
    }
    return old;
  };
  const guarded = <T>(run: () => T, otherwise: T): [T, string] => {
    try {
      return [run(), ''];
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      return [otherwise, thrown.message];
    }
  };
  Object.assign(G.natives, {
    'json.encode': (value: Boxed | null, html: boolean) =>
      guarded(() => (value === null ? 'null' : encode(value.t, value.v, html)), ''),
    'json.indent': indented,
    /** Reads the value at the beginning of a text into a pointer: [what is left, what is wrong]. */
    'json.decode': (text: string, target: Boxed | null, samples: GoSlice, isWhole: boolean) => {
      loose = (G.items(samples) as Boxed[]).map(({ t }) => t);
      const reader = new Reader(text);
      if (target?.t.kind !== 'pointer' || target.v === null)
        return [
          '',
          `json: Unmarshal(${target === null ? 'nil' : target.t.kind === 'pointer' ? `nil ${target.t.name}` : `non-pointer ${target.t.name}`})`,
        ];
      const [value, wrong] = guarded(() => {
        const read = reader.value();
        if (isWhole) reader.end();
        return read;
      }, null);
      if (wrong !== '') return ['', wrong];
      firstMistake = undefined;
      const of = target.t.of!;
      const place = target.v as { v: unknown };
      if (of.kind === 'struct' || of.kind === 'array') {
        const made = decode(value, of, target.v, '');
        if (of.kind === 'array')
          for (const [at, each] of (made as unknown[]).entries()) (target.v as unknown[])[at] = each;
      } else place.v = decode(value, of, place.v, '');
      return [text.slice(reader.at), firstMistake ?? ''];
    },
    'json.valid': (text: string) => guarded(() => void compact(text), undefined)[1] === '',
  });
}
