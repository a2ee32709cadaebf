import { StatusError } from '../errors.ts';
import type { CommandSpec } from '../reference/reference.ts';
import type { Flags } from './flags.ts';

const ON_WINDOWS = 'is only supported on a Docker daemon running on windows, but the Docker daemon is running on linux';
const WITH_EXPERIMENTS = 'is only supported on a Docker daemon with experimental features enabled';
const NO_SWARM =
  'Error response from daemon: This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';

/** Flags for daemons of another kind than ours (or any this command is likely to meet), with what is said of them. */
const REQUIREMENTS: Readonly<Record<string, string>> = {
  'cpu-count': ON_WINDOWS,
  'cpu-percent': ON_WINDOWS,
  'io-maxbandwidth': ON_WINDOWS,
  'io-maxiops': ON_WINDOWS,
  checkpoint: WITH_EXPERIMENTS,
  'checkpoint-dir': WITH_EXPERIMENTS,
};

/** Volumes of a cluster: a daemon that is part of none refuses them. */
const OF_A_CLUSTER = ['availability', 'group', 'limit-bytes', 'required-bytes', 'scope', 'sharing', 'type'];

/** Refuses a flag that is known and of no use here. */
export function checkRequirements(spec: CommandSpec, flags: Flags): void {
  for (const [name, what] of Object.entries(REQUIREMENTS))
    if (flags.changed(name)) throw new StatusError(`"--${name}" ${what}`, 1);
  if (spec.id === 'volume create' && OF_A_CLUSTER.some((name) => flags.changed(name)))
    throw new StatusError(NO_SWARM, 1);
}
