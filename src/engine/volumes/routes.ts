import type { CreateVolumeBody, Volume } from '../api/volumes.ts';
import type { EngineContext } from '../context.ts';
import { hasStatus } from '../errors.ts';
import { readJson } from '../http/body.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { empty, json } from '../http/respond.ts';
import { type Route, route } from '../http/route.ts';

export function volumeRoutes(context: EngineContext): Route[] {
  const { volumes } = context;
  return [
    route('GET', '/volumes', ({ query }) => json(200, { Volumes: listVolumes(context, query), Warnings: null })),
    route('POST', '/volumes/create', async ({ request }) => {
      const body = (await readJson<CreateVolumeBody>(request)) ?? {};
      const volume = volumes.create(body.Name ?? '', {
        driver: body.Driver,
        labels: body.Labels,
        options: body.DriverOpts,
      });
      return json(201, volume);
    }),
    route('POST', '/volumes/prune', ({ query }) => json(200, pruneVolumes(context, query))),
    route('GET', '/volumes/{name}', ({ params }) => json(200, volumes.resolve(params.name ?? ''))),
    route('DELETE', '/volumes/{name}', ({ params, query }) => {
      try {
        volumes.remove(params.name ?? '');
      } catch (error) {
        if (!(query.flag('force') && hasStatus(error, 404))) throw error;
      }
      return empty(204);
    }),
  ];
}

function listVolumes(context: EngineContext, query: Query): Volume[] {
  const filters = new Filters(query, ['dangling', 'driver', 'label', 'name']);
  const dangling = filters.boolean('dangling');
  return context.volumes
    .all()
    .filter(
      (volume) =>
        (dangling === undefined || dangling === (context.volumes.users(volume.Name).length === 0)) &&
        filters.exact('driver', volume.Driver) &&
        filters.labels(volume.Labels) &&
        filters.match('name', volume.Name),
    );
}

/** Only anonymous volumes unless `all` is asked for. */
function pruneVolumes(context: EngineContext, query: Query) {
  const { volumes } = context;
  const filters = new Filters(query, ['all', 'label', 'label!']);
  const all = filters.boolean('all') ?? false;
  const deleted: string[] = [];
  let space = 0;
  for (const volume of volumes.all()) {
    if (volumes.users(volume.Name).length > 0 || !(all || volumes.isAnonymous(volume))) continue;
    if (!filters.labels(volume.Labels) || !filters.labelsExcluded(volume.Labels)) continue;
    space += volumes.size(volume.Name);
    volumes.remove(volume.Name);
    deleted.push(volume.Name);
  }
  context.events.emit('volume', 'prune', '', { reclaimed: String(space) });
  return { VolumesDeleted: deleted.length > 0 ? deleted : null, SpaceReclaimed: space };
}
