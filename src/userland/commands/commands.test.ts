import { describe, expect, it } from 'vitest';
import { type RunOptions, testMachine } from '../../../test/support/machine.ts';
import { COMMANDS } from './commands.ts';
import { busyboxProgram, gnuProgram } from './registry.ts';

const gnu = testMachine({ programs: Object.keys(COMMANDS).flatMap((name) => gnuProgram(name) ?? []) });
const busybox = testMachine({ programs: [busyboxProgram], executables: { '/bin/busybox': 'busybox' } });
for (const name of ['cat', 'ls', 'grep']) busybox.files.symlink('busybox', `/bin/${name}`);

async function out(argv: string[], options?: RunOptions): Promise<string> {
  return (await gnu.run(argv, options)).stdout;
}

describe('flavours', () => {
  it('complain in their own words', async () => {
    expect(await gnu.run(['cat', '/x'])).toMatchObject({ stderr: 'cat: /x: No such file or directory\n', status: 1 });
    expect(await busybox.run(['cat', '/x'])).toMatchObject({
      stderr: "cat: can't open '/x': No such file or directory\n",
      status: 1,
    });
  });

  it('refuse options as getopt does', async () => {
    const { stderr, status } = await gnu.run(['ls', '-?']);
    expect(stderr).toBe("ls: invalid option -- '?'\nTry 'ls --help' for more information.\n");
    expect(status).toBe(2);
    expect((await busybox.run(['cat', '-Q'])).stderr).toMatch(
      /^cat: invalid option -- 'Q'\nBusyBox v.*\n\nUsage: cat /,
    );
  });

  it('busybox dispatches by name and knows what it lacks', async () => {
    expect((await busybox.run(['busybox', 'echo', 'hi'])).stdout).toBe('hi\n');
    expect(await busybox.run(['busybox', 'nonsense'])).toMatchObject({
      stderr: 'nonsense: applet not found\n',
      status: 127,
    });
    expect(await busybox.run(['busybox', 'crond'])).toMatchObject({
      stderr: 'drydock: not simulated: crond\n',
      status: 1,
    });
  });
});

describe('text', () => {
  // What GNU sed 4.9 and busybox 1.35 print.
  it.each([
    ['G', 'a\n\nb\n\n', 'a\n\nb\n\n'],
    ['x', '\na\n', '\na\n'],
    ['x;x', 'a\nb', 'a\nb\n'],
    ['H;x', '\na\na\nb', '\na\na\nb\n'],
    ['1h;2g', 'a\na\n', 'a\na'],
    ['h;g', 'a\nb', 'a\nb'],
    ['1!G;h;$!d', 'b\na\n', 'b\na\n'],
    ['$!N;P;D', 'a\nb', 'a\nb\n'],
  ])('sed %s of a text without its last newline', async (script, ofGnu, ofBusybox) => {
    expect((await gnu.run(['sed', script], { stdin: 'a\nb' })).stdout).toBe(ofGnu);
    expect((await busybox.run(['busybox', 'sed', script], { stdin: 'a\nb' })).stdout).toBe(ofBusybox);
  });

  it('sed -i drops what follows q', async () => {
    const made = testMachine({ files: { '/f': 'a\nb\nc\n' }, programs: [gnuProgram('sed')!] });
    await made.run(['sed', '-i', '2q', '/f']);
    expect(new TextDecoder().decode(made.files.readFile('/f'))).toBe('a\nb\n');
  });

  it('sed edits by script', async () => {
    expect(await out(['sed', '-n', '/b/,$ { s/\\(.\\)x/[\\1]/gp }'], { stdin: 'ax\nbx\ncx dx\n' })).toBe(
      '[b]\n[c] [d]\n',
    );
  });

  it('awk counts words', async () => {
    const program = '{ for (i = 1; i <= NF; i++) n[$i]++ } END { for (w in n) printf "%s=%d\\n", w, n[w] }';
    expect(await out(['awk', program], { stdin: 'a b a\n' })).toBe('a=2\nb=1\n');
  });

  it('sort sorts by keys', async () => {
    expect(await out(['sort', '-t:', '-k2,2nr', '-k1,1'], { stdin: 'a:1\nc:10\nb:10\n' })).toBe('b:10\nc:10\na:1\n');
  });

  it('bytes that are no UTF-8 go through unharmed', async () => {
    const stdin = new Uint8Array([0xff, 0x00, 0x80, 0x0a]);
    expect([...(await gnu.run(['sed', 's/x/y/'], { stdin })).stdoutBytes]).toEqual([...stdin]);
  });
});

describe('files', () => {
  it('tar brings a tree back with its links and modes', async () => {
    const { files } = gnu;
    files.mkdir('/tree/', 0o755);
    files.writeFile('/tree/a', 'one');
    files.chmod('/tree/a', 0o640);
    files.link('/tree/a', '/tree/b');
    files.symlink('a', '/tree/c');
    await gnu.run(['tar', 'czf', '/tmp/t.tgz', '-C', '/tree', '.']);
    files.mkdir('/copy');
    expect((await gnu.run(['tar', '-xf', '/tmp/t.tgz', '-C', '/copy'])).status).toBe(0);
    expect(files.stat('/copy/b')).toMatchObject({ mode: 0o640, nlink: 2, size: 3 });
    expect(files.readlink('/copy/c')).toBe('a');
  });

  it('find tests and runs', async () => {
    gnu.files.mkdir('/found');
    gnu.files.writeFile('/found/x.txt', 'abc');
    expect(await out(['find', '/found', '-type', 'f', '-exec', 'cat', '{}', ';'])).toBe('abc');
  });
});
