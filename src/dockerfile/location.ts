/** Lines of the Dockerfile, 1-based and inclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An error that knows which lines of the Dockerfile it is about. */
export class DockerfileError extends Error {
  readonly ranges: readonly Range[];
  /** Lines that led to those: shown each in an excerpt of their own, after the first. */
  readonly outer: readonly Range[];

  constructor(message: string, ranges: readonly Range[] = [], outer: readonly Range[] = []) {
    super(message);
    this.name = 'DockerfileError';
    this.ranges = ranges;
    this.outer = outer;
  }
}

/** The same error with lines, unless it has them already. */
export function atLines(error: unknown, ranges: readonly Range[]): unknown {
  if (error instanceof DockerfileError) {
    return error.ranges.length > 0 ? error : new DockerfileError(error.message, ranges);
  }
  return error;
}
