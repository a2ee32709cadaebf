import { textOf } from '../../engine/api/body.ts';
import type { ApiResponse } from '../../engine/api/door.ts';
import { withoutSessionLabel } from '../policy/labels.ts';
import { json, once, withoutLength } from './call.ts';

/** A JSON answer, changed; a refusal of the engine goes through as it is. */
export async function mapJson<T>(response: ApiResponse, change: (value: T) => unknown): Promise<ApiResponse> {
  if (response.status >= 300) return response;
  const text = await textOf(response.body);
  return json(response.status, withoutSessionLabel(change(JSON.parse(text) as T)), response.headers);
}

/** Reads a JSON answer on its way, which stays as it is. */
export async function tapJson<T>(response: ApiResponse, see: (value: T) => void | Promise<void>): Promise<ApiResponse> {
  if (response.status >= 300) return response;
  const text = await textOf(response.body);
  await see(JSON.parse(text) as T);
  return { ...response, headers: withoutLength(response.headers), body: once(new TextEncoder().encode(text)) };
}

/** A stream of JSON lines, each changed or (undefined) left out. */
export function mapLines<T>(response: ApiResponse, change: (message: T) => unknown): ApiResponse {
  if (response.status >= 300) return response;
  return { ...response, headers: withoutLength(response.headers), body: lines(response.body, change) };
}

async function* lines<T>(body: ApiResponse['body'], change: (message: T) => unknown): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const whole = rest.split('\n');
    rest = whole.pop()!;
    const kept = whole
      .filter((line) => line.trim() !== '')
      .map((line) => change(JSON.parse(line) as T))
      .filter((message) => message !== undefined)
      .map((message) => `${JSON.stringify(withoutSessionLabel(message))}\n`);
    if (kept.length > 0) yield encoder.encode(kept.join(''));
  }
}
