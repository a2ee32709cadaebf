import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { dpkgProgram } from './dpkg.ts';
import { aptProgram } from './program.ts';

function machine() {
  const made = testMachine({
    programs: [aptProgram, dpkgProgram],
    executables: { '/usr/bin/apt-get': 'apt-get', '/usr/bin/dpkg': 'dpkg' },
    files: {
      '/var/lib/dpkg/status':
        'Package: libc-bin\nStatus: install ok installed\nInstalled-Size: 2038\nVersion: 2.36-9\nDescription: binaries\n\n',
      '/var/lib/dpkg/info/format': '1\n',
      '/var/lib/apt/lists/partial/.keep': '',
      '/etc/os-release': 'VERSION_CODENAME=bookworm\n',
    },
  });
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

test('knows no package before update, and installs after it', async () => {
  const made = machine();
  expect(await made.run(['apt-get', 'install', '-y', 'tree'])).toMatchObject({
    status: 100,
    stdout: 'Reading package lists...\nBuilding dependency tree...\nReading state information...\n',
    stderr: 'E: Unable to locate package tree\n',
  });
  const updated = await made.run(['apt-get', 'update']);
  expect(updated.stdout).toMatch(/^Get:1 http:\/\/deb\.debian\.org\/debian bookworm InRelease \[151 kB\]\n/);
  const lists = made.files
    .readdir('/var/lib/apt/lists')
    .map(({ name }) => made.files.stat(`/var/lib/apt/lists/${name}`).size);
  expect(lists.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(15_000_000);
  const installed = await made.run(['apt-get', 'install', '-y', 'tree']);
  expect(installed.status).toBe(0);
  expect(installed.stdout).toContain('Setting up tree (2.1.0-1) ...\n');
  expect((await made.run(['dpkg', '-L', 'tree'])).stdout).toContain('/usr/bin/tree\n');
});

test('asks before it installs more than was named, and recommends can be left out', async () => {
  const made = machine();
  await made.run(['apt-get', 'update']);
  const asked = await made.run(['apt-get', 'install', 'curl']);
  expect(asked.status).toBe(1);
  expect(asked.stdout.endsWith('Do you want to continue? [Y/n] Abort.\n')).toBe(true);
  expect((await made.run(['apt-get', 'install', '-y', '--no-install-recommends', 'curl'])).stdout).toContain(
    'Recommended packages:\n  ca-certificates\n',
  );
  expect(made.files.exists('/usr/sbin/update-ca-certificates')).toBe(false);
});

test('autoremove takes what nothing needs any more', async () => {
  const made = machine();
  await made.run(['apt-get', 'update']);
  await made.run(['apt-get', 'install', '-y', 'jq']);
  await made.run(['apt-get', 'remove', '-y', 'jq']);
  expect((await made.run(['apt-get', 'autoremove', '-y'])).stdout).toMatch(/Removing libjq1/);
  expect((await made.run(['dpkg', '-l', 'libjq1'])).status).toBe(1);
});
