import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DigestError, parseDigest } from '../../src/oci/digest.ts';
import { type Report, Tally } from './tally.ts';

interface Row {
  readonly Input: string;
  readonly Algorithm?: string;
  readonly Encoded?: string;
  readonly Err?: { readonly $sym: string };
}

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('go-digest');
  const data = JSON.parse(readFileSync(join(dataDir, 'go-digest/digest.json'), 'utf8')) as {
    TestParseDigest: { tests: Row[] };
  };
  for (const { Input, Algorithm, Encoded, Err } of data.TestParseDigest.tests) {
    const parse = () => {
      try {
        return parseDigest(Input);
      } catch (error) {
        return error instanceof DigestError ? error.reason : error;
      }
    };
    const expected = Err ? Err.$sym.replace('digest.', '') : { algorithm: Algorithm, encoded: Encoded };
    tally.equal(`Parse "${Input}"`, parse, expected);
  }
  return tally.report();
}
