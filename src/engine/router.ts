import type { ApiRequest, ApiResponse, EngineDoor } from './api/door.ts';
import { ApiError, messageOf } from './errors.ts';
import { Query } from './http/query.ts';
import { API_VERSION, empty, json, MIN_API_VERSION } from './http/respond.ts';
import type { Route } from './http/route.ts';

interface CompiledRoute extends Route {
  readonly pattern: RegExp;
  readonly names: readonly string[];
}

/** The Docker Engine API over a table of routes: version prefixes, matching, errors as JSON. */
export function createRouter(routes: readonly Route[]): EngineDoor {
  const compiled = routes.map(compile);
  return {
    async request(request) {
      try {
        return await dispatch(compiled, request);
      } catch (error) {
        return failure(error);
      }
    },
  };
}

async function dispatch(routes: readonly CompiledRoute[], request: ApiRequest): Promise<ApiResponse> {
  const version = /^\/v(\d+)\.(\d+)(?=\/)/.exec(request.path);
  if (version) checkVersion(Number(version[1]), Number(version[2]));
  const given = version ? request.path.slice(version[0].length) : request.path;
  // moby's router sends whoever asks for `//` to the same path without; clients follow when they only read.
  const path = /^(GET|HEAD)$/.test(request.method) ? given.replace(/\/{2,}/g, '/') : given;
  for (const route of routes) {
    if (route.method !== request.method) continue;
    const match = route.pattern.exec(path);
    if (!match) continue;
    const params: Record<string, string> = {};
    route.names.forEach((name, index) => {
      params[name] = decodeSegment(match[index + 1] ?? '');
    });
    return route.handle({ request, query: new Query(request.query), params });
  }
  return json(404, { message: 'page not found' });
}

function checkVersion(major: number, minor: number): void {
  const newest = Number(API_VERSION.split('.')[1]);
  const oldest = Number(MIN_API_VERSION.split('.')[1]);
  const asked = `${major}.${minor}`;
  if (major !== 1 || minor > newest) {
    throw new ApiError(400, `client version ${asked} is too new. Maximum supported API version is ${API_VERSION}`);
  }
  if (minor < oldest) {
    throw new ApiError(
      400,
      `client version ${asked} is too old. Minimum supported API version is ${MIN_API_VERSION}, please upgrade your client to a newer version`,
    );
  }
}

function failure(error: unknown): ApiResponse {
  if (error instanceof ApiError)
    return error.status === 304 ? empty(304) : json(error.status, { message: error.message });
  return json(500, { message: messageOf(error) });
}

function compile(route: Route): CompiledRoute {
  const names: string[] = [];
  const source = route.path.replace(/\{(\w+)(\.\.\.)?\}|[.*+?^$()|[\]\\]/g, (found, name?: string, deep?: string) => {
    if (!name) return `\\${found}`;
    names.push(name);
    return deep ? '(.+)' : '([^/]+)';
  });
  return { ...route, names, pattern: new RegExp(`^${source}/?$`) };
}

function decodeSegment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
