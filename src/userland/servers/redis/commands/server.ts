import { isErrno } from '../../../../kernel/errno.ts';
import type { Client } from '../client.ts';
import { ConfigFailure } from '../config.ts';
import { OK, RedisError, type Reply, Status, Typed } from '../reply.ts';
import type { ClientCommand } from './connection.ts';
import { globMatcher, syntaxError } from './context.ts';
import { information } from './info.ts';

function config(client: Client, [what = '', ...args]: readonly string[]): Reply {
  const { config: settings } = client.server;
  switch (what.toLowerCase()) {
    case 'get': {
      const matchers = args.map((pattern) => globMatcher(pattern.toLowerCase()));
      const wanted = settings.names().filter((name) => matchers.some((matches) => matches(name)));
      return new Typed(
        'map',
        wanted.flatMap((name) => [name, settings.get(name)]),
      );
    }
    case 'set':
      for (let i = 0; i < args.length; i += 2) {
        const name = args[i]!.toLowerCase();
        if (!settings.has(name)) {
          throw new RedisError(`ERR Unknown option or number of arguments for CONFIG SET - '${args[i]}'`);
        }
        if (
          ['port', 'bind', 'databases', 'appendonly', 'daemonize'].includes(name) &&
          settings.get(name) !== args[i + 1]
        ) {
          throw new RedisError(`ERR drydock: not simulated: CONFIG SET ${name}`);
        }
        try {
          settings.set(name, [args[i + 1] ?? '']);
        } catch (error) {
          if (!(error instanceof ConfigFailure)) throw error;
          throw new RedisError(`ERR ${error.message}`);
        }
      }
      return OK;
    case 'resetstat':
      return OK;
    case 'rewrite':
      throw new RedisError(
        settings.path === undefined
          ? 'ERR The server is running without a config file'
          : 'ERR drydock: not simulated: CONFIG REWRITE',
      );
    default:
      throw new RedisError(`ERR unknown subcommand '${what}'. Try CONFIG HELP.`);
  }
}

function save(client: Client): Reply {
  const { server } = client;
  if (server.isSaving) throw new RedisError('ERR Background save already in progress');
  try {
    server.persistence.save();
    return OK;
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new RedisError('ERR');
  }
}

/** Commands about the server as a whole. */
export const SERVER_COMMANDS: Record<string, ClientCommand> = {
  config: { arity: -2, run: config },
  info: { arity: -1, run: (client, sections) => information(client.server, sections) },
  save: { arity: 1, run: save },
  bgsave: {
    arity: -1,
    run: (client) => {
      if (!client.server.backgroundSave()) throw new RedisError('ERR Background save already in progress');
      return new Status('Background saving started');
    },
  },
  bgrewriteaof: {
    arity: 1,
    run: () => {
      throw new RedisError('ERR drydock: not simulated: BGREWRITEAOF');
    },
  },
  lastsave: { arity: 1, run: (client) => Math.floor(client.server.persistence.lastSave / 1000) },
  flushall: {
    arity: -1,
    run: (client) => {
      for (const keys of client.server.databases) keys.clear();
      client.server.persistence.append(client.database, ['FLUSHALL']);
      return OK;
    },
  },
  shutdown: {
    arity: -1,
    run: (client, args) => {
      const how = args[0]?.toUpperCase();
      if (how !== undefined && how !== 'SAVE' && how !== 'NOSAVE' && how !== 'NOW' && how !== 'FORCE')
        throw syntaxError();
      client.closing = true;
      client.server.shutdown(how === 'SAVE' || (how !== 'NOSAVE' && client.server.config.savePoints().length > 0));
      return OK;
    },
  },
  time: {
    arity: 1,
    run: (client) => {
      const now = client.server.sys.now();
      return [String(Math.floor(now / 1000)), String(Math.floor((now % 1000) * 1000))];
    },
  },
  command: {
    arity: -1,
    run: (_, [what = '']) => {
      throw new RedisError(`ERR drydock: not simulated: COMMAND ${what.toUpperCase()}`.trimEnd());
    },
  },
};
