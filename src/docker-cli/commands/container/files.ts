import { joinBytes } from '../../archive/bytes.ts';
import { type Command, exactly } from '../../cli.ts';
import { directoryName, resolvePath } from '../../client/paths.ts';
import { messageOf } from '../../errors.ts';
import { containerPath } from './create.ts';

/** `docker export` */
export const exportContainer: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const output = flags.string('output');
    if (output === '' && cli.host.stdout.isTerminal)
      throw new Error('cowardly refusing to save to a terminal. Use the -o flag or redirect');
    checkOutputPath(cli, output, 'failed to export container');
    const { body } = await cli.engine.request('GET', containerPath(args[0]!, '/export'));
    await saveStream(cli, body, output);
  },
};

/** Refuses `-o` into a directory that does not exist, or over one that does, before the engine is asked. */
export function checkOutputPath(cli: Parameters<Command['run']>[0], output: string, failure: string): void {
  if (output === '') return;
  const folder = directoryName(output);
  const kindOf = (path: string) => cli.host.files.stat(resolvePath(cli.host.cwd(), path)).kind;
  try {
    kindOf(folder);
  } catch (error) {
    throw new Error(`${failure}: invalid output path: stat ${folder}: ${messageOf(error)}`);
  }
  let kind: string;
  try {
    kind = kindOf(output);
  } catch {
    return;
  }
  if (kind === 'directory') throw new Error(`${failure}: cannot write to a directory`);
}

/** A tar stream to a file, or to stdout. */
export async function saveStream(
  cli: Parameters<Command['run']>[0],
  body: AsyncIterable<Uint8Array>,
  output: string,
): Promise<void> {
  if (output === '') {
    for await (const chunk of body) await cli.out(chunk);
    return;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  cli.host.files.write(resolvePath(cli.host.cwd(), output), joinBytes(chunks), 0o600);
}
