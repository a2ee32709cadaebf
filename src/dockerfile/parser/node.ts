import type { Range } from '../location.ts';
import type { Heredoc } from './heredoc.ts';

/** One instruction of a Dockerfile, split but not yet understood. */
export interface InstructionNode {
  /** As written: `RUN`, `run`. */
  readonly keyword: string;
  readonly flags: readonly string[];
  readonly arguments: readonly string[];
  /** The arguments were a JSON array (exec form). */
  readonly json: boolean;
  /** The trigger of an ONBUILD. */
  readonly child?: InstructionNode;
  /** The whole instruction, its continuation lines joined. */
  readonly original: string;
  readonly heredocs: readonly Heredoc[];
  /** Comment lines right above it. */
  readonly comments: readonly string[];
  readonly range: Range;
}

export interface ParsedDockerfile {
  readonly nodes: readonly InstructionNode[];
  readonly escape: string;
  readonly warnings: readonly { readonly range: Range }[];
  readonly range: Range;
}
