import { nodePlatform } from '../../support/platform.ts';
import { firstOutputs, ROUNDS } from '../first-output.ts';
import { type Limit, median } from './measure.ts';

/** From the start request to the first byte of what the container says. */
export async function bench(): Promise<Limit> {
  return {
    what: 'a container from its start to its first output, in Node',
    value: median(await firstOutputs(nodePlatform())),
    unit: 'ms',
    limit: 5,
    how: `\`echo hi\` in busybox, created and attached before; the median of ${ROUNDS} starts asked of the Engine API`,
  };
}
