import { humanDuration } from '../../engine/api/units.ts';

/** formatter.TruncateID: `sha256:` off, twelve digits. */
export function truncateId(id: string): string {
  const colon = id.indexOf(':');
  return (colon >= 0 ? id.slice(colon + 1) : id).slice(0, 12);
}

/** formatter.Ellipsis: at most `width` columns, the last a `…`; East Asian characters take two. */
export function ellipsis(text: string, width: number): string {
  const characters = [...text];
  if (width <= 0) return '';
  if (width === 1) return characters[0] ?? '';
  const columns = characters.map((c) => (WIDE.test(c) ? 2 : 1));
  if (columns.reduce((sum, one) => sum + one, 0) <= width) return text;
  let used = 0;
  const fitting = characters.filter((_, i) => (used += columns[i]!) < width);
  return `${fitting.join('')}…`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;

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
