import type { IncomingMessage } from 'node:http';
import type { ApiRequest } from '../../engine/api/door.ts';

/** An HTTP request as an engine's door takes it. */
export function apiRequest(request: IncomingMessage, body: ApiRequest['body'], closed: Promise<void>): ApiRequest {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '');
  return {
    method: (request.method ?? 'GET') as ApiRequest['method'],
    path: question < 0 ? url : url.slice(0, question),
    query: question < 0 ? '' : url.slice(question + 1),
    headers,
    body,
    closed,
  };
}
