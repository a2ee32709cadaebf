import { expect, test } from 'vitest';
import { type Main, testMachine } from '../../../test/support/machine.ts';

const show: Main = async (sys) => {
  await sys.write(1, `${sys.argv.join(' ')} in ${sys.cwd()} HOME=${sys.env.get('HOME')}\n`);
  return 0;
};
const identity: Main = async (sys) => {
  const { uid, euid, capabilities } = sys.credentials();
  await sys.write(1, `${uid} ${euid} ${capabilities.size > 0}\n`);
  return 0;
};
const nobody = { uid: 1000, gid: 1000, euid: 1000, egid: 1000, groups: [1000], capabilities: new Set<string>() };

test('exec replaces the program, keeps the pid, closes what is marked', async () => {
  const { run } = testMachine({
    programs: {
      report: async (sys) => {
        await sys.write(1, `${sys.pid} ${sys.descriptors().join()}\n`);
        return 4;
      },
    },
  });
  let pid = 0;
  const result = await run(async (sys) => {
    pid = sys.pid;
    sys.open('/etc/passwd', { read: true, closeOnExec: true });
    sys.open('/etc/group', { read: true });
    try {
      return sys.exec(['report']);
    } finally {
      // What the old program still does must not reach the new one.
      expect(() => sys.close(1)).toThrow();
    }
  });
  expect(result).toMatchObject({ stdout: `${pid} 0,1,2,4\n`, stderr: '', status: 4 });
});

test('scripts run through their interpreters, with one argument and the path of the script', async () => {
  const { run, files } = testMachine({
    programs: { show },
    files: { '/tmp/one': '#!/bin/show -x y\n', '/tmp/two': '#! /tmp/one\n' },
  });
  files.chmod('/tmp/one', 0o755);
  files.chmod('/tmp/two', 0o755);
  expect((await run(['/tmp/two', 'a'], { cwd: '/etc' })).stdout).toBe(
    '/bin/show -x y /tmp/one /tmp/two a in /etc HOME=/root\n',
  );
});

test('what cannot be run fails before there is a child', async () => {
  const { run, files } = testMachine({
    files: {
      '/bin/plain': 'text',
      '/bin/text': 'echo hello\n',
      '/bin/machine-code': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1]),
      '/bin/bad-interpreter': '#!/no/such\n',
    },
  });
  for (const name of ['text', 'machine-code', 'bad-interpreter']) files.chmod(`/bin/${name}`, 0o755);
  const result = await run(async (sys) => {
    const code = (argv: string[]) => {
      try {
        sys.spawn({ argv });
        return 'started';
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(code(['missing'])).toBe('ENOENT');
    expect(code(['/etc'])).toBe('EACCES');
    expect(code(['plain'])).toBe('EACCES');
    expect(code(['/bin/text'])).toBe('ENOEXEC');
    expect(code(['machine-code'])).toBe('ENOEXEC');
    expect(code(['/bin/bad-interpreter'])).toBe('ENOENT');
    // It may have to wait for its turn, and then fails later.
    await expect((async () => sys.wait(-1))()).rejects.toThrow('No child processes');
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('deleting the file deletes the command; copying it copies the command', async () => {
  const { run, files } = testMachine({ programs: { show } });
  files.writeFile('/tmp/copy', files.readFile('/bin/show'), { mode: 0o755 });
  files.unlink('/bin/show');
  expect((await run(['/tmp/copy'])).stdout).toContain('/tmp/copy in /');
  await expect(run(['show'])).rejects.toMatchObject({ code: 'ENOENT', path: 'show' });
});

test('an executable of a program nobody wrote says that it is not simulated', async () => {
  const { run } = testMachine({ executables: { '/bin/ghc': 'ghc' } });
  expect(await run(['ghc'])).toMatchObject({ stderr: 'drydock: not simulated: ghc\n', status: 126 });
});

test('set-user-ID programs get the rights of their owner', async () => {
  const { run, files } = testMachine({ programs: { identity } });
  expect((await run(['identity'], { credentials: nobody })).stdout).toBe('1000 1000 false\n');
  files.chmod('/bin/identity', 0o4755);
  expect((await run(['identity'], { credentials: nobody })).stdout).toMatch('1000 0');
});

test('leaving root drops every capability for good', async () => {
  const { run } = testMachine();
  const result = await run((sys) => {
    sys.setCredentials(nobody);
    expect(sys.credentials().capabilities.size).toBe(0);
    expect(() => sys.setCredentials({ ...nobody, uid: 0, euid: 0 })).toThrow('Operation not permitted');
    return 0;
  });
  expect(result.status).toBe(0);
});

test('fork copies descriptors with their shared offset, and the environment by value', async () => {
  const { run } = testMachine({ files: { '/tmp/data': 'abcdef' } });
  const result = await run(async (sys) => {
    const fd = sys.open('/tmp/data', { read: true });
    sys.env.set('X', 'parent');
    const child = sys.fork(async (own) => {
      own.env.set('X', 'child');
      own.chdir('/etc');
      await own.read(fd, 3);
      return 0;
    });
    await sys.wait(child);
    await sys.write(1, await sys.read(fd));
    await sys.write(1, ` ${sys.env.get('X')} ${sys.cwd()}`);
    return 0;
  });
  expect(result.stdout).toBe('def parent /');
});
