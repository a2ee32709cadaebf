import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImageEnv } from '../../src/build/convert/environment.ts';
import { parseExposed } from '../../src/build/convert/expose.ts';
import { convertDockerfile } from './convert-dockerfile.ts';
import { type Report, Tally } from './tally.ts';

interface Table {
  cases: { test: string; dockerfile: string; target?: string; ok: boolean; errorEquals?: string }[];
  copyFromKeepsStageLabels: { dockerfile: string; labels: Record<string, string> };
  addEnv: { env: string[]; k: string; v: string; expected: string[] }[];
  expose: { test: string; specs: string[]; exposed?: string[]; error?: boolean; errorEquals?: string }[];
}

/**
 * BuildKit's tests of the conversion of whole Dockerfiles. Left out: how HEALTHCHECK stands in the history, which the
 * BuildKit of Docker 28.5 still writes in the older way.
 */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('dockerfile2llb');
  const table = JSON.parse(await readFile(join(dataDir, 'buildkit/dockerfile2llb/convert.json'), 'utf8')) as Table;
  for (const { dockerfile, target, ok, errorEquals } of table.cases) {
    const convert = (): boolean => convertDockerfile(dockerfile, { target }) !== undefined;
    if (ok) tally.equal(dockerfile, convert, true);
    else tally.throws(dockerfile, convert, errorEquals);
  }
  const { copyFromKeepsStageLabels: labels } = table;
  // Since 1.24: the frontend in Docker 28.5 lets stages share their labels.
  const target = () => convertDockerfile(`# syntax=docker/dockerfile:1.24\n${labels.dockerfile}`).converted.target;
  tally.equal('labels', () => target().image.config.Labels, labels.labels);
  for (const { env, k, v, expected } of table.addEnv) tally.equal(`env ${k}`, () => setImageEnv(env, k, v), expected);
  for (const { specs, exposed, errorEquals } of table.expose) {
    if (exposed) tally.equal(`expose ${specs}`, () => parseExposed(specs), exposed);
    else tally.throws(`expose ${specs}`, () => parseExposed(specs), errorEquals);
  }
  return tally.report();
}
