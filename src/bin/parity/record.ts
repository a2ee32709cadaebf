import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { normalise } from '../../parity/norm.mjs';
import { engineOrAdvice } from '../runner/engine-or-advice.ts';
import { UsageError } from '../usage.ts';
import { runReal } from './computers.ts';
import { readScript } from './script.ts';

const usage = `Usage:  drydock record [OPTIONS] SCRIPT

Run a script's lines with a real engine and record what came of each

Options:
  -C DIR                 Work in a copy of DIR (default: the folder "context" beside the script)
      --engine ADDRESS   (default: as 'drydock runner' finds one)
      --images A,B       Images of the engine that are there from the beginning (default: busybox,alpine)
      --publish-anywhere Containers' ports are open to the network meanwhile, as Docker has it (default: 127.0.0.1 only)
  -o, --output FILE      Write a recording as test/recordings has them, normalised (default: print
                         one object a line, raw, as test/scenarios/tools/scenario.mjs takes it from an adapter)
`;

/** `drydock record` */
export async function record(args: string[]): Promise<number> {
  const { values, positionals } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const [name, ...rest] = positionals;
  if (name === undefined || rest.length > 0) throw new UsageError('one SCRIPT is needed');
  const script = readScript(name, values.directory);
  const engine = await engineOrAdvice(values.engine);
  if (!engine) return 1;
  const images = (values.images ?? 'busybox,alpine').split(',').filter((image) => image !== '');
  const publishAnywhere = values['publish-anywhere'] ?? false;
  const { rows, folders } = await runReal(script, engine, { images, publishAnywhere });
  if (values.output === undefined) {
    for (const row of [...folders.map((cwd) => ({ cwd })), ...rows]) process.stdout.write(`${JSON.stringify(row)}\n`);
  } else {
    const lines = normalise(rows, [...folders]);
    const kind = engine.kind === 'podman' ? 'podman' : 'docker';
    writeFileSync(values.output, `${JSON.stringify({ engine: `${kind} ${engine.version}`, lines }, undefined, 1)}\n`);
  }
  await new Promise<void>((done) => process.stdout.write('', () => done()));
  process.exit(0);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        directory: { type: 'string', short: 'C' },
        engine: { type: 'string' },
        output: { type: 'string', short: 'o' },
        images: { type: 'string' },
        'publish-anywhere': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
