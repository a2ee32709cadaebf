import type { Boxed, FormatFlags, GoMap, GoSlice, GoType, Int, Runtime } from './guest.ts';

/** fmt's verbs. */
export function formatPart(G: Runtime): void {
  const NONE: FormatFlags = {
    fields: false,
    plus: false,
    minus: false,
    sharp: false,
    space: false,
    zero: false,
    precision: undefined,
  };
  const hex = (text: string, isSpaced: boolean) =>
    Array.from(text, (each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join(isSpaced ? ' ' : '');
  const addresses = new WeakMap<object, number>();
  let address = 0xc000010000;
  const addressOf = (of: unknown): string => {
    if (of === null) return '0x0';
    const known = addresses.get(of as object) ?? (address += 16);
    addresses.set(of as object, known);
    return `0x${known.toString(16)}`;
  };
  const bad = (verb: string, type: GoType, value: unknown) =>
    `%!${verb}(${type.name}=${show(type, value, 'v', NONE, 0, true)})`;

  /** What a value says of itself. */
  const ownText = (type: GoType, value: unknown, verb: string, { sharp }: FormatFlags): string | undefined => {
    if (sharp || !/^[vsxXq]$/.test(verb)) return undefined;
    const method = type.methods.Error ?? type.methods.String;
    if (!method) return undefined;
    if (value === null && type.kind === 'pointer') return '<nil>';
    const text = (method as (v: unknown) => unknown)(value);
    return typeof text === 'string' ? text : G.refuse(`a ${type.methods.Error ? 'Error' : 'String'} method that waits`);
  };

  const show = (
    type: GoType,
    value: unknown,
    verb: string,
    flags: FormatFlags,
    depth: number,
    mayAsk: boolean,
  ): string => {
    if (type.kind === 'interface') {
      const held = value as Boxed | null;
      if (held === null) return flags.sharp ? `${type.name}(nil)` : '<nil>';
      return show(held.t, held.v, verb, flags, depth, mayAsk);
    }
    const own = mayAsk ? ownText(type, value, verb, flags) : undefined;
    if (own !== undefined) return text(own, verb, flags, type);
    switch (type.kind) {
      case 'bool':
        return verb === 'v' || verb === 't' ? String(value) : bad(verb, type, value);
      case 'string':
        return text(value as string, verb, flags, type);
      case 'float32':
      case 'float64':
        return G.floatText(value as number, verb, flags, type.kind === 'float32') ?? bad(verb, type, value);
      case 'slice':
      case 'array':
        return list(type, value, verb, flags, depth, mayAsk);
      case 'map':
        return map(type, value as GoMap | null, verb, flags, depth, mayAsk);
      case 'struct':
        return struct(type, value as Record<string, unknown>, verb, flags, depth, mayAsk);
      case 'pointer': {
        if (verb === 'p') return addressOf(value);
        const of = type.of!.kind;
        if (depth === 0 && value !== null && /^(struct|array|slice|map)$/.test(of)) {
          const target = of === 'struct' || of === 'array' ? value : (value as { v: unknown }).v;
          return `&${show(type.of!, target, verb, flags, depth + 1, mayAsk)}`;
        }
        return value === null ? '<nil>' : flags.sharp ? `(${type.name})(${addressOf(value)})` : addressOf(value);
      }
      case 'channel':
      case 'signature':
        return value === null ? '<nil>' : addressOf(value);
      default:
        return G.integerText(value as Int, verb, flags, type.kind.startsWith('u')) ?? bad(verb, type, value);
    }
  };

  const text = (value: string, verb: string, { precision, sharp, space }: FormatFlags, type: GoType): string => {
    const cut =
      precision === undefined || verb === 'x' || verb === 'X'
        ? value
        : [...G.decode(value)].slice(0, precision).map(G.encode).join('');
    if (verb === 'v' && sharp) return G.quote(cut);
    if (verb === 'v' || verb === 's') return cut;
    if (verb === 'q') return sharp && !cut.includes('`') ? `\`${cut}\`` : G.quote(cut);
    if (verb === 'x') return hex(cut, space);
    return verb === 'X' ? hex(cut, space).toUpperCase() : bad(verb, type, value);
  };
  const list = (
    type: GoType,
    value: unknown,
    verb: string,
    flags: FormatFlags,
    depth: number,
    mayAsk: boolean,
  ): string => {
    const items = Array.isArray(value) ? (value as unknown[]) : G.items(value as GoSlice | null);
    const isBytes = type.of!.kind === 'uint8';
    if (isBytes && /^[sqxX]$/.test(verb))
      return text((items as number[]).map((each) => String.fromCharCode(each)).join(''), verb, flags, type);
    if (verb === 'p') return addressOf(value);
    if (flags.sharp && verb === 'v') {
      if (value === null) return `${type.name}(nil)`;
      return `${type.name}{${items.map((each) => show(type.of!, each, verb, flags, depth + 1, mayAsk)).join(', ')}}`;
    }
    return `[${items.map((each) => show(type.of!, each, verb, flags, depth + 1, mayAsk)).join(' ')}]`;
  };
  const compare = (a: unknown, b: unknown): number => {
    const [x, y] = [(a as Boxed)?.t ? (a as Boxed).v : a, (b as Boxed)?.t ? (b as Boxed).v : b] as [number, number];
    if (typeof x === 'object' && x && typeof y === 'object' && y) {
      const [left, right] = [Object.values(x), Object.values(y)];
      for (const [at, each] of left.entries()) {
        const order = compare(each, right[at]);
        if (order !== 0) return order;
      }
      return 0;
    }
    return x < y ? -1 : x > y ? 1 : 0;
  };
  const map = (
    type: GoType,
    value: GoMap | null,
    verb: string,
    flags: FormatFlags,
    depth: number,
    mayAsk: boolean,
  ): string => {
    if (verb === 'p') return addressOf(value);
    const each = (of: GoType, item: unknown) => show(of, item, verb, flags, depth + 1, mayAsk);
    const entries = [...G.entries(value)].sort(([a], [b]) => compare(a, b));
    const shown = entries.map(([key, item]) => `${each(type.key!, key)}:${each(type.of!, item)}`);
    if (flags.sharp && verb === 'v') return value === null ? `${type.name}(nil)` : `${type.name}{${shown.join(', ')}}`;
    return `map[${shown.join(' ')}]`;
  };
  const struct = (
    type: GoType,
    value: Record<string, unknown>,
    verb: string,
    flags: FormatFlags,
    depth: number,
    mayAsk: boolean,
  ): string => {
    const isGo = flags.sharp && verb === 'v';
    const fields = type.fields!.map(({ name, at, type: of }) => {
      // What others may not see is not asked how it wants to be shown.
      const shown = show(of, value[at], verb, flags, depth + 1, mayAsk && /^\p{Lu}/u.test(name));
      return isGo || flags.fields ? `${name}:${shown}` : shown;
    });
    return isGo ? `${type.name}{${fields.join(', ')}}` : `{${fields.join(' ')}}`;
  };

  const showBoxed = (value: Boxed | null, verb: string, flags: FormatFlags): string => {
    if (verb === 'T') return value === null ? '<nil>' : value.t.name;
    if (value === null) return verb === 'v' ? '<nil>' : `%!${verb}(<nil>)`;
    return show(value.t, value.v, verb, flags, 0, true);
  };
  G.format = (verb, value) => showBoxed(value, verb, NONE);
  const width = (made: string) => (/[^\0-\x7f]/.test(made) ? [...G.decode(made)].length : made.length);
  const pad = (made: string, room: number, { minus, zero }: FormatFlags, verb: string, value: Boxed | null): string => {
    const missing = room - width(made);
    if (missing <= 0) return made;
    if (minus) return made + ' '.repeat(missing);
    if (!zero || /^[T]$/.test(verb) || /[In][na][fN]/.test(made)) return ' '.repeat(missing) + made;
    const isNumber = value !== null && /^(u?int|float)/.test(value.t.kind);
    const sign = isNumber ? (/^[-+ ]/.exec(made)?.[0] ?? '') : '';
    return sign + '0'.repeat(missing) + made.slice(sign.length);
  };
  const sprintf = (format: string, given: GoSlice | null): string => {
    const values = G.items(given) as (Boxed | null)[];
    let used = 0;
    let isReordered = false;
    const taken = () => {
      const value = values[used++];
      return value && /^u?int/.test(value.t.kind) ? Number(value.v) : undefined;
    };
    const made = format.replace(
      /%([-+# 0]*)(\[\d+\])?(\d+|\*)?(?:\.(\d+|\*)?)?(\[\d+\])?([a-zA-Z%!]|[^\0-\x7f]|$)/g,
      (...match) => {
        const [whole, signs, first, wide, precise, second, verb] = match as unknown as [
          string,
          string,
          string | undefined,
          string | undefined,
          string | undefined,
          string | undefined,
          string,
        ];
        if (verb === '%') return '%';
        if (verb === '') return '%!(NOVERB)';
        const index = first ?? second;
        if (index) {
          used = Number(index.slice(1, -1)) - 1;
          isReordered = true;
        }
        let room = wide === '*' ? (taken() ?? 0) : Number(wide ?? 0);
        const hasPrecision = /\./.test(whole);
        const precision =
          precise === '*' ? taken() : precise !== undefined ? Number(precise) : hasPrecision ? 0 : undefined;
        const left = signs.includes('-') || room < 0;
        room = Math.abs(room);
        const flags: FormatFlags = {
          plus: signs.includes('+') && verb !== 'v',
          fields: signs.includes('+') && verb === 'v',
          minus: left,
          sharp: signs.includes('#'),
          space: signs.includes(' '),
          zero: signs.includes('0') && !left,
          precision,
        };
        if (used >= values.length) return index ? `%!${verb}(BADINDEX)` : `%!${verb}(MISSING)`;
        const value = values[used++]!;
        return pad(showBoxed(value, verb === 'w' ? 'v' : verb, flags), room, flags, verb, value);
      },
    );
    if (isReordered || used >= values.length) return made;
    const extra = values
      .slice(used)
      .map((each) => (each === null ? '<nil>' : `${each.t.name}=${showBoxed(each, 'v', NONE)}`));
    return `${made}%!(EXTRA ${extra.join(', ')})`;
  };
  const isText = (value: Boxed | null | undefined) => value?.t.kind === 'string';
  Object.assign(G.natives, {
    'fmt.Sprintf': sprintf,
    'fmt.Sprint': (given: GoSlice | null) =>
      (G.items(given) as (Boxed | null)[])
        .map(
          (each, at, all) => (at > 0 && !isText(each) && !isText(all[at - 1]) ? ' ' : '') + showBoxed(each, 'v', NONE),
        )
        .join(''),
    'fmt.Sprintln': (given: GoSlice | null) =>
      `${(G.items(given) as (Boxed | null)[]).map((each) => showBoxed(each, 'v', NONE)).join(' ')}\n`,
    /** The errors that %w of a format wrap. */
    'fmt.wrapped': (format: string, given: GoSlice | null) => {
      const values = G.items(given) as (Boxed | null)[];
      const verbs = [...format.matchAll(/%[-+# 0]*\d*(?:\.\d+)?([a-zA-Z%])/g)]
        .map((match) => match[1])
        .filter((verb) => verb !== '%');
      return G.list(values.filter((value, at) => verbs[at] === 'w' && value !== null && 'Error' in value.t.methods));
    },
    /** Puts the text of a word into what a pointer points at; whether it fits. */
    'fmt.scanInto': (word: string, target: Boxed | null) => {
      const of = target?.t.of;
      const holder = target?.v as { v: unknown };
      if (!of) return G.refuse('scanning into something that is no pointer');
      if (of.kind === 'string') holder.v = word;
      else if (/^u?int/.test(of.kind)) {
        if (!/^[-+]?\d+$/.test(word)) return false;
        holder.v = G.exact(BigInt(word), 64, of.kind.startsWith('u'));
      } else if (/^float/.test(of.kind)) {
        if (word === '' || Number.isNaN(Number(word))) return false;
        holder.v = Number(word);
      } else if (of.kind === 'bool') holder.v = word === 'true';
      else return G.refuse(`scanning into ${of.name}`);
      return true;
    },
  });
}
