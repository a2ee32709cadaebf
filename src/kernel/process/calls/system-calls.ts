import type { SystemCalls } from '../../system-calls.ts';
import type { ProcessRecord } from '../process.ts';
import { childCalls } from './children.ts';
import { descriptorCalls } from './descriptors.ts';
import { entrance } from './enter.ts';
import { networkCalls } from './network.ts';
import { ownCalls } from './own.ts';
import { pathCalls } from './paths.ts';
import { signalCalls } from './signals.ts';
import { terminalCalls } from './terminal.ts';

/** The system calls as the program that `process` runs now sees them; they end with that program. */
export function systemCalls(process: ProcessRecord): SystemCalls {
  const enter = entrance(process);
  const identity = {
    get pid() {
      return process.namespacePid;
    },
    get ppid() {
      return process.parent?.id.in(process.namespaces.pid) ?? 0;
    },
    get argv() {
      return process.context.argv;
    },
    get env() {
      return process.context.env;
    },
    platform: process.machine.platform,
  };
  return Object.assign(
    identity,
    pathCalls(enter),
    descriptorCalls(enter),
    terminalCalls(enter),
    ownCalls(enter),
    childCalls(enter),
    signalCalls(enter),
    networkCalls(enter),
  );
}
