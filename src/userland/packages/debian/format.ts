/** Sizes as apt writes them: `152 kB`, `9,337 kB`, `19.3 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 10_000) return `${Math.round(bytes)} B`;
  for (const [unit, size] of [
    ['kB', 1e3],
    ['MB', 1e6],
    ['GB', 1e9],
  ] as const) {
    const value = bytes / size;
    if (value < 100) return `${value.toFixed(1)} ${unit}`;
    if (value < 10_000) return `${Math.round(value)} ${unit}`;
  }
  return `${Math.round(bytes / 1e9)} GB`;
}

/** `1s (7,921 kB/s)` */
export function rateText(bytes: number, milliseconds: number): string {
  const seconds = Math.max(milliseconds / 1000, 0.001);
  const rate = Math.round(bytes / seconds / 1000)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
  return `${Math.floor(seconds)}s (${rate} kB/s)`;
}

/** Names in lines of at most 80 columns, indented. */
export function wrapped(names: readonly string[]): string {
  let text = '';
  let line = ' ';
  for (const name of names) {
    if (line.length + 1 + name.length >= 80) {
      text += `${line}\n`;
      line = ' ';
    }
    line += ` ${name}`;
  }
  return `${text}${line}\n`;
}
