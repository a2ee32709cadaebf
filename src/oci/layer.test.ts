import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { nodePlatform } from '../../test/support/platform.ts';
import type { Change } from '../kernel/fs/types.ts';
import { compareWalk } from './canonical.ts';
import { createLayer } from './layer.ts';
import { layerFromTar } from './received-layer.ts';
import { writeTar } from './tar/writer.ts';

const platform = nodePlatform();
const bytes = (text: string) => new TextEncoder().encode(text);
const meta = { mode: 0o644, uid: 0, gid: 0, mtime: 1445412480_000 };
const file = (path: string, text = '', more: object = {}): Change => {
  const data = bytes(text);
  return { kind: 'file', path, data, size: data.length, ...meta, ...more };
};
const directory = (path: string, more: object = {}): Change => ({
  kind: 'directory',
  path,
  ...meta,
  mode: 0o755,
  ...more,
});

function gnuTar(tar: Uint8Array, ...options: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'layer-'));
  try {
    writeFileSync(join(folder, 'layer.tar'), tar);
    return execFileSync('tar', ['--numeric-owner', ...options, '-f', join(folder, 'layer.tar')], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'UTC' },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('createLayer', () => {
  it('makes the layer BuildKit made of the same files', () => {
    const layer = createLayer(
      [directory('base'), file('base/base.txt', 'compatibility base\n'), directory('proc'), directory('sys')],
      platform,
    );
    expect(layer.diffId).toBe('sha256:007165e99d6304af5653e8a8cc1c8886e5719cf31bf09cbd9f50fa09008ef654');
    expect(layer.size).toBe(19);
  });

  it('has the same DiffID whatever the order of the changes', () => {
    const changes: Change[] = [
      directory('a'),
      file('a/z', 'x'),
      { kind: 'hardlink', path: 'a/b', target: 'a/z' },
      { kind: 'hardlink', path: 'a/zz', target: 'a/z' },
      file('a.txt'),
      { kind: 'whiteout', path: 'b' },
    ];
    const one = createLayer(changes, platform);
    expect(one.changes.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'directory a',
      'file a/b',
      'hardlink a/z',
      'hardlink a/zz',
      'file a.txt',
      'whiteout b',
    ]);
    expect(createLayer(one.changes, platform).diffId).toBe(one.diffId);
  });

  it('is read by GNU tar: whiteouts, opaque directories, links, devices', () => {
    const layer = createLayer(
      [
        directory('d', { opaque: true }),
        file('d/f', 'hi\n', { mode: 0o4755, uid: 1000, gid: 100 }),
        { kind: 'hardlink', path: 'd/g', target: 'd/f' },
        { kind: 'symlink', path: 'd/s', target: '../etc', ...meta, mode: 0o777 },
        { kind: 'character', path: 'null', rdev: [1, 3], ...meta },
        { kind: 'fifo', path: 'p', rdev: [0, 0], ...meta },
        { kind: 'whiteout', path: 'x/y' },
      ],
      platform,
    );
    expect(gnuTar(layer.tar(), '-tv').replaceAll(/ +/g, ' ').trim().split('\n')).toEqual([
      'drwxr-xr-x 0/0 0 2015-10-21 07:28 d/',
      '-rwxr-xr-x 0/0 0 1970-01-01 00:00 d/.wh..wh..opq',
      '-rwsr-xr-x 1000/100 3 2015-10-21 07:28 d/f',
      'hrwsr-xr-x 1000/100 0 2015-10-21 07:28 d/g link to d/f',
      'lrwxrwxrwx 0/0 0 2015-10-21 07:28 d/s -> ../etc',
      'crw-r--r-- 0/0 1,3 2015-10-21 07:28 null',
      'prw-r--r-- 0/0 0 2015-10-21 07:28 p',
      '-rw------- 0/0 0 1970-01-01 00:00 x/.wh.y',
    ]);
  });
});

describe('layerFromTar', () => {
  it('gives back every change set that createLayer took', () => {
    const name = fc.constantFrom('a', 'b', 'bin', 'ü', 'a.b', 'long'.repeat(30), '𝒳');
    const data = fc.string().map(bytes);
    const entry: fc.Arbitrary<(path: string) => Change> = fc.oneof(
      fc
        .record({ mode: fc.nat(0o7777), uid: fc.nat(3_000_000), size: fc.option(fc.nat(), { nil: undefined }), data })
        .map(
          ({ mode, uid, size, data }) =>
            (path: string): Change => ({ kind: 'file', path, ...meta, mode, uid, data, size: size ?? data.length }),
        ),
      fc.constant((path: string): Change => ({ kind: 'whiteout', path })),
      fc
        .string({ minLength: 1, maxLength: 150 })
        .filter((target) => !target.includes('\0'))
        .map(
          (target) =>
            (path: string): Change => ({ kind: 'symlink', path, target, ...meta, mode: 0o777 }),
        ),
      data.map(
        (value) =>
          (path: string): Change => ({
            kind: 'file',
            path,
            data: bytes('x'),
            size: 1,
            ...meta,
            xattrs: new Map([['user.k', value]]),
          }),
      ),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.tuple(name, name).map(([a, b]) => `${a}/${b}`),
          entry,
        ),
        (entries) => {
          const changes = Object.entries(entries).map(([path, make]) => make(path));
          const tops = [...new Set(changes.map(({ path }) => path.split('/')[0]!))].map((path) => directory(path));
          const layer = createLayer([...tops, ...changes], platform);
          const read = layerFromTar(gzipSync(layer.tar()), platform);
          expect(read.changes).toEqual(layer.changes);
          expect(read.diffId).toBe(layer.diffId);
          expect(read.size).toBe(layer.size);
          expect(createLayer(read.changes, platform).diffId).toBe(layer.diffId);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('reads what GNU tar writes: ./ prefixes, long names, hard links', () => {
    const folder = mkdtempSync(join(tmpdir(), 'layer-'));
    const long = `${'n'.repeat(120)}`;
    try {
      execFileSync(
        'sh',
        ['-c', `mkdir in && echo hi >in/${long} && ln in/${long} in/z && tar -C in -cf gnu.tar --format=gnu .`],
        {
          cwd: folder,
        },
      );
      const layer = layerFromTar(readFileSync(join(folder, 'gnu.tar')), platform);
      expect(layer.changes.map(({ kind }) => kind).sort()).toEqual(['file', 'hardlink']);
      expect(layer.changes.map(({ path }) => path)).toEqual([long, 'z']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what would leave the root and what is no tar', () => {
    const outside = writeTar([{ path: 'a/../../b', kind: 'file', ...meta }]);
    expect(() => layerFromTar(outside, platform)).toThrow('"a/../../b" is outside of "/"');
    expect(() => layerFromTar(bytes('x'.repeat(1024)), platform)).toThrow('archive/tar: invalid tar header');
    expect(() =>
      layerFromTar(
        writeTar([{ path: 'f', kind: 'file', ...meta, data: bytes('x'.repeat(600)) }]).subarray(0, 1024),
        platform,
      ),
    ).toThrow('unexpected EOF');
  });
});

describe('compareWalk', () => {
  it('puts a directory’s contents right after it', () => {
    expect(['a.txt', 'a/b', 'a', 'é', 'a-b'].sort(compareWalk)).toEqual(['a', 'a/b', 'a-b', 'a.txt', 'é']);
  });
});
