import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { imageFromConfigBytes } from '../../src/oci/assemble.ts';
import { digestOf } from '../../src/oci/digest.ts';
import type { Layer } from '../../src/oci/image.ts';
import { type Manifest, type ManifestFormat, MEDIA_TYPES, manifestBytes } from '../../src/oci/manifest.ts';
import { nodePlatform } from '../support/platform.ts';
import { type Report, Tally } from './tally.ts';

interface Recipes {
  readonly layers: readonly { readonly diffId: string }[];
  readonly goldens: readonly {
    readonly exporter: string;
    readonly case: string;
    readonly compatVersion: string;
    readonly manifest: string;
    readonly config: string;
    readonly manifestDigest: string;
  }[];
}

/**
 * BuildKit's golden manifests and configs, which it promises never to write otherwise. What is compressed is Go's
 * deflate and cannot be made here; what is written about it can.
 */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('compatibility');
  const folder = join(dataDir, 'buildkit/compatibility');
  const platform = nodePlatform();
  const { layers, goldens } = JSON.parse(readFileSync(join(folder, 'layer-recipes.json'), 'utf8')) as Recipes;
  for (const golden of goldens) {
    const name = `${golden.exporter} ${golden.case} ${golden.compatVersion}`;
    const text = readFileSync(join(folder, golden.manifest), 'utf8');
    const manifest = JSON.parse(text) as Manifest;
    const config = new Uint8Array(readFileSync(join(folder, golden.config)));
    tally.equal(`${name} manifest`, () => rewritten(manifest), text);
    tally.equal(
      `${name} manifest digest`,
      () => digestOf(new TextEncoder().encode(rewritten(manifest)), platform),
      golden.manifestDigest,
    );
    tally.equal(`${name} config`, () => readImage(config), { id: manifest.config.digest, layers: layersOf(config) });
    if (golden.compatVersion === 'v10') continue;
    const made = layers.map(({ diffId }) => diffId);
    tally.equal(`${name} layers`, () => layersOf(config).slice(1), made);
    if (golden.case === 'uncompressed' && manifest.layers[1]?.mediaType.endsWith('.tar'))
      tally.equal(`${name} blobs`, () => manifest.layers.slice(1).map(({ digest }) => digest as string), made);
  }
  return tally.report();

  function readImage(bytes: Uint8Array): { id: string; layers: readonly string[] } {
    const standIns = layersOf(bytes).map(
      (diffId): Layer => ({ diffId: diffId as Layer['diffId'], size: 0, changes: [], tar: () => new Uint8Array() }),
    );
    const { id, config } = imageFromConfigBytes(bytes, standIns, platform);
    return { id, layers: config.rootfs.diff_ids };
  }
}

/** The manifest written by ours, indented as BuildKit's. */
function rewritten(manifest: Manifest): string {
  const format: ManifestFormat = manifest.mediaType === MEDIA_TYPES.docker.manifest ? 'docker' : 'oci';
  const { digest, size } = manifest.config;
  const bytes = manifestBytes(format, { digest, size }, manifest.layers, manifest.annotations);
  return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2);
}

function layersOf(config: Uint8Array): string[] {
  return (JSON.parse(new TextDecoder().decode(config)) as { rootfs: { diff_ids: string[] } }).rootfs.diff_ids;
}
