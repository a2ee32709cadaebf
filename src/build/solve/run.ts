import { cleanPath } from '../../dockerfile/ignore/index.ts';
import { goQuote } from '../../dockerfile/quote.ts';
import { emptyRoot, nodeAt } from '../../kernel/fs/tree.ts';
import type { ChangeSet, DirectoryNode } from '../../kernel/fs/types.ts';
import { baseName, joinPath } from '../convert/path.ts';
import { VertexError } from '../errors.ts';
import type { RunMount, RunOperation } from '../graph.ts';
import type { BuildMount, BuildRequest, BuildServices } from '../types.ts';

/** What keeps a command from being started, in runc's words. */
class NotStarted extends Error {}

/** Runs one command and answers what it changed. */
export async function runStep(
  operation: RunOperation,
  roots: readonly DirectoryNode[],
  request: BuildRequest,
  services: BuildServices,
  options: {
    onOutput(stream: 1 | 2, bytes: Uint8Array): void;
    readonly cancelled: Promise<void>;
    /** Is this the first use of a cache mount in a build without cache? */
    isFresh(id: string): boolean;
  },
): Promise<ChangeSet> {
  const failed = (reason: string) =>
    new VertexError(`process ${goQuote(operation.args.join(' '))} did not complete successfully: ${reason}`);
  const secretEnv: string[] = [];
  let mounts: BuildMount[];
  try {
    mounts = operation.mounts.flatMap((mount) =>
      buildMount(mount, operation.directory, roots, request, secretEnv, options.isFresh),
    );
  } catch (error) {
    throw error instanceof NotStarted ? failed(error.message) : error;
  }
  const result = await services.run({
    lower: roots[0] ?? emptyRoot,
    argv: operation.args,
    env: [...operation.env, ...operation.proxyEnv, ...secretEnv],
    cwd: operation.directory,
    user: operation.user,
    mounts,
    network: operation.network,
    extraHosts: operation.extraHosts,
    limits: operation.limits,
    onOutput: options.onOutput,
    cancelled: options.cancelled,
  });
  if (result.kind === 'done') return result.overlay.changeSet();
  throw failed(result.kind === 'exit' ? `exit code: ${result.code}` : result.message);
}

function buildMount(
  { mount, target, input }: RunMount,
  directory: string,
  roots: readonly DirectoryNode[],
  request: BuildRequest,
  secretEnv: string[],
  isFresh: (id: string) => boolean,
): BuildMount[] {
  const { uid = 0, gid = 0 } = mount;
  const source = input === undefined ? undefined : (roots[input] ?? emptyRoot);
  switch (mount.type) {
    case 'bind':
      return [
        {
          type: 'bind',
          target,
          source: source ?? emptyRoot,
          subpath: cleanPath(`/${mount.source}`),
          readWrite: !mount.readOnly,
        },
      ];
    case 'cache': {
      const id = mount.id || cleanPath(mount.target);
      return [
        {
          type: 'cache',
          target,
          id,
          sharing: mount.sharing ?? 'shared',
          mode: mount.mode ?? 0o755,
          uid,
          gid,
          readOnly: mount.readOnly,
          ...(source && { from: folderOf(source, mount.source) }),
          ...(isFresh(id) && { fresh: true }),
        },
      ];
    }
    case 'tmpfs':
      return [{ type: 'tmpfs', target, ...(mount.size > 0 && { size: mount.size }) }];
    // Without an agent of the client's, the variable points to a socket that is not there.
    case 'ssh':
      if (mount.required) throw new VertexError(`unset ssh forward key ${mount.id || 'default'}`);
      secretEnv.push(`SSH_AUTH_SOCK=${mount.target || '/run/buildkit/ssh_agent.0'}`);
      return [];
    case 'secret': {
      const id = mount.source || mount.id || baseName(mount.target);
      const data = request.secrets && Object.hasOwn(request.secrets, id) ? request.secrets[id] : undefined;
      if (!data) {
        if (mount.required) throw new VertexError(`secret ${id}: not found`);
        return [];
      }
      if (mount.env !== undefined) secretEnv.push(`${mount.env || id}=${new TextDecoder().decode(data)}`);
      if (mount.env !== undefined && mount.target === '') return [];
      const path = mount.target ? inDirectory(directory, mount.target) : `/run/secrets/${baseName(id)}`;
      return [{ type: 'secret', target: path, data, mode: mount.mode ?? 0o400, uid, gid }];
    }
  }
}

function inDirectory(directory: string, path: string): string {
  return path.startsWith('/') ? path : joinPath('/', directory, path);
}

/** What a cache begins with: a folder of its source. */
function folderOf(root: DirectoryNode, path: string): DirectoryNode {
  const node = nodeAt(root, path);
  if (!node) throw new NotStarted(`open ${cleanPath(`/${path}`)}: no such file or directory`);
  return node.kind === 'directory' ? node : root;
}
