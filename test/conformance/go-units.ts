import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesSize, fromHumanSize, humanDuration, humanSize, ramInBytes } from '../../src/engine/api/units.ts';
import { type Report, Tally } from './tally.ts';

interface Case {
  readonly fn: string;
  readonly args: string;
  readonly expected?: string | number;
  readonly error?: boolean;
}

const FUNCTIONS: Readonly<Record<string, (argument: never) => string | number>> = {
  HumanSize: humanSize,
  BytesSize: bytesSize,
  HumanDuration: humanDuration,
  FromHumanSize: fromHumanSize,
  RAMInBytes: ramInBytes,
};

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('go-units');
  const { cases } = JSON.parse(readFileSync(join(dataDir, 'go-units/units.json'), 'utf8')) as { cases: Case[] };
  for (const { fn, args, expected, error } of cases) {
    const label = `${fn}(${args})`;
    const call = () => FUNCTIONS[fn]!(JSON.parse(args) as never);
    // The table holds RAMInBytes' answers before Go cuts them to int64.
    if (error) tally.throws(label, call);
    else tally.equal(label, call, typeof expected === 'number' ? Math.trunc(expected) : expected);
  }
  return tally.report();
}
