import type { Client } from '../client.ts';
import { OK, RedisError, type Reply, Status, Typed } from '../reply.ts';
import { integer, syntaxError } from './context.ts';

export interface ClientCommand {
  readonly arity: number;
  readonly run: (client: Client, args: readonly string[]) => Reply;
}

function authenticate(client: Client, args: readonly string[]): Reply {
  const wanted = client.server.config.get('requirepass');
  if (wanted === '' && args.length === 1) {
    throw new RedisError(
      'ERR AUTH <password> called without any password configured for the default user. Are you sure your configuration is correct?',
    );
  }
  const [user, password] = args.length === 1 ? ['default', args[0]] : args;
  if (user !== 'default' || (wanted !== '' && password !== wanted)) {
    throw new RedisError('WRONGPASS invalid username-password pair or user is disabled.');
  }
  client.loggedIn = true;
  return OK;
}

function describe(client: Client): string {
  const { sys } = client.server;
  const [peer, local] = [sys.peerName(client.fd), sys.socketName(client.fd)];
  return (
    `id=${client.id} addr=${peer.address}:${peer.port} laddr=${local.address}:${local.port} fd=${client.fd} name=${client.name} ` +
    `db=${client.database} sub=${client.channels.size} psub=${client.patterns.size} user=default resp=${client.protocol}`
  );
}

function clientCommand(client: Client, [what = '', ...args]: readonly string[]): Reply {
  switch (what.toLowerCase()) {
    case 'id':
      return client.id;
    case 'getname':
      return client.name || null;
    case 'setname':
      client.name = args[0] ?? '';
      return OK;
    case 'setinfo':
    case 'no-evict':
    case 'no-touch':
      return OK;
    case 'info':
      return `${describe(client)}\n`;
    case 'list':
      return [...client.server.clients].map((each) => `${describe(each)}\n`).join('');
    default:
      throw new RedisError(`ERR drydock: not simulated: CLIENT ${what.toUpperCase()}`);
  }
}

/** Commands about the connection itself. */
export const CONNECTION_COMMANDS: Record<string, ClientCommand> = {
  ping: {
    arity: -1,
    run: (client, [message]) => {
      if (client.protocol === 2 && client.channels.size + client.patterns.size > 0) return ['pong', message ?? ''];
      return message ?? new Status('PONG');
    },
  },
  echo: { arity: 2, run: (_, [message = '']) => message },
  auth: { arity: -2, run: authenticate },
  hello: {
    arity: -1,
    run: (client, [version, ...rest]) => {
      if (version !== undefined && version !== '2' && version !== '3')
        throw new RedisError('NOPROTO unsupported protocol version');
      if (rest[0]?.toLowerCase() === 'auth') authenticate(client, rest.slice(1, 3));
      if (!client.loggedIn) {
        throw new RedisError(
          'NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP protocol version at the same time',
        );
      }
      if (version) client.protocol = version === '3' ? 3 : 2;
      return new Typed('map', [
        'server',
        'redis',
        'version',
        '7.4.1',
        'proto',
        client.protocol,
        'id',
        client.id,
        'mode',
        'standalone',
        'role',
        'master',
        'modules',
        [],
      ]);
    },
  },
  select: {
    arity: 2,
    run: (client, [index]) => {
      const wanted = integer(index);
      if (wanted < 0 || wanted >= client.server.databases.length) throw new RedisError('ERR DB index is out of range');
      client.database = wanted;
      return OK;
    },
  },
  quit: {
    arity: -1,
    run: (client) => {
      client.closing = true;
      return OK;
    },
  },
  reset: {
    arity: 1,
    run: (client) => {
      client.database = 0;
      client.protocol = 2;
      client.channels.clear();
      client.patterns.clear();
      return new Status('RESET');
    },
  },
  client: { arity: -2, run: clientCommand },
  publish: { arity: 3, run: (client, [channel = '', message = '']) => client.server.publish(channel, message) },
  pubsub: {
    arity: -2,
    run: (client, [what = '', ...args]) => {
      const all = [...client.server.clients];
      if (what.toLowerCase() === 'channels') return [...new Set(all.flatMap((each) => [...each.channels]))];
      if (what.toLowerCase() === 'numpat') return new Set(all.flatMap((each) => [...each.patterns])).size;
      if (what.toLowerCase() !== 'numsub') throw syntaxError();
      return args.flatMap((name) => [name, all.filter((each) => each.channels.has(name)).length]);
    },
  },
};
