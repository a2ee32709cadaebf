import { parseArgs } from 'node:util';
import { engineOrAdvice } from '../runner/engine-or-advice.ts';
import { UsageError } from '../usage.ts';
import { type Outcome, runReal, runSimulated } from './computers.ts';
import { compare, type Difference } from './normalise.ts';
import { readScript, type Script } from './script.ts';

const usage = `Usage:  drydock parity [OPTIONS] LESSON|SCRIPT

Run the same lines with the simulated engine and with a real one, and print what differs

Options:
  -C DIR                 Work in a copy of DIR (default: the folder "context" beside the script)
      --engine ADDRESS   (default: as 'drydock runner' finds one)
      --images A,B       Images the simulated engine has already (default: busybox,alpine)
      --json             Print one object
`;

/** `drydock parity`: 0 when nothing differs. */
export async function parity(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('one LESSON or SCRIPT');
  const script = readScript(name, values.directory);
  const engine = await engineOrAdvice(values.engine);
  if (!engine) return 1;
  const images = (values.images ?? 'busybox,alpine').split(',').filter((image) => image !== '');
  const simulated = await runSimulated(script, images);
  const real = await runReal(script, engine);
  const differences = await compare(real, simulated);
  const goals = goalDifferences(script, real, simulated);
  if (values.json) {
    const report = { lines: real.rows.length, agree: real.rows.length - differences.length, differences, goals };
    process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  } else process.stdout.write(reportOf(real.rows.length, differences, goals, engine.version));
  await new Promise<void>((done) => process.stdout.write('', () => done()));
  process.exit(differences.length + goals.length > 0 ? 1 : 0);
}

function parse(args: string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        directory: { type: 'string', short: 'C' },
        engine: text,
        images: text,
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Goals of a lesson that are met on one of the two. */
function goalDifferences({ lesson }: Script, real: Outcome, simulated: Outcome): string[] {
  const met = ({ goals }: Outcome) =>
    new Set(goals.filter((goal) => goal.met).map(({ step, goal }) => `${step}/${goal}`));
  const [there, here] = [met(real), met(simulated)];
  const goals = lesson?.steps.flatMap(({ id, goals: all }) => all.map((goal) => `${id}/${goal.id}`)) ?? [];
  return goals
    .filter((goal) => there.has(goal) !== here.has(goal))
    .map((goal) => `${goal}: met on the ${there.has(goal) ? 'real' : 'simulated'} engine only`);
}

function reportOf(
  lines: number,
  differences: readonly Difference[],
  goals: readonly string[],
  version: string,
): string {
  const indented = (mark: string, text: string) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => `    ${mark} ${line}\n`)
      .join('');
  const parts = differences.map(({ line, what, real, simulated }) => {
    const body = what.map((which) => {
      if (which === 'missing' || !simulated) return '    (the simulated shell had ended)\n';
      if (which === 'exit') return `    - exit ${real.exit}\n    + exit ${simulated.exit}\n`;
      return indented('-', real[which]) + indented('+', simulated[which]);
    });
    return `$ ${line}\n${body.join('')}`;
  });
  const head = parts.length + goals.length > 0 ? '(- real, + simulated)\n' : '';
  const share = `${lines - differences.length} of ${lines} lines agree with the real engine ${version}\n`;
  return `${head}${parts.join('')}${goals.map((goal) => `goal ${goal}\n`).join('')}${share}`;
}
