import { daemon } from './daemon/daemon.ts';
import { sim } from './sim/sim.ts';
import { UsageError } from './usage.ts';

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  sim,
  daemon,
  lesson: async (args) => (await import('./lesson/lesson.ts')).lesson(args),
  // Loaded when they are asked for: `sim` starts many times, and needs none of it.
  runner: async (args) => (await import('./runner/runner.ts')).runner(args),
  doctor: async (args) => (await import('./runner/doctor.ts')).doctor(args),
  parity: async (args) => (await import('./parity/parity.ts')).parity(args),
  record: async (args) => (await import('./parity/record.ts')).record(args),
};

const usage = `Usage:  drydock COMMAND

Commands:
  sim      Run shell lines on a fresh simulated computer
  daemon   Serve the simulated engine as a Docker Engine API
  runner   Let the page run its commands on a real Docker or Podman engine
  doctor   Say what a real engine needs here that is missing
  lesson   Write lessons and prove that they work
  parity   Run a lesson or a script on both engines and print what differs
  record   Record what a script does on a real engine

Run 'drydock COMMAND --help' for more information on a command.
`;

/** The `drydock` command; answers its exit status. */
export async function main(args: string[]): Promise<number> {
  // Who reads us may have had enough (`drydock sim … | head`): that is an end, as SIGPIPE would make it, not a crash.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit(141);
    });
  }
  const [name = '', ...rest] = args;
  if (name === '' || name === '--help' || name === 'help') {
    process.stdout.write(usage);
    return name === '' ? 1 : 0;
  }
  const command = commands[name];
  if (!command) {
    process.stderr.write(`drydock: '${name}' is not a drydock command.\nSee 'drydock --help'\n`);
    return 1;
  }
  try {
    return await command(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`drydock ${name}: ${error.message}\nSee 'drydock ${name} --help'\n`);
    return 2;
  }
}
