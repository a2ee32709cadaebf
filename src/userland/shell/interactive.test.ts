import { describe, expect, test, vi } from 'vitest';
import { testMachine } from '../../../test/support/machine.ts';
import { type Flavour, shellProgram } from './index.ts';

/** A shell on a terminal; `type` waits for the screen to come to rest. */
function onTerminal(flavour: Flavour, env: Record<string, string> = {}) {
  const programs = [
    {
      ...shellProgram(flavour, {
        completer: (words) =>
          words[0] === 'tool' ? ['first', 'second'].filter((each) => each.startsWith(words.at(-1)!)) : undefined,
      }),
      name: 'sh',
    },
    {
      name: 'sleep',
      main: async (sys: import('../../kernel/system-calls.ts').SystemCalls) => {
        await sys.sleep(Number(sys.argv[1]) * 1000);
        return 0;
      },
    },
    { name: 'tool', main: () => 0 },
  ];
  const { kernel, files } = testMachine({ programs });
  for (const name of ['dash', 'bash']) files.link('/bin/sh', `/bin/${name}`);
  const terminal = kernel.openTerminal({ columns: 40, rows: 10 });
  let screen = '';
  terminal.onOutput((bytes) => {
    screen += new TextDecoder().decode(bytes);
  });
  const shell = kernel.start({
    argv: [flavour === 'busybox' ? 'sh' : flavour],
    main: undefined,
    env: new Map(Object.entries({ PATH: '/bin', HOME: '/root', PS1: '> ', ...env })),
    cwd: '/',
    credentials: { uid: 0, gid: 0, euid: 0, egid: 0, groups: [0], capabilities: new Set(['CAP_DAC_OVERRIDE']) },
    namespaces: kernel.host,
    fds: new Map(),
    terminal,
  });
  const settle = async (): Promise<string> => {
    for (let before = '?'; before !== screen; ) {
      before = screen;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    const seen = screen;
    screen = '';
    return seen;
  };
  const type = async (text: string): Promise<string> => {
    terminal.input(new TextEncoder().encode(text));
    return settle();
  };
  /** Waits as long as it takes: the first command loads what runs it. */
  const typeUntil = async (text: string, wanted: string): Promise<void> => {
    terminal.input(new TextEncoder().encode(text));
    await vi.waitUntil(() => plain(screen).includes(wanted), { timeout: 20_000 });
    await settle();
  };
  return { type, typeUntil, settle, shell, files, terminal };
}

/** What is left of terminal output when drawing is taken away. */
function plain(output: string): string {
  return output.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').replaceAll('\r', '');
}

describe('a shell on a terminal', () => {
  test('edits a line with emacs keys before it runs', async () => {
    const { type, typeUntil, settle } = onTerminal('busybox');
    await settle();
    await type('cho helXlo');
    await type('\x01e\x05\x1b[D\x1b[D\x7f');
    await typeUntil('\r', '\nhello\n');
  });

  test('has history, completion and continuation lines', async () => {
    const { type, typeUntil, settle } = onTerminal('busybox');
    await settle();
    await typeUntil('echo one\r', '\none\n');
    expect(plain(await type('\x1b[A\r'))).toContain('\none\n');
    expect(plain(await type('\x12on\r'))).toContain('\none\n');
    expect(plain(await type('slee\t'))).toContain('sleep ');
    await type('\x15');
    expect(plain(await type('tool f\t'))).toContain('tool first ');
    await type('\x15if true\r');
    expect(plain(await type('then echo then; fi\r'))).toContain('\nthen\n');
  });

  test('Ctrl-C stops a running command and a loop, Ctrl-D ends the shell', async () => {
    const { type, settle, shell } = onTerminal('dash');
    await settle();
    await type('sleep 100\r');
    expect(plain(await type('\x03'))).toContain('> ');
    await type('echo $?\r');
    await type('while :; do :; done\r');
    expect(plain(await type('\x03'))).toContain('> ');
    expect(plain(await type('echo $?\r'))).toContain('130');
    await type('\x04');
    expect(await shell.exited).toEqual({ code: 0 });
  });

  test('Ctrl-Z stops a job; jobs, bg and fg know it', async () => {
    const { type, settle } = onTerminal('bash');
    await settle();
    await type('sleep 0.3\r');
    expect(plain(await type('\x1a'))).toContain('Stopped');
    expect(plain(await type('jobs\r'))).toContain('[1]+  Stopped                 sleep 0.3');
    expect(plain(await type('fg\r'))).toContain('sleep 0.3');
  });

  test('expands the prompt', async () => {
    const { settle } = onTerminal('busybox', { PS1: '\\u@\\h:\\w\\$ ' });
    expect(plain(await settle())).toContain('root@testing:/# ');
  });
});
