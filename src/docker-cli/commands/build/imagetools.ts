import { type Command, exactly } from '../../cli.ts';
import { parseReference, withDefaultTag } from '../../client/reference.ts';
import { fullName, remoteManifest } from '../../client/remote-manifest.ts';
import { messageOf, StatusError } from '../../errors.ts';

interface Distribution {
  readonly Descriptor: { readonly mediaType: string; readonly digest: string };
}

/** The words of containerd's resolver, which buildx asks. */
function refusal(message: string, name: string): string {
  if (/manifest unknown/.test(message)) return `${name}: not found`;
  if (/pull access denied/.test(message))
    return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  return message.replace(/^Error response from daemon: /, '');
}

/** `docker buildx imagetools inspect`: what a registry has under a name. The engine asks it for us. */
export const inspectRemote: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    if (flags.changed('format'))
      throw new StatusError('ERROR: drydock: not simulated: docker buildx imagetools inspect --format', 1);
    let answer: Distribution;
    let name = '';
    try {
      name = fullName(withDefaultTag(parseReference(args[0]!)));
      if (flags.bool('raw')) {
        await cli.out(await remoteManifest(cli, name));
        return;
      }
      answer = await cli.engine.get<Distribution>(`/distribution/${name}/json`);
    } catch (error) {
      throw new StatusError(`ERROR: ${refusal(messageOf(error), name)}`, 1);
    }
    const { mediaType, digest } = answer.Descriptor;
    if (/index|list/.test(mediaType))
      throw new StatusError('ERROR: drydock: not simulated: images of several platforms', 1);
    await cli.out(`Name:      ${name}\nMediaType: ${mediaType}\nDigest:    ${digest}\n`);
  },
};
