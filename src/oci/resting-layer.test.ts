import { expect, test } from 'vitest';
import { nodePlatform } from '../../test/support/platform.ts';
import { createOverlay } from '../kernel/fs/overlay.ts';
import { emptyRoot } from '../kernel/fs/tree.ts';
import type { Sha256 } from '../kernel/platform.ts';
import { createLayer } from './layer.ts';
import { restingLayer } from './resting-layer.ts';

let hashed = 0;
const real = nodePlatform();
const platform = {
  ...real,
  now: () => 0,
  sha256(): Sha256 {
    const hash = real.sha256();
    const counting: Sha256 = {
      ...hash,
      hex: () => hash.hex(),
      update(bytes) {
        hashed += bytes.length;
        hash.update(bytes);
        return counting;
      },
    };
    return counting;
  },
};
const owner = { uid: 0, gid: 0 };

test('the second name of a layer hashes what has changed; the name tells every difference', () => {
  const overlay = createOverlay(emptyRoot, platform);
  const large = overlay.create(overlay.root, 'large', { kind: 'file', mode: 0o644 }, owner);
  overlay.write(large, 0, new Uint8Array(1_000_000).fill(7));
  const small = overlay.create(overlay.root, 'small', { kind: 'file', mode: 0o644 }, owner);
  const name = () => restingLayer(overlay.changeSet(), platform).name;
  const names = [name()];
  hashed = 0;
  expect(name()).toBe(names[0]);
  expect(hashed).toBeLessThan(1000);
  for (const change of [
    () => overlay.write(small, 0, new Uint8Array([1])),
    () => overlay.write(small, 1, new Uint8Array([2])),
    () => overlay.write(small, 0, new Uint8Array([3])),
    () => overlay.write(large, 10, new Uint8Array([1])),
    () => overlay.write(large, 1_000_000, new Uint8Array([1])),
    () => overlay.setAttributes(small, { mode: 0o600 }),
    () => overlay.setAttributes(small, { mtime: 5000 }),
    () => overlay.setXattr(small, 'user.x', new Uint8Array([1])),
    () => overlay.rename(overlay.root, 'small', overlay.root, 'other'),
    () => overlay.unlink(overlay.root, 'other'),
  ]) {
    change();
    names.push(name());
  }
  expect(new Set(names).size).toBe(names.length);
});

test('its tar is that of the layer a commit would make', () => {
  const overlay = createOverlay(emptyRoot, platform);
  overlay.create(overlay.root, 'b', { kind: 'directory', mode: 0o755 }, owner);
  overlay.create(overlay.root, 'a', { kind: 'symlink', target: 'b' }, owner);
  const changes = overlay.changeSet();
  expect(restingLayer(changes, platform).tar()).toEqual(createLayer(changes, platform).tar());
});
