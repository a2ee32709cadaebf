const NAME_WIDTH = 20;
const BAR_WIDTH = 32;
const UNITS = ['', 'k', 'M', 'G', 'T'];

/** The last row of busybox's progress meter for a file of `total` bytes (undefined: not known before). */
export function transferRow(name: string, total: number | undefined): (received: number) => string {
  return (received) => {
    const shown = name.slice(0, NAME_WIDTH).padEnd(NAME_WIDTH);
    if (total === undefined || total === 0) return `${shown} ${size(received)}  0:00:00 ETA`;
    const ratio = Math.min(1, received / total);
    const bar = '*'.repeat(Math.round(BAR_WIDTH * ratio)).padEnd(BAR_WIDTH);
    return `${shown} ${String(Math.floor(100 * ratio)).padStart(3)}% |${bar}| ${size(received)}  0:00:00 ETA`;
  };
}

/** Five columns: bytes below 100000, then with a unit. */
function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 100_000) {
    value /= 1024;
    unit++;
  }
  const digits = String(Math.floor(value));
  return unit === 0 ? digits.padStart(5) : `${digits}${UNITS[unit]}`.padStart(5);
}
