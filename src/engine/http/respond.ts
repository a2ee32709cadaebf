import type { ApiResponse } from '../api/door.ts';

const encoder = new TextEncoder();

export const SERVER_VERSION = '28.5.2';
export const API_VERSION = '1.51';
export const MIN_API_VERSION = '1.24';

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'api-version': API_VERSION,
  'docker-experimental': 'false',
  ostype: 'linux',
  server: `Docker/${SERVER_VERSION} (linux)`,
};

export function json(status: number, value: unknown): ApiResponse {
  return bytes(status, encoder.encode(`${goJson(value)}\n`), 'application/json');
}

export function bytes(
  status: number,
  data: Uint8Array,
  type: string,
  headers: Record<string, string> = {},
): ApiResponse {
  return {
    status,
    headers: { ...COMMON_HEADERS, 'content-type': type, 'content-length': String(data.length), ...headers },
    body: once(data),
  };
}

export function empty(status: number, headers: Record<string, string> = {}): ApiResponse {
  const length: Record<string, string> = status === 204 || status === 304 ? {} : { 'content-length': '0' };
  return { status, headers: { ...COMMON_HEADERS, ...length, ...headers }, body: nothing() };
}

export function stream(status: number, type: string, body: AsyncIterable<Uint8Array>): ApiResponse {
  return { status, headers: { ...COMMON_HEADERS, 'content-type': type }, body };
}

/** encoding/json escapes these in strings; clients that print raw bodies show it. */
export function goJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('&', '\\u0026')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  if (data.length > 0) yield data;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
