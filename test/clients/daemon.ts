import { join } from 'node:path';
import { Conversation, type Result, type RunOptions, run, runBinary } from './command.ts';

/** The real docker command, or '' where there is none. */
export const DOCKER = process.env.DOCKER ?? '';
/** Where a real engine answers, or ''. */
export const ENGINE = process.env.ENGINE ?? '';

export const drydock = join(import.meta.dirname, '..', '..', 'src', 'bin', 'drydock.mjs');

export interface Client {
  readonly env: NodeJS.ProcessEnv;
  /** Runs the real docker command with these words. */
  docker(...args: string[]): Promise<Result>;
  dockerWith(options: RunOptions, ...args: string[]): Promise<Result>;
  dockerBinary(options: RunOptions, ...args: string[]): ReturnType<typeof runBinary>;
  /** As `docker`, but a failure fails the test; answers stdout without its last newline. */
  ok(...args: string[]): Promise<string>;
}

export interface Daemon extends Client {
  readonly host: string;
  readonly process: Conversation;
  stop(): Promise<void>;
}

/** The real docker command, talking to the engine at an address. */
export function clientOf(host: string): Client {
  const env = { ...process.env, DOCKER_HOST: host, DOCKER_BUILDKIT: '0' };
  const dockerWith = (options: RunOptions, ...args: string[]) => run(DOCKER, args, { env, ...options });
  return {
    env,
    docker: (...args) => dockerWith({}, ...args),
    dockerWith,
    dockerBinary: (options, ...args) => runBinary(DOCKER, args, { env, ...options }),
    async ok(...args) {
      const { status, stdout, stderr } = await dockerWith({}, ...args);
      if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${status}\n${stderr}`);
      return stdout.trimEnd();
    },
  };
}

/** Starts `drydock daemon` with these images already there. */
export async function startDaemon(images: string): Promise<Daemon> {
  const daemon = new Conversation(process.execPath, [drydock, 'daemon', '--images', images]);
  await daemon.sees('DOCKER_HOST=', 50_000);
  await daemon.sees('\n');
  const host = /DOCKER_HOST=(\S+)/.exec(daemon.output)?.[1] ?? '';
  return {
    ...clientOf(host),
    host,
    process: daemon,
    async stop() {
      daemon.process.kill('SIGTERM');
      await daemon.ended;
    },
  };
}
