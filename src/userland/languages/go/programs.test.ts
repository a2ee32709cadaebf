import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testMachine } from '../../../../test/support/machine.ts';
import { compiled } from '../compiled-program.ts';
import { compile } from './compile.ts';
import { go } from './go.ts';

// What programs made by the real compiler (go 1.24 of Debian) printed: name.stdout, name.stderr without the stack, their status last.
const folder = join(import.meta.dirname, 'fixtures');
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.go'))) {
  const name = file.slice(0, -3);
  test(`${name}: prints what Go's own program prints`, async () => {
    const source = read(file);
    const made = testMachine({
      files: { [`/w/${file}`]: source },
      programs: [go, compiled],
      executables: { '/usr/local/bin/go': 'go' },
    });
    const built = await made.run(['go', 'build', '-o', `/bin/${name}`, file], { cwd: '/w' });
    expect(built.stderr).toBe('');
    const args = /^\/\/ args: (.*)$/m.exec(source)?.[1]?.split(' ') ?? [];
    const stdin = /^\/\/ stdin: (.*)$/m.exec(source)?.[1]?.replaceAll('\\n', '\n') ?? '';
    const { stdout, stderr, status } = await made.run([`/bin/${name}`, ...args], { stdin });
    const own = stderr.replace(/\ngoroutine \d+ \[[\s\S]*/, '\n');
    expect({ stdout, stderr: `${own}exit ${status}\n` }).toEqual({
      stdout: read(`${name}.stdout`),
      stderr: read(`${name}.stderr`),
    });
  }, 60_000);
}

for (const section of read('mistakes.txt')
  .split(/^== /m)
  .filter((text) => text !== '')) {
  const [name = ''] = section.split('\n');
  const [source = '', complaints = ''] = section.slice(name.length + 1).split('-- go build\n');
  test(`mistakes, ${name}: go build's words`, () => {
    const { mistakes } = compile([{ name: 'main.go', source: source.replace(/\n$/, '') }]);
    const own = mistakes
      .map(({ error: { line, column, message } }) => `./main.go:${line}:${column}: ${message}\n`)
      .join('');
    // Reading ends at the first thing that is no Go.
    if (name.startsWith('syn')) expect(complaints.trimStart().startsWith(own) && own !== '').toBe(true);
    else if (name === 'nomain') expect(mistakes.length).toBeGreaterThan(0);
    else expect(own).toBe(complaints.replace(/\n\n$/, '\n'));
  });
}
