import type { ApiRequest, ApiResponse } from '../api/door.ts';
import type { Query } from './query.ts';

/** One request as a handler sees it. */
export interface Call {
  readonly request: ApiRequest;
  readonly query: Query;
  /** What the `{…}` parts of the route's path matched, decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: ApiRequest['method'];
  /** `/containers/{id}/json`; `{name...}` matches slashes too. */
  readonly path: string;
  readonly handle: (call: Call) => ApiResponse | Promise<ApiResponse>;
}

export function route(method: ApiRequest['method'], path: string, handle: Route['handle']): Route {
  return { method, path, handle };
}
