import type { MaybePromise, Program } from '../../kernel/program.ts';

/** Package managers, by program name. */
export const packagePrograms: Readonly<Record<string, () => MaybePromise<Program>>> = {
  apk: () => import('./alpine/program.ts').then(({ apkProgram }) => apkProgram),
  npm: () => import('./npm/program.ts').then(({ npmProgram }) => npmProgram),
  npx: () => import('./npm/npx.ts').then(({ npxProgram }) => npxProgram),
};
