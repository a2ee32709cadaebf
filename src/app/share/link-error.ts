import type { Messages } from '../messages/en.ts';

/** A link that cannot be made or opened; `problem` names the words for it (`views.link`). */
export class LinkError extends Error {
  readonly problem: keyof Messages['views']['link'];

  constructor(problem: keyof Messages['views']['link']) {
    super(problem);
    this.problem = problem;
  }
}
