import { expect, test } from 'vitest';
import { type Main, testMachine } from '../../../test/support/machine.ts';
import type { Process } from '../kernel.ts';
import { ROOT } from '../process/credentials.ts';
import { SIGNALS } from '../process/signals.ts';
import type { TerminalMaster } from './types.ts';

interface Session {
  process: Process;
  terminal: TerminalMaster;
  type(keys: string): void;
  screen(): string;
}

function session(main: Main): Session {
  const { kernel } = testMachine();
  const terminal = kernel.openTerminal({ columns: 80, rows: 24 });
  let screen = '';
  terminal.onOutput((bytes) => {
    screen += new TextDecoder().decode(bytes);
  });
  const process = kernel.start({
    argv: ['main'],
    env: new Map(),
    cwd: '/',
    credentials: ROOT,
    namespaces: kernel.host,
    fds: new Map(),
    terminal,
    main,
  });
  return { process, terminal, type: (keys) => terminal.input(new TextEncoder().encode(keys)), screen: () => screen };
}

const pause = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Reads lines until the end of file and answers them in brackets. */
const readLines: Main = async (sys) => {
  for (;;) {
    const bytes = await sys.read(0);
    if (bytes.length === 0) return 0;
    await sys.write(1, `[${text(bytes).trimEnd()}]\n`);
  }
};

test('lines are edited, echoed and ended as termios says', async () => {
  const { process, type, screen } = session(readLines);
  type('helo\x7flo\r');
  await pause();
  type('one two\x17three\x15ok\r');
  await pause();
  type('\x04');
  expect(await process.exited).toEqual({ code: 0 });
  const erase = (count: number) => '\b \b'.repeat(count);
  expect(screen()).toBe(`helo${erase(1)}lo\r\n[hello]\r\none two${erase(3)}three${erase(9)}ok\r\n[ok]\r\n`);
});

test('Ctrl-D after text hands over the line without ending the file', async () => {
  const { process, type, screen } = session(readLines);
  type('ab\x04');
  await pause();
  type('\x04');
  await process.exited;
  expect(screen()).toBe('ab[ab]\r\n');
});

test('Ctrl-C ends the foreground job and not the shell that put it there', async () => {
  const { process, type, screen } = session(async (sys) => {
    const job = sys.fork((child) => child.sleep(60_000).then(() => 0), { processGroup: 0, foreground: 0 });
    const result = await sys.wait(job, { untraced: true });
    sys.setForegroundGroup(0, sys.processGroup());
    await sys.write(1, JSON.stringify(result));
    return 3;
  });
  await pause();
  type('typed\x03');
  expect(await process.exited).toEqual({ code: 3 });
  expect(screen()).toBe(`typed^C{"pid":3,"signal":${SIGNALS.SIGINT}}`);
});

test('Ctrl-C ends an endless loop', async () => {
  const { process, type } = session(async (sys) => {
    for (;;) await sys.write(sys.open('/dev/null', { write: true }), 'x');
  });
  await pause();
  type('\x03');
  expect(await process.exited).toEqual({ signal: SIGNALS.SIGINT });
});

test('Ctrl-Z stops a job, which goes on in the background and is stopped when it reads', async () => {
  const { process, type, screen } = session(async (sys) => {
    const job = sys.fork(
      async (child) => {
        await child.sleep(5);
        await child.write(1, text(await child.read(0)));
        return 0;
      },
      { processGroup: 0, foreground: 0 },
    );
    const news = [await sys.wait(job, { untraced: true })];
    sys.setForegroundGroup(0, sys.processGroup());
    sys.kill(-job, SIGNALS.SIGCONT);
    news.push(await sys.wait(job, { untraced: true }), await sys.wait(job, { untraced: true }));
    sys.setForegroundGroup(0, job);
    sys.kill(-job, SIGNALS.SIGCONT);
    news.push(await sys.wait(job));
    sys.setForegroundGroup(0, sys.processGroup());
    expect(news).toEqual([
      { pid: job, stopped: SIGNALS.SIGTSTP },
      { pid: job, continued: true },
      { pid: job, stopped: SIGNALS.SIGTTIN },
      { pid: job, code: 0 },
    ]);
    return 0;
  });
  await pause(1);
  type('\x1a');
  await pause(30);
  type('late\r');
  expect(await process.exited).toEqual({ code: 0 });
  expect(screen()).toBe('^Zlate\r\nlate\r\n');
});

test('raw mode passes keys as they are', async () => {
  const { process, type, screen } = session(async (sys) => {
    const settings = sys.terminalSettings(0);
    const raw = { canonical: false, echo: false, signals: false, mapCarriageReturn: false, mapNewline: true };
    sys.setTerminalSettings(0, raw);
    await sys.write(1, 'ready');
    const keys = [...(await sys.read(0))];
    sys.setTerminalSettings(0, settings);
    await sys.write(1, keys.join());
    return 0;
  });
  await pause();
  type('\x03\r\x04');
  await process.exited;
  expect(screen()).toBe('ready3,13,4');
});

test('a resize tells the foreground, and the size is what was set', async () => {
  const { process, terminal } = session(async (sys) => {
    let told = 0;
    sys.signal(SIGNALS.SIGWINCH, () => told++);
    await sys.sleep(20);
    return sys.windowSize(0).columns + told;
  });
  await pause();
  terminal.resize({ columns: 100, rows: 30 });
  expect(await process.exited).toEqual({ code: 101 });
});

test('closing the terminal hangs up', async () => {
  const { process, terminal } = session((sys) => sys.sleep(60_000).then(() => 0));
  await pause();
  expect(process.terminal).toBe('/dev/pts/0');
  terminal.close();
  expect(await process.exited).toEqual({ signal: SIGNALS.SIGHUP });
});

test('/dev/tty is the controlling terminal, and there is none without', async () => {
  const { process, screen } = session(async (sys) => {
    const fd = sys.open('/dev/tty', { read: true, write: true });
    await sys.write(fd, `${sys.ttyname(fd)} ${sys.isatty(fd)} ${sys.readlink('/proc/self/fd/0')}`);
    return 0;
  });
  await process.exited;
  expect(screen()).toBe('/dev/pts/0 true /dev/pts/0');
  const without = await testMachine().run((sys) => sys.open('/dev/tty', { read: true }));
  expect(without).toMatchObject({ status: 1, stderr: 'test: /dev/tty: No such device or address\n' });
});
