import { resolvePath } from '../client/paths.ts';
import { messageOf } from '../errors.ts';
import type { CliHost } from '../host.ts';

/** `--env-file` or `--label-file`: one `NAME=value` a line; a bare name takes the value around, if `lookup` has one. */
export function readKeyValueFile(host: CliHost, file: string, lookup?: (name: string) => string | undefined): string[] {
  let bytes: Uint8Array;
  try {
    bytes = host.files.read(resolvePath(host.cwd(), file));
  } catch (error) {
    // Opening a folder succeeds; reading it does not.
    const isFolder = (error as { code?: unknown }).code === 'EISDIR';
    throw new Error(
      isFolder ? `invalid env file (${file}): read ${file}: is a directory` : `open ${file}: ${messageOf(error)}`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const line =
      new TextDecoder()
        .decode(bytes)
        .split('\n')
        .findIndex((content) => content.includes('\ufffd')) + 1;
    throw new Error(`invalid env file (${file}): invalid utf8 bytes at line ${line}: ${showBytes(bytes, line)}`);
  }
  const result: string[] = [];
  for (const raw of text.replace(/^\ufeff/, '').split('\n')) {
    const line = raw.replace(/\r$/, '').trimStart();
    if (line === '' || line.startsWith('#')) continue;
    const equals = line.indexOf('=');
    const name = equals < 0 ? line : line.slice(0, equals);
    if (name === '') throw new Error(`invalid env file (${file}): no variable name on line '${line}'`);
    if (/\s/.test(name)) throw new Error(`invalid env file (${file}): variable '${name}' contains whitespaces`);
    if (equals >= 0) result.push(line);
    else {
      const value = lookup ? lookup(name) : '';
      if (value !== undefined && lookup) result.push(`${name}=${value}`);
      else if (!lookup) result.push(name);
    }
  }
  return result;
}

function showBytes(bytes: Uint8Array, line: number): string {
  let current = 1;
  const content: number[] = [];
  for (const byte of bytes) {
    if (byte === 10) current++;
    else if (current === line) content.push(byte);
  }
  return `[${content.join(' ')}]`;
}

/** Files first, then the flags, of which the last of a name counts; a bare `-e NAME` is sent with its value here, or without one. */
export function collectEnv(host: CliHost, files: readonly string[], given: readonly string[]): string[] {
  const fromFiles = files.flatMap((file) => readKeyValueFile(host, file, (name) => host.env.get(name)));
  const fromFlags = new Map<string, string>();
  for (const entry of given) {
    const name = entry.split('=', 1)[0]!;
    const value = entry === name ? host.env.get(name) : undefined;
    fromFlags.set(name, value === undefined ? entry : `${name}=${value}`);
  }
  return [...fromFiles, ...fromFlags.values()];
}

/** `key=value` words to a map; a bare key has an empty value (opts.ConvertKVStringsToMap). */
export function toMap(pairs: readonly string[]): Record<string, string> {
  const map: Record<string, string> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    map[equals < 0 ? pair : pair.slice(0, equals)] = equals < 0 ? '' : pair.slice(equals + 1);
  }
  return map;
}
