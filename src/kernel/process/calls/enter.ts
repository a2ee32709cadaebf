import type { ProcessRecord } from '../process.ts';
import { ProcessEnd } from '../process-end.ts';

/** Begins a system call of a process; refuses when its program is over. */
export type Enter = () => ProcessRecord;

export function entrance(process: ProcessRecord): Enter {
  const { image, machine } = process;
  return () => {
    if (process.image !== image) throw new ProcessEnd();
    machine.current = process;
    return process;
  };
}
