import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Computer, createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';

const FILES = {
  'compose.yaml': `services:
  web:
    build: ./web
    stop_grace_period: 0s
    environment:
      STORE: redis
    depends_on:
      redis:
        condition: service_healthy
  redis:
    image: redis:alpine
    command: redis-server --appendonly yes
    volumes:
      - data:/data
    healthcheck:
      test: ["CMD", "redis-cli", "ping"]
      interval: 200ms
      retries: 50
volumes:
  data:
`,
  'web/Dockerfile': 'FROM redis:alpine\nCOPY count.sh /\nENTRYPOINT []\nCMD ["sh", "/count.sh"]\n',
  'web/count.sh': 'echo "visit $(redis-cli -h $STORE incr visits)"\nexec sleep 1000\n',
};

let computer: Computer;
let run: (line: string) => Promise<{ stdout: string; stderr: string; exit: number }>;

beforeAll(async () => {
  const files = Object.entries(FILES).map(([path, text]) => ({
    path,
    kind: 'file' as const,
    mode: 0o644,
    data: new TextEncoder().encode(text),
  }));
  computer = await createComputer({ platform: nodePlatform(), images: ['redis:alpine'], folder: 'shop', files });
  const session = computer.openSession();
  run = (line) => session.run(line);
});

afterAll(() => computer?.powerOff());

/** The first thing that web said. */
async function visit(): Promise<string> {
  for (;;) {
    const { stdout } = await run('docker compose logs --no-log-prefix web');
    if (stdout !== '') return stdout;
    await run('sleep 0.1');
  }
}

it('an application of two services: built, started in order, its data outliving it', async () => {
  const first = await run('docker compose up -d');
  expect(first.exit).toBe(0);
  const events = first.stderr.split('\n').map((line) => line.trim());
  expect(events.indexOf('Container shop-redis-1  Healthy')).toBeLessThan(
    events.indexOf('Container shop-web-1  Starting'),
  );
  expect(await visit()).toBe('visit 1\n');
  await run('docker compose down');
  expect((await run('docker compose ps -aq')).stdout).toBe('');
  await run('docker compose up -d');
  expect(await visit()).toBe('visit 2\n');
  await run('docker compose down -v');
  await run('docker compose up -d');
  expect(await visit()).toBe('visit 1\n');
  expect((await run('docker compose exec -T redis redis-cli get visits')).stdout).toBe('1\n');
}, 120_000);

it('a changed service alone is made anew', async () => {
  await run('sed -i \'s/STORE: redis/STORE: redis\\n      MORE: "1"/\' compose.yaml');
  const { stderr } = await run('docker compose up -d');
  expect(stderr).toContain(' Container shop-redis-1  Running\n');
  expect(stderr).toContain(' Container shop-web-1  Recreated\n');
  expect(await visit()).toBe('visit 2\n');
  await run('docker compose down -v -t 0');
}, 60_000);

it('what is not simulated says so', async () => {
  for (const line of ['docker compose watch', 'docker stack ls', 'docker swarm init', 'docker compose up --watch']) {
    const { exit, stderr } = await run(line);
    expect([exit, stderr]).toEqual([1, expect.stringContaining('drydock: not simulated: docker ')]);
  }
  expect((await run('docker stock ls')).stderr).toContain('docker: unknown command: docker stock');
});
