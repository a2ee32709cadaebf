import type { ApiRequest } from '../../engine/api/door.ts';

/** What a request is about; it must be the session's. */
export type Subject = 'none' | 'container' | 'exec' | 'image' | 'network' | 'volume';

export interface PolicyRoute {
  readonly method: ApiRequest['method'];
  /** `{}` is one segment, `{...}` any number (names of images). */
  readonly pattern: string;
  readonly subject: Subject;
  /** Who answers it (guard/). */
  readonly action: string;
  /** It changes nothing: also with --read-only. */
  readonly reads: boolean;
}

const reading = (text: string): PolicyRoute[] => rows(text, true);
const changing = (text: string): PolicyRoute[] => rows(text, false);

function rows(text: string, reads: boolean): PolicyRoute[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [method, pattern, subject, action] = line.trim().split(/\s+/);
      return { method, pattern, subject, action, reads } as PolicyRoute;
    });
}

/** All of the Engine API that a session may use. What is not here (swarm, plugins, secrets, sessions, …) is refused. */
export const ROUTES: readonly PolicyRoute[] = [
  ...reading(`
    GET    /_ping                          none       pass
    HEAD   /_ping                          none       pass
    GET    /version                        none       pass
    GET    /info                           none       info
    GET    /events                         none       events
    GET    /system/df                      none       diskUsage
    GET    /containers/json                none       listContainers
    GET    /containers/{}/json             container  inspect
    GET    /containers/{}/top              container  pass
    GET    /containers/{}/logs             container  logs
    GET    /containers/{}/changes          container  pass
    GET    /containers/{}/export           container  pass
    GET    /containers/{}/stats            container  pass
    GET    /containers/{}/archive          container  pass
    HEAD   /containers/{}/archive          container  pass
    POST   /containers/{}/wait             container  wait
    GET    /exec/{}/json                   exec       inspect
    GET    /images/json                    none       listImages
    GET    /images/search                  none       pass
    GET    /images/get                     none       saveImages
    GET    /images/{...}/json              image      inspect
    GET    /images/{...}/history           image      pass
    GET    /images/{...}/get               image      pass
    GET    /distribution/{...}/json        none       distribution
    GET    /networks                       none       listNetworks
    GET    /networks/{}                    network    inspectNetwork
    GET    /volumes                        none       listVolumes
    GET    /volumes/{}                     volume     inspect
  `),
  ...changing(`
    POST   /containers/create              none       createContainer
    POST   /containers/prune               none       pruneContainers
    POST   /containers/{}/start            container  start
    POST   /containers/{}/restart          container  start
    POST   /containers/{}/stop             container  pass
    POST   /containers/{}/kill             container  pass
    POST   /containers/{}/pause            container  pass
    POST   /containers/{}/unpause          container  pass
    POST   /containers/{}/rename           container  pass
    POST   /containers/{}/resize           container  pass
    POST   /containers/{}/update           container  update
    POST   /containers/{}/attach           container  hijack
    PUT    /containers/{}/archive          container  putArchive
    DELETE /containers/{}                  container  remove
    POST   /containers/{}/exec             container  createExec
    POST   /exec/{}/start                  exec       startExec
    POST   /exec/{}/resize                 exec       pass
    POST   /commit                         none       commit
    POST   /build                          none       build
    POST   /build/prune                    none       pruneBuilder
    POST   /images/create                  none       pull
    POST   /images/load                    none       load
    POST   /images/prune                   none       pruneImages
    POST   /images/{...}/tag               image      tag
    POST   /images/{...}/push              none       push
    DELETE /images/{...}                   image      removeImage
    POST   /networks/create                none       createNetwork
    POST   /networks/prune                 none       prune
    POST   /networks/{}/connect            network    connect
    POST   /networks/{}/disconnect         network    disconnect
    DELETE /networks/{}                    network    pass
    POST   /volumes/create                 none       createVolume
    POST   /volumes/prune                  none       pruneVolumes
    DELETE /volumes/{}                     volume     pass
  `),
];

export interface Matched {
  readonly route: PolicyRoute;
  /** The name in the path, decoded; '' when the route has none. */
  readonly name: string;
}

const SEGMENT = '([^/]+)';
const SEGMENTS = '(.+)';

const compiled = ROUTES.map((route) => ({
  route,
  expression: new RegExp(
    `^${route.pattern.replace(/[.+]/g, '\\$&').replace('{\\.\\.\\.}', SEGMENTS).replace('{}', SEGMENT)}$`,
  ),
}));

/** The path without its version; undefined when it is none the engine could take for something else than we do. */
export function plainPath(path: string): string | undefined {
  const plain = path.replace(/^\/v\d+\.\d+(?=\/)/, '');
  let decoded: string;
  try {
    decoded = decodeURIComponent(plain);
  } catch {
    return undefined;
  }
  // A router behind us may clean paths: what it would change is refused.
  if (/[\0?#\\]/.test(decoded) || decoded.split('/').some((part) => part === '.' || part === '..')) return undefined;
  if (/\/\/|\/$/.test(decoded) && decoded !== '/') return undefined;
  return decoded;
}

/** The route of a request; undefined when there is none, which is to say: no. */
export function findRoute(method: string, path: string): Matched | undefined {
  for (const { route, expression } of compiled) {
    if (route.method !== method) continue;
    const match = expression.exec(path);
    if (match) return { route, name: match[1] ?? '' };
  }
  return undefined;
}
