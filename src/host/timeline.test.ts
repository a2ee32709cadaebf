import { expect, test } from 'vitest';
import { testComputer } from '../../test/support/computer.ts';
import type { Computer } from './computer.ts';
import type { ComputerState } from './state.ts';
import { Timeline } from './timeline.ts';

/** Runs a line as a moment of the timeline. */
async function run(timeline: Timeline, computer: Computer, line: string): Promise<string> {
  const ended = timeline.command(line, () => computer.save());
  const { stdout, stderr, exit } = await computer.openSession().run(line);
  ended(exit);
  return stdout + stderr;
}

function reopen({ state, blobs }: ComputerState): Promise<Computer> {
  return testComputer({}, { stored: { state, blob: (digest) => blobs.get(digest)?.() }, resume: true });
}

test('back to a moment and forward again: files, images, containers and volumes as they were', async () => {
  let computer = await testComputer({ Dockerfile: 'FROM scratch\nCOPY . /\n' });
  const timeline = new Timeline(() => 0);
  timeline.begin(computer.save());
  await run(timeline, computer, 'docker build -q -t one . && docker volume create vol');
  await run(timeline, computer, 'docker run -d --name up alpine sleep 1000; docker exec up touch /here; echo 1 > note');
  await run(timeline, computer, 'docker rm -f up; docker volume rm vol; docker rmi -f one; rm note');
  const look = async () =>
    (
      await computer
        .openSession()
        .run('ls; docker images -q one; docker ps --format "{{.Names}}"; docker diff up; docker volume ls -q')
    ).stdout;

  const last = await look();
  expect(last).toBe('Dockerfile\n');
  computer.powerOff();

  computer = await reopen(timeline.checkpoint(2)!);
  timeline.wentTo(2, timeline.checkpoint(2)!);
  expect(timeline.report()).toMatchObject({ at: 2, looking: true });
  const then = await look();
  expect(then).toMatch(/^Dockerfile\nnote\n[0-9a-f]{12}\nup\nA \/here\nvol\n$/);
  computer.powerOff();

  computer = await reopen(timeline.checkpoint(3)!);
  timeline.wentTo(3, timeline.checkpoint(3)!);
  expect(timeline.report()).toMatchObject({ at: 3, looking: false });
  expect(await look()).toBe(last);
  computer.powerOff();
});

test('what is done after going back is a second branch; the first is kept', async () => {
  const computer = await testComputer();
  const timeline = new Timeline(() => 0);
  timeline.begin(computer.save());
  await run(timeline, computer, 'echo a > a');
  await run(timeline, computer, 'echo b > b');
  timeline.wentTo(1, timeline.checkpoint(1)!);
  await run(timeline, computer, 'echo c > c');
  expect(timeline.report().moments.map(({ id, after, text }) => [id, after, text])).toEqual([
    [0, undefined, ''],
    [1, 0, 'echo a > a'],
    [2, 1, 'echo b > b'],
    [3, 1, 'echo c > c'],
  ]);
  expect(timeline.checkpoint(2)).toBeDefined();
  computer.powerOff();
});

test('what was edited before a command is a moment of its own', async () => {
  const computer = await testComputer();
  const timeline = new Timeline(() => 0);
  timeline.begin(computer.save());
  computer.workspace.write('x', new Uint8Array([1]));
  timeline.edited('x');
  await run(timeline, computer, 'ls');
  expect(timeline.report().moments.map(({ kind, text, status }) => [kind, text, status])).toEqual([
    ['beginning', '', undefined],
    ['edit', 'x', undefined],
    ['command', 'ls', 0],
  ]);
  computer.powerOff();
});

test('a timeline goes on with what was stored of it; what ran when the page went away was hung up', async () => {
  const computer = await testComputer();
  const before = new Timeline(() => 0);
  before.begin(computer.save());
  await run(before, computer, 'echo a > a');
  before.command('sleep 1000', () => computer.save());
  const { timeline: stored, checkpoints } = before.stored();
  expect([...checkpoints.keys()]).toEqual([0, 1, 2]);

  const after = new Timeline(() => 0);
  after.resume(structuredClone(stored));
  after.begin(computer.save());
  await run(after, computer, 'echo b > b');
  expect(after.report().moments.map(({ id, after: followed, text, status }) => [id, followed, text, status])).toEqual([
    [0, undefined, '', undefined],
    [1, 0, 'echo a > a', 0],
    [2, 1, 'sleep 1000', 129],
    [3, 2, 'echo b > b', 0],
  ]);
  expect([...after.stored().checkpoints.keys()]).toEqual([2, 3]);
  computer.powerOff();
});

test('what a cache mount holds outlives the computer that filled it', async () => {
  const build = (n: number) =>
    `printf 'FROM alpine\\nRUN --mount=type=cache,target=/kept,uid=7 echo ${n} >> /kept/all; cat /kept/all; stat -c %%u /kept\\n' > Dockerfile; docker build --progress=plain . 2>&1 | sed -n 's/^#[0-9]* [0-9.]* \\([0-9]\\)/\\1/p'`;
  const first = await testComputer();
  expect((await first.openSession().run(build(1))).stdout).toBe('1\n7\n');
  const state = first.save();
  first.powerOff();
  const second = await reopen(state);
  expect((await second.openSession().run(build(2))).stdout).toBe('1\n2\n7\n');
  expect((await second.openSession().run('docker buildx du --filter type=exec.cachemount | wc -l')).stdout).not.toBe(
    '0\n',
  );
  second.powerOff();
});

test('what is typed while the engine starts is a moment too', async () => {
  const first = await testComputer();
  const before = new Timeline(() => 0);
  before.begin(first.save());
  await run(before, first, 'echo a > a');
  const { state, blobs } = first.save();
  first.powerOff();

  const computer = await testComputer({}, { stored: { state, blob: (digest) => blobs.get(digest)?.() } });
  const timeline = new Timeline(() => 0);
  timeline.resume(before.stored().timeline);
  await run(timeline, computer, 'rm a');
  const waiting = timeline.command('docker ps', () => computer.save());
  timeline.begin(computer.save());
  expect(timeline.report().moments.map(({ id, after, text, status }) => [id, after, text, status])).toEqual([
    [0, undefined, '', undefined],
    [1, 0, 'echo a > a', 0],
    [2, 1, 'rm a', 0],
    [3, 2, 'docker ps', undefined],
  ]);
  // How it was before them is known to the store alone.
  expect(timeline.checkpoint(1)).toBeUndefined();
  waiting(0);
  expect(timeline.report()).toMatchObject({ at: 3, looking: false });
  expect(timeline.report().moments.at(-1)!.status).toBe(0);
  expect(timeline.checkpoint(3)).toBeDefined();
  computer.powerOff();
});
