import type { Platform } from '../kernel/platform.ts';

/** Work in steps short enough not to be felt, for who must stay responsive between them. */
export type Steps<Result> = Generator<void, Result>;

/** All the steps at once. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The steps with a breath between them: terminals echo and processes run meanwhile. */
export async function breathing<Result>(steps: Steps<Result>, platform: Platform): Promise<Result> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    await platform.breathe();
  }
}
