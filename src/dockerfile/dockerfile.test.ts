import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sourceExcerpt } from './excerpt.ts';
import { IgnoreMatcher, readIgnoreFile } from './ignore/index.ts';
import { formatDuration, parseDuration } from './instructions/duration.ts';
import { parseInstructions } from './instructions/parse.ts';
import { parseDockerfile } from './parser/parse.ts';
import { expandWord, expandWords, noVariables, variablesFrom } from './shell/lex.ts';

describe('parsing', () => {
  it('joins continuation lines, skips comments in them and reads here-documents', () => {
    const { nodes } = parseDockerfile(
      'FROM a\nRUN one \\\n# no\n  two\nCOPY <<X <<-Y /d/\nx\nX\n\ty\n\tY\nCMD ["a", "b"]\n',
    );
    expect(nodes.map((node) => [node.keyword, node.range.start, node.range.end])).toEqual([
      ['FROM', 1, 1],
      ['RUN', 2, 4],
      ['COPY', 5, 9],
      ['CMD', 10, 10],
    ]);
    expect(nodes[1]!.arguments).toEqual(['one   two']);
    expect(nodes[2]!.heredocs.map(({ content, chomp }) => [content, chomp])).toEqual([
      ['x\n', false],
      ['\ty\n', true],
    ]);
    expect(nodes[3]).toMatchObject({ json: true, arguments: ['a', 'b'] });
  });

  it('never loses a line: whatever text, each instruction lies in the file and after the one before', () => {
    const line = fc.constantFrom(
      'FROM a',
      'RUN x \\',
      '',
      '# c',
      'ENV a=b',
      'RUN <<E',
      'E',
      'COPY a b',
      '\\',
      '# escape=`',
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        let nodes: ReturnType<typeof parseDockerfile>['nodes'];
        try {
          ({ nodes } = parseDockerfile(lines.join('\n')));
        } catch {
          return;
        }
        let last = 0;
        for (const { range } of nodes) {
          expect(range.start).toBeGreaterThan(last);
          expect(range.end).toBeGreaterThanOrEqual(range.start);
          last = range.end;
        }
        expect(last).toBeLessThanOrEqual(lines.length);
      }),
    );
  });

  it('says what is wrong, and where', () => {
    const read = (text: string) => () => parseInstructions(parseDockerfile(text));
    expect(read('FROM a\nCOPY --form=x a b\n')).toThrow(
      'dockerfile parse error on line 2: unknown flag: --form (did you mean from?)',
    );
    expect(read('FROM a\nENV x\n')).toThrow('ENV must have two arguments');
    expect(read('RUN x\n')).toThrow('no build stage in current context');
    expect(read('FROM a\nCMD [5]\n')).toThrow('when using JSON array syntax, arrays must be comprised of strings only');
  });

  it('shows the lines around an error', () => {
    expect(sourceExcerpt('Dockerfile', 'a\nb\nc\nd\n', [{ start: 2, end: 2 }])).toBe(
      'Dockerfile:2\n--------------------\n   1 |     a\n   2 | >>> b\n   3 |     c\n   4 |     d\n--------------------',
    );
  });
});

describe('expansion', () => {
  it('knows the operators', () => {
    const variables = variablesFrom(['A=x.tar.gz', 'E=']);
    const expanded = (text: string): string => expandWord(text, variables);
    expect(['${A%.*}', '${A%%.*}', '${A#x}', '${A/./-}', '${A//./-}'].map(expanded)).toEqual([
      'x.tar',
      'x',
      '.tar.gz',
      'x-tar.gz',
      'x-tar-gz',
    ]);
    expect(['${E:-d}', '${E-d}', '${N:+d}', "'$A'", '"$A"', '\\$A'].map(expanded)).toEqual([
      'd',
      '',
      '',
      '$A',
      'x.tar.gz',
      '$A',
    ]);
    expect(() => expanded('${N:?gone}')).toThrow('N: gone');
  });

  it('leaves text without special characters alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9./_=:-]{1,20}$/), (text) => {
        expect(expandWord(text, noVariables)).toBe(text);
        expect(expandWords(text, noVariables)).toEqual([text]);
      }),
    );
  });
});

describe('.dockerignore', () => {
  it('lets the last pattern win and keeps directories a negation reaches into', () => {
    const matcher = new IgnoreMatcher(readIgnoreFile('# no\n/node_modules\n*.md\n!README.md\nlogs\n!logs/keep/*\n'));
    expect(
      ['node_modules/a/b', 'x.md', 'README.md', 'src/x.md', 'logs/a', 'logs/keep/a'].map((path) =>
        matcher.ignores(path),
      ),
    ).toEqual([true, true, false, false, true, false]);
    expect(matcher.skipsDirectory('node_modules')).toBe(true);
    expect(matcher.skipsDirectory('logs')).toBe(false);
  });
});

describe('durations', () => {
  it('are read back as they are written', () => {
    const whole = fc.integer({ min: 0, max: 1e15 }).filter((value) => !Object.is(value, -0));
    fc.assert(
      fc.property(whole, (value) => {
        expect(parseDuration(formatDuration(value))).toBe(value);
      }),
    );
    expect(formatDuration(90e9)).toBe('1m30s');
  });
});
