import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { session } from '../samples/session.ts';

const homesOf = (file: string): string[] =>
  readFileSync(join(import.meta.dirname, file), 'utf8')
    .split('% a fresh home\n')
    .slice(1);

it.each(['context.recorded.txt', 'endpoint.recorded.txt'].flatMap(homesOf))(
  'contexts and addresses of engines are what they are to the real docker',
  async (text) => {
    const { run, end } = await session({});
    await run('export HOME=/tmp/dhh; mkdir -p $HOME /tmp/dhw; cd /tmp/dhw');
    for (const block of text.split(/^\$ /m).slice(1)) {
      const line = block.slice(0, block.indexOf('\n'));
      const { stdout, stderr, exit } = await run(`(${line})`);
      const said = `${stdout}${stderr}`.replace(/(?<=lookup \S+ on )[\d.]+:53/, 'NAMESERVER');
      expect(`${line}\n${said}-> ${exit}\n`).toBe(block);
    }
    end();
  },
);
