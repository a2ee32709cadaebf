import type { Boxed, GoMap, GoSlice, GoType, Json, Runtime } from './guest.ts';

/** encoding/json: text into values, by their types. */
export function jsonDecodePart(G: Runtime): void {
  const { guarded, read } = G.json;
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
    const fields = G.jsonFields(type);
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
  Object.assign(G.natives, {
    /** Reads the value at the beginning of a text into a pointer: [what is left, what is wrong]. */
    'json.decode': (text: string, target: Boxed | null, samples: GoSlice, isWhole: boolean) => {
      loose = (G.items(samples) as Boxed[]).map(({ t }) => t);
      const reader = read(text);
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
  });
}
