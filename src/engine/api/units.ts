/** Sizes and durations as people read and write them: docker/go-units. Pure; both engine and docker-cli use it. */

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];
const POWERS = 'bkmgtp';
const NANOSECOND = 1_000_000_000;

/** units.HumanSize: `1.049MB` (powers of 1000, four digits). */
export function humanSize(size: number): string {
  return humanSizeWithPrecision(size, 4);
}

/** units.HumanSizeWithPrecision: what tables of the docker command use with three digits. */
export function humanSizeWithPrecision(size: number, precision: number): string {
  return withUnit(size, 1000, DECIMAL, precision);
}

/** units.BytesSize: `1.5GiB` (powers of 1024). */
export function bytesSize(size: number): string {
  return withUnit(size, 1024, BINARY, 4);
}

/** units.FromHumanSize: `32kB` is 32000. Throws with Go's words. */
export function fromHumanSize(text: string): number {
  return parseSize(text, 1000);
}

/** units.RAMInBytes: `32kB` is 32768. Throws with Go's words. */
export function ramInBytes(text: string): number {
  return parseSize(text, 1024);
}

/** units.HumanDuration of nanoseconds: `About an hour`, `3 weeks`. */
export function humanDuration(nanoseconds: number): string {
  const seconds = Math.trunc(nanoseconds / NANOSECOND);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.trunc(seconds / 60);
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.trunc(nanoseconds / NANOSECOND / 3600 + 0.5);
  if (hours === 1) return 'About an hour';
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.trunc(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.trunc(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.trunc(hours / 24 / 30)} months`;
  return `${Math.trunc(nanoseconds / NANOSECOND / 3600 / 24 / 365)} years`;
}

function withUnit(size: number, base: number, units: readonly string[], precision: number): string {
  let index = 0;
  let rest = size;
  while (rest >= base && index < units.length - 1) {
    rest /= base;
    index++;
  }
  return general(rest, precision) + units[index];
}

/** Go's %.Ng: at most N significant digits, trailing zeros dropped, an exponent from 10^N on. */
function general(value: number, precision: number): string {
  if (value === 0) return '0';
  const [digits = '', exponent = '0'] = value.toExponential(precision - 1).split('e');
  const power = Number(exponent);
  if (power >= -4 && power < precision) return String(Number(value.toPrecision(precision)));
  const sign = power < 0 ? '-' : '+';
  return `${Number(digits)}e${sign}${String(Math.abs(power)).padStart(2, '0')}`;
}

function parseSize(text: string, base: number): number {
  // The last digit or point ends the number; one blank may stand between it and the unit.
  const end = Math.max(...[...'0123456789. '].map((c) => text.lastIndexOf(c)));
  if (end < 0) throw new Error(`invalid size: '${text}'`);
  const number = text[end] === ' ' ? text.slice(0, end) : text.slice(0, end + 1);
  const suffix = text.slice(end + 1).toLowerCase();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(number)) {
    throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(number)}: invalid syntax`);
  }
  const value = Number(number);
  if (value < 0) throw new Error(`invalid size: '${text}'`);
  // A blank at the end is allowed only after a bare number.
  if (suffix === '') return whole(value);
  if (suffix.length > 3) throw new Error(`invalid suffix: '${suffix}'`);
  if (suffix[0] === 'b') {
    if (suffix.length > 1) throw new Error(`invalid suffix: '${suffix}'`);
    return whole(value);
  }
  const power = POWERS.indexOf(suffix[0]!);
  const ending = suffix.slice(1);
  if (power < 1 || !(ending === '' || ending === 'b' || ending === 'ib')) {
    throw new Error(`invalid suffix: '${suffix}'`);
  }
  return whole(value * base ** power);
}

function whole(value: number): number {
  return Math.trunc(value) + 0;
}
