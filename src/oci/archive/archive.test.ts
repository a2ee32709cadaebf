import { describe, expect, it } from 'vitest';
import { nodePlatform } from '../../../test/support/platform.ts';
import { createImage, imageFromConfigBytes } from '../assemble.ts';
import { createLayer } from '../layer.ts';
import { parseNormalized } from '../reference.ts';
import { readTar } from '../tar/reader.ts';
import { readImageArchive } from './read.ts';
import { writeImageArchive } from './write.ts';

const platform = nodePlatform();
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const data = new TextEncoder().encode('hi\n');
const layer = createLayer(
  [{ kind: 'file', path: 'f', data, size: 3, mode: 0o644, uid: 0, gid: 0, mtime: 0 }],
  platform,
);
const image = createImage(
  {
    created: '2025-10-21T07:28:00.5Z',
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['sh', '-c', 'a && b <c>'], Labels: { z: '1', a: '2' }, Env: [] },
    history: [
      { created: '2025-10-21T07:28:00.5Z', created_by: 'COPY f / # buildkit', comment: 'buildkit.dockerfile.v0' },
    ],
  },
  [layer],
  platform,
);

describe('createImage', () => {
  it('writes the config as Go does', () => {
    expect(text(image.configBytes)).toBe(
      '{"architecture":"amd64","config":{"Cmd":["sh","-c","a \\u0026\\u0026 b \\u003cc\\u003e"],"Labels":{"a":"2","z":"1"}},' +
        '"created":"2025-10-21T07:28:00.5Z","history":[{"created":"2025-10-21T07:28:00.5Z","created_by":"COPY f / # buildkit",' +
        `"comment":"buildkit.dockerfile.v0"}],"os":"linux","rootfs":{"type":"layers","diff_ids":["${layer.diffId}"]}}`,
    );
  });
});

describe('an image without layers', () => {
  it('has the config BuildKit gives FROM scratch', () => {
    const draft = {
      architecture: 'amd64',
      os: 'linux',
      config: { Env: ['a=b'], WorkingDir: '/' },
      history: [{ created_by: 'ENV a=b', comment: 'buildkit.dockerfile.v0', empty_layer: true }],
    };
    const empty = createImage(draft, [], platform);
    expect(text(empty.configBytes)).toBe(
      '{"architecture":"amd64","config":{"Env":["a=b"],"WorkingDir":"/"},"created":null,"history":[{"created_by":"ENV a=b",' +
        '"comment":"buildkit.dockerfile.v0","empty_layer":true}],"os":"linux","rootfs":{"type":"layers","diff_ids":null}}',
    );
    expect(imageFromConfigBytes(empty.configBytes, [], platform).id).toBe(empty.id);
  });
});

describe('image archives', () => {
  const names = [parseNormalized('app:1'), parseNormalized('localhost:5000/app:2')];
  const archive = writeImageArchive([{ image, names }], platform);

  it('have the files of docker save', () => {
    const entries = [...readTar(archive)];
    expect(entries.map(({ path }) => path).filter((path) => !/sha256\//.test(path))).toEqual([
      'blobs',
      'blobs/sha256',
      'index.json',
      'manifest.json',
      'oci-layout',
      'repositories',
    ]);
    expect(entries.filter(({ path }) => /sha256\//.test(path))).toHaveLength(4);
    expect(text(entries.find(({ path }) => path === 'repositories')?.data)).toBe(
      `{"app":{"1":"${layer.diffId.slice(7)}"},"localhost:5000/app":{"2":"${layer.diffId.slice(7)}"}}\n`,
    );
  });

  it('come back as they went', () => {
    const [loaded] = readImageArchive(archive, platform);
    expect(loaded?.names).toEqual(['app:1', 'localhost:5000/app:2']);
    expect(loaded?.image.id).toBe(image.id);
    expect(loaded?.image.layers[0]?.changes).toEqual(layer.changes);
  });

  it('that are none are refused', () => {
    expect(() => readImageArchive(data, platform)).toThrow('unexpected EOF');
  });
});
