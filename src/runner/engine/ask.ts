import { textOf } from '../../engine/api/body.ts';
import type { ApiRequest, EngineDoor } from '../../engine/api/door.ts';

/** An engine's refusal. */
export class EngineError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface Question {
  readonly method?: ApiRequest['method'];
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** A question to an engine whose answer is text; rejects with an {@link EngineError}. */
export async function askText(door: EngineDoor, path: string, question: Question = {}): Promise<string> {
  const { method = 'GET', query = {}, json } = question;
  const response = await door.request({
    method,
    path,
    query: new URLSearchParams(query).toString(),
    headers: json === undefined ? {} : { 'content-type': 'application/json' },
    body: json === undefined ? undefined : new TextEncoder().encode(JSON.stringify(json)),
  });
  const text = await textOf(response.body);
  if (response.status < 400) return text;
  throw new EngineError(response.status, messageIn(text));
}

export async function ask<T>(door: EngineDoor, path: string, question: Question = {}): Promise<T> {
  return JSON.parse(await askText(door, path, question)) as T;
}

/** Undefined when there is no such thing. */
export async function find<T>(door: EngineDoor, path: string, question: Question = {}): Promise<T | undefined> {
  try {
    return await ask<T>(door, path, question);
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) return undefined;
    throw error;
  }
}

export function messageIn(text: string): string {
  try {
    return String((JSON.parse(text) as { message: string }).message);
  } catch {
    return text.trim();
  }
}
