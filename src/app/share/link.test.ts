import { deflateSync } from 'fflate';
import { expect, it } from 'vitest';
import { fileForLink, filesOf, packLink, readLink, type Shared } from './link.ts';
import { LinkError } from './link-error.ts';

const shared: Shared = {
  title: 'Mine <b>bold</b>',
  lesson: 'first-steps/layers-and-the-cache',
  step: 'again',
  commands: ['docker build -t "größe" .'],
  group: '2026-09-01',
  files: { Dockerfile: 'FROM alpine\n', 'a/b ü.txt': 'ü\u0000', bin: { base64: 'gP8=' } },
};

const packed = (value: unknown): string =>
  Buffer.from(deflateSync(new TextEncoder().encode(JSON.stringify(value)))).toString('base64url');

it('carries files, lesson and step there and back', () => {
  const fragment = packLink(shared);
  expect(fragment).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(readLink(fragment)).toEqual(shared);
  expect(filesOf(shared).bin).toEqual(new Uint8Array([0x80, 0xff]));
  expect(fileForLink(new Uint8Array([0x80, 0xff]))).toEqual({ base64: 'gP8=' });
  expect(fileForLink(new TextEncoder().encode('\ufeffü'))).toBe('\ufeffü');
});

it.each([
  ['nothing', ''],
  ['no base64', '%%%'],
  ['cut off', packLink(shared).slice(0, 40)],
  ['no JSON', Buffer.from(deflateSync(new Uint8Array([1, 2, 3]))).toString('base64url')],
  ['another version', packed({ version: 2, title: '', files: [] })],
  ['a path out of the workspace', packed({ version: 1, title: '', files: [['../x', '']] })],
  ['an absolute path', packed({ version: 1, title: '', files: [['/etc/passwd', '']] })],
  ['a lesson that is an address', packed({ version: 1, title: '', lesson: '//evil.example/x', files: [] })],
  ['a file that is no file', packed({ version: 1, title: '', files: [['a', { html: '<b>' }]] })],
  ['too many files', packed({ version: 1, title: '', files: Array.from({ length: 501 }, (_, i) => [`${i}`, '']) })],
  ['a command that is none of docker', packed({ version: 1, title: '', commands: ['rm -rf .'], files: [] })],
  ['a command of two lines', packed({ version: 1, title: '', commands: ['docker ps\nrm -rf .'], files: [] })],
  ['a command that hides', packed({ version: 1, title: '', commands: ['docker ps \u001b[8m; rm *'], files: [] })],
  [
    'a command that reads otherwise',
    packed({ version: 1, title: '', commands: ['docker ps \u202e; rm *'], files: [] }),
  ],
  ['a bomb', packed({ version: 1, title: '', files: [['a', 'x'.repeat(50_000_000)]] })],
])('refuses %s', (_, fragment) => {
  expect(() => readLink(fragment)).toThrow(LinkError);
});

it('a name that every object has is a file like others', () => {
  const names = ['constructor', 'toString', '__proto__'];
  const fragment = packed({ version: 1, title: '', files: names.map((name) => [name, 'x']) });
  expect(Object.keys(readLink(fragment).files)).toEqual(names);
});
