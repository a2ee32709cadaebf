import { baseDecode, baseEncode } from '../network/curl/base64.ts';
import { printed } from './print.ts';
import { described, JqError, type Json } from './values.ts';

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' };

export function textOf(value: Json): string {
  return typeof value === 'string' ? value : printed(value);
}

function row(value: Json, separator: string, quote: (text: string) => string, what: string): string {
  if (!Array.isArray(value)) throw new JqError(`${described(value)} cannot be ${what}-formatted, only an array can be`);
  return value
    .map((cell) => {
      if (cell === null) return '';
      if (typeof cell === 'string') return quote(cell);
      if (typeof cell === 'object') throw new JqError(`${described(cell)} is not valid in a ${what} row`);
      return printed(cell);
    })
    .join(separator);
}

/** `@name` of a value. */
export function formatted(name: string, value: Json): string {
  switch (name) {
    case 'text':
      return textOf(value);
    case 'json':
      return printed(value);
    case 'csv':
      return row(value, ',', (text) => `"${text.replaceAll('"', '""')}"`, 'csv');
    case 'tsv':
      return row(
        value,
        '\t',
        (text) => text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
        'tsv',
      );
    case 'html':
      return textOf(value).replace(/[<>&'"]/g, (char) => HTML[char]!);
    case 'uri':
      return encodeURIComponent(textOf(value)).replace(
        /[!'()*]/g,
        (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
      );
    case 'sh':
      return (Array.isArray(value) ? value : [value])
        .map((part) => {
          if (part !== null && typeof part === 'object')
            throw new JqError(`${described(part)} can not be escaped for shell`);
          return typeof part === 'string' ? `'${part.replaceAll("'", "'\\''")}'` : printed(part);
        })
        .join(' ');
    case 'base64':
      return baseEncode(new TextEncoder().encode(textOf(value)));
    case 'base64d':
      try {
        return new TextDecoder().decode(baseDecode(textOf(value)));
      } catch {
        throw new JqError(`${described(value)} is not valid base64 data`);
      }
    default:
      throw new JqError(`${name} is not a valid format`);
  }
}
