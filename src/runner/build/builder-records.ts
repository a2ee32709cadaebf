import { find } from '../engine/ask.ts';
import type { Session } from '../session/session.ts';

interface BuildCacheUsage {
  readonly BuildCache?: readonly { readonly ID: string }[] | null;
}

/** Notes which records of the builder's cache a build added, so that they go with the session. */
export async function noteBuilderRecords<T>(session: Session, build: () => Promise<T>): Promise<T> {
  if (session.engine.kind === 'podman') return build();
  const before = await recordIds(session);
  try {
    return await build();
  } finally {
    for (const id of await recordIds(session)) if (!before.has(id)) session.note('builderRecords', id);
  }
}

async function recordIds(session: Session): Promise<ReadonlySet<string>> {
  const usage = await find<BuildCacheUsage>(session.engine.door, `/v${session.engine.api}/system/df`, {
    query: { type: 'build-cache' },
  });
  return new Set((usage?.BuildCache ?? []).map(({ ID }) => ID));
}
