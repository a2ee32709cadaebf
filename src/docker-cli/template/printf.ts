import { printFloat, printValue } from './print.ts';
import { concrete, type GoValue, typeName } from './types.ts';

const VERB = /%([-+# 0]*)(\*|\d+)?(?:\.(\d+))?([a-zA-Z%])?/g;

/** Go's fmt.Sprintf, for the verbs a format string on a command line uses. */
export function goPrintf(format: string, args: readonly GoValue[]): string {
  let next = 0;
  const text = format.replace(
    VERB,
    (_, flags: string, width: string | undefined, precision: string | undefined, verb: string | undefined) => {
      if (verb === undefined) return '%!(NOVERB)';
      if (verb === '%') return '%';
      const columns = width === '*' ? Number(args[next++]?.value ?? 0) : Number(width ?? 0);
      const arg = args[next++];
      if (!arg) return `%!${verb}(MISSING)`;
      return pad(
        one(verb, flags, precision === undefined ? undefined : Number(precision), concrete(arg)),
        columns,
        flags,
      );
    },
  );
  if (next >= args.length) return text;
  const extra = args.slice(next).map((arg) => `${typeName(concrete(arg).type)}=${printValue(arg)}`);
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function one(verb: string, flags: string, precision: number | undefined, arg: GoValue): string {
  const { type, value } = arg;
  const wrong = () =>
    `%!${verb}(${value === undefined || value === null ? '<nil>' : `${typeName(type)}=${printValue(arg)}`})`;
  const signed = (text: string) => (flags.includes('+') && !text.startsWith('-') ? `+${text}` : text);
  const number = Number(value ?? 0);
  switch (verb) {
    case 'v':
      return flags.includes('#') && type.kind === 'string' ? JSON.stringify(value ?? '') : printValue(arg);
    case 's':
      if (type.kind === 'int' || type.kind === 'float' || type.kind === 'bool') return wrong();
      return printValue(arg).slice(0, precision);
    case 'q':
      return type.kind === 'string'
        ? JSON.stringify(value ?? '')
        : type.kind === 'slice'
          ? `[${((value as unknown[]) ?? []).map((item) => JSON.stringify(item)).join(' ')}]`
          : wrong();
    case 'd':
      return type.kind === 'int' ? signed(String(number)) : wrong();
    case 'x':
    case 'X': {
      const hex =
        type.kind === 'string'
          ? [...new TextEncoder().encode(String(value ?? ''))]
              .map((byte) => byte.toString(16).padStart(2, '0'))
              .join('')
          : type.kind === 'int'
            ? number.toString(16)
            : undefined;
      return hex === undefined ? wrong() : verb === 'X' ? hex.toUpperCase() : hex;
    }
    case 'o':
      return type.kind === 'int' ? number.toString(8) : wrong();
    case 'b':
      return type.kind === 'int' ? number.toString(2) : wrong();
    case 'c':
      return type.kind === 'int' ? String.fromCodePoint(number) : wrong();
    case 't':
      return type.kind === 'bool' ? String(value ?? false) : wrong();
    case 'f':
    case 'F':
      return type.kind === 'float' ? signed(number.toFixed(precision ?? 6)) : wrong();
    case 'g':
      return type.kind === 'float'
        ? signed(precision === undefined ? printFloat(number) : String(Number(number.toPrecision(precision || 1))))
        : wrong();
    case 'e':
      return type.kind === 'float'
        ? signed(number.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2'))
        : wrong();
    case 'T':
      return typeName(type);
    default:
      return wrong();
  }
}

function pad(text: string, columns: number, flags: string): string {
  const missing = columns - [...text].length;
  if (missing <= 0) return text;
  if (flags.includes('-')) return text + ' '.repeat(missing);
  if (flags.includes('0'))
    return text.startsWith('-') ? `-${'0'.repeat(missing)}${text.slice(1)}` : '0'.repeat(missing) + text;
  return ' '.repeat(missing) + text;
}
