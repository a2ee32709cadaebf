import { parseArgs } from 'node:util';
import { compareGoals, compareLines, type Difference } from '../../parity/compare.ts';
import type { FoundEngine } from '../../runner/engine/find.ts';
import { engineOrAdvice } from '../runner/engine-or-advice.ts';
import { UsageError } from '../usage.ts';
import { type RealOptions, runReal, runSimulated, type ScriptInFolder } from './computers.ts';
import { readScript } from './script.ts';

const usage = `Usage:  drydock parity [OPTIONS] LESSON|SCRIPT...

Run the same lines with the simulated engine and with a real one, and print what differs

Options:
  -C DIR                 Work in a copy of DIR (default: the folder "context" beside the script)
      --engine ADDRESS   (default: as 'drydock runner' finds one)
      --images A,B       Images both engines begin with (default: busybox,alpine)
      --publish-anywhere Containers' ports are open to the network meanwhile, as Docker has it (default: 127.0.0.1 only)
      --json             Print an object for each
`;

/** `drydock parity`: 0 when nothing differs. */
export async function parity(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (positionals.length === 0)
    throw new UsageError('a LESSON (such as first-steps/names-and-ids) or a SCRIPT is needed');
  const engine = await engineOrAdvice(values.engine);
  if (!engine) return 1;
  const images = (values.images ?? 'busybox,alpine').split(',').filter((image) => image !== '');
  const reports: Report[] = [];
  for (const name of positionals) {
    const report = await compareBoth(name, readScript(name, values.directory), engine, {
      images,
      publishAnywhere: values['publish-anywhere'] ?? false,
    });
    reports.push(report);
    if (values.json) process.stdout.write(`${JSON.stringify(report)}\n`);
    else process.stdout.write(reportOf(report, engine.version));
  }
  const total = (key: 'lines' | 'agree') => reports.reduce((sum, report) => sum + report[key], 0);
  if (reports.length > 1 && !values.json)
    process.stdout.write(
      `all: ${total('agree')} of ${total('lines')} lines agree with the real engine ${engine.version}\n`,
    );
  await new Promise<void>((done) => process.stdout.write('', () => done()));
  process.exit(reports.some(({ differences, goals }) => differences.length + goals.length > 0) ? 1 : 0);
}

interface Report {
  readonly name: string;
  readonly lines: number;
  readonly agree: number;
  readonly differences: readonly Difference[];
  readonly goals: readonly string[];
}

async function compareBoth(
  name: string,
  script: ScriptInFolder,
  engine: FoundEngine,
  options: RealOptions,
): Promise<Report> {
  const simulated = await runSimulated(script, options.images);
  const real = await runReal(script, engine, options);
  const differences = compareLines(real, simulated).filter((each) => each !== undefined);
  const goals = compareGoals(script.lesson, real, simulated).map(
    ({ step, goal, metOn }) => `${step}/${goal}: met on the ${metOn} engine only`,
  );
  const lines = real.rows.length;
  return { name, lines, agree: lines - differences.length, differences, goals };
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
        'publish-anywhere': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function reportOf({ name, lines, agree, differences, goals }: Report, version: string): string {
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
  const share = `${name}: ${agree} of ${lines} lines agree with the real engine ${version}\n`;
  return `${head}${parts.join('')}${goals.map((goal) => `goal ${goal}\n`).join('')}${share}`;
}
