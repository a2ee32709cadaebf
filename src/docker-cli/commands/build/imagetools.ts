import { type Command, exactly } from '../../cli.ts';
import { escapeHtml } from '../../client/go-json.ts';
import { parseReference, withDefaultTag } from '../../client/reference.ts';
import { fullName, remoteConfig, remoteManifest } from '../../client/remote-manifest.ts';
import { messageOf, StatusError } from '../../errors.ts';
import { indentJson } from '../../formats/json-indent.ts';
import { remoteImage } from '../../formats/remote-image.ts';
import { type GoValue, Template } from '../../template/execute.ts';
import { define } from '../../template/functions.ts';
import { toJson } from '../../template/print.ts';
import { goString } from '../../template/types.ts';

interface Distribution {
  readonly Descriptor: { readonly mediaType: string; readonly digest: string; readonly size: number };
}

/** The words of containerd's resolver, which buildx asks. */
function refusal(message: string, name: string): string {
  if (/manifest unknown/.test(message)) return `${name}: not found`;
  if (/pull access denied/.test(message))
    return 'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed';
  return message.replace(/^Error response from daemon: /, '');
}

function filledIn(format: string, value: GoValue): string {
  try {
    return new Template('', format, { json: indentedJson }).execute(value);
  } catch (error) {
    throw new StatusError(`ERROR: ${messageOf(error)}`, 1);
  }
}

/** Buildx's own `json` lays out and escapes. */
const indentedJson = define(1, 1, ([value]) => {
  const text = escapeHtml(toJson(value!));
  return goString(indentJson(text, '', '  '));
});

/** `docker buildx imagetools inspect`: what a registry has under a name. The engine asks it for us. */
export const inspectRemote: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
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
    const format = flags.string('format');
    // What begins so buildx shows as it would without a format.
    if (flags.changed('format') && format !== '' && !format.startsWith('{{.Manifest')) {
      await cli.out(filledIn(format, remoteImage(name, answer.Descriptor, JSON.parse(await remoteConfig(cli, name)))));
      return;
    }
    if (/index|list/.test(mediaType))
      throw new StatusError('ERROR: drydock: not simulated: images of several platforms', 1);
    await cli.out(`Name:      ${name}\nMediaType: ${mediaType}\nDigest:    ${digest}\n`);
  },
};
