import type { Builder, BuildRequest } from '../../build/types.ts';
import type { BuildPlan } from '../api/drydock.ts';
import type { EngineContext } from '../context.ts';
import { notSimulated } from '../errors.ts';
import { knownBase } from './services.ts';

/** What a build would do now, from what is known locally. */
export function planOf(context: EngineContext, builder: Builder, request: BuildRequest): BuildPlan {
  return builder.plan(request, {
    cache: context.buildCache,
    platform: context.platform,
    git: context.buildCache.git,
    localImage(reference) {
      try {
        return knownBase(context, reference);
      } catch {
        return undefined;
      }
    },
  });
}

export async function builderOf(context: EngineContext): Promise<Builder> {
  if (!context.builder) throw notSimulated('building: this engine was made without a builder');
  return context.builder();
}
