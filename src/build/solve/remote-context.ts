import type { GitReference } from '../../dockerfile/git-reference.ts';
import { nodeAt } from '../../kernel/fs/tree.ts';
import type { Platform } from '../../kernel/platform.ts';
import { VertexError } from '../errors.ts';
import type { GitOperation } from '../graph.ts';
import type { BuildRequest, GitSources } from '../types.ts';
import { gitSource } from './git-source.ts';
import type { Progress, ProgressVertex } from './progress.ts';

/** A repository as a build context; its `.git` is kept when a build argument asks for it. */
export function contextOperation(reference: GitReference, buildArgs: Readonly<Record<string, string>>): GitOperation {
  const asked = buildArgs.BUILDKIT_CONTEXT_KEEP_GIT_DIR;
  const keepGitDirectory = reference.keepGitDirectory ?? (asked !== undefined && /^(1|t|true)$/i.test(asked));
  return { kind: 'git', reference, checksum: reference.checksum, keepGitDirectory };
}

/** Fetches the context, telling of it as `vertex`. */
export function fetchContext(
  request: BuildRequest,
  services: { readonly git: GitSources; readonly platform: Platform },
  progress: Progress,
  internal: (text: string) => ProgressVertex,
): BuildRequest {
  const { remote, contextError } = request;
  if (contextError === undefined && (!remote || remote.dockerfileSent)) return request;
  const vertex = internal(remote ? `load git source ${remote.url}` : 'load remote build context');
  progress.start(vertex);
  const tell = (line: string) => progress.log(vertex.digest, 2, new TextEncoder().encode(`${line}\n`));
  try {
    if (contextError !== undefined) throw new VertexError(contextError, 'failed to load cache key: ');
    const whole = withRemoteContext(request, services, tell);
    progress.complete(vertex);
    return whole;
  } catch (error) {
    progress.complete(vertex, (error as Error).message);
    const prefix = error instanceof VertexError ? error.prefix : '';
    const failed = remote ? 'failed to read dockerfile' : 'failed to read downloaded context';
    throw new VertexError((error as Error).message, `${failed}: ${prefix}`);
  }
}

/** The request with the context, and the Dockerfile in it, that it names a repository for. */
export function withRemoteContext(
  request: BuildRequest,
  services: { readonly git: GitSources; readonly platform: Platform },
  tell: (line: string) => void,
): BuildRequest {
  const { remote, dockerfileName } = request;
  if (!remote || remote.dockerfileSent) return request;
  const { root } = gitSource(contextOperation(remote, request.buildArgs), services, tell);
  const file = nodeAt(root, dockerfileName);
  const found = file?.kind === 'file';
  return {
    ...request,
    context: root,
    remote: { ...remote, isHere: true },
    dockerfile: found ? new TextDecoder().decode(file.data) : '',
    dockerfileError: found ? undefined : `open ${dockerfileName}: no such file or directory`,
  };
}
