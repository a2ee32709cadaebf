import { type Lookup, substitute } from './variables.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '"': '"',
  '\\': '\\',
  $: '$$',
};

/** A `.env` file (compose-go's dotenv): comments, `export`, quotes, `${…}` of what came before or is around. */
export function parseDotenv(text: string, around: Lookup, missing: (name: string) => void): Map<string, string> {
  const values = new Map<string, string>();
  const lookup: Lookup = (name) => around(name) ?? values.get(name);
  const source = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  let at = 0;
  let line = 1;
  const fail = (what: string) => new Error(`line ${line}: ${what}`);
  while (at < source.length) {
    const blank = /^\s*(#[^\n]*)?/.exec(source.slice(at))![0];
    if (blank.length > 0) {
      line += blank.split('\n').length - 1;
      at += blank.length;
      continue;
    }
    const exported = /^export[ \t]+/.exec(source.slice(at))?.[0] ?? '';
    at += exported.length;
    const content = source.slice(at).split('\n')[0]!;
    const key = /^[^=:]*/.exec(content)![0];
    const odd = /[^\p{L}\p{N}_.\-[\]\s]/u.exec(key)?.[0];
    if (odd !== undefined)
      throw fail(`unexpected character ${JSON.stringify(odd)} in variable name ${JSON.stringify(content)}`);
    const name = key.trim();
    if (name.includes(' ')) throw fail('key cannot contain a space');
    if (key.length === content.length) {
      const inherited = around(name);
      if (inherited !== undefined) values.set(name, inherited);
      at += content.length;
      continue;
    }
    at += key.length + 1;
    at += /^[ \t]*/.exec(source.slice(at))![0].length;
    const quote = source[at];
    if (quote === '"' || quote === "'") {
      const end = closingQuote(source, at, quote);
      if (end < 0) {
        const rest = source.slice(at).split('\n');
        line += rest.length - 1;
        throw fail(`unterminated quoted value ${rest[0]}`);
      }
      const inside = source.slice(at + 1, end);
      line += inside.split('\n').length - 1;
      const plain = inside.replaceAll(`\\${quote}`, quote);
      values.set(name, quote === "'" ? plain : substitute(expandEscapes(plain), { lookup, missing }));
      at = end + 1;
    } else {
      const rest = source.slice(at).split('\n')[0]!;
      values.set(name, substitute(rest.replace(/ #.*$/, '').trimEnd(), { lookup, missing }));
      at += rest.length;
    }
  }
  return values;
}

function closingQuote(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

const expandEscapes = (text: string): string =>
  text.replace(/\\([abfnrtv$"\\])/g, (_, letter: string) => ESCAPES[letter]!);
