const WORD = 1n << 64n;

/** printf(3)'s number conversions: `d i o u x X` over integers, `e f g a` and their capitals over floats. */
export function formatNumber(
  letter: string,
  flags: string,
  width: number,
  precision: number | undefined,
  value: number | bigint,
): string {
  const integer = 'diouxX'.includes(letter);
  let sign = '';
  let digits: string;
  let finite = true;
  if (integer) {
    let whole = typeof value === 'bigint' ? value : toBig(value);
    if ('oxXu'.includes(letter) && whole < 0n) whole += WORD;
    if (whole < 0n) {
      sign = '-';
      whole = -whole;
    }
    digits = whole.toString(letter === 'o' ? 8 : 'xX'.includes(letter) ? 16 : 10);
    if (letter === 'X') digits = digits.toUpperCase();
    if (precision !== undefined) digits = precision === 0 && whole === 0n ? '' : digits.padStart(precision, '0');
    if (flags.includes('#') && letter === 'o' && !digits.startsWith('0')) digits = `0${digits}`;
  } else {
    const number = Number(value);
    finite = Number.isFinite(number);
    if (number < 0 || Object.is(number, -0)) sign = '-';
    digits = float(letter, Math.abs(number), precision, flags.includes('#'));
  }
  if (sign === '' && 'difeEgGFaA'.includes(letter)) sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  const prefix = flags.includes('#') && 'xX'.includes(letter) && Number(value) !== 0 ? `0${letter}` : '';
  const zeroFill = flags.includes('0') && !flags.includes('-') && finite && !(integer && precision !== undefined);
  if (zeroFill) digits = digits.padStart(width - sign.length - prefix.length, '0');
  const text = sign + prefix + digits;
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

function toBig(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (!Number.isFinite(value)) return value > 0 ? WORD / 2n - 1n : -(WORD / 2n);
  return BigInt(Math.trunc(value));
}

function float(letter: string, value: number, precision: number | undefined, alternate: boolean): string {
  const lower = letter.toLowerCase();
  let text: string;
  if (Number.isNaN(value)) text = 'nan';
  else if (!Number.isFinite(value)) text = 'inf';
  else if (lower === 'f') text = fixed(value, precision ?? 6);
  else if (lower === 'e') text = exponent(value, precision ?? 6);
  else if (lower === 'a') text = hexadecimal(value);
  else text = general(value, precision === 0 ? 1 : (precision ?? 6), alternate);
  return letter === lower ? text : text.toUpperCase();
}

/** toFixed gives up at 1e21 and at 100 digits. */
function fixed(value: number, precision: number): string {
  if (value < 1e21 && precision <= 100) return value.toFixed(precision);
  const whole = value < 1e21 ? value.toFixed(100).padEnd(precision - 100, '0') : BigInt(value).toString();
  return value < 1e21 || precision === 0 ? whole : `${whole}.${'0'.repeat(precision)}`;
}

function exponent(value: number, precision: number): string {
  return value.toExponential(Math.min(100, precision)).replace(/e([-+])(\d)$/, 'e$10$2');
}

function general(value: number, precision: number, alternate: boolean): string {
  const scientific = exponent(value, precision - 1);
  const power = Number(scientific.slice(scientific.indexOf('e') + 1));
  const plain = power < -4 || power >= precision ? scientific : fixed(value, Math.max(0, precision - 1 - power));
  return alternate ? plain : plain.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, '');
}

function hexadecimal(value: number): string {
  if (value === 0) return '0x0p+0';
  let power = Math.floor(Math.log2(value));
  let mantissa = value / 2 ** power;
  if (mantissa >= 2) {
    mantissa /= 2;
    power++;
  }
  const digits = (mantissa - 1).toString(16).replace(/^0\.?/, '');
  return `0x1${digits ? `.${digits}` : ''}p${power < 0 ? '' : '+'}${power}`;
}
