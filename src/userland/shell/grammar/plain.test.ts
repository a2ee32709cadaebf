import { beforeAll, expect, it } from 'vitest';
import { dialectOf } from '../dialect.ts';
import { TreeBuilder } from './build.ts';
import { loadParser } from './parser.ts';
import { isPlain, plainCommand } from './plain.ts';

beforeAll(() => loadParser());

const PIECES = [
  'a',
  'A1',
  '_',
  '=',
  "'",
  "'x y'",
  "''",
  ' ',
  '-',
  '/',
  '.',
  ',',
  '@',
  '%',
  '+',
  'alias ',
  'ls',
  '1',
  ':',
  '~',
];

function lines(count: number): string[] {
  let state = 7;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
  return Array.from({ length: count }, (_, index) => {
    const start = ['', 'A=', 'alias ', 'alias l='][index % 4]!;
    return start + Array.from({ length: 1 + random(6) }, () => PIECES[random(PIECES.length)]).join('');
  });
}

it.each(['busybox', 'dash', 'bash'] as const)('%s: a plain command is what the parser makes of it', (flavour) => {
  let plain = 0;
  for (const line of ["PS1='\\[\\e[1;32m\\]\\w$ '", "alias ls='ls --color=auto' ll='ls -l'", ...lines(20_000)]) {
    const made = plainCommand(line, 3);
    if (!made) continue;
    plain++;
    const parsed = new TreeBuilder(line, 3, dialectOf(flavour), () => {
      throw new Error('no substitution here');
    }).build();
    expect(made, line).toEqual(parsed);
  }
  expect(plain).toBeGreaterThan(1000);
});

it('a text is plain when all its lines are', () => {
  expect(isPlain("# start\n\nA=1\n  alias ll='ls -l'\n")).toBe(true);
  for (const text of ['ls', 'A=1 ls', 'A=$B', "A='", 'A=1;', 'alias', 'A=`b`', 'A=b\\', 'A=1 # x', 'export A=1'])
    expect(isPlain(text), text).toBe(false);
});
