import type { MaybePromise, Program, ProgramTable } from '../kernel/program.ts';
import { busyboxProgram, extraApplets, gnuProgram } from './commands/registry.ts';

/** Programs of a whole file of their own, loaded on first use. */
const PROGRAMS: Record<string, () => MaybePromise<Program>> = {
  busybox: () => busyboxProgram,
  bash: () => import('./shell/index.ts').then(({ shellProgram }) => shellProgram('bash')),
  dash: () => import('./shell/index.ts').then(({ shellProgram }) => shellProgram('dash')),
  node: () => import('./node/program.ts').then(({ nodeProgram }) => nodeProgram),
};

const loaded = new Map<string, MaybePromise<Program>>();

for (const name of ['sh', 'ash']) {
  extraApplets.set(name, () => import('./shell/index.ts').then(({ shellProgram }) => shellProgram('busybox')));
}

/** All programs of the userland. `coreutils/NAME` (or any `PACKAGE/NAME`) is the GNU command NAME. */
export const userlandPrograms: ProgramTable = {
  find(name) {
    const known = loaded.get(name);
    if (known) return known;
    const load = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
    const program = load ? load() : gnuProgram(name.slice(name.indexOf('/') + 1));
    if (program) loaded.set(name, program);
    return program;
  },
};
