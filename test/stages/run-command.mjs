import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/**
 * Where a stage's commands and the stage itself write. A stage that runs alone shares this terminal with them; of two that run at the
 * same time, the second is kept and printed whole when it is done.
 */
export function shared() {
  return { say: (text) => console.log(text), stdio: 'inherit', printed: () => {} };
}

export function kept() {
  const pieces = [];
  return {
    say: (text) => pieces.push(`${text}\n`),
    stdio: ['ignore', 'pipe', 'pipe'],
    take: (bytes) => pieces.push(bytes),
    printed: () => {
      for (const piece of pieces) process.stdout.write(piece);
    },
  };
}

/** Whether the command ended with 0. */
export function run(out, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: out.stdio, ...options });
    child.stdout?.on('data', out.take);
    child.stderr?.on('data', out.take);
    child.on('error', reject);
    child.on('close', (status) => resolve(status === 0));
  });
}
