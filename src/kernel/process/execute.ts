import type { MaybePromise, Program } from '../program.ts';
import { resetHandlers } from './create-process.ts';
import { executionCredentials } from './credentials.ts';
import { type FoundProgram, findProgram } from './find-program.ts';
import type { ProcessRecord } from './process.ts';
import { ProcessEnd } from './process-end.ts';

/** execve(2): only returns by throwing. */
export function exec(process: ProcessRecord, argv: readonly string[], env = process.context.env, path?: string): never {
  const found = findProgram(process.context.files, argv, env.get('PATH'), path);
  process.context.env = new Map(env);
  execInto(process, found);
  process.abandonCalls();
  throw new ProcessEnd();
}

/** Makes `found` the program of `process`, from the next microtask on. */
export function execInto(process: ProcessRecord, found: FoundProgram): void {
  const { context, machine } = process;
  context.files.context.credentials = executionCredentials(context, found);
  context.argv = found.argv;
  context.executable = found.executable;
  context.fds.closeMarked();
  resetHandlers(process);
  process.launch(() => {
    const program = machine.programs.find(found.program);
    return runProgram(process, found, program);
  });
}

function runProgram(
  process: ProcessRecord,
  found: FoundProgram,
  program: MaybePromise<Program> | undefined,
): MaybePromise<number> {
  const calls = process.machine.calls(process);
  if (program instanceof Promise) return program.then((loaded) => loaded.main(calls));
  if (program) return program.main(calls);
  const complaint = calls.write(2, `drydock: not simulated: ${found.program}\n`);
  return complaint ? complaint.then(() => 126) : 126;
}
