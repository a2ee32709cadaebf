import type { DeletedImage, ImageHistoryRow } from '../../../engine/api/images.ts';
import { humanSizeWithPrecision } from '../../../engine/api/units.ts';
import { atLeast, type Command, exactly } from '../../cli.ts';
import { segment } from '../../client/client.ts';
import { registryAuth } from '../../client/credentials.ts';
import { canonicalName, familiarName, parseReference, withDefaultTag } from '../../client/reference.ts';
import { isNotFound, messageOf, StatusError } from '../../errors.ts';
import { ago, ellipsis, truncateId } from '../../formats/values.ts';
import { platformQuery } from '../../opts/platform.ts';
import { displayMessages, type JsonMessage } from '../../progress/json-messages.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';
import { checkOutputPath, saveStream } from '../container/files.ts';

/** `docker tag` */
export const tag: Command = {
  args: exactly(2),
  async run(cli, { args }) {
    const [source, target] = args as [string, string];
    let reference: ReturnType<typeof parseReference>;
    try {
      reference = parseReference(target);
    } catch (error) {
      throw new Error(
        `Error parsing reference: ${JSON.stringify(target)} is not a valid repository/tag: ${messageOf(error)}`,
      );
    }
    if (reference.digest) throw new Error('refusing to create a tag with a digest reference');
    await cli.engine.send('POST', `/images/${segment(source)}/tag`, {
      query: { repo: familiarName(reference), tag: reference.tag ?? 'latest' },
    });
  },
};

/** `docker rmi` */
export const rm: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const force = flags.bool('force');
    const failures: string[] = [];
    let fatal = false;
    for (const name of args) {
      try {
        const gone = await cli.engine.json<DeletedImage[]>('DELETE', `/images/${segment(name)}`, {
          query: { force, noprune: flags.bool('no-prune'), platforms: platformQuery(flags.strings('platform')) },
        });
        await cli.out(
          gone.map((one) => (one.Deleted ? `Deleted: ${one.Deleted}\n` : `Untagged: ${one.Untagged}\n`)).join(''),
        );
      } catch (error) {
        if (!isNotFound(error)) fatal = true;
        failures.push(messageOf(error));
      }
    }
    if (failures.length) {
      if (!force || fatal) throw new StatusError(failures.join('\n'), 1);
      await cli.err(`${failures.join('\n')}\n`);
    }
  },
};

/** `docker history` */
export const history: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const rows = await cli.engine.get<ImageHistoryRow[]>(`/images/${segment(args[0]!)}/history`, {
      platform: platformQuery(flags.changed('platform') ? [flags.string('platform')] : [])[0],
    });
    const quiet = flags.bool('quiet');
    const given = flags.string('format') || 'table';
    const human = flags.bool('human');
    const table = quiet
      ? '{{.ID}}'
      : `table {{.ID}}\t{{${human ? '.CreatedSince' : '.CreatedAt'}}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}`;
    const columns = historyColumns({ truncate: !flags.bool('no-trunc'), human, now: cli.host.now() });
    await cli.out(formatRows(given === 'table' ? table : given, columns, rows));
  },
};

export function historyColumns({
  truncate,
  human,
  now,
}: {
  truncate: boolean;
  human: boolean;
  now: number;
}): Columns<ImageHistoryRow> {
  return {
    type: 'image.historyContext',
    headers: {
      ID: 'IMAGE',
      CreatedSince: 'CREATED',
      CreatedAt: 'CREATED AT',
      CreatedBy: 'CREATED BY',
      Size: 'SIZE',
      Comment: 'COMMENT',
    },
    cells: {
      ID: ({ Id }) => (truncate ? truncateId(Id) : Id),
      CreatedAt: ({ Created }) => `${new Date(Created * 1000).toISOString().slice(0, 19)}Z`,
      CreatedSince: ({ Created }) =>
        human ? (Created <= 0 ? 'N/A' : ago(now, Created)) : `${new Date(Created * 1000).toISOString().slice(0, 19)}Z`,
      CreatedBy: ({ CreatedBy }) => {
        const text = CreatedBy.replaceAll('\t', ' ');
        return truncate ? ellipsis(text, 45) : text;
      },
      Size: ({ Size }) => (human ? humanSizeWithPrecision(Size, 3) : String(Size)),
      Comment: ({ Comment }) => Comment,
    },
  };
}

