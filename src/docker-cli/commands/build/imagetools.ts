import { type Command, exactly } from '../../cli.ts';
import { canonicalName, parseReference, withDefaultTag } from '../../client/reference.ts';
import { messageOf, StatusError } from '../../errors.ts';

interface Distribution {
  readonly Descriptor: { readonly mediaType: string; readonly digest: string };
}

/** `docker buildx imagetools inspect`: what a registry has under a name. The engine asks it for us. */
export const inspectRemote: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    for (const name of ['raw', 'format'])
      if (flags.changed(name))
        throw new StatusError(`ERROR: drydock: not simulated: docker buildx imagetools inspect --${name}`, 1);
    let answer: Distribution;
    let name: string;
    try {
      const reference = withDefaultTag(parseReference(args[0]!));
      const { tag, digest } = reference;
      name = `${canonicalName(reference)}${tag ? `:${tag}` : ''}${digest ? `@${digest}` : ''}`;
      answer = await cli.engine.get<Distribution>(`/distribution/${name}/json`);
    } catch (error) {
      throw new StatusError(`ERROR: ${messageOf(error).replace(/^Error response from daemon: /, '')}`, 1);
    }
    const { mediaType, digest } = answer.Descriptor;
    if (/index|list/.test(mediaType))
      throw new StatusError('ERROR: drydock: not simulated: images of several platforms', 1);
    await cli.out(`Name:      ${name}\nMediaType: ${mediaType}\nDigest:    ${digest}\n`);
  },
};
