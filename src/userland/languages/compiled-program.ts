import { executableBytes, executablePayload } from '../../kernel/executable.ts';
import type { Program, SystemCalls } from '../../kernel/program.ts';

export interface CompiledProgram {
  /** The program that runs it; `compiled`, where it is JavaScript for the sandbox by itself. */
  readonly runner?: string;
  readonly code: string;
  /** The dynamic loader it needs; none for a static program. */
  readonly loader?: string;
  /** What the file claims, in bytes. */
  readonly size: number;
}

const NAME = 'compiled';

/** Writes the executable a compiler makes. */
export function writeExecutable(sys: SystemCalls, path: string, program: CompiledProgram): void {
  const { runner = NAME, code, loader, size } = program;
  const bytes = executableBytes(runner, { loader, payload: new TextEncoder().encode(code) });
  if (sys.exists(path)) sys.unlink(path);
  sys.writeFile(path, bytes, { mode: 0o755, size: Math.max(size, bytes.length) });
  sys.chmod(path, 0o755 & ~sys.umask());
}

/** What a compiled file runs as: the program it carries. */
export const compiled: Program = {
  name: NAME,
  main(sys) {
    // A script does not know the name it was started under.
    return runCompiled(sys, (code) => `globalThis.argv0 = ${JSON.stringify(sys.argv[0])};\n${code}`);
  },
};

/** Runs what the executable of this process carries, once `script` has made JavaScript of it. */
export async function runCompiled(sys: SystemCalls, script: (code: string) => string): Promise<number> {
  const code = new TextDecoder().decode(executablePayload(sys.readFile('/proc/self/exe')));
  const { runScript } = await import('../node/program.ts');
  return runScript(sys, script(code));
}
