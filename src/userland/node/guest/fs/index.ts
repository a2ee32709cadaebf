import type { Exports, ModuleFactory } from '../globals.ts';
import type { FileValues } from './values.ts';

/** node:fs: the synchronous calls, and the others that answer through them, later. */
export const fs: ModuleFactory = (_host, builtin, world) => {
  const { Stats, Dirent, constants } = builtin('internal/fs/values') as unknown as FileValues;
  const paths = builtin('internal/fs/paths');
  const { sync, second, bufferOf, FileHandle } = builtin('internal/fs/descriptors') as unknown as {
    sync: Exports & { openSync(path: unknown, flags?: unknown, mode?: unknown): number };
    second: Readonly<Record<string, string>>;
    bufferOf(buffer: unknown): unknown;
    FileHandle: new (fd: number) => object;
  };

  type Call = (...values: unknown[]) => unknown;
  const later = (run: Call, values: unknown[], done: (error: Error | null, result?: unknown) => void) =>
    world.setImmediate(() => {
      let result: unknown;
      try {
        result = run(...values);
      } catch (error) {
        done(error as Error);
        return;
      }
      done(null, result);
    });

  const callbacks: Exports = {};
  for (const [name, call] of Object.entries({ ...paths, ...sync })) {
    const plain = name.slice(0, -4);
    callbacks[plain] = (...values: unknown[]) => {
      const done = values.pop() as Call | undefined;
      if (typeof done !== 'function') {
        const error = new TypeError('The "cb" argument must be of type function. Received undefined');
        throw Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
      }
      const buffer = plain in second ? [bufferOf(values[1]) ?? (values[1] as { buffer?: unknown })?.buffer] : [];
      later(call as Call, values, (error, result) => (error ? done(error) : done(null, result, ...buffer)));
    };
  }
  callbacks.exists = (path: unknown, done: (there: boolean) => void) =>
    world.setImmediate(() => done((paths.existsSync as Call)(path) === true));
  // Closing may be left to itself.
  const { close } = callbacks as { close: Call };
  callbacks.close = (
    fd: number,
    done: Call = (error) => {
      if (error) throw error as Error;
    },
  ) => close(fd, done);

  const promises: Exports = { constants };
  for (const [name, call] of Object.entries(paths)) {
    if (name === 'existsSync') continue;
    promises[name.slice(0, -4)] = (...values: unknown[]) =>
      new Promise((resolve, reject) => {
        later(call as Call, values, (error, result) => (error ? reject(error) : resolve(result)));
      });
  }
  promises.open = (path: unknown, flags?: unknown, mode?: unknown) =>
    new Promise((resolve, reject) => {
      later(sync.openSync as Call, [path, flags, mode], (error, fd) =>
        error ? reject(error) : resolve(new FileHandle(fd as number)),
      );
    });

  return {
    ...paths,
    ...sync,
    ...callbacks,
    ...builtin('internal/fs/streams'),
    ...builtin('internal/fs/watch'),
    promises,
    Stats,
    Dirent,
    constants,
    F_OK: constants.F_OK,
    R_OK: constants.R_OK,
    W_OK: constants.W_OK,
    X_OK: constants.X_OK,
  };
};

/** node:fs/promises */
export const fsPromises: ModuleFactory = (_host, builtin) => builtin('fs').promises;
