import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './command.ts';
import { type Daemon, DOCKER, drydock, startDaemon } from './daemon.ts';

interface Mistake {
  readonly what: string;
  /** Words after `docker`. */
  readonly words: string;
  readonly status: number;
  /** What stderr says… */
  readonly says: string | RegExp;
  /** …and where the classic builder, which the daemon's clients speak, has other words or another status. */
  readonly classic?: { readonly status?: number; readonly says?: string | RegExp };
  /** A container that never started stays behind, as Docker leaves it. */
  readonly leavesCreated?: true;
}

const build = (name: string) => `build -f Dockerfile.${name} .`;

const DOCKERFILES: Record<string, string> = {
  unknown: 'FROM busybox\nNOPE x\n',
  missing: 'FROM busybox\nCOPY nosuch /\n',
  image: 'FROM nosuch\n',
  fails: 'FROM busybox\nRUN exit 3\n',
  json: 'FROM busybox\nRUN ["echo", "x"\n',
  arguments: 'FROM busybox\nCOPY one\n',
  nofrom: 'RUN x\n',
  empty: '',
};

const MISTAKES: readonly Mistake[] = [
  {
    what: 'unknown instruction',
    words: build('unknown'),
    status: 1,
    says: 'dockerfile parse error on line 2: unknown instruction: NOPE (did you mean COPY?)',
  },
  {
    what: 'missing file',
    words: build('missing'),
    status: 1,
    says: /failed to compute cache key: failed to calculate checksum of ref \S+: "\/nosuch": not found/,
    classic: { says: 'COPY failed: file not found in build context or excluded by .dockerignore: stat nosuch' },
  },
  {
    what: 'unknown base image',
    words: build('image'),
    status: 1,
    says: 'pull access denied, repository does not exist or may require authorization',
    classic: { says: "pull access denied for nosuch, repository does not exist or may require 'docker login'" },
  },
  {
    what: 'a command that fails',
    words: build('fails'),
    status: 1,
    says: 'process "/bin/sh -c exit 3" did not complete successfully: exit code: 3',
    classic: { status: 3, says: "The command '/bin/sh -c exit 3' returned a non-zero code: 3" },
  },
  {
    what: 'malformed JSON form',
    words: build('json'),
    status: 1,
    says: 'did not complete successfully: exit code: 127',
    classic: { status: 127, says: `The command '/bin/sh -c ["echo", "x"' returned a non-zero code: 127` },
  },
  {
    what: 'too few arguments',
    words: build('arguments'),
    status: 1,
    says: 'COPY requires at least two arguments, but only one was provided',
  },
  { what: 'no FROM', words: build('nofrom'), status: 1, says: 'no build stage in current context' },
  {
    what: 'empty Dockerfile',
    words: build('empty'),
    status: 1,
    says: /Dockerfile.* cannot be empty|file with no instructions/,
  },
  { what: 'no such Dockerfile', words: build('absent'), status: 1, says: 'no such file or directory' },
  { what: 'no such context', words: 'build absent', status: 1, says: /path "\S*absent" not found/ },
  { what: 'bad tag', words: 'build -t a:b:c .', status: 1, says: 'invalid reference format', classic: { status: 125 } },
  {
    what: 'unknown image',
    words: 'run nosuch',
    status: 125,
    says: "pull access denied for nosuch, repository does not exist or may require 'docker login'",
  },
  { what: 'bad flag', words: 'run --nosuch busybox', status: 125, says: 'unknown flag: --nosuch' },
  { what: 'unknown command', words: 'nosuch', status: 1, says: /nosuch/ },
  { what: 'bad port', words: 'run -p x:80 busybox', status: 125, says: /[Ii]nvalid hostPort: x/ },
  { what: 'bad memory limit', words: 'run -m lots busybox', status: 125, says: "invalid size: 'lots'" },
  { what: 'bad name', words: 'run --name a/b busybox', status: 125, says: 'Invalid container name (a/b)' },
  {
    what: 'name in use',
    words: 'run --name there busybox',
    status: 125,
    says: 'The container name "/there" is already in use by container',
  },
  { what: 'bad volume', words: 'run -v x:/y:zz busybox', status: 125, says: 'invalid mode: zz' },
  { what: 'unknown network', words: 'create --network nosuch busybox', status: 0, says: '', leavesCreated: true },
  {
    what: 'port in use',
    words: 'run -d -p 18081:80 busybox sleep 1',
    status: 125,
    says: 'Bind for 0.0.0.0:18081 failed: port is already allocated',
    leavesCreated: true,
  },
  {
    what: 'no such program',
    words: 'run busybox nosuch',
    status: 127,
    says: 'exec: "nosuch": executable file not found in $PATH',
    leavesCreated: true,
  },
  { what: 'no such container', words: 'exec nosuch ls', status: 1, says: 'No such container: nosuch' },
  { what: 'rmi of an image in use', words: 'rmi busybox', status: 1, says: 'is using its referenced image' },
  { what: 'commit to a bad name', words: 'commit there A:B:C', status: 1, says: 'invalid reference format' },
  { what: 'load of what is no archive', words: 'load -i Dockerfile.fails', status: 1, says: /./ },
];

