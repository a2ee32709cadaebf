import { it } from 'vitest';
import { readImageArchive } from '../../src/oci/archive/read.ts';
import { writeImageArchive } from '../../src/oci/archive/write.ts';
import { createImage } from '../../src/oci/assemble.ts';
import { createLayer } from '../../src/oci/layer.ts';
import { layerFromTar } from '../../src/oci/received-layer.ts';
import { parseAny, parseNormalized, referenceString } from '../../src/oci/reference.ts';
import { changesOf } from '../support/build-services.ts';
import { nodePlatform } from '../support/platform.ts';
import { mutatedBytes, mutatedText } from './mutate.ts';
import { REFERENCES } from './seeds.ts';
import { survives } from './survives.ts';

const platform = nodePlatform();
const common = { uid: 0, gid: 0, mtime: 1_700_000_000_500 };
const layers = [
  createLayer(changesOf({ 'a/b': 'text', [`${'long/'.repeat(40)}name`]: 'x'.repeat(1000), d: null }), platform),
  createLayer(
    [
      { kind: 'whiteout', path: 'a/b' },
      { kind: 'symlink', path: 'l', target: 'a', mode: 0o777, ...common },
      { kind: 'directory', path: 'd', mode: 0o755, opaque: true, ...common },
    ],
    platform,
  ),
];
const image = createImage(
  { architecture: 'amd64', os: 'linux', config: { Cmd: ['sh'] }, history: [{}, {}] },
  layers,
  platform,
);
const archive = writeImageArchive([{ image, names: [parseNormalized('x:y')] }], platform);

it('mutated layers are read or refused', { timeout: 60_000 }, () => {
  survives(mutatedBytes(layers.map((layer) => layer.tar())), 3000, (tar) => void layerFromTar(tar, platform));
});

it('mutated image archives are read or refused', { timeout: 60_000 }, () => {
  survives(mutatedBytes([archive]), 2000, (tar) => void readImageArchive(tar, platform));
});

it('mutated references are read, and again when written, or refused', { timeout: 60_000 }, () => {
  survives(mutatedText(REFERENCES), 5000, (text) => {
    const reference = parseNormalized(text);
    const written = referenceString(reference);
    if (referenceString(parseNormalized(written)) !== written) throw new TypeError(`${text}: ${written}`);
    parseAny(text);
  });
});
