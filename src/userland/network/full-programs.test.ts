import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { networkPrograms } from './programs.ts';

/** What Debian's iproute2, net-tools and netcat-openbsd print where there is a loopback interface only. */
const names = ['ip', 'ifconfig', 'nc', 'ss', 'netstat', 'dig', 'host', 'nslookup'];
const machine = testMachine({
  programs: names.map((name) => networkPrograms[`gnu/${name}`]!()),
  files: { '/etc/resolv.conf': 'nameserver 127.0.0.11\n', '/etc/services': 'http\t80/tcp\n' },
});

const LO = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
    inet6 ::1/128 scope host proto kernel_lo 
       valid_lft forever preferred_lft forever
`;

test.each([
  [['ip', 'a', 'show', 'lo'], LO, '', 0],
  [
    ['ip', '-o', '-4', 'addr', 'show', 'lo'],
    '1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever\n',
    '',
    0,
  ],
  [['ip', '-br', 'a', 'show', 'lo'], 'lo               UNKNOWN        127.0.0.1/8 ::1/128 \n', '', 0],
  [['ip', 'foo'], '', 'Object "foo" is unknown, try "ip help".\n', 1],
  [['ip', 'addr', 'show', 'nope'], '', 'Device "nope" does not exist.\n', 1],
  [['ifconfig', 'nope'], '', 'nope: error fetching interface information: Device not found\n', 1],
  [['nc', '-zv', '127.0.0.1', '1'], '', 'nc: connect to 127.0.0.1 port 1 (tcp) failed: Connection refused\n', 1],
  [
    ['nc', '-zv', 'localhost', '80'],
    '',
    'nc: connect to localhost (127.0.0.1) port 80 (tcp) failed: Connection refused\n',
    1,
  ],
  [['nc', '127.0.0.1'], '', 'nc: missing port number\n', 1],
  [['ss', '-tln'], 'State Recv-Q Send-Q Local Address:Port Peer Address:Port\n', '', 0],
  [
    ['nslookup', 'localhost'],
    'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11#53\n\nNon-authoritative answer:\nName:\tlocalhost\nAddress: 127.0.0.1\n\n',
    '',
    0,
  ],
  [['host', 'localhost'], 'localhost has address 127.0.0.1\n', '', 0],
  [['dig', '+short', 'localhost'], '127.0.0.1\n', '', 0],
] as const)('%j', async (argv, stdout, stderr, status) => {
  expect(await machine.run([...argv])).toMatchObject({ stdout, stderr, status });
});

test('a listener is seen, and reached', async () => {
  const { stdout, stderr } = await machine.run(async (sys) => {
    const listener = sys.spawn({ argv: ['nc', '-l', '-p', '4444'] });
    await sys.sleep(20);
    await sys.wait(sys.spawn({ argv: ['ss', '-tlnp'] }));
    await sys.wait(sys.spawn({ argv: ['nc', '-zv', '127.0.0.1', '4444'] }));
    await sys.wait(listener);
    return 0;
  });
  expect(stdout.replace(/pid=\d+/, 'pid=N')).toBe(
    'State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n' +
      'LISTEN 0      4096         0.0.0.0:4444      0.0.0.0:*    users:(("nc",pid=N,fd=3))\n',
  );
  expect(stderr).toBe('Connection to 127.0.0.1 4444 port [tcp/*] succeeded!\n');
});
