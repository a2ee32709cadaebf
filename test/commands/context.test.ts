import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { session } from '../samples/session.ts';

const recorded = readFileSync(join(import.meta.dirname, 'context.recorded.txt'), 'utf8');
const homes = recorded.split('% a fresh home\n').slice(1);

it.each(homes)('contexts and addresses of engines are what they are to the real docker', async (text) => {
  const { run, end } = await session({});
  await run('export HOME=/tmp/dhh; mkdir -p $HOME');
  for (const block of text.split(/^\$ /m).slice(1)) {
    const line = block.slice(0, block.indexOf('\n'));
    const { stdout, stderr, exit } = await run(`(${line}) 2>&1`);
    const said = `${stdout}${stderr}`.replace(/(?<=lookup \S+ on )[\d.]+:53/, 'NAMESERVER');
    expect(`${line}\n${said}-> ${exit}\n`).toBe(block);
  }
  end();
});
