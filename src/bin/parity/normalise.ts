import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../project-folder.ts';
import { UsageError } from '../usage.ts';
import type { Outcome, Row } from './computers.ts';

/** What chance decides (ids, times, names, ports), blurred so that only what is told apart stays apart. */
interface Normaliser {
  normalise(rows: readonly Row[], folders: readonly string[]): Row[];
  Bijection: new () => { match(expected: string, actual: string): '' | 'text' | 'identity' };
}

/** The rules of the recorded sessions (test/scenarios), so that a figure from here means the same as one from there. */
export async function loadNormaliser(): Promise<Normaliser> {
  const path = join(projectFolder(), 'test', 'scenarios', 'tools', 'norm.mjs');
  try {
    return (await import(pathToFileURL(path).href)) as Normaliser;
  } catch {
    throw new UsageError('parity and record need a checkout of Drydock with its test/ folder');
  }
}

export interface Difference {
  readonly line: string;
  /** What of it differs. */
  readonly what: readonly ('exit' | 'stdout' | 'stderr' | 'missing')[];
  readonly real: Row;
  readonly simulated: Row | undefined;
}

/** A terminal’s line ends are line ends. */
function inLines(row: Row): Row {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n');
  return { ...row, stdout: plain(row.stdout), stderr: plain(row.stderr) };
}

/** Lines that came out differently. */
export async function compare(real: Outcome, simulated: Outcome): Promise<Difference[]> {
  const { normalise, Bijection } = await loadNormaliser();
  const [expected, actual] = [real, simulated].map(({ rows, folder }) => normalise(rows.map(inLines), [folder]));
  const known = new Bijection();
  return expected!.flatMap((row, index): Difference[] => {
    const other = actual![index];
    if (!other) return [{ line: row.line, what: ['missing'], real: row, simulated: undefined }];
    const what = (['stdout', 'stderr'] as const).filter((stream) => known.match(row[stream], other[stream]) !== '');
    const all = row.exit === other.exit ? what : (['exit', ...what] as const);
    return all.length > 0 ? [{ line: row.line, what: all, real: row, simulated: other }] : [];
  });
}
