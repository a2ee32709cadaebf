import { platform } from 'node:os';
import { type FoundEngine, findEngine } from '../../runner/engine/find.ts';
import { explained } from './explain.ts';

/** The engine to work with; says what was looked at, and where help is, when there is none. */
export async function engineOrAdvice(wanted: string | undefined): Promise<FoundEngine | undefined> {
  const { engine, attempts } = await findEngine(wanted);
  if (engine) return engine;
  process.stderr.write('drydock: no engine answers.\n');
  for (const attempt of attempts) {
    const { from, address } = attempt;
    process.stderr.write(`  ${from}${address === '' ? '' : ` (${address})`}: ${explained(attempt, platform())}\n`);
  }
  process.stderr.write("Run 'drydock doctor' for what is missing and how to get it.\n");
  return undefined;
}