/** `docker save` */
export const save: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const output = flags.string('output');
    if (output === '' && cli.host.stdout.isTerminal)
      throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    checkOutputPath(cli, output, 'failed to save image');
    const { body } = await cli.engine.request('GET', '/images/get', {
      query: { names: args, platform: platformQuery(flags.strings('platform')) },
    });
    await saveStream(cli, body, output);
  },
};

/** `docker load` */
export const load: Command = {
  args: { kind: 'none' },
  async run(cli, { flags }) {
    const input = flags.string('input');
    let body: Uint8Array | AsyncIterable<Uint8Array>;
    if (input !== '') body = cli.readFile(input);
    else if (cli.host.stdin.isTerminal) throw new Error('requested load from stdin, but stdin is empty');
    else body = cli.input();
    const quiet = flags.bool('quiet') || !cli.host.stdout.isTerminal;
    const messages = cli.engine.messages<JsonMessage>('POST', '/images/load', {
      query: { quiet, platform: platformQuery(flags.strings('platform')) },
      body,
    });
    await displayMessages(messages, cli.host.stdout);
  },
};

/** `docker import` */
export const importImage: Command = {
  args: atLeast(1),
  async run(cli, { args, flags }) {
    const [source, name] = args as [string, string | undefined];
    const remote = /^https?:\/\//.test(source);
    const body = remote ? undefined : source === '-' ? cli.input() : cli.readFile(source);
    const reference = name === undefined ? undefined : parseReference(name);
    const messages = cli.engine.messages<JsonMessage>('POST', '/images/create', {
      query: {
        fromSrc: remote ? source : '-',
        repo: reference && familiarName(reference),
        tag: reference && (reference.tag ?? 'latest'),
        message: flags.string('message'),
        changes: flags.strings('change'),
        platform: flags.string('platform').toLowerCase(),
      },
      body,
    });
    await displayMessages(messages, cli.host.stdout);
  },
};

const PLATFORM_NOTE = `
 Info -> Using --platform pushes only the specified platform manifest of a multi-platform image index.
         Other components, like attestations, will not be included.
         To push the complete multi-platform image, remove the --platform flag.
         
`;

/** `docker push` */
export const push: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const all = flags.bool('all-tags');
    const quiet = flags.bool('quiet');
    const [platform] = platformQuery(
      flags.changed('platform') ? [flags.string('platform')] : [],
      (reason) => `Invalid platform ${flags.string('platform')}${reason}`,
    );
    if (platform !== undefined) await cli.out(PLATFORM_NOTE);
    let reference = parseReference(args[0]!);
    if (all && (reference.tag || reference.digest)) throw new Error("tag can't be used with --all-tags/-a");
    if (!all && !reference.tag && !reference.digest) {
      reference = withDefaultTag(reference);
      if (!quiet) await cli.out(`Using default tag: ${reference.tag}\n`);
    }
    const messages = cli.engine.messages<JsonMessage>('POST', `/images/${familiarName(reference)}/push`, {
      query: {
        tag: reference.tag,
        platform,
      },
      headers: registryAuth(cli, reference.domain),
    });
    const silent = { isTerminal: false, size: () => ({ columns: 80, rows: 24 }), write: async () => {} };
    await displayMessages(messages, quiet ? silent : cli.host.stdout);
    if (quiet) await cli.out(`${canonicalName(reference)}${reference.tag ? `:${reference.tag}` : ''}\n`);
  },
};
