import type { Platform } from '../../kernel/platform.ts';
import type { Digest } from '../../oci/image.ts';
import { postOrder, type Vertex } from '../graph.ts';

const encoder = new TextEncoder();

/** The digest a vertex is known by in the SolveStatus: of its definition and its inputs' digests. */
export function vertexDigests(target: Vertex | undefined, platform: Platform): Map<Vertex, Digest> {
  const digests = new Map<Vertex, Digest>();
  for (const vertex of postOrder(target)) {
    const inputs = vertex.inputs.map((input) => (input ? digests.get(input) : ''));
    const text = JSON.stringify([definition(vertex), inputs, vertex.ignoreCache]);
    digests.set(vertex, digestOfText(text, platform));
  }
  return digests;
}

export function digestOfText(text: string, platform: Platform): Digest {
  return `sha256:${platform.sha256().update(encoder.encode(text)).hex()}`;
}

function definition({ operation }: Vertex): unknown {
  if (operation.kind === 'image') return ['image', operation.reference];
  if (operation.kind === 'context') return ['context', operation.name];
  return operation;
}
