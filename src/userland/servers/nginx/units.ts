const SECONDS: Record<string, number> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  M: 2_592_000,
  y: 31_536_000,
};

/** `75s`, `1h 30m`, `60` as seconds. */
export function seconds(text: string | undefined, standard: number): number {
  if (text === undefined) return standard;
  let total = 0;
  for (const [, count = '0', unit] of text.matchAll(/(\d+)(ms|[smhdwMy])?/g))
    total += Number(count) * (SECONDS[unit ?? 's'] ?? 1);
  return total;
}

/** `1m`, `8k`, `2g`, `512` as bytes. */
export function size(text: string | undefined, standard: number): number {
  const match = /^(\d+)([kKmMgG]?)$/.exec(text ?? '');
  if (!match) return standard;
  const factor = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match[2] ?? '').toLowerCase()] ?? 1;
  return Number(match[1]) * factor;
}
