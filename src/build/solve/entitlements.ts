import { postOrder, type Vertex } from '../graph.ts';
import type { BuildRequest } from '../types.ts';

/** The host's network is for those it was granted to; `--network=host` of the build grants it. */
export function checkEntitlements(target: Vertex | undefined, request: BuildRequest): void {
  const { networkMode, entitlements = [] } = request;
  if (networkMode === 'host' || entitlements.includes('network.host')) return;
  const asks = postOrder(target).some(({ operation }) => operation.kind === 'run' && operation.network === 'host');
  if (asks) throw new Error('failed to load LLB: network.host is not allowed');
}
