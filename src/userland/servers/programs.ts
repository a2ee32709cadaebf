import type { MaybePromise, Program } from '../../kernel/program.ts';

/** The programs of the server images, by the names their executables carry. */
export const serverPrograms: Record<string, () => MaybePromise<Program>> = {
  nginx: async () => (await import('./nginx/nginx.ts')).nginx,
  registry: async () => (await import('./registry/registry.ts')).registry,
  gosu: async () => (await import('./step-down.ts')).gosu,
  'su-exec': async () => (await import('./step-down.ts')).suExec,
  'redis-server': async () => (await import('./redis/redis-server.ts')).redisServer,
  'redis-cli': async () => (await import('./redis/redis-cli.ts')).redisCli,
  'redis-benchmark': () => notSimulated('redis-benchmark'),
  git: () => notSimulated('git'),
  httpd: async () => (await import('./httpd/httpd.ts')).httpd,
  apachectl: async () => (await import('./httpd/httpd.ts')).apachectl,
  postgres: async () => (await import('./postgres/postgres.ts')).postgres,
  initdb: async () => (await import('./postgres/initdb.ts')).initdb,
  pg_ctl: async () => (await import('./postgres/pg-ctl.ts')).pgCtl,
  pg_isready: async () => (await import('./postgres/pg-isready.ts')).pgIsReady,
  psql: async () => (await import('./postgres/psql/psql.ts')).psql,
  pg_dump: () => notSimulated('pg_dump'),
  pg_dumpall: () => notSimulated('pg_dumpall'),
  pg_restore: () => notSimulated('pg_restore'),
  createdb: () => notSimulated('createdb'),
  createuser: () => notSimulated('createuser'),
  dropdb: () => notSimulated('dropdb'),
  'hello-world': async () => (await import('./hello-world.ts')).helloWorld,
};

/** A program that is there and says what it cannot do. */
function notSimulated(name: string): Program {
  return {
    name,
    async main(sys) {
      await sys.write(2, `drydock: not simulated: ${[name, ...sys.argv.slice(1)].join(' ')}\n`);
      return 1;
    },
  };
}
