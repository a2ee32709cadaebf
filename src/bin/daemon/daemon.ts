import { parseArgs } from 'node:util';
import { createComputer } from '../../host/computer.ts';
import { nodePlatform } from '../node-platform.ts';
import { UsageError } from '../usage.ts';
import { serve } from './serve.ts';

const usage = `Usage:  drydock daemon [OPTIONS]

Serve the simulated engine as a Docker Engine API on 127.0.0.1

Options:
      --images A,B   Images that are already pulled
      --port N       Port to listen on (default: a free one)
`;

/** `drydock daemon`: runs until it is interrupted. */
export async function daemon(args: string[]): Promise<number> {
  const { values } = parse(args);
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new UsageError(`invalid port: ${values.port}`);
  const images = (values.images ?? '').split(',').filter((image) => image !== '');
  const computer = await createComputer({ platform: nodePlatform(), images, folder: 'work', files: [] });
  const listening = await serve(computer.door, port);
  process.stdout.write(`DOCKER_HOST=tcp://127.0.0.1:${listening.port}\n`);
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  listening.close();
  process.exit(0);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: { port: { type: 'string' }, images: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
