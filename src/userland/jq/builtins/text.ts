import type { Native } from '../environment.ts';
import { formatted, textOf } from '../formats.ts';
import { printed } from '../print.ts';
import { JsonFault, readOne } from '../read.ts';
import { described, JqError, type Json } from '../values.ts';
import { list, number, plain, text } from './plain.ts';

function exploded(value: Json): string {
  if (typeof value !== 'string') throw new JqError('explode input must be a string');
  return value;
}

/** Strings, and what values are as strings. */
export const textBuiltins: Record<string, Native> = {
  'utf8bytelength/0': plain(
    (input) => new TextEncoder().encode(text(input, 'only strings have UTF-8 byte length')).length,
  ),
  'tostring/0': plain(textOf),
  'tojson/0': plain((input) => printed(input)),
  'fromjson/0': plain((input) => {
    const given = text(input, 'cannot be parsed as JSON');
    try {
      return readOne(given);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      throw new JqError(`${error.message} (while parsing '${given}')`);
    }
  }),
  'explode/0': plain((input) => Array.from(exploded(input), (char) => char.codePointAt(0)!)),
  'implode/0': plain((input) =>
    list(input, 'cannot be imploded')
      .map((code) => String.fromCodePoint(number(code)))
      .join(''),
  ),
  'ltrimstr/1': plain((input, prefix) =>
    typeof input === 'string' && typeof prefix === 'string' && input.startsWith(prefix)
      ? input.slice(prefix.length)
      : input,
  ),
  'rtrimstr/1': plain((input, suffix) =>
    typeof input === 'string' && typeof suffix === 'string' && suffix !== '' && input.endsWith(suffix)
      ? input.slice(0, -suffix.length)
      : input,
  ),
  'startswith/1': plain((input, prefix) => {
    if (typeof input !== 'string' || typeof prefix !== 'string')
      throw new JqError('startswith() requires string inputs');
    return input.startsWith(prefix);
  }),
  'endswith/1': plain((input, suffix) => {
    if (typeof input !== 'string' || typeof suffix !== 'string') throw new JqError('endswith() requires string inputs');
    return input.endsWith(suffix);
  }),
  'trim/0': plain((input) => text(input, 'cannot be trimmed').trim()),
  'ltrim/0': plain((input) => text(input, 'cannot be trimmed').trimStart()),
  'rtrim/0': plain((input) => text(input, 'cannot be trimmed').trimEnd()),
  'split/1': plain((input, separator) => {
    if (typeof input !== 'string' || typeof separator !== 'string')
      throw new JqError('split input and separator must be strings');
    return input === '' ? [] : input.split(separator);
  }),
  'join/1': plain((input, separator) =>
    list(input, 'cannot be iterated over')
      .map((item) => {
        if (item !== null && typeof item === 'object')
          throw new JqError(`${described(separator!)} and ${described(item)} cannot be added`);
        return item === null ? '' : textOf(item);
      })
      .join(text(separator!, 'cannot be added')),
  ),
  'format/1': plain((input, name) => formatted(text(name!, 'is not a valid format'), input)),
};
