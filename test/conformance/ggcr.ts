import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { walkTree } from '../../src/kernel/fs/tree.ts';
import { readImageArchive } from '../../src/oci/archive/read.ts';
import { writeImageArchive } from '../../src/oci/archive/write.ts';
import { createLayer } from '../../src/oci/layer.ts';
import { parseNormalized } from '../../src/oci/reference.ts';
import { writeTar } from '../../src/oci/tar/writer.ts';
import { nodePlatform } from '../support/platform.ts';
import { type Report, Tally } from './tally.ts';

/** What go-containerregistry's own tests say of the archives; a text is the error. */
const EXPECTED: Readonly<Record<string, Record<string, string | undefined> | string>> = {
  'mutate/testdata/source_image.tar': {},
  'mutate/testdata/source_image_with_empty_layer_history.tar': {},
  'mutate/testdata/whiteout_image.tar': { 'foo.txt': undefined },
  'mutate/testdata/overwritten_file.tar': { 'foo.txt': '-> bar.txt', 'bar.txt': 'bar\n' },
  'mutate/testdata/whiteout_dir.tar': {},
  'tarball/testdata/hello-world-v25.tar': {},
  'tarball/testdata/test_bundle.tar': {},
  'tarball/testdata/test_image_1.tar': {},
  'tarball/testdata/test_image_2.tar': {},
  'tarball/testdata/test_link.tar': {},
  'tarball/testdata/test_load_manifest.tar': {},
  'tarball/testdata/null_manifest.tar': 'invalid manifest, manifest cannot be null (but can be [])',
  'tarball/testdata/no_manifest.tar': 'drydock: not simulated: image archives of Docker before 1.10 (no manifest.json)',
};

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('ggcr');
  const platform = nodePlatform();
  const root = join(dataDir, 'images/ggcr/v1');
  for (const [path, expected] of Object.entries(EXPECTED)) {
    const bytes = readFileSync(join(root, path));
    if (typeof expected === 'string') {
      tally.throws(path, () => readImageArchive(bytes, platform), expected);
      continue;
    }
    tally.check(path, () => {
      const images = readImageArchive(bytes, platform);
      if (images.length === 0) return 'no image';
      for (const { image, names } of images) {
        const files = new Map(walkTree(image.root));
        for (const [name, text] of Object.entries(expected)) {
          const node = files.get(name);
          const found =
            node?.kind === 'file'
              ? new TextDecoder().decode(node.data)
              : node?.kind === 'symlink'
                ? `-> ${node.target}`
                : undefined;
          if (found !== text) return `${name} holds ${JSON.stringify(found)}`;
        }
        for (const name of files.keys())
          if (name.split('/').pop()!.startsWith('.wh.')) return `a whiteout is left: ${name}`;
        const again = readImageArchive(
          writeImageArchive([{ image, names: names.map(parseNormalized) }], platform),
          platform,
        );
        if (again[0]?.image.id !== image.id) return 'another id after save and load';
        const rebuilt = image.layers.map((layer) => createLayer(layer.changes, platform));
        if (rebuilt.some((layer, i) => layer.size !== image.layers[i]!.size)) return 'another size after a rewrite';
      }
      return undefined;
    });
  }
  const layouts = join(root, 'layout/testdata');
  for (const name of readdirSync(layouts)) {
    tally.check(`layout/${name}`, () => {
      const files = readdirSync(join(layouts, name), { recursive: true, withFileTypes: true }).filter((file) =>
        file.isFile(),
      );
      const tar = writeTar(
        files.map((file) => {
          const path = join(file.parentPath, file.name);
          const inside = path.slice(join(layouts, name).length + 1);
          return {
            path: inside,
            kind: 'file' as const,
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: 0,
            data: readFileSync(path),
          };
        }),
      );
      // The layouts hold manifests and configs, their layers mostly not; one is a Helm chart.
      try {
        readImageArchive(tar, platform);
      } catch (error) {
        const text = error instanceof Error ? error.message : '';
        if (text === 'invalid image JSON, no RootFS key' && name === 'test_index_media_type') return undefined;
        if (!/^open blobs\/sha256\/[0-9a-f]{64}: no such file or directory$/.test(text)) return text;
      }
      return undefined;
    });
  }
  return tally.report();
}
