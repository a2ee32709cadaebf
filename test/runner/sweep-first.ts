import { sweepLeftovers } from '../support/sweep.ts';
import { realEngines } from './real.ts';

/** Before the first test, once. */
export default async function setup(): Promise<void> {
  const { docker, podman } = await realEngines();
  for (const engine of [docker, podman]) if (engine) await sweepLeftovers(engine);
}
