import { formatDuration } from '../client/durations.ts';
import { escapeHtml } from '../client/go-json.ts';
import { concrete, type GoValue, isNil } from './types.ts';

/** Go's `%v`. */
export function printValue(given: GoValue, depth = 0): string {
  const value = concrete(given);
  const { type } = value;
  if (isNil(value)) return '<nil>';
  switch (type.kind) {
    case 'string':
      return String(value.value ?? '');
    case 'bool':
      return String(value.value ?? false);
    case 'int':
      return String(value.value ?? 0);
    case 'duration':
      return formatDuration(Number(value.value ?? 0));
    case 'float':
      return printFloat(Number(value.value ?? 0));
    case 'time':
      return printTime(String(value.value ?? '0001-01-01T00:00:00Z'));
    case 'pointer':
      if (depth === 0) return printValue({ type: type.element, value: value.value }, depth);
      // An address: whatever it is, it differs from run to run.
      return '0xc000010000';
    case 'slice': {
      const items = (value.value as unknown[] | null | undefined) ?? [];
      return `[${items.map((item) => printValue({ type: type.element, value: item }, depth + 1)).join(' ')}]`;
    }
    case 'map': {
      const entries = Object.entries((value.value as object | null | undefined) ?? {}).sort(([a], [b]) =>
        a < b ? -1 : 1,
      );
      return `map[${entries.map(([key, item]) => `${key}:${printValue({ type: type.element, value: item }, depth + 1)}`).join(' ')}]`;
    }
    case 'struct': {
      const source = (value.value as Record<string, unknown> | null | undefined) ?? {};
      return `{${type.fields.map((field) => printValue({ type: field.type, value: source[field.json] }, depth + 1)).join(' ')}}`;
    }
    default:
      return '<nil>';
  }
}

/** Go's `%v` of a float64: shortest, with an exponent from 1e21 on. */
export function printFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e21)) {
    const [mantissa, exponent] = value.toExponential().split('e') as [string, string];
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return String(value);
}

/** Go's Time.String: `2025-11-21 02:42:47.5 +0000 UTC`. */
export function printTime(rfc3339: string): string {
  const match = /^(\d+-\d+-\d+)T(\d+:\d+:\d+)(\.\d+)?(Z|[+-]\d+:\d+)$/.exec(rfc3339);
  if (!match) return rfc3339;
  const fraction = (match[3] ?? '').replace(/\.?0+$/, '');
  const zone = match[4] === 'Z' ? '+0000 UTC' : `${match[4]!.replace(':', '')} ${match[4]!.replace(':', '')}`;
  return `${match[1]} ${match[2]}${fraction} ${zone}`;
}

/** Go's encoding/json of a value, without HTML escaping, as the `json` function of docker's templates gives it. */
export function toJson(given: GoValue): string {
  const value = concrete(given);
  const { type } = value;
  const raw = value.value;
  switch (type.kind) {
    case 'pointer':
      return raw === undefined || raw === null ? 'null' : toJson({ type: type.element, value: raw });
    case 'slice':
      if (raw === undefined || raw === null) return 'null';
      return `[${(raw as unknown[]).map((item) => toJson({ type: type.element, value: item })).join(',')}]`;
    case 'map': {
      if (raw === undefined || raw === null) return 'null';
      const entries = Object.entries(raw as object).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      return `{${entries.map(([key, item]) => `${jsonString(key)}:${toJson({ type: type.element, value: item })}`).join(',')}}`;
    }
    case 'struct': {
      const source = (raw as Record<string, unknown> | null | undefined) ?? {};
      if (type.methods) {
        // Methods with arguments have no type of their own and are left out.
        const methods = type.fields
          .filter((field) => field.type.kind !== 'any')
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        return `{${escapeHtml(methods.map((field) => `${jsonString(field.name)}:${toJson({ type: field.type, value: source[field.json] })}`).join(','))}}`;
      }
      // In the struct's own order; fields the listing does not know are marshalled as the engine sent them.
      const types = new Map(type.fields.map((field) => [field.json, field.type]));
      const known = [...types.keys()].filter((key) => Object.hasOwn(source, key));
      const keys = [...known, ...Object.keys(source).filter((key) => !types.has(key))];
      const parts = keys
        .filter((key) => !type.omitEmpty || !isEmpty(source[key]))
        .map((key) => `${jsonString(key)}:${toJson({ type: types.get(key) ?? { kind: 'any' }, value: source[key] })}`);
      return `{${parts.join(',')}}`;
    }
    case 'string':
    case 'time':
      return jsonString(String(raw ?? ''));
    case 'int':
    case 'duration':
    case 'float':
      return String(raw ?? 0);
    case 'bool':
      return String(raw ?? false);
    default:
      return 'null';
  }
}

/** What `omitempty` leaves out. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === false || value === 0;
}

/** Go leaves < > & alone here, but not the line separators of JavaScript. */
export const jsonString = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
