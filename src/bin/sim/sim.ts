import { readFileSync } from 'node:fs';
import { createComputer } from '../../host/computer.ts';
import { nodePlatform } from '../node-platform.ts';
import { UsageError } from '../usage.ts';
import { type SimArguments, simArguments, simUsage } from './arguments.ts';
import { readFolder } from './read-folder.ts';

/** `drydock sim`: the lines of a script, one after another, in one shell session; the exit status of the last. */
export async function sim(args: string[]): Promise<number> {
  const options = simArguments(args);
  if (!options) {
    process.stdout.write(simUsage);
    return 0;
  }
  const lines = readScript(options.source).split('\n');
  const computer = await createComputer({
    platform: nodePlatform(),
    images: options.images,
    folder: 'work',
    files: options.folder === undefined ? [] : readFolder(options.folder),
  });
  const session = computer.openSession(
    options.json
      ? undefined
      : { stdout: (bytes) => process.stdout.write(bytes), stderr: (bytes) => process.stderr.write(bytes) },
  );
  if (options.json) print({ cwd: computer.workspace.path });
  let exit = 0;
  for (const line of options.json ? lines.map((each) => each.trimEnd()).filter(isCommand) : [lines.join('\n')]) {
    const result = await session.run(line);
    exit = result.exit;
    if (options.json) print({ line, ...result });
    if (session.ended) break;
  }
  // A machine with containers running has timers of its own: the session is what this command is about.
  await flush();
  process.exit(exit);
}

function isCommand(line: string): boolean {
  return line.trim() !== '' && !/^\s*#/.test(line);
}

function readScript(source: SimArguments['source']): string {
  if (source.kind === 'text') return source.text;
  try {
    return readFileSync(source.kind === 'stdin' ? 0 : source.path, 'utf8');
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

async function flush(): Promise<void> {
  for (const stream of [process.stdout, process.stderr])
    await new Promise<void>((done) => stream.write('', () => done()));
}
