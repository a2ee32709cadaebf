import { describe, expect, test } from 'vitest';
import { en } from '../../messages/en.ts';
import { complete } from './completion.ts';
import { fixOf } from './fixes.ts';
import { germanHelp } from './help.de.ts';
import { instructions } from './help.ts';

const choices = {
  help: instructions,
  images: ['alpine:3.20', 'node:22'],
  files: [
    { path: 'package.json', kind: 'file' as const },
    { path: 'src', kind: 'directory' as const },
    { path: 'src/a.js', kind: 'file' as const },
  ],
};
/** What is offered where `|` stands. */
function offered(text: string): string[] {
  const at = text.slice(0, text.indexOf('|')).split('\n');
  const lines = text.replace('|', '').split('\n');
  return complete(lines, at.length - 1, at.at(-1)!.length, choices).suggestions.map(({ label }) => label);
}

describe('completion', () => {
  test('instructions where one begins, and nowhere else', () => {
    expect(offered('FROM x\nC|')).toContain('COPY');
    expect(offered('RUN a \\\n  |')).toEqual([]);
    expect(offered('# C|')).toEqual([]);
  });
  test('images, stages, flags, files and variables where they belong', () => {
    expect(offered('FROM no|')).toEqual(['alpine:3.20', 'node:22']);
    expect(offered('FROM node:22 |')).toEqual(['AS']);
    expect(offered('FROM node:22 AS build\nFROM x\nCOPY --from=|')).toEqual(['build', 'alpine:3.20', 'node:22']);
    expect(offered('RUN --mount=type=|')).toContain('cache');
    expect(offered('COPY --ch|')).toContain('--chown');
    expect(offered('COPY pa|')).toEqual(['package.json', 'src/']);
    expect(offered('COPY ./src/|')).toEqual(['./src/a.js']);
    expect(offered('COPY --from=build |')).toEqual([]);
    expect(offered('ARG A=1\nENV B=2 C=3\nRUN echo $|')).toEqual(['A', 'B', 'C']);
  });
});

/** The text after the fix of a finding on its first line. */
function fixed(ruleName: string, text: string, detail = '', range = { start: 1, end: 1 }): string | undefined {
  const lines = text.split('\n');
  const fix = fixOf({ ruleName, detail, range }, lines, en.views.fixes);
  if (!fix) return undefined;
  for (const edit of [...fix.edits].reverse()) lines.splice(edit.start - 1, edit.end - edit.start + 1, ...edit.lines);
  return lines.join('\n');
}

describe('quick fixes', () => {
  test.each([
    ['ConsistentInstructionCasing', 'run x', 'RUN x', '(uppercase)'],
    ['FromAsCasing', 'FROM x as y', 'FROM x AS y', ''],
    [
      'StageNameCasing',
      'FROM x AS Build\nCOPY --from=Build a b\nFROM Build',
      'FROM x AS build\nCOPY --from=build a b\nFROM build',
      '',
    ],
    ['LegacyKeyValueFormat', 'ENV A b', 'ENV A=b', ''],
    ['LegacyKeyValueFormat', 'ENV A b $c', 'ENV A="b $c"', ''],
    ['LegacyKeyValueFormat', 'ENV A "b" c', undefined, ''],
    ['JSONArgsRecommended', 'CMD node server.js', 'CMD ["node", "server.js"]', ''],
    ['JSONArgsRecommended', 'CMD a && b', 'CMD ["/bin/sh", "-c", "a && b"]', ''],
    ['MaintainerDeprecated', 'MAINTAINER me <a@b>', 'LABEL org.opencontainers.image.authors="me <a@b>"', ''],
    ['RedundantTargetPlatform', 'FROM --platform=$TARGETPLATFORM x', 'FROM x', ''],
    ['ExposeProtoCasing', 'EXPOSE 80/TCP', 'EXPOSE 80/tcp', ''],
    ['ExposeInvalidFormat', 'EXPOSE 127.0.0.1:80:8080', 'EXPOSE 8080', "found '127.0.0.1:80:8080'"],
    ['MultipleInstructionsDisallowed', 'CMD a\nCMD b', 'CMD b', ''],
    ['UndefinedVar', 'RUN echo $NAEM', 'RUN echo $NAME', "Usage of undefined variable '$NAEM' (did you mean $NAME?)"],
    ['CopyIgnoredFile', 'COPY a b', undefined, ''],
  ])('%s: %s', (rule, before, after, detail) => {
    expect(fixed(rule, before, detail)).toBe(after);
  });

  test('an empty continuation loses its empty lines', () => {
    expect(fixed('NoEmptyContinuation', 'RUN a \\\n\n  b', '', { start: 1, end: 3 })).toBe('RUN a \\\n  b');
  });
});

test('everything that is said of instructions and flags is said in German too', () => {
  const said = (help: typeof instructions) =>
    Object.entries(help).map(([name, { flags = {} }]) => [name, ...Object.keys(flags)]);
  expect(said(germanHelp)).toEqual(said(instructions));
  for (const [name, { text }] of Object.entries(germanHelp)) expect(text).not.toBe(instructions[name]!.text);
});
