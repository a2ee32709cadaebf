import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { apkProgram } from './program.ts';

const BASE = 'P:busybox\nV:1.37.0-r19\nI:829440\nT:toolbox\n\nP:musl\nV:1.2.5-r10\nI:667648\nT:libc\n\n';

function machine(online = true) {
  const made = testMachine({
    programs: [apkProgram],
    files: {
      '/lib/apk/db/installed': BASE,
      '/etc/apk/world': 'busybox\nmusl\n',
      '/etc/apk/repositories': 'https://dl-cdn.alpinelinux.org/alpine/v3.22/main\n',
    },
  });
  if (!online) return made;
  const network = made.kernel.createSegment('bridge');
  made.kernel.host.network.attach({
    name: 'eth0',
    mac: '02:42:ac:11:00:02',
    address: '172.17.0.2',
    prefix: 16,
    network,
  });
  made.kernel.host.network.setGateway('172.17.0.1');
  return made;
}
const FETCH = 'fetch https://dl-cdn.alpinelinux.org/alpine/v3.22/main/x86_64/APKINDEX.tar.gz\n';

test('add installs what is asked for after what it needs, and del takes both away', async () => {
  const made = machine();
  expect(await made.run(['apk', 'add', '--no-cache', 'jq'])).toMatchObject({
    status: 0,
    stdout: `${FETCH}(1/2) Installing oniguruma (6.9.10-r0)\n(2/2) Installing jq (1.8.1-r0)\nExecuting busybox-1.37.0-r19.trigger\nOK: 2 MiB in 4 packages\n`,
  });
  expect(made.files.exists('/usr/bin/jq')).toBe(true);
  expect(made.files.exists('/var/cache/apk')).toBe(false);
  expect((await made.run(['apk', 'del', 'jq'])).stdout).toBe(
    '(1/2) Purging jq (1.8.1-r0)\n(2/2) Purging oniguruma (6.9.10-r0)\nExecuting busybox-1.37.0-r19.trigger\nOK: 1 MiB in 2 packages\n',
  );
  expect(made.files.exists('/usr/bin/jq')).toBe(false);
});

test('without --no-cache the index stays and takes room', async () => {
  const made = machine();
  await made.run(['apk', 'add', 'tree']);
  const [index] = made.files.readdir('/var/cache/apk');
  expect(made.files.stat(`/var/cache/apk/${index!.name}`).size).toBeGreaterThan(400_000);
  expect((await made.run(['apk', 'add', 'jq'])).stdout).not.toContain('fetch');
});

test('an unknown package, a wrong version and a missing network say so', async () => {
  const unknown = await machine().run(['apk', 'add', 'nonesuch']);
  expect(unknown.status).toBe(1);
  expect(unknown.stderr).toContain(
    'ERROR: unable to select packages:\n  nonesuch (no such package):\n    required by: world[nonesuch]\n',
  );
  expect((await machine().run(['apk', 'add', 'jq=1.0'])).stderr).toContain(
    '  jq-1.8.1-r0:\n    breaks: world[jq=1.0]\n',
  );
  expect((await machine(false).run(['apk', 'add', 'jq'])).stderr).toContain('temporary error (try again later)');
});
