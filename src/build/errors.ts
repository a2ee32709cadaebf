import { sourceExcerpt } from '../dockerfile/excerpt.ts';
import type { Range } from '../dockerfile/location.ts';

interface Source {
  readonly filename: string;
  readonly text: string;
  readonly ranges: readonly Range[];
  readonly outer?: readonly Range[];
  readonly vertex?: string;
}

/** Why a build failed. The message is the source excerpt, when a line is to blame, and under it the reason. */
export class BuildError extends Error {
  /** `failed to solve: process "/bin/sh -c false" did not complete successfully: exit code: 1` */
  readonly reason: string;
  /** The block with the Dockerfile's lines; '' when no line is to blame. */
  readonly excerpt: string;
  readonly ranges: readonly Range[];
  /** Digest of the vertex that failed. */
  readonly vertex: string | undefined;

  constructor(reason: string, source: Source) {
    const { filename, text, ranges, outer = [] } = source;
    const excerpt = [ranges, ...outer.map((range) => [range])]
      .map((each) => sourceExcerpt(filename, text, each))
      .filter(Boolean)
      .join('\n');
    super(excerpt ? `${excerpt}\n${reason}` : reason);
    this.name = 'BuildError';
    this.reason = reason;
    this.excerpt = excerpt;
    this.ranges = source.ranges;
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
