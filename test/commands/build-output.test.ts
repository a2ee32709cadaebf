import { expect, it } from 'vitest';
import { createComputer } from '../../src/host/computer.ts';
import { nodePlatform } from '../support/platform.ts';

const LINES = `printf 'FROM scratch\\nCOPY a /d/a\\n' > Dockerfile
echo hello > a
docker build -q -o out .
cat out/d/a
stat -c %a out
docker build -q -o - . | tar t
docker build -q -o type=oci,dest=x.tar . 2>&1 | head -1
docker build -q -o type=bogus . 2>&1
docker images -q | wc -l
docker build -q --metadata-file m.json -t x . > id
grep -c "$(cat id)" m.json`.split('\n');

it('docker build --output puts the files where it is told and keeps no image', async () => {
  const computer = await createComputer({ platform: nodePlatform(), images: [], folder: 'work', files: [] });
  const session = computer.openSession();
  const said: string[] = [];
  for (const line of LINES) said.push((await session.run(line)).stdout);
  computer.powerOff();
  expect(said.filter((text) => text !== '')).toEqual([
    '\n',
    'hello\n',
    '700\n',
    'd/\nd/a\n',
    'ERROR: failed to build: OCI exporter is not supported for the docker driver.\n',
    'ERROR: failed to build: failed to solve: exporter "bogus" could not be found\n',
    '0\n',
    '2\n',
  ]);
});
