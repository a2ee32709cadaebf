import type { Program } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { build, run } from './build.ts';
import { env } from './env.ts';
import { mod } from './module.ts';
import { versionOf } from './version.ts';

const REFUSED = /^(bug|clean|doc|fix|fmt|generate|get|install|list|telemetry|test|tool|vet|work)$/;

/** go: build, run, mod, env, version. */
export const go: Program = {
  name: 'go',
  main: (sys) => runCommand(main, sys, 'go', sys.argv.slice(1), 'gnu'),
};

async function main(context: Context): Promise<number> {
  const [command, ...args] = context.args;
  const version = versionOf(context);
  switch (command) {
    case 'version':
      context.print(`go version go${version} linux/amd64\n`);
      return 0;
    case 'build':
      return build(context, args);
    case 'run':
      return run(context, args);
    case 'mod':
      return mod(context, args);
    case 'env':
      return env(context, args);
    case undefined:
    case 'help':
      context.out.text(
        'Go is a tool for managing Go source code.\n\nUsage:\n\n\tgo <command> [arguments]\n\nSimulated here: build, env, mod, run, version.\n',
        2,
      );
      return 2;
    default:
      context.out.text(
        REFUSED.test(command)
          ? `drydock: not simulated: go ${command}\n`
          : `go ${command}: unknown command\nRun 'go help' for usage.\n`,
        2,
      );
      return REFUSED.test(command) ? 1 : 2;
  }
}
