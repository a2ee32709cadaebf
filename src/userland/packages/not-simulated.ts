import type { Program } from '../../kernel/program.ts';

/** A command a package lays down that has no simulation: it is there, and says so. */
export function notSimulatedProgram(name: string): Program {
  return {
    name: `not-simulated/${name}`,
    async main(sys) {
      await sys.write(2, `drydock: not simulated: ${name}\n`);
      return 1;
    },
  };
}
