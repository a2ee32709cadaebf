import type { Command } from '../../cli.ts';
import { familiarName, parseReference } from '../../client/reference.ts';

/** `docker commit` */
export const commit: Command = {
  args: { kind: 'range', least: 1, most: 2 },
  async run(cli, { args, flags }) {
    const [container, name] = args as [string, string | undefined];
    const reference = name ? parseReference(name) : undefined;
    const { Id } = await cli.engine.json<{ Id: string }>('POST', '/commit', {
      query: {
        container,
        repo: reference && familiarName(reference),
        tag: reference && (reference.tag ?? 'latest'),
        comment: flags.string('message'),
        author: flags.string('author'),
        changes: flags.strings('change'),
        pause: flags.bool('pause') ? undefined : '0',
      },
    });
    await cli.out(`${Id}\n`);
  },
};
