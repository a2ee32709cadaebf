import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run, works } from './command.ts';
import { drydock } from './daemon.ts';

const hasGit = await works('git', '--version');
const HELLO = 'https://github.com/drydock-examples/hello-web.git';

/** What `ADD --keep-git-dir` lays down is read by git itself, which finds nothing to complain of. */
describe.skipIf(!hasGit)('a .git of ours, and real git', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-git-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ['', 'main', '3995466 Documentation stays out of the context'],
    ['#v2.0', 'v2.0', '51697e0 A style and a start script'],
    ['#571b6c9e3ae8b8b0d8b44e13093f9c220cace3dc', '', '571b6c9 A page that says hello'],
  ])('%s', async (ref, tag, log) => {
    const tar = join(folder, 'out.tar');
    const lines = `printf 'FROM scratch\\nADD --keep-git-dir=true ${HELLO}${ref} /\\n' | docker build -q -o type=tar,dest=out.tar - && cat out.tar | base64`;
    const built = await run(process.execPath, [drydock, 'sim', '-c', lines]);
    expect(built.status, built.stderr).toBe(0);
    const work = mkdtempSync(join(folder, 'work-'));
    writeFileSync(tar, Buffer.from(built.stdout, 'base64'));
    expect((await run('tar', ['-xf', tar, '-C', work])).status).toBe(0);
    const git = async (...args: string[]) =>
      (await run('git', ['-c', `safe.directory=${work}`, '-C', work, ...args])).stdout.trim();
    expect(await run('git', ['-c', `safe.directory=${work}`, '-C', work, 'fsck', '--strict'])).toMatchObject({
      status: 0,
    });
    expect(await git('status', '--porcelain')).toBe('');
    expect(await git('log', '--oneline', '--no-decorate')).toBe(log);
    expect(await git('tag')).toBe(tag);
    expect(await git('remote', 'get-url', 'origin')).toBe(HELLO);
  });
});
