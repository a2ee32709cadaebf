import { executableBytes, executablePayload } from '../../kernel/executable.ts';
import type { Program, SystemCalls } from '../../kernel/program.ts';

export interface CompiledProgram {
  /** JavaScript for the sandbox. */
  readonly code: string;
  /** The dynamic loader it needs; none for a static program. */
  readonly loader?: string;
  /** What the file claims, in bytes. */
  readonly size: number;
}

const NAME = 'compiled';

/** Writes the executable a compiler makes. */
export function writeExecutable(sys: SystemCalls, path: string, { code, loader, size }: CompiledProgram): void {
  const bytes = executableBytes(NAME, { loader, payload: new TextEncoder().encode(code) });
  if (sys.exists(path)) sys.unlink(path);
  sys.writeFile(path, bytes, { mode: 0o755, size: Math.max(size, bytes.length) });
  sys.chmod(path, 0o755 & ~sys.umask());
}

/** What a compiled file runs as: the program it carries. */
export const compiled: Program = {
  name: NAME,
  async main(sys) {
    const code = new TextDecoder().decode(executablePayload(sys.readFile('/proc/self/exe')));
    const { runScript } = await import('../node/program.ts');
    return runScript(sys, code);
  },
};
