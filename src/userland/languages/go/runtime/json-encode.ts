import type { Boxed, GoMap, GoSlice, GoType, JsonField, Runtime } from './guest.ts';

/** encoding/json: values as text, by their types. */
export function jsonEncodePart(G: Runtime): void {
  const { problem, quoted, compact, guarded } = G.json;
  const number = (value: number): string => {
    if (!Number.isFinite(value)) return problem(`json: unsupported value: ${G.float(value)}`);
    const size = Math.abs(value);
    if (value !== 0 && (size < 1e-6 || size >= 1e21)) return String(value).replace(/e([-+])(\d)$/, 'e$10$2');
    return String(value);
  };
  const known = new WeakMap<GoType, JsonField[]>();
  /** The fields a struct has in JSON: those others see, by the names of their tags, those of embedded structs among them. */
  const fieldsOf = (type: GoType): JsonField[] => {
    const cached = known.get(type);
    if (cached) return cached;
    const found: JsonField[] = [];
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

  G.jsonFields = fieldsOf;
  G.natives['json.encode'] = (value: Boxed | null, html: boolean) =>
    guarded(() => (value === null ? 'null' : encode(value.t, value.v, html)), '');
}
