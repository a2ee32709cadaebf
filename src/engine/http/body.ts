import { concat } from '../../kernel/bytes.ts';
import type { ApiRequest } from '../api/door.ts';
import { badParameter } from '../errors.ts';

const decoder = new TextDecoder();

export async function readBody(body: ApiRequest['body']): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return concat(chunks);
}

/** The JSON object of a request, with moby's complaints; undefined when there is no body. */
export async function readJson<T>(request: ApiRequest): Promise<T | undefined> {
  const bytes = await readBody(request.body);
  if (bytes.length === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  if (type.split(';')[0]?.trim() !== 'application/json') {
    throw badParameter(`unsupported Content-Type header (${type}): must be 'application/json'`);
  }
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw badParameter(`invalid JSON: ${goJsonError(decoder.decode(bytes), error)}`);
  }
  if (value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badParameter(`invalid JSON: json: cannot unmarshal ${kind} into Go value`);
  }
  return value as T;
}

/** encoding/json's words for the two ways a document is usually broken: cut short, or a stray character. */
function goJsonError(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? Number.NaN);
  if (/end of JSON|Unterminated/i.test(message) || position >= text.length) return 'unexpected EOF';
  if (Number.isNaN(position)) {
    const character = text.trim()[0] ?? '';
    return `invalid character '${character}' looking for beginning of value`;
  }
  return `invalid character '${text[position]}' looking for beginning of value`;
}
