import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Conversation, works } from './command.ts';
import { type Daemon, DOCKER, startDaemon } from './daemon.ts';

const TEN_MEGABYTES = 10_000_000;
const hasScript = await works('script', '--version');

describe.skipIf(DOCKER === '')('streams of the real docker command', () => {
  let daemon: Daemon;

  beforeAll(async () => {
    daemon = await startDaemon('busybox:latest');
  });

  afterAll(async () => {
    await daemon?.stop();
  });

  const conversation = (...args: string[]) => new Conversation(DOCKER, args, { env: daemon.env });

  /** The docker command on a terminal of its own. */
  function onTerminal(...args: string[]): Conversation {
    const words = [DOCKER, ...args].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
    return new Conversation('script', ['-qefc', words, '/dev/null'], { env: { ...daemon.env, TERM: 'xterm' } });
  }

  it('stdin reaches the container, its end too', async () => {
    const { stdout } = await daemon.dockerWith({ input: 'hi\n' }, 'run', '--rm', '-i', 'busybox', 'cat');
    expect(stdout).toBe('hi\n');
  });

  it('10 MB go in, through and out unchanged', async () => {
    const input = randomBytes(TEN_MEGABYTES);
    const through = await daemon.dockerBinary({ input }, 'run', '--rm', '-i', 'busybox', 'cat');
    expect(through.stdout.equals(input)).toBe(true);
    const counted = await daemon.dockerWith({ input }, 'run', '--rm', '-i', 'busybox', 'wc', '-c');
    expect(counted.stdout.trim()).toBe(String(TEN_MEGABYTES));
    await daemon.ok('run', '-d', '--name', 'big', 'busybox', 'sleep', '1000');
    await daemon.dockerBinary({ input }, 'exec', '-i', 'big', 'sh', '-c', 'cat > /big');
    const digest = createHash('md5').update(input).digest('hex');
    expect(await daemon.ok('exec', 'big', 'md5sum', '/big')).toBe(`${digest}  /big`);
    await daemon.ok('rm', '-f', 'big');
  });

  it('many clients at once', async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => String(index));
    const answers = await Promise.all(numbers.map((number) => daemon.ok('run', '--rm', 'busybox', 'echo', number)));
    expect(answers).toEqual(numbers);
  });

  it('an interrupt on the client is a signal in the container', async () => {
    const running = conversation(
      'run',
      '--rm',
      'busybox',
      'sh',
      '-c',
      'trap "echo caught; exit 9" INT; echo up; while :; do sleep 0.1; done',
    );
    await running.sees('up');
    running.process.kill('SIGINT');
    expect(await running.ended).toBe(9);
    expect(running.output).toContain('caught');
  });

  it('a client that vanishes harms nobody', async () => {
    await daemon.ok('run', '-d', '--name', 'noisy', 'busybox', 'sh', '-c', 'while :; do echo noise; done');
    const clients = [
      ['logs', '-f', 'noisy'],
      ['attach', 'noisy'],
      ['exec', 'noisy', 'yes'],
      ['stats', 'noisy'],
      ['events'],
      ['wait', 'noisy'],
      ['export', 'noisy'],
    ].map((args) => conversation(...args));
    await new Promise((resolve) => setTimeout(resolve, 700));
    for (const client of clients) client.process.kill('SIGKILL');
    await Promise.all(clients.map((client) => client.ended));
    await daemon.ok('rm', '-f', 'noisy');
    expect(await daemon.ok('run', '--rm', 'busybox', 'echo', 'alive')).toBe('alive');
    expect(JSON.parse(await daemon.ok('info', '--format', '{{json .NEventsListener}}'))).toBe(0);
    expect(daemon.process.output.trim().split('\n')).toHaveLength(1);
  });

  describe.skipIf(!hasScript)('on a terminal', () => {
    it('run -it: prompt, answer, exit status', async () => {
      const shell = onTerminal('run', '--rm', '-it', 'busybox', 'sh');
      await shell.sees('# ');
      shell.send('tty; echo $((6*7))\n');
      await shell.sees('/dev/pts/0');
      await shell.sees('42');
      shell.send('exit 5\n');
      expect(await shell.ended).toBe(5);
    });

    it('Ctrl-C ends what runs in the foreground, Ctrl-D the shell', async () => {
      const shell = onTerminal('run', '--rm', '-it', 'busybox', 'sh');
      await shell.sees('# ');
      shell.send('sleep 1000\n');
      await shell.sees('sleep 1000');
      await new Promise((resolve) => setTimeout(resolve, 300));
      shell.send('\u0003');
      await shell.sees('^C');
      await shell.sees('# ');
      shell.send('echo status=$?\n');
      await shell.sees('status=130');
      shell.send('\u0004');
      expect(await shell.ended).toBe(0);
    });

    it('exec -it beside a running process', async () => {
      await daemon.ok('run', '-d', '--name', 'beside', 'busybox', 'sleep', '1000');
      const shell = onTerminal('exec', '-it', 'beside', 'sh');
      await shell.sees('# ');
      shell.send('echo made > /tmp/made; exit 3\n');
      expect(await shell.ended).toBe(3);
      expect(await daemon.ok('diff', 'beside')).toContain('A /tmp/made');
      await daemon.ok('rm', '-f', 'beside');
    });
  });
});
