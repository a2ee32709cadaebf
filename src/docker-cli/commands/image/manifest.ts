import type { Cli, Command } from '../../cli.ts';
import { encodeBase64 } from '../../client/base64.ts';
import { familiarString, parseReference, withDefaultTag } from '../../client/reference.ts';
import { fullName, remoteConfig, remoteManifest } from '../../client/remote-manifest.ts';
import { messageOf } from '../../errors.ts';

interface Manifest {
  readonly schemaVersion: number;
  readonly mediaType?: string;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly mediaType: string;
  readonly size: number;
  readonly digest: string;
}

/** In the order of distribution's structs, whatever order the registry has it in. */
function typedManifest(text: string): Manifest {
  const { schemaVersion, mediaType, config, layers, annotations } = JSON.parse(text) as Manifest;
  const ordered = ({ mediaType, size, digest, ...rest }: Descriptor) => ({ mediaType, size, digest, ...rest });
  return { schemaVersion, mediaType, config: ordered(config), layers: layers.map(ordered), annotations };
}

/** `--verbose`: also what the manifest is called by its digest, and its bytes. */
async function detailed(cli: Cli, name: string, text: string, manifest: Manifest) {
  const { Descriptor } = await cli.engine.get<{ Descriptor: Descriptor }>(`/distribution/${name}/json`);
  const { architecture, os } = JSON.parse(await remoteConfig(cli, name)) as { architecture: string; os: string };
  const { mediaType, digest, size } = Descriptor;
  const schema = /\.oci\./.test(mediaType) ? 'OCIManifest' : 'SchemaV2Manifest';
  return {
    Ref: name,
    Descriptor: { mediaType, digest, size, platform: { architecture, os } },
    Raw: encodeBase64(new TextEncoder().encode(text)),
    [schema]: manifest,
  };
}

/** `docker manifest inspect` (cli/command/manifest/inspect.go) of one manifest: no list of them is built in. */
export const inspectManifest: Command = {
  args: { kind: 'range', least: 1, most: 2 },
  async run(cli, { args, flags }) {
    if (args.length > 1) throw new Error('drydock: not simulated: manifest lists of this computer');
    const reference = withDefaultTag(parseReference(args[0]!));
    const name = fullName(reference);
    // A registry on localhost speaks HTTP only, and is asked so only when that is allowed.
    if (/^(localhost|127\.0\.0\.1)(:|\/)/.test(name) && !flags.bool('insecure'))
      throw new Error(`no such manifest: ${familiarString(reference)}`);
    let manifest: string;
    try {
      manifest = await remoteManifest(cli, name);
    } catch (error) {
      const message = messageOf(error);
      if (/manifest unknown|name unknown/.test(message))
        throw new Error(`no such manifest: ${familiarString(reference)}`);
      if (!/pull access denied/.test(message)) throw error;
      throw new Error(
        'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
      );
    }
    const parsed = typedManifest(manifest);
    const shown = flags.bool('verbose') ? await detailed(cli, name, manifest, parsed) : parsed;
    await cli.out(`${JSON.stringify(shown, undefined, '\t')}\n`);
  },
};