const folder = mkdtempSync(join(tmpdir(), 'drydock-clients-'));
for (const [name, text] of Object.entries(DOCKERFILES)) writeFileSync(join(folder, `Dockerfile.${name}`), text);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SETTING = 'run -d --name there -p 18081:80 busybox sleep 1000';
const CONTAINERS = ['ps', '-a', '--format', '{{.Names}} {{.Status}}'];
const IMAGES = ['images', '-a', '--format', '{{.Repository}}:{{.Tag}}'];

function expectNothingHalfMade(mistake: Mistake, containers: string, images: string): void {
  expect(images.trim()).toBe('busybox:latest');
  const others = containers
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('there '));
  expect(others.map((line) => line.replace(/^\S+ /, ''))).toEqual(mistake.leavesCreated ? ['Created'] : []);
}

describe.skipIf(DOCKER === '')('bad input through the daemon', () => {
  let daemon: Daemon;

  beforeAll(async () => {
    daemon = await startDaemon('busybox:latest');
    await daemon.ok(...SETTING.split(' '));
  });

  afterAll(async () => {
    await daemon?.stop();
  });

  it.each(MISTAKES.map((mistake) => [mistake.what, mistake] as const))('%s', async (_what, mistake) => {
    const { status, stderr } = await daemon.dockerWith({ cwd: folder }, ...mistake.words.split(' '));
    expect(stderr).toMatch(mistake.classic?.says ?? mistake.says);
    expect(status).toBe(mistake.classic?.status ?? mistake.status);
    expectNothingHalfMade(mistake, await daemon.ok(...CONTAINERS), await daemon.ok(...IMAGES));
    await daemon.docker('container', 'prune', '-f');
  });
});

describe('bad input through sim', () => {
  interface Line {
    readonly line: string;
    readonly stdout: string;
    readonly stderr: string;
    readonly exit: number;
  }
  let lines: Line[] = [];

  const quoted = (words: readonly string[]) => ['docker', ...words.map((word) => `'${word}'`)].join(' ');

  beforeAll(async () => {
    const script = [
      `docker ${SETTING}`,
      ...MISTAKES.flatMap(({ words }) => [
        quoted(words.split(' ')),
        quoted(CONTAINERS),
        quoted(IMAGES),
        'docker container prune -f',
      ]),
    ];
    const args = [drydock, 'sim', '--json', '--images', 'busybox:latest', '-C', folder, '-c', script.join('\n')];
    const { stdout } = await run(process.execPath, args);
    lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ line }) => line !== undefined);
  });

  it.each(MISTAKES.map((mistake, index) => [mistake.what, mistake, index] as const))('%s', (_what, mistake, index) => {
    const [made, containers, images] = lines.slice(1 + 4 * index);
    expect(made?.stderr).toMatch(mistake.says);
    expect(made?.exit).toBe(mistake.status);
    expectNothingHalfMade(mistake, containers?.stdout ?? '', images?.stdout ?? '');
  });
});
