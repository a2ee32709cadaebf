import { expect, test } from 'vitest';
import { type Main, type TestMachine, testMachine } from '../../../test/support/machine.ts';
import type { Kernel, Namespaces } from '../kernel.ts';
import { ROOT } from '../process/credentials.ts';
import type { NetworkNamespace, NetworkSegment } from './types.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Answers each connection with what it sent, in capitals. */
const shout =
  (port: number): Main =>
  async (sys) => {
    const listener = sys.listen(port);
    for (;;) {
      const fd = await sys.accept(listener);
      const request = text(await sys.readAll(fd));
      await sys.write(fd, request.toUpperCase());
      sys.close(fd);
    }
  };

const ask =
  (address: string, port: number): Main =>
  async (sys) => {
    const fd = await sys.connect(address, port);
    await sys.write(fd, 'hello');
    sys.shutdown(fd, 'write');
    await sys.write(
      1,
      `${text(await sys.readAll(fd))} from ${sys.peerName(fd).address} to ${sys.socketName(fd).address}`,
    );
    return 0;
  };

function bridge(kernel: Kernel, name: string, subnet: string): (host: number) => NetworkNamespace {
  const network: NetworkSegment = kernel.createSegment(name);
  kernel.host.network.attach({ name, mac: '02:42:00:00:00:01', address: `${subnet}.1`, prefix: 24, network });
  return (host) => {
    const namespace = kernel.createNetworkNamespace();
    namespace.attach({
      name: 'eth0',
      mac: `02:42:00:00:00:0${host}`,
      address: `${subnet}.${host}`,
      prefix: 24,
      network,
    });
    namespace.setGateway(`${subnet}.1`);
    return namespace;
  };
}

function start({ kernel }: TestMachine, main: Main, network: NetworkNamespace) {
  const output = kernel.createPipe();
  const namespaces: Namespaces = { ...kernel.host, pid: kernel.createPidNamespace(), network };
  const fds = new Map([1, 2].map((fd) => [fd, output.writeEnd]));
  kernel.start({ argv: ['main'], env: new Map(), cwd: '/', credentials: ROOT, namespaces, fds, main });
  return { read: async () => text(await output.read()) };
}

test('containers on a bridge reach each other, the host, and are reached by it', async () => {
  const machine = testMachine();
  const attach = bridge(machine.kernel, 'docker0', '172.17.0');
  const [server, client] = [attach(2), attach(3)];
  start(machine, shout(80), server);
  start(machine, shout(8080), machine.kernel.host.network);
  const inside = await start(machine, ask('172.17.0.2', 80), client).read();
  expect(inside).toBe('HELLO from 172.17.0.2 to 172.17.0.3');
  expect(await start(machine, ask('172.17.0.1', 8080), client).read()).toBe('HELLO from 172.17.0.1 to 172.17.0.3');
  expect((await machine.run(ask('172.17.0.2', 80))).stdout).toBe('HELLO from 172.17.0.2 to 172.17.0.1');
});

test('connections fail as Linux says', async () => {
  const machine = testMachine();
  const attach = bridge(machine.kernel, 'docker0', '172.17.0');
  const other = bridge(machine.kernel, 'br-1', '172.18.0');
  const [client, far] = [attach(3), other(2)];
  start(machine, shout(80), far);
  const result = (address: string, port: number, network: NetworkNamespace) =>
    start(machine, ask(address, port), network).read();
  expect(await result('172.17.0.3', 81, client)).toBe('main: Connection refused\n');
  expect(await result('8.8.8.8', 80, client)).toBe('main: Network is unreachable\n');
  expect(await result('172.17.0.3', 80, machine.kernel.createNetworkNamespace())).toBe(
    'main: Network is unreachable\n',
  );
  expect(await result('172.17.0.9', 80, client)).toBe('main: No route to host\n');
  const unanswered: Main = async (sys) => {
    if ((await sys.ping('172.18.0.2', 20)) !== undefined) await sys.write(1, 'reached');
    return 0;
  };
  const dropped = start(machine, unanswered, client);
  expect(await dropped.read()).toBe('');
});

test('ports are taken once per address', async () => {
  const { run } = testMachine();
  const result = await run((sys) => {
    const first = sys.listen(8080, '127.0.0.1');
    expect(() => sys.listen(8080)).toThrow('Address already in use');
    expect(() => sys.listen(80, '10.1.1.1')).toThrow('Cannot assign requested address');
    sys.close(first);
    const fd = sys.listen(8080);
    expect(sys.socketName(fd)).toEqual({ address: '0.0.0.0', port: 8080 });
    expect(sys.sockets()).toEqual([
      { protocol: 'tcp', local: { address: '0.0.0.0', port: 8080 }, state: 'LISTEN', pid: sys.pid },
    ]);
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('a published port carries a large stream both ways with back pressure', async () => {
  const machine = testMachine();
  const server = bridge(machine.kernel, 'docker0', '172.17.0')(2);
  start(machine, shout(80), server);
  machine.kernel.host.network.publish(8000, '0.0.0.0', async (outer) => {
    const inner = await machine.kernel.host.network.connect('172.17.0.2', 80);
    const pump = async (from: typeof outer, to: typeof outer) => {
      for (let bytes = await from.read(); bytes.length > 0; bytes = await from.read()) await to.write(bytes);
      to.end();
    };
    await Promise.all([pump(outer, inner), pump(inner, outer)]);
  });
  const size = 3_000_000;
  const result = await machine.run(async (sys) => {
    const fd = await sys.connect('127.0.0.1', 8000);
    await sys.write(fd, 'a'.repeat(size));
    sys.shutdown(fd, 'write');
    return (await sys.readAll(fd)).length === size ? 0 : 1;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('names are looked up in /etc/hosts and then by the resolver', async () => {
  const { kernel, run } = testMachine({ files: { '/etc/hosts': '127.0.0.1 localhost\n10.0.0.5 db # main\n' } });
  kernel.host.network.setResolver((name) => (name === 'web' ? ['172.18.0.2'] : []));
  const result = await run(async (sys) => {
    for (const name of ['localhost', 'DB', 'web', '1.2.3.4', 'nobody'])
      await sys.write(1, `${await sys.resolve(name)} `);
    return 0;
  });
  expect(result.stdout).toBe('127.0.0.1 10.0.0.5 172.18.0.2 1.2.3.4  ');
});
