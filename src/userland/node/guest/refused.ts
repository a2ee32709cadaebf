import type { ModuleFactory } from './globals.ts';

/**
 * Modules Node has and we have not. They can be required, as packages do at their start; what they export refuses, by name, when it
 * is used.
 */

const refused = (
  module: string,
  functions: string,
  classes: string,
  values: Record<string, unknown> = {},
): ModuleFactory =>
  // Sent into the sandbox as text, so what it needs travels as text too.
  ({
    toString: () =>
      `(() => {
        const refuse = (name) => { throw new Error("drydock: not simulated: " + ${JSON.stringify(module)} + "." + name); };
        const made = ${JSON.stringify(values)};
        for (const name of ${JSON.stringify(functions.split(' ').filter(Boolean))}) made[name] = () => refuse(name);
        for (const name of ${JSON.stringify(classes.split(' ').filter(Boolean))}) made[name] = class { constructor() { refuse(name); } };
        return made;
      })`,
  }) as unknown as ModuleFactory;

export const refusedModules: Readonly<Record<string, ModuleFactory>> = {
  cluster: refused('cluster', 'fork setupPrimary setupMaster disconnect on', 'Worker', {
    isPrimary: true,
    isMaster: true,
    isWorker: false,
    workers: {},
  }),
  dgram: refused('dgram', 'createSocket', 'Socket'),
  http2: refused('http2', 'createServer createSecureServer connect', 'Http2ServerRequest Http2ServerResponse', {
    constants: {},
  }),
  inspector: refused('inspector', 'open close url waitForDebugger', 'Session'),
  repl: refused('repl', 'start', 'REPLServer'),
  test: refused('test', 'test describe it before after beforeEach afterEach run', ''),
  tls: refused(
    'tls',
    'connect createServer createSecureContext checkServerIdentity getCiphers',
    'TLSSocket Server SecureContext',
    {
      rootCertificates: [],
      DEFAULT_MIN_VERSION: 'TLSv1.2',
      DEFAULT_MAX_VERSION: 'TLSv1.3',
    },
  ),
  v8: refused('v8', 'getHeapStatistics getHeapSnapshot serialize deserialize setFlagsFromString writeHeapSnapshot', ''),
  vm: refused('vm', 'runInContext runInNewContext runInThisContext createContext isContext compileFunction', 'Script'),
  worker_threads: refused(
    'worker_threads',
    'setEnvironmentData getEnvironmentData',
    'Worker MessageChannel BroadcastChannel',
    {
      isMainThread: true,
      threadId: 0,
      parentPort: null,
      workerData: null,
    },
  ),
};
