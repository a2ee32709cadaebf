import type { Command } from '../../cli.ts';
import { parseReference, withDefaultTag } from '../../client/reference.ts';
import { fullName, remoteManifest } from '../../client/remote-manifest.ts';
import { messageOf } from '../../errors.ts';
import { indentJson } from '../../formats/json-indent.ts';

/** `docker manifest inspect` (cli/command/manifest/inspect.go) of one manifest: no list of them is built in. */
export const inspectManifest: Command = {
  args: { kind: 'range', least: 1, most: 2 },
  async run(cli, { args, flags }) {
    if (args.length > 1) throw new Error('drydock: not simulated: manifest lists of this computer');
    if (flags.bool('verbose')) throw new Error('drydock: not simulated: docker manifest inspect --verbose');
    const reference = withDefaultTag(parseReference(args[0]!));
    const name = fullName(reference);
    let manifest: string;
    try {
      manifest = await remoteManifest(cli, name);
    } catch (error) {
      const message = messageOf(error);
      if (/manifest unknown/.test(message)) throw new Error(`no such manifest: ${name}`);
      if (!/pull access denied/.test(message)) throw error;
      throw new Error(
        'errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n',
      );
    }
    await cli.out(`${indentJson(manifest, '', '\t')}\n`);
  },
};
