import { summaryText } from '../summary.ts';
import type { TreeNode } from '../tree/node.ts';
import type { Changes } from '../tree/reify.ts';
import type { NpmCall } from './command.ts';

/** The last lines of an install: what changed, and of how many packages. */
export function report(
  { context, settings, started }: NpmCall,
  changes: Changes,
  nodes: readonly TreeNode[],
  all: number,
): void {
  if (settings.isSilent) return;
  context.print(
    summaryText({
      ...changes,
      audited: settings.isOn('audit', true) && !settings.isOn('global') ? all : undefined,
      funding: settings.isOn('fund', true) ? nodes.filter((node) => node.about.funding !== undefined).length : 0,
      milliseconds: context.sys.now() - started,
    }),
  );
}
