import { sourceExcerpt } from '../dockerfile/excerpt.ts';
import type { Range } from '../dockerfile/location.ts';

/** Why a build failed. `message` is what stands behind `ERROR: failed to build: `. */
export class BuildError extends Error {
  /** The block with the Dockerfile's lines, printed before the message; '' when no line is to blame. */
  readonly excerpt: string;
  readonly ranges: readonly Range[];
  /** Digest of the vertex that failed. */
  readonly vertex: string | undefined;

  constructor(message: string, source: { filename: string; text: string; ranges: readonly Range[]; vertex?: string }) {
    super(message);
    this.name = 'BuildError';
    this.ranges = source.ranges;
    this.excerpt = sourceExcerpt(source.filename, source.text, source.ranges);
    this.vertex = source.vertex;
  }
}

/** A vertex failed; `prefix` stands in the build's error but not in the vertex's. */
export class VertexError extends Error {
  readonly prefix: string;

  constructor(message: string, prefix = '') {
    super(message);
    this.name = 'VertexError';
    this.prefix = prefix;
  }
}
