import type { EngineContext } from '../context.ts';
import { notSimulated } from '../errors.ts';
import type { Query } from '../http/query.ts';

/** Searching needs Docker Hub's index, of which the built-in one has no counterpart. */
export function searchHub(_context: EngineContext, query: Query): never {
  throw notSimulated(`searching Docker Hub for ${JSON.stringify(query.get('term'))}`);
}
