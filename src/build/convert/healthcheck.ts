import type { HealthcheckSpec } from '../../dockerfile/instructions/types.ts';
import type { Healthcheck } from '../../oci/image.ts';

/** HEALTHCHECK as an image's configuration has it: without what is left to its default. */
export function healthcheckOf(health: HealthcheckSpec): Healthcheck {
  return {
    Test: health.test,
    Interval: health.interval || undefined,
    Timeout: health.timeout || undefined,
    StartPeriod: health.startPeriod || undefined,
    StartInterval: health.startInterval || undefined,
    Retries: health.retries || undefined,
  };
}
