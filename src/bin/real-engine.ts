import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Computer } from '../host/computer.ts';
import type { FoundEngine } from '../runner/engine/find.ts';
import { defaultLimits } from '../runner/policy/policy.ts';
import { openSession, type SessionOptions } from '../runner/session/open-session.ts';
import { nodePlatform } from './node-platform.ts';

/** Puts a real engine behind a computer's docker command, through the runner's policy; the way to remove what was made there. */
export function useRealEngine(
  computer: Computer,
  engine: FoundEngine,
  options: Pick<SessionOptions, 'publishAnywhere' | 'shownImages'> = {},
): { workspace: string | undefined; leave(): Promise<void> } {
  const stateFolder = mkdtempSync(join(tmpdir(), 'drydock-session-'));
  const session = openSession({
    ...options,
    engine,
    platform: nodePlatform(),
    stateFolder,
    studentWorkspace: computer.workspace.path,
    limits: defaultLimits,
  });
  computer.useEngine(session.door);
  return {
    workspace: session.workspace,
    async leave() {
      await session.end();
      rmSync(stateFolder, { recursive: true, force: true });
    },
  };
}
