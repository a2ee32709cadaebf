import { expect, test } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { ROOT } from '../process/credentials.ts';

test('/proc shows the processes of the namespace it is seen from', async () => {
  const { kernel } = testMachine();
  const output = kernel.createPipe();
  const process = kernel.start({
    argv: ['sleeper', '5'],
    env: new Map([['A', 'b']]),
    cwd: '/etc',
    credentials: ROOT,
    namespaces: { ...kernel.host, pid: kernel.createPidNamespace(), uts: kernel.createUtsNamespace('inside') },
    fds: new Map([
      [1, output.writeEnd],
      [2, output.writeEnd],
    ]),
    async main(sys) {
      const read = (path: string) => new TextDecoder().decode(sys.readFile(path));
      sys.fork(() => 0);
      const pids = sys.readdir('/proc').filter(({ name }) => /^\d+$/.test(name));
      expect(pids.map(({ name }) => name)).toEqual(['1', '2']);
      expect(read('/proc/1/cmdline')).toBe('sleeper\x005\0');
      expect(read('/proc/self/environ')).toBe('A=b\0');
      expect(read('/proc/1/stat')).toMatch(/^1 \(sleeper\) R 0 1 1 0 -1 /);
      expect(read('/proc/2/status')).toContain('PPid:\t1\n');
      expect(sys.readlink('/proc/self')).toBe('1');
      expect(sys.readlink('/proc/self/cwd')).toBe('/etc');
      expect(sys.readlink('/proc/self/fd/1')).toMatch(/^pipe:\[\d+\]$/);
      expect(read('/proc/sys/kernel/hostname')).toBe('inside\n');
      expect(read('/proc/mounts')).toContain('proc /proc proc rw');
      expect(read('/proc/meminfo')).toMatch(/^MemTotal: +\d+ kB\n/);
      expect(() => sys.writeFile('/proc/nothing', 'x')).toThrow();
      expect(() => sys.unlink('/proc/1/cmdline')).toThrow('Operation not permitted');
      return 0;
    },
  });
  output.closeWrite();
  expect(await process.exited, new TextDecoder().decode(await output.read())).toEqual({ code: 0 });
});

test('/dev has the devices of a container', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    const read = async (path: string) => sys.read(sys.open(path, { read: true }), 4);
    expect(await read('/dev/null')).toHaveLength(0);
    expect([...(await read('/dev/zero'))]).toEqual([0, 0, 0, 0]);
    expect(await read('/dev/urandom')).toHaveLength(4);
    // A write may have to wait for its turn, and then fails later.
    const full = async () => sys.write(sys.open('/dev/full', { write: true }), 'x');
    await expect(full()).rejects.toThrow('No space left on device');
    await sys.write(sys.open('/dev/null', { write: true, truncate: true }), 'x');
    sys.writeFile('/dev/null', 'x');
    expect(sys.readFile('/dev/null')).toHaveLength(0);
    expect(sys.stat('/dev/null')).toMatchObject({ kind: 'character', mode: 0o666, rdev: [1, 3] });
    expect(sys.readlink('/dev/stdin')).toBe('/proc/self/fd/0');
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});
