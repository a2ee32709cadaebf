import { describe, expect, test } from 'vitest';
import { parse } from './parse.ts';
import { Pattern } from './pattern.ts';
import { compilePattern } from './posix.ts';
import { Automata, find } from './search.ts';

/** A small linear congruential generator: the same expressions in every run. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

function expression(pick: (below: number) => number, depth: number): string {
  switch (pick(depth > 0 ? 10 : 4)) {
    case 0:
    case 1:
      return 'abc'[pick(3)]!;
    case 2:
      return ['.', '[ab]', '[^a]', '\\b', '\\w', '^', '$'][pick(7)]!;
    case 3:
      return 'ab'[pick(2)]!;
    case 4:
      return `(${expression(pick, depth - 1)}|${expression(pick, depth - 1)})`;
    case 5:
      return `(${expression(pick, depth - 1)})${['*', '+', '?', '{2}', '{1,2}', '{0,3}'][pick(6)]}`;
    case 6:
      return `(?:${expression(pick, depth - 1)}|)`;
    default:
      return expression(pick, depth - 1) + expression(pick, depth - 1);
  }
}

test('the automaton begins where JavaScript begins and ends at the furthest place JavaScript can be made to end', () => {
  const pick = generator(2);
  let matched = 0;
  for (let round = 0; round < 2000; round++) {
    const source = expression(pick, 4);
    const text = Array.from({ length: pick(10) }, () => 'abcb \n'[pick(6)]).join('');
    const tree = parse(source, '')!;
    const match = new RegExp(source).exec(text);
    const span = find(new Automata(tree), tree, text, 0, { anchored: false, shortest: false });
    expect(span?.[0], `${source} on ${JSON.stringify(text)}`).toBe(match?.index);
    if (!match) continue;
    matched++;
    let furthest = match.index;
    for (let end = match.index; end <= text.length; end++) {
      const at = `(?<=^[^]{${match.index}})`;
      if (new RegExp(`${at}(?:${source})(?<=^[^]{${end}})`).test(text)) furthest = end;
    }
    expect(span![1], `${source} on ${JSON.stringify(text)}`).toBe(furthest);
  }
  expect(matched).toBeGreaterThan(1000);
});

describe('expressions that take a backtracking matcher years', () => {
  const a = 'a'.repeat(50_000);
  test.each([
    ['^(a+)+$', `${a}b`],
    ['^(a|aa)+$', `${a}b`],
    ['(a*)*b', a],
    ['(.*)*x', a],
    ['a*a*a*a*a*b', a],
    ['(a?){30}a{30}$', `${'a'.repeat(29)}b`],
    ['((a{1,9}){1,9}){1,9}b', a],
  ])('%s', (source, text) => {
    const started = performance.now();
    expect(compilePattern(source, { extended: true }).test(text)).toBe(false);
    expect(compilePattern(source, { extended: true }).exec(text)).toBe(null);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  test('with a back-reference they are given up', () => {
    const pattern = compilePattern('^\\(a*\\)*\\1b$', {});
    expect(() => pattern.test(a)).toThrow('not simulated: a regular expression that takes this many steps');
  });

  test('in the order of Perl', () => {
    expect(new Pattern('^(a+?)+$').exec(`${a}b`)).toBe(null);
    expect(new Pattern('(a|ab)(c|bcd)(d*)').exec('abcd')?.[0]).toBe('abcd');
  });
});

/** Said by `sed -E 's/EXPRESSION/<\\1|\\2|\\3>/'` of GNU sed 4.9. */
test.each([
  ['(a|ab)(c|bcd)(d*)', 'abcd', '<a|bcd|>'],
  ['(foo|foobar)(bar|baz)?(.*)', 'foobarbaz', '<foo|bar|baz>'],
  ['(a+|b)*(c*)(d)?', 'aacd', '<aa|c|d>'],
  ['((a)|(b))*', 'bba', '<a|a|b>'],
  ['(a*)*(b)?(c)?', 'xyz', '<||>xyz'],
  ['(.*)(a.*)(b?)', 'foobarbaz', '<foobarb|az|>'],
  ['(a{1,2})(a{1,2})(a*)', 'aaaaa', '<aa|aa|a>'],
])('%s on %s divides as %s', (source, text, said) => {
  const match = compilePattern(source, { extended: true }).exec(text)!;
  const parts = [1, 2, 3].map((index) => match[index] ?? '');
  expect(`${text.slice(0, match.index)}<${parts.join('|')}>${text.slice(match.index + match[0].length)}`).toBe(said);
});
