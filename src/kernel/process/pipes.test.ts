import { expect, test } from 'vitest';
import { type Main, testMachine } from '../../../test/support/machine.ts';
import { SIGNALS } from './signals.ts';

const yes: Main = async (sys) => {
  for (;;) await sys.write(1, 'y\n'.repeat(512));
};
const head: Main = async (sys) => {
  await sys.write(1, (await sys.read(0, 4)) as Uint8Array);
  return 0;
};
const cat: Main = async (sys) => {
  for (;;) {
    const bytes = await sys.read(0);
    if (bytes.length === 0) return 0;
    await sys.write(1, bytes);
  }
};
const programs = { yes, head, cat };

test('a program is run from a file, with its output, status and argv', async () => {
  const machine = testMachine({
    programs: {
      echo: async (sys) => {
        await sys.write(1, `${sys.argv.slice(1).join(' ')}\n`);
        await sys.write(2, 'oops\n');
        return 7;
      },
    },
  });
  expect(await machine.run(['echo', 'a', 'b'])).toMatchObject({ stdout: 'a b\n', stderr: 'oops\n', status: 7 });
});

test('yes | head ends by SIGPIPE', async () => {
  const machine = testMachine({ programs });
  const result = await machine.run(async (sys) => {
    const [readEnd, writeEnd] = sys.pipe();
    const writer = sys.spawn({ argv: ['yes'], fds: new Map([[1, writeEnd]]) });
    const reader = sys.spawn({
      argv: ['head'],
      fds: new Map([
        [0, readEnd],
        [1, 1],
      ]),
    });
    sys.close(readEnd);
    sys.close(writeEnd);
    expect(await sys.wait(reader)).toEqual({ pid: reader, code: 0 });
    expect(await sys.wait(writer)).toEqual({ pid: writer, signal: SIGNALS.SIGPIPE });
    return 0;
  });
  expect(result).toMatchObject({ stdout: 'y\ny\n', stderr: '', status: 0 });
});

test('a pipe blocks its writer and streams in order', async () => {
  const machine = testMachine({ programs });
  const chunk = new Uint8Array(65536).fill(97);
  const count = 200;
  const result = await machine.run(async (sys) => {
    const [readEnd, writeEnd] = sys.pipe();
    const writer = sys.fork(async (child) => {
      child.close(readEnd);
      for (let i = 0; i < count; i++) await child.write(writeEnd, chunk);
      return 0;
    });
    sys.close(writeEnd);
    let total = 0;
    for (;;) {
      const bytes = await sys.read(readEnd);
      if (bytes.length === 0) break;
      total += bytes.length;
    }
    await sys.wait(writer);
    await sys.write(1, String(total));
    return 0;
  });
  expect(result.stdout).toBe(String(count * 65536));
});

test('stdin reaches a program through a large pipe', async () => {
  const machine = testMachine({ programs });
  const text = 'line\n'.repeat(100_000);
  expect((await machine.run(['cat'], { stdin: text })).stdout).toBe(text);
});

test('a fifo joins two processes that open it by name', async () => {
  const machine = testMachine({ programs });
  const result = await machine.run(async (sys) => {
    sys.mknod('/tmp/queue', 'fifo', 0o644);
    const writer = sys.fork(async (child) => {
      const fd = child.open('/tmp/queue', { write: true });
      await child.write(fd, 'through the fifo\n');
      return 0;
    });
    const fd = sys.open('/tmp/queue', { read: true });
    await sys.write(1, await sys.readAll(fd));
    await sys.wait(writer);
    return 0;
  });
  expect(result.stdout).toBe('through the fifo\n');
});

test('reopening /dev/stdin and /dev/fd/N reaches the same pipe', async () => {
  const machine = testMachine();
  const result = await machine.run(
    async (sys) => {
      await sys.write(
        sys.open('/dev/stdout', { write: true }),
        await sys.readAll(sys.open('/dev/fd/0', { read: true })),
      );
      return 0;
    },
    { stdin: 'hello\n' },
  );
  expect(result).toMatchObject({ stdout: 'hello\n', stderr: '' });
});

test('what a program writes is there before it waits for its turn', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    const [readEnd, writeEnd] = sys.pipe();
    let seen = 0;
    sys.fork(async (reader) => {
      seen = (await reader.read(readEnd)).length;
      return 0;
    });
    await sys.sleep(1);
    const until = performance.now() + 20;
    while (performance.now() < until);
    const turn = sys.write(writeEnd, 'late');
    for (let step = 0; step < 20; step++) await Promise.resolve();
    expect(seen).toBe(4);
    await turn;
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('a read that waits for its turn is of what its descriptor was, whatever has that number by then', async () => {
  const machine = testMachine({ programs });
  const result = await machine.run(async (sys) => {
    const [first, second] = [sys.pipe(), sys.pipe()];
    await sys.write(first[1], 'first');
    await sys.write(second[1], 'second');
    for (const begun = sys.now(); sys.now() - begun < 50; );
    const reading = sys.read(first[0]);
    expect(reading).toBeInstanceOf(Promise);
    sys.close(first[0]);
    sys.dup2(second[0], first[0]);
    await sys.write(1, await reading);
    return 0;
  });
  expect(result).toMatchObject({ stdout: 'first', status: 0 });
});
