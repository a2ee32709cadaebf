import { describe, expect, it } from 'vitest';
import { FakeEngine, request } from '../../test/support/build-services.ts';
import { createBuilder } from './builder.ts';

const EPOCH = '1445412480';
const dockerfile = 'FROM busybox\nARG X=1\nCOPY a.txt /a.txt\nWORKDIR /w\nENV A=$X\n';

/** Builds on a machine of its own, whose clock shows `now`. */
async function buildAt(now: number, buildArgs: Record<string, string>, text = dockerfile) {
  const engine = new FakeEngine();
  Object.assign(engine.platform, { now: () => now });
  engine.addImage('docker.io/library/busybox:latest', { 'bin/sh': '' });
  const asked = request(text, { 'a.txt': 'a' }, { buildArgs });
  return createBuilder().build(asked, engine.services(), () => {});
}

describe('SOURCE_DATE_EPOCH', () => {
  it('gives the same image on every machine at any time', async () => {
    const first = await buildAt(1_700_000_000_000, { SOURCE_DATE_EPOCH: EPOCH });
    const second = await buildAt(1_800_000_000_123, { SOURCE_DATE_EPOCH: EPOCH });
    expect(second.image.id).toBe(first.image.id);
    const plain = [await buildAt(1_700_000_000_000, {}), await buildAt(1_800_000_000_123, {})];
    expect(plain[0]!.image.id).not.toBe(plain[1]!.image.id);
  });

  it('is the time of the image, of what the build adds to its history, and of new working directories', async () => {
    const { image } = await buildAt(1_700_000_000_000, { SOURCE_DATE_EPOCH: EPOCH }, `${dockerfile}WORKDIR /b/c\n`);
    const created = '2015-10-21T07:28:00Z';
    expect(image.config.created).toBe(created);
    expect(image.config.history.slice(-5).map((entry) => entry.created)).toEqual(Array(5).fill(created));
    const times = image.layers.slice(-2).flatMap(({ changes }) => changes.map((each) => 'mtime' in each && each.mtime));
    expect(times).toEqual([1445412480000, 1_700_000_000_000, 1445412480000]);
  });

  it('is refused when it is no number', async () => {
    const failure = (value: string) => buildAt(0, { SOURCE_DATE_EPOCH: value }).catch((error: Error) => error.message);
    expect(await failure('abc')).toBe(
      'failed to solve: invalid SOURCE_DATE_EPOCH: abc: strconv.ParseInt: parsing "abc": invalid syntax',
    );
    expect(await failure('99999999999999999999')).toContain('value out of range');
    expect(await failure('-5')).toHaveProperty('image');
  });
});
