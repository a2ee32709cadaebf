import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { pipProgram } from './program.ts';
import { parseRequirement, satisfies } from './requirement.ts';

const SITE = '/usr/local/lib/python3.13/site-packages';

function machine({ files = {}, prefix = '/usr/local', online = true } = {}) {
  const made = testMachine({
    files: {
      '/usr/local/include/python3.13/patchlevel.h': '#define PY_VERSION "3.13.9"\n',
      [`${SITE}/pip/__init__.py`]: '__version__ = "25.2"\n',
      ...files,
    },
    programs: [pipProgram],
    executables: {
      [`${prefix}/bin/pip`]: 'pip',
      [`${prefix}/bin/python3`]: 'python3',
    },
  });
  if (!online) return made;
  made.kernel.host.network.attach({
    name: 'eth0',
    mac: '02:42:ac:11:00:02',
    address: '172.17.0.2',
    prefix: 16,
    network: made.kernel.createSegment('bridge'),
  });
  made.kernel.host.network.setGateway('172.17.0.1');
  return made;
}

test('install follows the requirements of requirements, in pip’s words', async () => {
  const made = machine({ files: { '/app/requirements.txt': '# web\nFlask==3.1.2\n' } });
  const { stdout, stderr, status } = await made.run(['pip', 'install', '-r', 'requirements.txt'], { cwd: '/app' });
  expect(status).toBe(0);
  const lines = stdout.split('\n');
  expect(lines[0]).toBe('Collecting Flask==3.1.2 (from -r requirements.txt (line 2))');
  expect(lines[1]).toMatch(/^ {2}Downloading flask-3\.1\.2-py3-none-any\.whl\.metadata \(\d\.\d kB\)$/);
  expect(lines).toContain('Collecting markupsafe>=2.1.1 (from Flask==3.1.2->-r requirements.txt (line 2))');
  expect(lines).toContain('Downloading flask-3.1.2-py3-none-any.whl (103 kB)');
  expect(lines).toContain(
    'Installing collected packages: markupsafe, itsdangerous, click, blinker, werkzeug, jinja2, flask',
  );
  expect(lines.slice(-3)).toEqual([
    '',
    'Successfully installed blinker-1.9.0 click-8.5.0 flask-3.1.2 itsdangerous-2.2.0 jinja2-3.1.6 markupsafe-3.0.3 werkzeug-3.1.9',
    '',
  ]);
  expect(stderr).toMatch(/^WARNING: Running pip as the 'root' user can result in broken permissions/);
  expect(stderr).toContain('\n[notice] A new release of pip is available: 25.2 -> 25.3\n');
  expect(new TextDecoder().decode(made.files.readFile('/usr/local/bin/flask'))).toMatch(
    /^#!\/usr\/local\/bin\/python3\.13\n/,
  );
  const freeze = await made.run(['pip', 'freeze']);
  expect(freeze.stdout.split('\n')).toContain('Flask==3.1.2');
  const again = await made.run(['pip', 'install', 'flask']);
  expect(again.stdout.split('\n')[0]).toBe(`Requirement already satisfied: flask in ${SITE} (3.1.2)`);
  expect((await made.run(['pip', 'uninstall', '-y', 'flask'])).stdout).toContain(
    '  Successfully uninstalled Flask-3.1.2\n',
  );
  expect(made.files.exists(`${SITE}/flask`)).toBe(false);
  expect(made.files.exists('/usr/local/bin/flask')).toBe(false);
});

test('downloads stay in the cache unless told not to', async () => {
  const kept = machine();
  await kept.run(['pip', 'install', 'click']);
  expect(kept.files.exists('/root/.cache/pip/http-v2')).toBe(true);
  await kept.run(['pip', 'uninstall', '-y', 'click']);
  expect((await kept.run(['pip', 'install', 'click'])).stdout).toContain(
    '\nUsing cached click-8.5.0-py3-none-any.whl (125 kB)\n',
  );
  const none = machine();
  await none.run(['pip', 'install', '--no-cache-dir', 'click']);
  expect(none.files.exists('/root/.cache')).toBe(false);
});

test('what cannot be had', async () => {
  const unknown = await machine().run(['pip', 'install', 'nopekg']);
  expect(unknown.status).toBe(1);
  expect(unknown.stderr).toMatch(
    /^ERROR: Could not find a version that satisfies the requirement nopekg \(from versions: none\)\n[\s\S]*ERROR: No matching distribution found for nopekg\n$/,
  );
  const version = await machine().run(['pip', 'install', 'click==99']);
  expect(version.stderr).toContain('requirement click==99 (from versions: 8.0.4, 8.1.7, 8.1.8, 8.2.1, 8.3.0, 8.5.0)\n');
  const missing = await machine().run(['pip', 'install', '-r', 'no.txt']);
  expect(missing).toMatchObject({
    stderr: "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'no.txt'\n",
    status: 1,
  });
  expect((await machine({ online: false }).run(['pip', 'install', 'click'])).status).toBe(1);
});

test('a distribution’s own Python is managed by it', async () => {
  const files = { '/etc/debian_version': '12.12\n', '/etc/os-release': 'ID=debian\nVERSION_ID="12"\n' };
  const made = machine({ files, prefix: '/usr' });
  const refused = await made.run(['/usr/bin/pip', 'install', 'click']);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(
    /^error: externally-managed-environment\n\n× This environment is externally managed\n/,
  );
  const forced = await made.run(['/usr/bin/pip', 'install', '--break-system-packages', 'click']);
  expect(forced.status).toBe(0);
  expect(made.files.exists('/usr/local/lib/python3.11/dist-packages/click/__init__.py')).toBe(true);
});

test('versions are compared by PEP 440', () => {
  const meets = (version: string, text: string) => satisfies(version, parseRequirement(text)!);
  expect(meets('3.1.2', 'x>=3.1,<4')).toBe(true);
  expect(meets('2.10.0', 'x>=2.9')).toBe(true);
  expect(meets('3.1.2', 'x~=3.1')).toBe(true);
  expect(meets('4.0', 'x~=3.1')).toBe(false);
  expect(meets('1.4.2', 'x==1.*')).toBe(true);
  expect(meets('1.4.2', 'x!=1.4.2')).toBe(false);
  expect(parseRequirement('not a name')).toBeUndefined();
});
