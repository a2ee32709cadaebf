import type { EngineContext } from '../context.ts';
import { empty, json } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { imageHistory } from './history.ts';
import { inspectImage } from './inspect.ts';
import { listImages } from './list.ts';
import { checkPlatform } from './platform-asked.ts';
import { pruneImages } from './prune.ts';
import { removeImage } from './remove.ts';
import { nameFromParameters, tagImage } from './tag.ts';
import { transferRoutes } from './transfer-routes.ts';

export function imageRoutes(context: EngineContext): Route[] {
  const named = ({ params, query }: Call) => {
    const stored = context.images.resolve(params.name ?? '');
    checkPlatform(params.name ?? '', stored.image, query.get('platform'));
    return stored;
  };
  return [
    route('GET', '/images/json', ({ query }) => json(200, listImages(context, query))),
    route('POST', '/images/prune', ({ query }) => json(200, pruneImages(context, query))),
    ...transferRoutes(context),
    route('GET', '/images/{name...}/json', (call) => json(200, inspectImage(context, named(call)))),
    route('GET', '/images/{name...}/history', (call) => json(200, imageHistory(context, named(call)))),
    route('POST', '/images/{name...}/tag', ({ params, query }) => {
      const reference = nameFromParameters(query.get('repo'), query.get('tag'));
      tagImage(context, context.images.resolve(params.name ?? '').image.id, reference);
      return empty(201);
    }),
    route('DELETE', '/images/{name...}', ({ params, query }) =>
      json(
        200,
        removeImage(context, params.name ?? '', { force: query.flag('force'), noPrune: query.flag('noprune') }),
      ),
    ),
  ];
}
