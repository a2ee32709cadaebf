import { textOf } from '../../engine/api/body.ts';
import type { ApiRequest, ApiResponse, EngineDoor } from '../../engine/api/door.ts';
import { TarError } from '../../oci/tar/entry.ts';
import { EngineError } from '../engine/ask.ts';
import { Refused } from '../policy/policy.ts';
import { checkQuery } from '../policy/query.ts';
import { findRoute, type Matched, plainPath } from '../policy/routes.ts';
import type { Session } from '../session/session.ts';
import { mapJson } from './answers.ts';
import { forward, type Handler, json, once, refusal, withoutLength } from './call.ts';
import { containerHandlers } from './containers.ts';
import { imageHandlers } from './images.ts';
import { networkHandlers } from './networks.ts';
import { ownContainer, ownExec, ownVolume, useImage, visibleNetwork } from './ownership.ts';
import { systemHandlers } from './system.ts';
import { volumeHandlers } from './volumes.ts';

const handlers: Readonly<Record<string, Handler>> = {
  pass: (call) => forward(call),
  inspect: async (call) => mapJson(await forward(call), (answer) => answer),
  ...containerHandlers,
  ...imageHandlers,
  ...networkHandlers,
  ...volumeHandlers,
  ...systemHandlers,
};

/** A real engine's door with the policy in it: what is not the session's is not there, what could do harm is refused. */
export function guardedDoor(session: Session, more: Readonly<Record<string, Handler>>): EngineDoor {
  const all = { ...handlers, ...more };
  return {
    async request(request) {
      try {
        return await guard(session, request, all);
      } catch (error) {
        if (error instanceof Refused) return refusal(error);
        if (error instanceof EngineError) return json(error.status, { message: error.message });
        // JSON in a query or an archive that is none, an archive that is none.
        if (error instanceof SyntaxError || error instanceof TarError)
          return refusal(new Refused(`what cannot be read: ${error.message}`, 400));
        throw error;
      }
    },
  };
}

/** What can only make a session hold more. */
const ADDS = ['build', 'commit', 'createVolume', 'load', 'pull'];

async function guard(
  session: Session,
  request: ApiRequest,
  all: Readonly<Record<string, Handler>>,
): Promise<ApiResponse> {
  const plain = plainPath(request.path);
  const matched = plain === undefined ? undefined : findRoute(request.method, plain);
  if (!matched) throw new Refused(`${request.method} ${request.path}: not open to a lesson`);
  if (session.policy.readOnly && !matched.route.reads)
    throw new Refused('this runner was started with --read-only: it shows, and changes nothing');
  if (ADDS.includes(matched.route.action)) await session.room.check();
  const query = checkQuery(matched.route.action, request.query);
  const path = await resolve(session, matched, plain!);
  const answer = await all[matched.route.action]!({ session, request, matched, path, query });
  return answer.status >= 400 && matched.route.subject === 'container' ? inGivenWords(answer, matched.name) : answer;
}

/** `cannot remove container "web"`: the engine heard the id, and quotes what it heard. */
async function inGivenWords(answer: ApiResponse, name: string): Promise<ApiResponse> {
  const heard = /("message":"cannot \w+ container:? (?:\\")?)[0-9a-f]{64}/;
  const text = (await textOf(answer.body)).replace(heard, (_, before: string) => before + name);
  return { ...answer, headers: withoutLength(answer.headers), body: once(new TextEncoder().encode(text)) };
}

/** The path with the id of what it is about: a name may mean something else by the time the engine reads it. */
async function resolve(session: Session, { route, name }: Matched, path: string): Promise<string> {
  const put = (id: string) => filled(encodeURIComponent(id).replaceAll('%3A', ':'));
  // The first place it could stand in is the pattern's, not any where the letters are the same: a network may be named `net`.
  const filled = (text: string) => route.pattern.replace(/\{(\.\.\.)?\}/, () => text);
  switch (route.subject) {
    case 'container':
      return put(await ownContainer(session, name));
    case 'exec':
      return put(await ownExec(session, name));
    case 'image': {
      // The full name: a short one may be looked up elsewhere by another engine (Podman's unqualified-search-registries).
      const { reference } = await useImage(session, name);
      return filled(encodeURI(reference ?? name));
    }
    case 'network': {
      const { id, own, name: found } = await visibleNetwork(session, name);
      // In the engine's words, which would not let it go either.
      if (!own && route.method === 'DELETE')
        throw new EngineError(403, `${name} is a pre-defined network and cannot be removed`);
      if (!own && !route.reads && !(route.action === 'connect' || route.action === 'disconnect'))
        throw new Refused(`the network ${name} is not of this session`);
      if (!own && !route.reads && found === 'host') throw new Refused('the host’s network');
      return put(id);
    }
    case 'volume':
      return put(await ownVolume(session, name));
    case 'none':
      return encodeURI(path);
  }
}
