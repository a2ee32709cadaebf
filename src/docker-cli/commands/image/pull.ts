import type { Cli, Command } from '../../cli.ts';
import { exactly } from '../../cli.ts';
import { registryAuth } from '../../client/credentials.ts';
import { canonicalName, familiarName, familiarString, parseReference, withDefaultTag } from '../../client/reference.ts';
import type { CliOutput } from '../../host.ts';
import { displayMessages, type JsonMessage } from '../../progress/json-messages.ts';

/** Asks the engine for an image, showing how it goes on `out`, or silently without it. */
export async function pullImage(
  cli: Cli,
  name: string,
  options: { platform?: string; all?: boolean; out?: CliOutput },
): Promise<void> {
  const reference = parseReference(name);
  const wanted = options.all ? reference : withDefaultTag(reference);
  const messages = cli.engine.messages<JsonMessage>('POST', '/images/create', {
    query: {
      fromImage: familiarName(wanted),
      tag: wanted.digest ?? wanted.tag,
      platform: options.platform?.toLowerCase(),
    },
    headers: registryAuth(cli, wanted.domain),
  });
  const silent: CliOutput = { isTerminal: false, size: () => ({ columns: 80, rows: 24 }), write: async () => {} };
  await displayMessages(messages, options.out ?? silent);
}

export const pull: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const reference = parseReference(args[0]!);
    const all = flags.bool('all-tags');
    const quiet = flags.bool('quiet');
    if (all && (reference.tag || reference.digest)) throw new Error("tag can't be used with --all-tags/-a");
    if (!all && !reference.tag && !reference.digest && !quiet) await cli.out('Using default tag: latest\n');
    const wanted = all ? reference : withDefaultTag(reference);
    await pullImage(cli, familiarString(wanted), {
      platform: flags.string('platform'),
      all,
      out: quiet ? undefined : cli.host.stdout,
    });
    const shown =
      canonicalName(wanted) + (wanted.tag ? `:${wanted.tag}` : '') + (wanted.digest ? `@${wanted.digest}` : '');
    await cli.out(`${shown}\n`);
  },
};
