import type { Platform } from '../platform.ts';
import type { ProgramTable } from '../program.ts';
import type { SystemCalls } from '../system-calls.ts';
import type { ControlGroup } from './memory-group.ts';
import type { ProcessRecord } from './process.ts';
import type { PidSpace } from './process-id.ts';
import type { Scheduler } from './scheduler.ts';

/** What all processes of one kernel share. */
export interface Machine {
  readonly platform: Platform;
  readonly programs: ProgramTable;
  readonly scheduler: Scheduler;
  readonly hostSpace: PidSpace;
  readonly bootTime: number;
  /** Whose system call is being served: what /proc/self means. */
  current: ProcessRecord | undefined;
  /** What processes are in that no container limits. */
  readonly memory: ControlGroup;
  /** The calls as the program `process` runs now may make them. */
  calls(process: ProcessRecord): SystemCalls;
  /** Tells the process's standard error what its program threw; answers the exit status. */
  reportCrash(process: ProcessRecord, error: unknown): number;
}
