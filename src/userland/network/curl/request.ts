import { binaryFromText, bytesFromBinary } from '../../commands/common/binary.ts';
import type { HeaderFields } from '../../http/message.ts';
import { authority, type TransferUrl } from '../url.ts';
import { baseEncode } from './base64.ts';
import type { RequestBody } from './body.ts';
import type { CurlOptions } from './options.ts';

export function requestMethod({ flags, values }: CurlOptions, body: RequestBody | undefined): string {
  const asked = values.get('request');
  if (asked !== undefined) return asked;
  if (flags.has('head')) return 'HEAD';
  if (values.has('upload-file')) return 'PUT';
  return body && !flags.has('get') ? 'POST' : 'GET';
}

/** The headers curl sends, those of -H replacing or removing its own. */
export function requestHeaders(
  { flags, values, headers }: CurlOptions,
  url: TransferUrl,
  body: RequestBody | undefined,
  trusted: boolean,
): HeaderFields {
  const isJson = flags.has('json');
  const own: [string, string | undefined][] = [
    ['Host', authority(url)],
    ['Authorization', authorization(values.get('user') ?? url.user, trusted || flags.has('location-trusted'))],
    ['Range', rangeOf(values.get('range'))],
    ['User-Agent', values.get('user-agent')],
    ['Accept', isJson ? 'application/json' : '*/*'],
    ['Referer', values.get('referer')],
    ['Cookie', values.get('cookie')],
    ['Content-Length', body && String(body.bytes.length)],
    ['Content-Type', body && (isJson ? 'application/json' : body.type || undefined)],
  ];
  const given = headers.map(parseHeader);
  const replaced = new Set(given.map(({ name }) => name.toLowerCase()));
  const kept = own.flatMap(([name, value]): [string, string][] =>
    value === undefined || value === '' || replaced.has(name.toLowerCase()) ? [] : [[name, value]],
  );
  const added = given.flatMap(({ name, value }): [string, string][] => (value === undefined ? [] : [[name, value]]));
  const host = added.filter(([name]) => name.toLowerCase() === 'host');
  const rest = added.filter(([name]) => name.toLowerCase() !== 'host');
  const tail = kept.filter(([name]) => name === 'Content-Length' || name === 'Content-Type');
  return [...host, ...kept.filter((each) => !tail.includes(each)), ...rest, ...tail];
}

/** `Name: value`; `Name:` removes it; `Name;` sends it empty. */
function parseHeader(text: string): { name: string; value: string | undefined } {
  const colon = text.indexOf(':');
  if (colon < 0) {
    const name = text.replace(/;\s*$/, '');
    return { name, value: name === text ? undefined : '' };
  }
  const value = text.slice(colon + 1).trim();
  return { name: text.slice(0, colon), value: value === '' ? undefined : value };
}

function authorization(user: string | undefined, allowed: boolean): string | undefined {
  if (user === undefined || !allowed) return undefined;
  const pair = user.includes(':') ? user : `${user}:`;
  return `Basic ${baseEncode(bytesFromBinary(binaryFromText(decodeURIComponent(pair.replace(/%(?![\da-f]{2})/gi, '%25')))))}`;
}

function rangeOf(range: string | undefined): string | undefined {
  return range === undefined ? undefined : `bytes=${range}`;
}
