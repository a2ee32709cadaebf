import { Cache } from '../cache.ts';
import { NpmFailure } from '../failure.ts';
import type { NpmCommand } from './command.ts';

/** `npm cache clean --force` */
export const cache: NpmCommand = ({ context, settings, operands }) => {
  if (operands[0] !== 'clean' && operands[0] !== 'clear' && operands[0] !== 'rm') {
    throw new Error(`drydock: not simulated: npm cache ${operands[0] ?? ''}`.trimEnd());
  }
  if (!settings.isOn('force')) throw new NpmFailure(HESITATION.split('\n'));
  context.out.text('npm warn using --force Recommended protections disabled.\n', 2);
  new Cache(context.sys, settings.cache).clean();
  return 0;
};

const HESITATION = `As of npm@5, the npm cache self-heals from corruption issues
  by treating integrity mismatches as cache misses.  As a result,
  data extracted from the cache is guaranteed to be valid.  If you
  want to make sure everything is consistent, use \`npm cache verify\`
  instead.  Deleting the cache can only make npm go slower, and is
  not likely to correct any problems you may be encountering!

  On the other hand, if you're debugging an issue with the installer,
  or race conditions that depend on the timing of writing to an empty
  cache, you can use \`npm install --cache /tmp/empty-cache\` to use a
  temporary cache instead of nuking the actual one.

  If you're sure you want to delete the entire cache, rerun this command
  with --force.`;
