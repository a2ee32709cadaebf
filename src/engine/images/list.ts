import { familiarMatch } from '../../oci/path-match.ts';
import { parseNormalized } from '../../oci/reference.ts';
import type { ImageSummary } from '../api/images.ts';
import type { EngineContext } from '../context.ts';
import { badParameter } from '../errors.ts';
import { Filters } from '../http/filters.ts';
import type { Query } from '../http/query.ts';
import { pruneUntil } from '../prune-until.ts';
import { createdAt, summarize } from './inspect.ts';

const ACCEPTED = ['before', 'dangling', 'label', 'reference', 'since', 'until'];

/** `GET /images/json`: newest first; images that are only steps of others are left out. */
export function listImages(context: EngineContext, query: Query): ImageSummary[] {
  const filters = new Filters(query, ACCEPTED);
  const { images } = context;
  const dangling = filters.boolean('dangling');
  const moment = (name: string) => {
    const [text] = filters.get(name);
    return text === undefined ? undefined : createdAt(images.resolve(text).image);
  };
  const before = moment('before');
  const since = moment('since');
  const until = pruneUntil(filters, context.platform.now());
  const patterns = filters.get('reference');
  const rows: { row: ImageSummary; created: number; order: number }[] = [];
  images.all().forEach((stored, order) => {
    const { image } = stored;
    const created = createdAt(image);
    if (before !== undefined && created >= before) return;
    if (since !== undefined && created <= since) return;
    if (until !== undefined && created > until) return;
    if (!filters.labels(image.config.config.Labels)) return;
    const row = summarize(context, stored, { sharedSize: query.flag('shared-size') });
    const unnamed = row.RepoTags.length === 0 && row.RepoDigests?.length === 0;
    if (unnamed && images.childrenOf(image.id).length > 0 && !query.flag('all')) return;
    if (dangling !== undefined && dangling !== (row.RepoTags.length === 0)) return;
    if (patterns.length > 0) {
      const matches = (name: string) => patterns.some((pattern) => matchesPattern(pattern, name));
      row.RepoTags = row.RepoTags.filter(matches);
      row.RepoDigests = (row.RepoDigests ?? []).filter(matches);
      if (row.RepoTags.length === 0 && row.RepoDigests.length === 0) return;
    }
    rows.push({ row, created, order });
  });
  rows.sort(
    (a, b) => Math.floor(b.created / 1000) - Math.floor(a.created / 1000) || b.created - a.created || b.order - a.order,
  );
  return rows.map(({ row }) => row);
}

function matchesPattern(pattern: string, name: string): boolean {
  try {
    return familiarMatch(pattern, parseNormalized(name));
  } catch (error) {
    throw badParameter(error instanceof Error ? error.message : String(error));
  }
}
