import type { MaybePromise, Program, ProgramTable } from '../kernel/program.ts';
import { busyboxProgram, extraApplets, gnuProgram } from './commands/registry.ts';
import { networkApplets, networkPrograms } from './network/programs.ts';
import { notSimulatedProgram } from './packages/not-simulated.ts';
import { packagePrograms } from './packages/programs.ts';
import { serverPrograms } from './servers/programs.ts';
import { shellProgram } from './shell/index.ts';

/** Programs of a whole file of their own, loaded on first use. */
const PROGRAMS: Record<string, () => MaybePromise<Program>> = {
  busybox: () => busyboxProgram,
  bash: () => shellProgram('bash'),
  dash: () => shellProgram('dash'),
  node: () => import('./node/program.ts').then(({ nodeProgram }) => nodeProgram),
  python3: () => import('./python/program.ts').then(({ pythonProgram }) => pythonProgram),
  go: () => import('./languages/go/go.ts').then(({ go }) => go),
  gcc: () => import('./languages/c/gcc.ts').then(({ gcc }) => gcc),
  'c-program': () => import('./languages/c/program.ts').then(({ cProgram }) => cProgram),
  compiled: () => import('./languages/compiled-program.ts').then(({ compiled }) => compiled),
  ...networkPrograms,
  ...serverPrograms,
  ...packagePrograms,
};

const loaded = new Map<string, MaybePromise<Program>>();

for (const name of ['sh', 'ash']) {
  extraApplets.set(name, () => shellProgram('busybox'));
}

for (const [name, load] of networkApplets) extraApplets.set(name, load);

/** Executables of packages that have no simulation name a program with this prefix. */
const NOT_SIMULATED = 'not-simulated/';

/** All programs of the userland. `coreutils/NAME` (or any `PACKAGE/NAME`) is the GNU command NAME. */
export const userlandPrograms: ProgramTable = {
  find(name) {
    const known = loaded.get(name);
    if (known) return known;
    if (name.startsWith(NOT_SIMULATED)) return notSimulatedProgram(name.slice(NOT_SIMULATED.length));
    const load = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
    const program = load ? load() : gnuProgram(name.slice(name.indexOf('/') + 1));
    if (program) loaded.set(name, program);
    return program;
  },
};
