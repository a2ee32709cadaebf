import { expect, it } from 'vitest';
import { userlandMachine } from '../../../../test/support/userland.ts';

const machine = () =>
  userlandMachine({
    files: { '/data/.keep': '' },
    executables: { '/bin/redis-server': 'redis-server', '/bin/redis-cli': 'redis-cli' },
  });
const START =
  'cd /data; redis-server OPTIONS >/tmp/log 2>&1 & server=$!; until redis-cli ping >/dev/null 2>&1; do sleep 0.01; done';
const run = (script: string, options = '') =>
  machine().run([
    '/bin/sh',
    '-c',
    `${START.replace('OPTIONS', options)}\n${script}\nkill $server 2>/dev/null; wait $server`,
  ]);

/** Commands, answered as a terminal shows them. */
const talk = async (...lines: string[]) =>
  (await run(`redis-cli --no-raw <<'END'\n${lines.join('\n')}\nEND`)).stdout.trimEnd().split('\n');

it('answers with types', async () => {
  expect(
    await talk(
      'set a "x y"',
      'get a',
      'get none',
      'incr n',
      'incr a',
      'lpush l 1 2 3',
      'lrange l 0 -1',
      'keys none*',
      'type l',
    ),
  ).toEqual([
    'OK',
    '"x y"',
    '(nil)',
    '(integer) 1',
    '(error) ERR value is not an integer or out of range',
    '(integer) 3',
    '1) "3"',
    '2) "2"',
    '3) "1"',
    '(empty array)',
    'list',
  ]);
});

it('keeps hashes, sets and sorted sets', async () => {
  expect(
    await talk(
      'hset h a 1 b 2',
      'hgetall h',
      'sadd s x y',
      'sismember s x',
      'zadd z 2 b 1 a',
      'zrange z 0 -1 withscores',
      'get h',
    ),
  ).toEqual([
    '(integer) 2',
    '1) "a"',
    '2) "1"',
    '3) "b"',
    '4) "2"',
    '(integer) 2',
    '(integer) 1',
    '(integer) 2',
    '1) "a"',
    '2) "1"',
    '3) "b"',
    '4) "2"',
    '(error) WRONGTYPE Operation against a key holding the wrong kind of value',
  ]);
});

it('ends keys in time, runs transactions, refuses the unknown', async () => {
  expect(
    await talk(
      'set k v EX 100',
      'ttl k',
      'persist k',
      'ttl k',
      'ttl none',
      'multi',
      'incr c',
      'incr c',
      'exec',
      'nosuch 1',
      'get',
      'xadd s * a b',
    ),
  ).toEqual([
    'OK',
    '(integer) 100',
    '(integer) 1',
    '(integer) -1',
    '(integer) -2',
    'OK',
    'QUEUED',
    'QUEUED',
    '1) (integer) 1',
    '2) (integer) 2',
    "(error) ERR unknown command 'nosuch', with args beginning with: '1' ",
    "(error) ERR wrong number of arguments for 'get' command",
    '(error) ERR drydock: not simulated: XADD',
  ]);
});

it('prints values alone when nobody looks', async () => {
  const { stdout } = await run(
    'redis-cli set a hello; redis-cli get a; redis-cli get none; redis-cli lpush l 1 2; redis-cli lrange l 0 -1',
  );
  expect(stdout).toBe('OK\nhello\n\n2\n2\n1\n');
});

it('saves when it is told to end, and has it all again afterwards', async () => {
  const { stdout } = await run(
    `redis-cli set kept yes; redis-cli rpush l a b >/dev/null; redis-cli set short x px 100000 >/dev/null
    kill $server; wait $server; echo status $?
    grep -o '# Redis is now.*' /tmp/log; ls /data
    redis-server >/tmp/log & server=$!; until redis-cli ping >/dev/null 2>&1; do sleep 0.01; done
    redis-cli get kept; redis-cli lrange l 0 -1; redis-cli pttl short | grep -c '^9'; grep -o 'keys loaded.*' /tmp/log`,
  );
  expect(stdout).toBe(
    'OK\nstatus 0\n# Redis is now ready to exit, bye bye...\ndump.rdb\nyes\na\nb\n1\nkeys loaded: 3, keys expired: 0.\n',
  );
});

it('replays its append-only file after a crash', async () => {
  const { stdout } = await run(
    `redis-cli set a 1; redis-cli incr a; kill -9 $server; wait $server
    redis-server --appendonly yes >/tmp/log & server=$!; until redis-cli ping >/dev/null 2>&1; do sleep 0.01; done
    redis-cli get a; ls /data /data/appendonlydir`,
    '--appendonly yes',
  );
  expect(stdout).toBe(
    'OK\n2\n2\n/data:\nappendonlydir\n\n/data/appendonlydir:\nappendonly.aof.1.base.rdb\nappendonly.aof.1.incr.aof\nappendonly.aof.manifest\n',
  );
});

it('asks for the password it was given', async () => {
  const { stdout, stderr } = await run(
    'redis-cli get a; redis-cli -a secret --no-auth-warning ping; redis-cli -p 1 ping',
    '--requirepass secret',
  );
  expect(stdout).toBe('NOAUTH Authentication required.\n\nPONG\n');
  expect(stderr).toBe('Could not connect to Redis at 127.0.0.1:1: Connection refused\n');
});

it('passes messages on to subscribers', async () => {
  const { stdout } = await run(
    'redis-cli subscribe news >/tmp/got & sub=$!; sleep 0.05; redis-cli publish news hello; sleep 0.05; kill $sub; cat /tmp/got',
  );
  expect(stdout).toBe('1\nsubscribe\nnews\n1\nmessage\nnews\nhello\n');
});
