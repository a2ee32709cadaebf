import type { GitReference } from '../dockerfile/git-reference.ts';
import type { Mount } from '../dockerfile/instructions/types.ts';
import type { Range } from '../dockerfile/location.ts';
import type { DirectoryNode } from '../kernel/fs/types.ts';
import type { ResolvedImage, RunLimits } from './types.ts';

/** One operation of a build: what BuildKit calls a vertex. Its inputs come first, the tree it changes foremost. */
export interface Vertex {
  /** `[stage 2/4] RUN npm install` */
  readonly name: string;
  readonly operation: Operation;
  /** undefined stands for the empty tree. */
  readonly inputs: readonly (Vertex | undefined)[];
  readonly ranges: readonly Range[];
  /** `--no-cache`: is never taken from the cache. */
  readonly ignoreCache: boolean;
  /** Number of the instruction it is made for; undefined for the inner ones. */
  readonly step?: number;
}

export type Operation =
  | { readonly kind: 'image'; readonly reference: string; readonly image: ResolvedImage | undefined }
  | ContextOperation
  | RunOperation
  | CopyOperation
  | MakeDirectoryOperation
  | { readonly kind: 'http'; readonly url: string; readonly filename: string; readonly checksum: string }
  | GitOperation
  /** Files of here-documents. */
  | { readonly kind: 'inline'; readonly path: string; readonly data: string; readonly mode: number };

/** The build context, or one given with `--build-context`. */
export interface ContextOperation {
  readonly kind: 'context';
  readonly tree: DirectoryNode;
  readonly name: string;
  /** It came with the Dockerfile, and that has been told. */
  readonly told?: boolean;
}

export interface GitOperation {
  readonly kind: 'git';
  readonly reference: GitReference;
  readonly checksum: string;
  readonly keepGitDirectory: boolean;
}

export interface MakeDirectoryOperation {
  readonly kind: 'mkdir';
  readonly path: string;
  readonly user: string;
  /** The directory's own time, when it is new; those above it get the present. */
  readonly created: number | undefined;
  readonly mode?: number;
}

export interface RunOperation {
  readonly kind: 'run';
  readonly args: readonly string[];
  readonly env: readonly string[];
  /** Set for the command but no part of its identity. */
  readonly proxyEnv: readonly string[];
  readonly directory: string;
  readonly user: string;
  readonly network: 'default' | 'none' | 'host';
  readonly extraHosts: readonly string[];
  readonly limits: RunLimits | undefined;
  readonly mounts: readonly RunMount[];
}

/** A mount of a RUN; `input` is the index of its source among the vertex's inputs. */
export interface RunMount {
  readonly mount: Mount;
  readonly target: string;
  readonly input?: number;
}

export interface CopyOperation {
  readonly kind: 'copy';
  readonly actions: readonly CopyAction[];
}

/** One source of a COPY or ADD. */
export interface CopyAction {
  /** Index of its source among the vertex's inputs. */
  readonly input: number;
  /** Absolute in its source; a trailing slash counts. */
  readonly source: string;
  readonly destination: string;
  readonly chown: string;
  /** Octal or symbolic; '' keeps the source's. */
  readonly chmod: string;
  readonly wildcards: boolean;
  readonly unpack: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly followSymlinks: boolean;
  readonly directoryContents: boolean;
}

/** Every vertex `target` needs, inputs before users; each once. */
export function postOrder(target: Vertex | undefined): Vertex[] {
  const seen = new Set<Vertex>();
  const out: Vertex[] = [];
  const visit = (vertex: Vertex | undefined): void => {
    if (!vertex || seen.has(vertex)) return;
    seen.add(vertex);
    for (const input of vertex.inputs) visit(input);
    out.push(vertex);
  };
  visit(target);
  return out;
}
