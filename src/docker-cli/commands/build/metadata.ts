import type { Cli } from '../../cli.ts';
import { resolvePath } from '../../client/paths.ts';
import { parseReference } from '../../client/reference.ts';
import type { Flags } from '../../flags/flags.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

/** `--metadata-file`, as buildx writes it with BUILDX_METADATA_PROVENANCE=disabled: provenance is not simulated. */
export function writeMetadata(cli: Cli, flags: Flags, image: string): void {
  const reference = [...cli.host.random(25)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  const tags = flags.strings('tag').map((tag) => fullName(tag));
  const metadata = {
    'buildx.build.ref': `default/default/${reference}`,
    ...(image !== '' && { 'containerimage.config.digest': image, 'containerimage.digest': image }),
    ...(image !== '' && tags.length > 0 && { 'image.name': tags.join(',') }),
  };
  const path = resolvePath(cli.host.cwd(), flags.string('metadata-file'));
  cli.host.files.write(path, new TextEncoder().encode(JSON.stringify(metadata, null, 2)), 0o644);
}

/** With its domain; a tag only when one was given. */
function fullName(text: string): string {
  const { domain, path, tag } = parseReference(text);
  return `${domain}/${path}${tag ? `:${tag}` : ''}`;
}
