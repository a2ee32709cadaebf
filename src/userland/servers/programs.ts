import type { MaybePromise, Program } from '../../kernel/program.ts';

/** The programs of the server images, by the names their executables carry. */
export const serverPrograms: Record<string, () => MaybePromise<Program>> = {
  nginx: async () => (await import('./nginx/nginx.ts')).nginx,
  registry: async () => (await import('./registry/registry.ts')).registry,
  gosu: async () => (await import('./step-down.ts')).gosu,
  'su-exec': async () => (await import('./step-down.ts')).suExec,
  'hello-world': async () => (await import('./hello-world.ts')).helloWorld,
};
