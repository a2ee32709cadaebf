import { expect, test } from 'vitest';
import { type Main, testMachine } from '../../../test/support/machine.ts';
import type { Kernel, Namespaces, Process } from '../kernel.ts';
import { ROOT } from './credentials.ts';
import { SIGNALS } from './signals.ts';

const sleeper: Main = async (sys) => {
  await sys.sleep(60_000);
  return 0;
};
const spinner: Main = async (sys) => {
  for (;;) {
    const pause = sys.checkpoint();
    if (pause) await pause;
  }
};

function startMain(kernel: Kernel, main: Main, namespaces: Namespaces = kernel.host): Process {
  return kernel.start({
    argv: ['main'],
    env: new Map(),
    cwd: '/',
    credentials: ROOT,
    namespaces,
    fds: new Map(),
    main,
  });
}

const container = (kernel: Kernel): Namespaces => ({ ...kernel.host, pid: kernel.createPidNamespace() });
const pause = (ms = 5) => new Promise((resolve) => setTimeout(resolve, ms));

test('signals end a sleeping, a spinning and a stopped process', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    const pids = [sys.fork(sleeper), sys.fork(spinner), sys.fork(sleeper)] as const;
    await sys.sleep(1);
    sys.kill(pids[2], SIGNALS.SIGSTOP);
    sys.kill(pids[0], SIGNALS.SIGTERM);
    sys.kill(pids[1], SIGNALS.SIGINT);
    sys.kill(pids[2], SIGNALS.SIGKILL);
    expect(await sys.wait(pids[0])).toEqual({ pid: pids[0], signal: SIGNALS.SIGTERM });
    expect(await sys.wait(pids[1])).toEqual({ pid: pids[1], signal: SIGNALS.SIGINT });
    expect(await sys.wait(pids[2])).toEqual({ pid: pids[2], signal: SIGNALS.SIGKILL });
    expect(() => sys.kill(pids[0], 0)).toThrow('No such process');
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('busy loops share the thread with each other and the host', async () => {
  const { kernel } = testMachine();
  const rounds = [0, 0];
  const busy = rounds.map((_, index) =>
    startMain(kernel, async (sys) => {
      for (;;) {
        rounds[index]!++;
        const turn = sys.checkpoint();
        if (turn) await turn;
      }
    }),
  );
  // The host's own timers come through: without a share of the thread this would never end.
  for (let turn = 0; turn < 10; turn++) await pause(0);
  for (const process of busy) process.kill(SIGNALS.SIGKILL);
  expect(await busy[0]!.exited).toEqual({ signal: SIGNALS.SIGKILL });
  expect(Math.min(...rounds) / Math.max(...rounds)).toBeGreaterThan(0.2);
});

test('a handler runs while its process waits, and interrupts an interruptible wait', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    const child = sys.fork(sleeper);
    const self = sys.pid;
    const seen: number[] = [];
    sys.signal(SIGNALS.SIGUSR1, (signal) => seen.push(signal));
    sys.fork(async (other) => {
      other.kill(self, SIGNALS.SIGUSR1);
      return 0;
    });
    await expect(sys.wait(child, { interruptible: true })).rejects.toMatchObject({ code: 'EINTR' });
    expect(seen).toEqual([SIGNALS.SIGUSR1]);
    sys.kill(sys.pid, SIGNALS.SIGUSR1);
    expect(seen).toHaveLength(2);
    sys.kill(child, SIGNALS.SIGKILL);
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('stop and continue are told to a parent that asks', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    let rounds = 0;
    const child = sys.fork(async (own) => {
      for (;;) {
        rounds++;
        await own.sleep(1);
      }
    });
    await sys.sleep(5);
    sys.kill(child, SIGNALS.SIGSTOP);
    expect(await sys.wait(child, { untraced: true })).toEqual({ pid: child, stopped: SIGNALS.SIGSTOP });
    const stoppedAt = rounds;
    sys.kill(child, SIGNALS.SIGTERM);
    await sys.sleep(10);
    expect(rounds).toBe(stoppedAt);
    sys.kill(child, SIGNALS.SIGCONT);
    expect(await sys.wait(child)).toEqual({ pid: child, signal: SIGNALS.SIGTERM });
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('kill reaches a whole process group', async () => {
  const { run } = testMachine();
  const result = await run(async (sys) => {
    const leader = sys.fork(sleeper, { processGroup: 0 });
    const member = sys.fork(sleeper, { processGroup: leader });
    expect(sys.processGroup(member)).toBe(leader);
    sys.kill(-leader, SIGNALS.SIGTERM);
    expect(await sys.wait(leader)).toMatchObject({ signal: SIGNALS.SIGTERM });
    expect(await sys.wait(member)).toMatchObject({ signal: SIGNALS.SIGTERM });
    return 0;
  });
  expect(result).toMatchObject({ stderr: '', status: 0 });
});

test('PID 1 of a namespace ignores what it does not handle, except SIGKILL from outside', async () => {
  const { kernel } = testMachine();
  const init = startMain(
    kernel,
    async (sys) => {
      sys.kill(1, SIGNALS.SIGKILL);
      await sys.sleep(60_000);
      return 0;
    },
    container(kernel),
  );
  await pause();
  init.kill(SIGNALS.SIGTERM);
  expect(init.namespacePid).toBe(1);
  expect(init.pid).toBeGreaterThan(1);
  expect(init.state).toBe('sleeping');
  init.kill(SIGNALS.SIGSTOP);
  expect(init.state).toBe('stopped');
  init.kill(SIGNALS.SIGCONT);
  expect(init.state).toBe('sleeping');
  init.kill(SIGNALS.SIGKILL);
  expect(await init.exited).toEqual({ signal: SIGNALS.SIGKILL });
});

test('PID 1 runs its own handler', async () => {
  const { kernel } = testMachine();
  const init = startMain(
    kernel,
    async (sys) => {
      sys.signal(SIGNALS.SIGTERM, () => sys.exit(5));
      await sys.sleep(60_000);
      return 0;
    },
    container(kernel),
  );
  await pause();
  init.kill(SIGNALS.SIGTERM);
  expect(await init.exited).toEqual({ code: 5 });
});

test('orphans go to PID 1 of their namespace, and end with it', async () => {
  const { kernel } = testMachine();
  const namespaces = container(kernel);
  let adopted: unknown;
  const init = startMain(
    kernel,
    async (sys) => {
      const middle = sys.fork(async (child) => {
        child.fork(async (grandchild) => {
          await grandchild.sleep(5);
          return grandchild.ppid === 1 ? 9 : 1;
        });
        return 0;
      });
      await sys.wait(middle);
      adopted = await sys.wait(-1);
      sys.fork(sleeper);
      return 3;
    },
    namespaces,
  );
  const before = kernel.processes().length;
  expect(await init.exited).toEqual({ code: 3 });
  expect(adopted).toEqual({ pid: 3, code: 9 });
  expect(kernel.processes().length).toBe(before - 1);
});

test('a frozen namespace does nothing until it is thawed', async () => {
  const { kernel } = testMachine();
  const namespaces = container(kernel);
  let rounds = 0;
  const init = startMain(
    kernel,
    async (sys) => {
      sys.signal(SIGNALS.SIGTERM, () => sys.exit(0));
      for (;;) {
        rounds++;
        await sys.sleep(1);
      }
    },
    namespaces,
  );
  await pause();
  kernel.setFrozen(namespaces.pid, true);
  await pause();
  const frozenAt = rounds;
  init.kill(SIGNALS.SIGTERM);
  await pause(10);
  expect(rounds).toBe(frozenAt);
  kernel.setFrozen(namespaces.pid, false);
  expect(await init.exited).toEqual({ code: 0 });
});

test('fork fails with EAGAIN beyond the limit of processes', async () => {
  const { kernel } = testMachine();
  const init = kernel.start({
    argv: ['main'],
    env: new Map(),
    cwd: '/',
    credentials: ROOT,
    namespaces: container(kernel),
    fds: new Map(),
    pidsLimit: 3,
    async main(sys) {
      sys.fork(sleeper);
      sys.fork(sleeper);
      expect(() => sys.fork(sleeper)).toThrow('Resource temporarily unavailable');
      return 0;
    },
  });
  expect(await init.exited).toEqual({ code: 0 });
});
