import { executableBytes } from '../../../src/kernel/executable.ts';
import { container, file, smallImage } from './container.ts';
import { type Limit, medianOf } from './measure.ts';

const script = 'dd if=/dev/zero bs=64k count=1600 2>/dev/null | cat >/dev/null';

/** Bytes through a pipe between two commands of a container. */
export async function bench(): Promise<Limit> {
  const box = container(smallImage([file('bin/sh', executableBytes('busybox'), 0o755), ...applets()]));
  const value = await medianOf(5, () => box.run(['/bin/sh', '-c', script]));
  return {
    what: '100 MB through a pipe, in Node',
    value,
    unit: 'ms',
    limit: 500,
    how: `\`sh -c '${script}'\`, 200 MB/s or more`,
  };
}

function applets() {
  return ['dd', 'cat'].map((name) => file(`bin/${name}`, executableBytes('busybox'), 0o755));
}
