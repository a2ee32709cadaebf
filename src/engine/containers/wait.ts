import type { ApiResponse } from '../api/door.ts';
import { badParameter } from '../errors.ts';
import { goJson, stream } from '../http/respond.ts';
import type { Call } from '../http/route.ts';
import { ChunkQueue } from '../streams/queue.ts';
import type { Container, Waiter } from './container.ts';

/** `POST /containers/{id}/wait`: answers its head at once, so that the client knows the wait has begun. */
export function waitForContainer(container: Container, { query, request }: Call): ApiResponse {
  const condition = query.get('condition') || 'not-running';
  if (condition !== 'not-running' && condition !== 'next-exit' && condition !== 'removed') {
    throw badParameter(`invalid condition: ${JSON.stringify(condition)}`);
  }
  const queue = new ChunkQueue();
  const answer: Waiter['resolve'] = (result) => {
    queue.push(new TextEncoder().encode(`${goJson(result)}\n`));
    queue.end();
  };
  const idle = !container.running && !container.cancelRestart;
  if (condition === 'not-running' && idle) answer({ StatusCode: container.exitCode });
  else {
    const waiter: Waiter = { condition, resolve: answer };
    container.waiters.add(waiter);
    request.closed?.then(() => {
      container.waiters.delete(waiter);
      queue.end();
    });
  }
  return stream(200, 'application/json', queue);
}
