import type { EngineContext } from '../context.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { pruneUntil } from '../prune-until.ts';
import { removeContainer } from './remove.ts';

/** `POST /containers/prune`: all that are not running. */
export function pruneContainers(context: EngineContext, query: Query) {
  const filters = new Filters(query, ['label', 'label!', 'until']);
  const until = pruneUntil(filters, context.platform.now());
  const deleted: string[] = [];
  let space = 0;
  const newestFirst = context.containers.all().sort((a, b) => b.created - a.created);
  for (const container of newestFirst) {
    if (container.running || container.cancelRestart) continue;
    if (until !== undefined && container.created > until) continue;
    const { Labels } = container.config;
    if (!filters.labels(Labels) || !filters.labelsExcluded(Labels)) continue;
    space += container.overlay.upperSize();
    deleted.push(container.id);
    removeContainer(context, container, {});
  }
  context.events.emit('container', 'prune', '', { reclaimed: String(space) });
  return { ContainersDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: space };
}
