import { textOf } from '../../engine/api/body.ts';
import type { Cli } from '../cli.ts';
import { canonicalName, type parseReference } from './reference.ts';

/** A name written out: `docker.io/library/alpine:latest`. */
export function fullName(reference: ReturnType<typeof parseReference>): string {
  const { tag, digest } = reference;
  return `${canonicalName(reference)}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
}

/** The config of the image a registry has under a name. */
export async function remoteConfig(cli: Cli, name: string): Promise<string> {
  return textOf((await cli.engine.request('GET', `/drydock/configs/${name}`)).body);
}

/** The manifest a registry has under a name, as text. Docker's commands ask the registry; here the engine does it for them. */
export async function remoteManifest(cli: Cli, name: string): Promise<string> {
  return textOf((await cli.engine.request('GET', `/drydock/manifests/${name}`)).body);
}
