import type { ImageSummary } from '../../engine/api/images.ts';
import { humanSizeWithPrecision } from '../../engine/api/units.ts';
import { familiarName, parseReference } from '../client/reference.ts';
import type { Columns } from '../table/formatter.ts';
import { ago, truncateId, unixTime } from './values.ts';

/** One line of `docker images`: an image under one of its names. */
export interface ImageRow {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
  readonly image: ImageSummary;
}

/** formatter.NewImageFormat */
export function imageFormat(format: string, quiet: boolean, digest: boolean): string {
  if (format === 'table') {
    if (quiet) return '{{.ID}}';
    return `table {{.Repository}}\t{{.Tag}}\t${digest ? '{{.Digest}}\t' : ''}{{.ID}}\t{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}\t{{.Size}}`;
  }
  if (format === 'raw') {
    if (quiet) return 'image_id: {{.ID}}';
    return `repository: {{ .Repository }}\ntag: {{.Tag}}\n${digest ? 'digest: {{.Digest}}\n' : ''}image_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\nvirtual_size: {{.Size}}\n`;
  }
  if (digest && format.startsWith('table') && !format.includes('{{.Digest}}')) return `${format}\t{{.Digest}}`;
  return format;
}

export function imageColumns({ truncate, now }: { truncate: boolean; now: number }): Columns<ImageRow> {
  const countOr = (count: number | undefined) => (count === undefined || count === -1 ? 'N/A' : String(count));
  return {
    type: 'formatter.imageContext',
    headers: {
      ID: 'IMAGE ID',
      Repository: 'REPOSITORY',
      Tag: 'TAG',
      Digest: 'DIGEST',
      CreatedSince: 'CREATED',
      CreatedAt: 'CREATED AT',
      Size: 'SIZE',
      Containers: 'CONTAINERS',
      VirtualSize: 'SIZE',
      SharedSize: 'SHARED SIZE',
      UniqueSize: 'UNIQUE SIZE',
    },
    cells: {
      ID: ({ image }) => (truncate ? truncateId(image.Id) : image.Id),
      Repository: (row) => row.repository,
      Tag: (row) => row.tag,
      Digest: (row) => row.digest,
      CreatedSince: ({ image }) => ago(now, image.Created),
      CreatedAt: ({ image }) => unixTime(image.Created),
      Size: ({ image }) => humanSizeWithPrecision(image.Size, 3),
      Containers: ({ image }) => countOr(image.Containers),
      VirtualSize: ({ image }) => humanSizeWithPrecision(image.Size, 4),
      SharedSize: ({ image }) =>
        (image.SharedSize ?? -1) === -1 ? 'N/A' : humanSizeWithPrecision(image.SharedSize, 4),
      UniqueSize: ({ image }) =>
        (image.SharedSize ?? -1) === -1 || image.Size === -1
          ? 'N/A'
          : humanSizeWithPrecision(image.Size - image.SharedSize, 4),
    },
  };
}

/** An image has a line for each tag; with digests shown, for each tag and digest (formatter.imageFormat). */
export function imageRows(images: readonly ImageSummary[], withDigest: boolean): ImageRow[] {
  return images.flatMap((image) => rowsOf(image, withDigest));
}

function rowsOf(image: ImageSummary, withDigest: boolean): ImageRow[] {
  const none = '<none>';
  const tags = (image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
  const digests = (image.RepoDigests ?? []).filter((digest) => digest !== '<none>@<none>');
  if (tags.length === 0 && digests.length === 0) return [{ repository: none, tag: none, digest: none, image }];
  const byName = new Map<string, { tags: string[]; digests: string[] }>();
  const of = (name: string) => {
    let entry = byName.get(name);
    if (!entry) byName.set(name, (entry = { tags: [], digests: [] }));
    return entry;
  };
  for (const text of tags) {
    const reference = parseReference(text);
    of(familiarName(reference)).tags.push(reference.tag ?? 'latest');
  }
  for (const text of digests) {
    const reference = parseReference(text);
    of(familiarName(reference)).digests.push(reference.digest!);
  }
  const rows: ImageRow[] = [];
  for (const [repository, entry] of byName) {
    // A name known by digest only is shown when digests are.
    if (!withDigest) entry.digests = [];
    if (entry.digests.length === 0) for (const tag of entry.tags) rows.push({ repository, tag, digest: none, image });
    else if (entry.tags.length === 0)
      for (const digest of entry.digests) rows.push({ repository, tag: none, digest, image });
    else
      for (const tag of entry.tags) for (const digest of entry.digests) rows.push({ repository, tag, digest, image });
    if (!withDigest && entry.tags.length === 0) rows.push({ repository, tag: none, digest: none, image });
  }
  return rows;
}
