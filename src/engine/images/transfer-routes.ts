import type { ContainerConfig } from '../../oci/image.ts';
import { DEFAULT_PLATFORM, formatPlatform, onlyPlatform } from '../../oci/platform.ts';
import { familiarString, parseAny, withDefaultTag } from '../../oci/reference.ts';
import type { EngineContext } from '../context.ts';
import { notFound, notSimulated } from '../errors.ts';
import { readBody, readJson } from '../http/body.ts';
import { messageStream } from '../http/json-messages.ts';
import type { Query } from '../http/query.ts';
import { json, stream } from '../http/respond.ts';
import { type Call, type Route, route } from '../http/route.ts';
import { loadImages, saveImages } from './archive.ts';
import { commitContainer } from './commit.ts';
import { imageEvent } from './events.ts';
import { importImage } from './import.ts';
import { checkPlatform, isOfPlatform, otherPlatform, platformAsked } from './platform-asked.ts';
import { pullAllTags, pullImage } from './pull.ts';
import { pushImage } from './push.ts';
import { searchHub } from './search.ts';
import { parseImageName } from './store.ts';
import { nameFromParameters, tagImage } from './tag.ts';

/** Images in and out: registries, archives, containers. */
export function transferRoutes(context: EngineContext): Route[] {
  return [
    route('POST', '/images/create', (call) =>
      call.query.get('fromSrc') ? importing(context, call) : pulling(context, call.query),
    ),
    route('POST', '/images/load', async ({ request, query }) => {
      const platform = platformAsked(query.get('platform'));
      const archive = await readBody(request.body);
      const body = await messageStream((emit) => loadImages(context, archive, platform, emit), { streamAll: true });
      return stream(200, 'application/json', body);
    }),
    route('GET', '/images/get', ({ query }) =>
      saveImages(context, query.all('names'), platformAsked(query.get('platform'))),
    ),
    route('GET', '/images/{name...}/get', ({ params, query }) =>
      saveImages(context, [params.name ?? ''], platformAsked(query.get('platform'))),
    ),
    route('GET', '/images/search', ({ query }) => json(200, searchHub(context, query))),
    route('POST', '/images/{name...}/push', async ({ params, query }) => {
      const named = parseImageName(params.name ?? '');
      const reference = query.get('tag') ? { ...named, tag: query.get('tag') } : named;
      const stored = context.images.byReference(withDefaultTag(reference));
      if (stored) checkPlatform(familiarString(reference), stored.image, query.get('platform'));
      const body = await messageStream((emit) => pushImage(context, reference, emit));
      return stream(200, 'application/json', body);
    }),
    route('POST', '/commit', async ({ request, query }) => {
      const container = context.containers.resolve(query.get('container'));
      const config = (await readJson<Partial<ContainerConfig>>(request)) ?? {};
      const repository = query.get('repo');
      const image = await commitContainer(context, container, {
        author: query.get('author'),
        comment: query.get('comment'),
        changes: query.all('changes'),
        pause: query.flagOr('pause', true),
        reference: repository ? nameFromParameters(repository, query.get('tag')) : undefined,
        config,
      });
      return json(201, { Id: image.id });
    }),
    route('GET', '/distribution/{name...}/json', async ({ params }) => {
      const reference = withDefaultTag(parseImageName(params.name ?? ''));
      const manifest = await context.registries.find(reference.domain).manifest(reference);
      return json(200, {
        Descriptor: { mediaType: manifest.mediaType, digest: manifest.digest, size: manifest.bytes.length },
        Platforms: [{ architecture: 'amd64', os: 'linux' }],
      });
    }),
  ];
}

async function pulling(context: EngineContext, query: Query) {
  const tag = query.get('tag');
  const name = parseImageName(query.get('fromImage'));
  const reference = /^sha256:/.test(tag)
    ? { domain: name.domain, path: name.path, digest: parseAny(tag).digest }
    : withDefaultTag(tag ? { ...name, tag } : name);
  const platform = platformAsked(query.get('platform'));
  if (platform && reference.domain === 'docker.io' && !onlyPlatform(platform).match(DEFAULT_PLATFORM))
    throw notSimulated(`images of Docker Hub for ${formatPlatform(platform)}`);
  // Without a tag all of them are meant; the command always names one.
  const all = tag === '' && name.tag === undefined && name.digest === undefined;
  const body = await messageStream(async (emit) => {
    if (all) await pullAllTags(context, name, emit);
    else {
      const image = await pullImage(context, reference, emit);
      if (platform && !isOfPlatform(image, platform))
        emit({ status: `WARNING: ${otherPlatform(familiarString(reference), image, platform)}` });
    }
  });
  return stream(200, 'application/json', body);
}

async function importing(context: EngineContext, { query, request }: Call) {
  const source = query.get('fromSrc');
  if (source !== '-') throw notFound(`drydock: not simulated: importing from ${source}`);
  const platform = platformAsked(query.get('platform'));
  const archive = await readBody(request.body);
  const body = await messageStream(async (emit) => {
    const options = { message: query.get('message'), changes: query.all('changes'), platform };
    const image = await importImage(context, archive, options);
    const repository = query.get('repo');
    if (repository) tagImage(context, image.id, nameFromParameters(repository, query.get('tag')));
    imageEvent(context, 'import', image.id);
    emit({ status: image.id });
  });
  return stream(200, 'application/json', body);
}
