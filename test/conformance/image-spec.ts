import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainIds } from '../../src/oci/assemble.ts';
import { parseConfig } from '../../src/oci/config.ts';
import { digestOf } from '../../src/oci/digest.ts';
import type { Digest } from '../../src/oci/image.ts';
import { validate } from '../../src/oci/schema.ts';
import { nodePlatform } from '../support/platform.ts';
import { type Report, Tally } from './tally.ts';

interface Row {
  readonly fail: boolean;
  readonly digest?: string;
  readonly [kind: string]: unknown;
}

const KINDS = {
  config: 'config',
  descriptor: 'descriptor',
  imageIndex: 'index',
  imageLayout: 'layout',
  manifest: 'manifest',
} as const;

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('image-spec');
  const platform = nodePlatform();
  const data = JSON.parse(readFileSync(join(dataDir, 'image-spec/schema-cases.json'), 'utf8')) as Record<string, Row[]>;
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (const [test, rows] of Object.entries(data)) {
    if (test === 'TestChainID') continue;
    for (const [i, row] of rows.entries()) {
      const [member, kind] = Object.entries(KINDS).find(([name]) => name in row)!;
      const text = row[member] as string;
      const label = `${test} ${i}`;
      // A config is read with its nulls dropped, as Go reads it.
      const read = () => (kind === 'config' ? parseConfig(bytes(text)) : validate(kind, JSON.parse(text)));
      if (row.fail) tally.throws(label, read);
      else {
        tally.check(label, () => {
          read();
          const right = !row.digest || digestOf(bytes(text), platform) === row.digest;
          return right ? undefined : 'another digest';
        });
      }
    }
  }
  for (const row of data.TestChainID ?? []) {
    const digests = (row.Digests ?? []) as Digest[];
    tally.equal(`ChainID ${row.Name}`, () => chainIds(digests, platform), row.ChainIDs ?? []);
  }
  return tally.report();
}
