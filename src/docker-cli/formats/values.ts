import { humanDuration } from '../../engine/api/units.ts';

/** formatter.TruncateID: `sha256:` off, twelve digits. */
export function truncateId(id: string): string {
  const colon = id.indexOf(':');
  return (colon >= 0 ? id.slice(colon + 1) : id).slice(0, 12);
}

/** formatter.Ellipsis: at most `width` columns, the last a `…`. */
export function ellipsis(text: string, width: number): string {
  const characters = [...text];
  if (width <= 0) return '';
  if (characters.length <= width) return text;
  if (width === 1) return characters[0]!;
  return `${characters.slice(0, width - 1).join('')}…`;
}

/** `3 minutes ago`; a moment that was never recorded has none. */
export const ago = (now: number, seconds: number): string => `${humanDuration(now * 1e6 - seconds * 1e9)} ago`;

/** Go's Time.String of a Unix time. */
export function unixTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`;
}

export const labelsText = (labels: Readonly<Record<string, string>> | null | undefined): string =>
  Object.entries(labels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
