import type { BuildRequest } from '../../build/types.ts';
import { applyChangeSet } from '../../kernel/fs/apply-change-set.ts';
import { emptyRoot, nodeAt } from '../../kernel/fs/tree.ts';
import type { DirectoryNode } from '../../kernel/fs/types.ts';
import { changesFromTar, decompress } from '../../oci/layer.ts';
import { familiarString } from '../../oci/reference.ts';
import { TarError } from '../../oci/tar/entry.ts';
import { badParameter, systemError } from '../errors.ts';
import { fromBase64 } from '../http/base64.ts';
import { readBody } from '../http/body.ts';
import type { Call } from '../http/route.ts';
import { nameFromParameters } from '../images/tag.ts';

/** `POST /build`: its parameters and the context tar as what the builder takes. */
export async function readBuildRequest({ query, request }: Call): Promise<BuildRequest> {
  const context = contextTree(await readBody(request.body));
  const dockerfileName = query.get('dockerfile') || 'Dockerfile';
  if (query.get('remote')) throw systemError('drydock: not simulated: builds from a remote context');
  const tags = query.all('t').map((tag) => familiarString(nameFromParameters(tag, '')));
  const secrets = query.json<Record<string, string>>('secrets') ?? {};
  return {
    dockerfile: dockerfileText(context, dockerfileName),
    dockerfileName: baseName(dockerfileName),
    context,
    ignore: query.json<string[]>('ignore'),
    tags,
    target: query.get('target') || undefined,
    buildArgs: withoutNulls(query.json<Record<string, string | null>>('buildargs') ?? {}),
    labels: query.json<Record<string, string>>('labels') ?? {},
    noCache: query.flag('nocache'),
    noCacheFilter: query.json<string[]>('nocachefilter'),
    pull: query.flag('pull'),
    platform: query.get('platform') || undefined,
    secrets: Object.fromEntries(Object.entries(secrets).map(([id, data]) => [id, fromBase64(data)])),
    networkMode: query.get('networkmode') || undefined,
    addHosts: query
      .all('extrahosts')
      .flatMap((entry) => entry.split(','))
      .filter(Boolean),
    check: query.flag('check'),
  };
}

export function contextTree(tar: Uint8Array): DirectoryNode {
  try {
    return tar.length < 512 ? emptyRoot : applyChangeSet(emptyRoot, changesFromTar(decompress(tar)), '');
  } catch (error) {
    if (error instanceof TarError) throw badParameter(`Error reading context: ${error.message}`);
    throw error;
  }
}

function dockerfileText(context: DirectoryNode, name: string): string {
  const node = nodeAt(context, name.replace(/^\.?\//, ''));
  if (node?.kind !== 'file') throw systemError(`Cannot locate specified Dockerfile: ${name}`);
  return new TextDecoder().decode(node.data);
}

function withoutNulls(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
