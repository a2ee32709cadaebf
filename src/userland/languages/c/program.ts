import type { Program } from '../../../kernel/program.ts';
import { runCompiled } from '../compiled-program.ts';
import { scriptOf } from './runtime/script.ts';

/** What an executable that gcc made runs as. */
export const cProgram: Program = {
  name: 'c-program',
  main: (sys) => runCompiled(sys, (code) => scriptOf(code, sys.argv[0] ?? 'a.out')),
};
