import { Bash } from 'just-bash';
import { executableBytes } from '../../../src/kernel/executable.ts';
import { container, file, smallImage } from './container.ts';
import { type Comparison, inTurns } from './measure.ts';

const script = 'i=0; while [ "$i" -lt 10000 ]; do i=$((i + 1)); done; [ "$i" = 10000 ]';

/** The loop a student writes, in the shell of a busybox container. */
export async function bench(): Promise<Comparison> {
  const sh = file('bin/sh', executableBytes('busybox'), 0o755);
  const times = await inTurns(
    5,
    {
      prepare: () => container(smallImage([sh])),
      work: (box) => box.run(['/bin/sh', '-c', script]),
    },
    {
      prepare: () => new Bash({ executionLimits: { maxLoopIterations: 100_000, maxCommandCount: 1_000_000 } }),
      work: async (bash) => {
        const { exitCode, stderr } = await bash.exec(script);
        if (exitCode !== 0) throw new Error(stderr);
      },
    },
  );
  const how = `\`sh -c '${script}'\``;
  return { what: 'a shell loop of 10,000 rounds', peer: 'just-bash', ...times, wanted: 'faster', bound: 6, how };
}
