import { describe, expect, it } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { ROOT } from '../../../kernel/process/credentials.ts';
import { COMMANDS } from '../commands.ts';
import type { Flavour } from '../common/context.ts';
import { busyboxProgram, gnuProgram } from '../registry.ts';

interface Options {
  files?: Record<string, string>;
  columns?: number;
  rows?: number;
}

/** A command on a terminal of its own; `type` waits for the screen to come to rest and answers what was written. */
function terminalMachine(flavour: Flavour, argv: string[], options: Options = {}) {
  const { kernel, files } =
    flavour === 'gnu'
      ? testMachine({ files: options.files, programs: Object.keys(COMMANDS).flatMap((name) => gnuProgram(name) ?? []) })
      : testMachine({
          files: options.files,
          programs: [busyboxProgram],
          executables: { [`/bin/${argv[0]}`]: 'busybox' },
        });
  const terminal = kernel.openTerminal({ columns: options.columns ?? 40, rows: options.rows ?? 10 });
  let written = '';
  terminal.onOutput((bytes) => {
    written += new TextDecoder().decode(bytes);
  });
  const process = kernel.start({
    argv,
    main: undefined,
    env: new Map([['PATH', '/bin']]),
    cwd: '/',
    credentials: ROOT,
    namespaces: kernel.host,
    fds: new Map(),
    terminal,
  });
  const settle = async (): Promise<string> => {
    // a command's code is loaded when it is first run
    for (let i = 0; written === '' && i < 50; i++) await new Promise((resolve) => setTimeout(resolve, 8));
    for (let before = -1; before !== written.length; ) {
      before = written.length;
      await new Promise((resolve) => setTimeout(resolve, 8));
    }
    const seen = written;
    written = '';
    return seen;
  };
  const type = (text: string): Promise<string> => {
    terminal.input(new TextEncoder().encode(text));
    return settle();
  };
  const exited = process.exited.then((status) => ('code' in status ? status.code : 128 + status.signal));
  return { files, terminal, settle, type, exited };
}

const TEXT = 'one two three\nfoo bar(baz) qux\n\nlast line here\n';

