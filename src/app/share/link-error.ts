import type { Messages } from '../messages/en.ts';
import { messages } from '../messages/messages.ts';

/** A link that cannot be made or opened; `problem` names the words for it (`views.link`). */
export class LinkError extends Error {
  readonly problem: keyof Messages['views']['link'];

  constructor(problem: keyof Messages['views']['link']) {
    super(problem);
    this.problem = problem;
  }
}

/** What went wrong with a link, in words. */
export function linkProblem(error: Error): string {
  return error instanceof LinkError ? messages().views.link[error.problem] : error.message;
}
