import type { Platform } from '../../kernel/platform.ts';
import { createImage } from '../../oci/assemble.ts';
import type { HistoryEntry, Image, Layer } from '../../oci/image.ts';
import { createLayer } from '../../oci/layer.ts';
import type { ImageDraft } from '../convert/stage-state.ts';
import { timestamp } from './progress.ts';
import type { Link } from './solver.ts';

/** Puts the image together: each history entry that made a layer gets that layer's time, the others their neighbour's. */
export function exportImage(
  draft: ImageDraft,
  links: readonly Link[],
  labels: Readonly<Record<string, string>>,
  platform: Platform,
): Image {
  const history = withTimes(draft.history, links);
  // Without any layer nothing was made at any time.
  const created = history.at(-1)?.created;
  const layers = links.map((link): Layer => link.layer ?? createLayer([], platform));
  const config =
    Object.keys(labels).length > 0 ? { ...draft.config, Labels: { ...draft.config.Labels, ...labels } } : draft.config;
  return createImage(
    {
      ...(created !== undefined && { created }),
      ...(draft.author && { author: draft.author }),
      architecture: draft.architecture,
      ...(draft.variant && { variant: draft.variant }),
      os: draft.os,
      config,
      history,
    },
    layers,
    platform,
  );
}

/** BuildKit's normalizeLayersAndHistory. */
function withTimes(history: readonly HistoryEntry[], links: readonly Link[]): HistoryEntry[] {
  let layer = 0;
  const known = history.map((entry): HistoryEntry => {
    if (entry.empty_layer) return entry;
    const createdAt = links[layer++]?.createdAt;
    return entry.created === undefined && createdAt !== undefined ? { created: timestamp(createdAt), ...entry } : entry;
  });
  // Metadata before the first new layer gets that layer's time, not the base image's.
  let created: string | undefined;
  let missing = false;
  for (const entry of known) {
    if (entry.created === undefined) {
      missing = true;
      continue;
    }
    created = entry.created;
    if (missing) break;
  }
  missing = false;
  return known.map((entry) => {
    if (entry.created !== undefined) {
      if (missing) created = entry.created;
      return entry;
    }
    missing = true;
    return { created, ...entry };
  });
}