/** Keys typed in real vim and busybox vi leave the same text behind. */
const CASES: [name: string, keys: string, after: string, text?: string][] = [
  ['i', 'iX\x1b', 'Xone two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['A and o', 'A!\x1boY\x1b', 'one two three!\nY\nfoo bar(baz) qux\n\nlast line here\n'],
  ['O', 'jOY\x1b', 'one two three\nY\nfoo bar(baz) qux\n\nlast line here\n'],
  ['dw', 'dw', 'two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['dw at the end', '$bdw', 'one two \nfoo bar(baz) qux\n\nlast line here\n'],
  ['2dw', '2dw', 'three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['cw', 'wcwTWO\x1b', 'one TWO three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['cw on one letter', 'cwxyz\x1b', 'xyz b\n', 'a b\n'],
  ['dd p', 'ddp', 'foo bar(baz) qux\none two three\n\nlast line here\n'],
  ['yyP', 'yyjP', 'one two three\none two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['3x', '3x', ' two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['D and u', 'wDu', TEXT],
  ['C', 'wCend\x1b', 'one end\nfoo bar(baz) qux\n\nlast line here\n'],
  ['J', 'J', 'one two three foo bar(baz) qux\n\nlast line here\n'],
  ['r', 'rO', 'One two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['dot', 'xj0.', 'ne two three\noo bar(baz) qux\n\nlast line here\n'],
  ['search', '/baz\rx', 'one two three\nfoo bar(az) qux\n\nlast line here\n'],
  ['n', '/e\rnx', 'one two thre\nfoo bar(baz) qux\n\nlast line here\n'],
  ['G and gg', 'GddggA.\x1b', 'one two three.\nfoo bar(baz) qux\n\n'],
  ['d%', 'jf(d%', 'one two three\nfoo bar qux\n\nlast line here\n'],
  ['dt', 'jdt(', 'one two three\n(baz) qux\n\nlast line here\n'],
  ['%s', ':%s/o/0/g\r', '0ne tw0 three\nf00 bar(baz) qux\n\nlast line here\n'],
  ['s with groups', ':s/\\(one\\) \\(two\\)/\\2 \\1/\r', 'two one three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['range', ':2,3d\r', 'one two three\nlast line here\n'],
  ['insert edits', 'iab\x7fc\x1b', 'acone two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['arrows', '\x1b[B\x1b[Cx', 'one two three\nfo bar(baz) qux\n\nlast line here\n'],
  ['R', 'RABC\x1b', 'ABC two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['dG', 'jdG', 'one two three\n'],
  ['>>', '>>', '\tone two three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['e', 'exx', 'ontwo three\nfoo bar(baz) qux\n\nlast line here\n'],
  ['b', '$bx', 'one two hree\nfoo bar(baz) qux\n\nlast line here\n'],
  ['~', '~~', 'ONe two three\nfoo bar(baz) qux\n\nlast line here\n'],
];

async function edit(flavour: 'gnu' | 'busybox', keys: string, text: string): Promise<{ file: string; status: number }> {
  const machine = terminalMachine(flavour, ['vi', '/f'], { files: { '/f': text } });
  await machine.settle();
  await machine.type(`${keys}`);
  await machine.type('\x1b:wq\r');
  const status = await machine.exited;
  return { file: new TextDecoder().decode(machine.files.readFile('/f')), status };
}

describe.each(['gnu', 'busybox'] as const)('vi (%s)', (flavour) => {
  it.each(CASES)('%s', async (_, keys, after, text = TEXT) => {
    expect(await edit(flavour, keys, text)).toEqual({ file: after, status: 0 });
  });

  it('refuses to lose changes', async () => {
    const machine = terminalMachine(flavour, ['vi', '/f'], { files: { '/f': 'x\n' } });
    await machine.settle();
    expect(await machine.type('xx:q\r')).toContain('No write since last change');
    await machine.type(':q!\r');
    expect(await machine.exited).toBe(0);
    expect(new TextDecoder().decode(machine.files.readFile('/f'))).toBe('x\n');
  });
});

const LINES = Array.from({ length: 100 }, (_, i) => `line ${i + 1}\n`).join('');

describe('less', () => {
  it('pages, searches and quits', async () => {
    const machine = terminalMachine('gnu', ['less', '/f'], { files: { '/f': LINES } });
    expect(await machine.settle()).toMatch(/line 1\x1b.*line 9\x1b/s);
    expect(await machine.type(' ')).toContain('line 17');
    expect(await machine.type('/line 50\r')).toContain('line 58');
    expect(await machine.type('G')).toContain('(END)');
    expect(await machine.type('g-N\r')).toContain('      1 line 1');
    await machine.type('q');
    expect(await machine.exited).toBe(0);
  });

  it('follows the size of the terminal', async () => {
    const machine = terminalMachine('busybox', ['less', '/f'], { files: { '/f': LINES } });
    await machine.settle();
    machine.terminal.resize({ columns: 40, rows: 20 });
    expect(await machine.settle()).toContain('line 19');
    await machine.type('q');
    expect(await machine.exited).toBe(0);
  });
});

describe('nano', () => {
  it('cuts, pastes, writes and leaves', async () => {
    const machine = terminalMachine('gnu', ['nano', '/f'], { files: { '/f': 'a\nb\nc\n' }, columns: 80 });
    expect(await machine.settle()).toContain('GNU nano');
    await machine.type('\x0b\x1b[B\x15new \x0f\r');
    expect(await machine.type('\x18')).not.toContain('Save modified');
    expect(await machine.exited).toBe(0);
    expect(new TextDecoder().decode(machine.files.readFile('/f'))).toBe('b\na\nnew c\n');
  });
});

describe('top', () => {
  it.each(['gnu', 'busybox'] as const)('shows itself (%s)', async (flavour) => {
    const machine = terminalMachine(flavour, ['top'], { columns: 100 });
    expect(await machine.settle()).toMatch(/PID.*USER.*\n?.*top/s);
    await machine.type('q');
    expect(await machine.exited).toBe(0);
  });
});

describe('stty', () => {
  it('tells the size', async () => {
    expect(await terminalMachine('gnu', ['stty', 'size']).settle()).toContain('10 40');
  });
});
