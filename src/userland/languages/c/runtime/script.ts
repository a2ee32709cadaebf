import { cErrno } from './errno.ts';
import { cFormat } from './format.ts';
import { cMemory } from './memory.ts';
import { cEnd, cMain } from './run.ts';
import { cScan } from './scan.ts';
import { cStdio } from './stdio.ts';
import { cStdlib } from './stdlib.ts';
import { cStreams } from './streams.ts';
import { cString } from './string.ts';
import { cSystem } from './system.ts';
import { cTime } from './time.ts';

const PARTS = { cErrno, cFormat, cMemory, cEnd, cMain, cScan, cStdio, cStdlib, cStreams, cString, cSystem, cTime };

/** A linked program as a script for the sandbox. Every part goes there as text: it names nothing outside but what it is given. */
export function scriptOf(program: string, name: string): string {
  const parts = Object.entries(PARTS).map(([key, part]) => `const ${key} = ${part.toString()};\n`);
  return `(() => { ${parts.join('')}
const program = ${program}, name = ${JSON.stringify(name)};
const memory = cMemory(program.end), streams = cStreams(memory), errno = cErrno(memory);
const stdlib = cStdlib(memory, errno), end = cEnd(memory, streams, stdlib.ending);
memory.C.library = {
  ...cStdio(memory, streams, cFormat(memory), cScan(memory, streams), errno), ...stdlib.functions, ...cString(memory, errno),
  ...cTime(memory, streams), ...cSystem(memory, streams, errno, name, end.attempt),
};
void cMain(program, name, memory, end); })();`;
}
