import { ramInBytes } from '../../../engine/api/units.ts';
import { formatDuration, parseDuration } from '../../client/durations.ts';
import { goType, isMapping, type Tree } from './tree.ts';

/** A scalar as Go's `%v` shows it. */
export const shown = (value: Tree): string => (value === null ? '' : String(value));

/** Pairs as a list of `key=value` or as a mapping; null where there is no value. */
export function pairs(value: Tree | undefined, path: string): Record<string, string | null> {
  const found: Record<string, string | null> = {};
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) {
      if (typeof item !== 'string') throw new Error(`${path}.[${index}]: unexpected type ${goType(item)}`);
      const equals = item.indexOf('=');
      found[equals < 0 ? item : item.slice(0, equals)] = equals < 0 ? null : item.slice(equals + 1);
    }
  else if (isMapping(value))
    for (const [key, inner] of Object.entries(value)) found[key] = inner === null ? null : shown(inner);
  return sorted(found);
}

/** Labels and options: what has no value is empty. */
export const textPairs = (value: Tree | undefined, path: string): Record<string, string> =>
  Object.fromEntries(Object.entries(pairs(value, path)).map(([key, text]) => [key, text ?? '']));

export const sorted = <T>(map: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

export function texts(value: Tree | undefined): string[] | undefined {
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.map(shown) : [shown(value)];
}

export const text = (value: Tree | undefined): string | undefined =>
  value === undefined || value === null ? undefined : shown(value);

export const number = (value: Tree | undefined): number | undefined =>
  value === undefined || value === null ? undefined : Number(value);

export const truth = (value: Tree | undefined): boolean | undefined =>
  value === undefined || value === null ? undefined : value === true || value === 'true';

/** `64m` as its bytes, in digits. */
export function bytes(value: Tree | undefined, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    return String(typeof value === 'number' ? value : ramInBytes(shown(value)));
  } catch (error) {
    throw decoding(path, (error as Error).message);
  }
}

/** `90s` as Go writes it: `1m30s`. */
export function duration(value: Tree | undefined, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  try {
    return formatDuration(parseDuration(shown(value)));
  } catch (error) {
    throw decoding(path, (error as Error).message);
  }
}

/** `services.web.healthcheck.interval` is `services[web].healthcheck.interval` to what decodes. */
function decoding(path: string, reason: string): Error {
  const place = path.replace(/^(services|networks|volumes)\.([^.]+)/, '$1[$2]');
  return new Error(`decoding failed due to the following error(s):\n\n'${place}' ${reason}`);
}
