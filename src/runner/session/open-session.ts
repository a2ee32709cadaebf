import { randomBytes } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import type { EngineDoor } from '../../engine/api/door.ts';
import type { Platform } from '../../kernel/platform.ts';
import { Builds } from '../build/builds.ts';
import { addressText, isLocal } from '../engine/address.ts';
import { EngineError } from '../engine/ask.ts';
import type { FoundEngine } from '../engine/find.ts';
import { json, refusal } from '../guard/call.ts';
import { guardedDoor } from '../guard/guard.ts';
import { canonicalReference, isPublicName } from '../policy/images.ts';
import { type Limits, type Policy, Refused } from '../policy/policy.ts';
import { plainPath } from '../policy/routes.ts';
import { ImageLayers } from '../views/image-layers.ts';
import { answerView } from '../views/routes.ts';
import { keepLimits } from './keep-limits.ts';
import { type Removed, removeSession } from './removal.ts';
import { Session } from './session.ts';
import { StateFile } from './state-file.ts';
import { WorkspaceMirror } from './workspace.ts';

export interface SessionOptions {
  readonly engine: FoundEngine;
  readonly platform: Platform;
  /** Where runners keep what they must not forget. */
  readonly stateFolder: string;
  /** Where the workspace is on the student's computer. */
  readonly studentWorkspace: string;
  readonly limits: Limits;
  readonly readOnly?: boolean;
  readonly onlyImages?: readonly string[];
  readonly alsoImages?: readonly string[];
  readonly publishAnywhere?: boolean;
  /** Public images that are listed from the beginning, and not only once they have been used. */
  readonly shownImages?: readonly string[];
}

/** A session: its door, and the way to end it. */
export interface OpenSession {
  readonly id: string;
  readonly door: EngineDoor;
  /** The student's folder as containers have it mounted; undefined where none is. */
  readonly workspace: string | undefined;
  /** Removes all that the session made. */
  end(): Promise<Removed>;
}

export function openSession(options: SessionOptions): OpenSession {
  const { engine } = options;
  const id = randomBytes(8).toString('hex');
  const file = StateFile.create(options.stateFolder, id, addressText(engine.address));
  const mirror = isLocal(engine.address) ? new WorkspaceMirror(file.workspace) : undefined;
  const policy: Policy = {
    session: id,
    workspace: mirror && { student: options.studentWorkspace, real: file.workspace },
    limits: options.limits,
    readOnly: options.readOnly ?? false,
    onlyImages: options.onlyImages,
    alsoImages: options.alsoImages ?? [],
    publishAnywhere: options.publishAnywhere ?? false,
    hostNetworks: hostNetworks(),
  };
  const session = new Session(engine, policy, file);
  for (const image of options.shownImages ?? []) {
    const reference = canonicalReference(image);
    if (reference && isPublicName(policy, reference)) session.borrowed.add(reference);
  }
  const builds = new Builds(session, options.platform);
  const context = { session, builds, layers: new ImageLayers(session), workspace: mirror };
  const guarded = guardedDoor(session, { build: (call) => builds.build(call) });
  const stop = keepLimits(session);
  return {
    id,
    workspace: policy.workspace?.real,
    door: {
      async request(request) {
        const path = plainPath(request.path) ?? '';
        if (!path.startsWith('/drydock/')) return guarded.request(request);
        const query = new URLSearchParams(request.query);
        const matched = {
          route: { method: request.method, pattern: path, subject: 'none', action: 'view', reads: true },
          name: '',
        } as const;
        try {
          const answer = answerView(context, { session, request, matched, path, query }, path);
          return (await answer) ?? json(404, { message: 'page not found' });
        } catch (error) {
          if (error instanceof Refused) return refusal(error);
          if (error instanceof EngineError) return json(error.status, { message: error.message });
          throw error;
        }
      },
    },
    async end() {
      stop();
      session.finish();
      const removed = await session.looks.remove(() => removeSession(engine, id, file.made));
      file.remove();
      return removed;
    },
  };
}

/** IPv4 networks this machine is in. */
function hostNetworks(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, cidr }) => family === 'IPv4' && cidr !== null)
    .map(({ cidr }) => cidr!);
}
