import { type Command, exactly } from '../../cli.ts';
import { demultiplex } from '../../client/demultiplex.ts';
import { timestamp } from '../../client/timestamps.ts';
import { messageOf } from '../../errors.ts';
import { containerPath } from './create.ts';

/** `docker logs`: stdout to stdout, stderr to stderr, unless a tty made one of them. */
export const logs: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const name = args[0]!;
    const container = await cli.engine.get<{ Id: string; Config: { Tty: boolean } }>(containerPath(name, '/json'));
    const moment = (flag: string) => {
      try {
        return timestamp(flags.string(flag), cli.host.now());
      } catch (error) {
        throw new Error(`invalid value for "${flag}": ${messageOf(error)}`);
      }
    };
    const { body } = await cli.engine.request('GET', containerPath(container.Id, '/logs'), {
      query: {
        stdout: true,
        stderr: true,
        since: moment('since'),
        until: moment('until'),
        timestamps: flags.bool('timestamps'),
        follow: flags.bool('follow'),
        tail: flags.string('tail'),
        details: flags.bool('details'),
      },
    });
    if (container.Config.Tty) {
      for await (const chunk of body) await cli.out(chunk);
      return;
    }
    for await (const { stream, data } of demultiplex(body)) await (stream === 2 ? cli.err(data) : cli.out(data));
  },
};
