import { KernelError } from '../errno.ts';
import type { ProcessRecord } from './process.ts';
import { ProcessEnd } from './process-end.ts';
import { SIGNALS } from './signals.ts';

const encoder = new TextEncoder();
const STDERR = 2;

/** What a program threw: a failed system call ends it with status 1, anything else is a fault of the simulation. */
export function reportCrash(process: ProcessRecord, error: unknown): number {
  if (error instanceof ProcessEnd) return 1;
  const name = process.argv[0] ?? '';
  if (error instanceof KernelError) {
    complain(process, `${name}: ${error.path === undefined ? '' : `${error.path}: `}${error.message}\n`);
    return 1;
  }
  // A stack that ran over is what the kernel ends with SIGSEGV; a string or an array that cannot grow is malloc's failure.
  if (error instanceof RangeError) {
    if (/call stack/i.test(error.message)) return 128 + SIGNALS.SIGSEGV;
    complain(process, `${name}: out of memory\n`);
    return 1;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  complain(process, `drydock: internal error in ${name}: ${detail}\n`);
  return 134;
}

function complain(process: ProcessRecord, text: string): void {
  const { fds } = process.context;
  if (!fds.has(STDERR)) return;
  try {
    void Promise.resolve(fds.get(STDERR).write(process, encoder.encode(text))).catch(() => {});
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
  }
}
