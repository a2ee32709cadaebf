import type { DuplexStream } from '../../engine/api/door.ts';
import type { Cli } from '../cli.ts';
import { demultiplex } from './demultiplex.ts';
import { EscapeProxy } from './detach-keys.ts';

export interface Streams {
  readonly tty: boolean;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly detachKeys?: string;
}

/** Joins a container's streams with the command's own until its output ends or the user detaches. */
export async function joinStreams(cli: Cli, stream: DuplexStream, streams: Streams): Promise<'ended' | 'detached'> {
  const { host } = cli;
  const raw = streams.tty && streams.stdin && host.stdin.isTerminal;
  if (raw) host.stdin.setRaw(true);
  try {
    const output = copyOutput(cli, stream, streams).then(() => 'ended' as const);
    const racers: Promise<'ended' | 'detached'>[] = [output];
    if (streams.stdin)
      racers.push(copyInput(cli, stream, raw ? new EscapeProxy(streams.detachKeys) : undefined, output));
    else stream.end();
    return await Promise.race(racers);
  } finally {
    if (raw) host.stdin.setRaw(false);
    stream.close();
  }
}

async function copyOutput(cli: Cli, stream: DuplexStream, { tty, stdout, stderr }: Streams): Promise<void> {
  if (tty) {
    for await (const chunk of stream.input) if (stdout) await cli.out(chunk);
    return;
  }
  for await (const { stream: number, data } of demultiplex(stream.input)) {
    if (number === 2) {
      if (stderr) await cli.err(data);
    } else if (stdout) await cli.out(data);
  }
}

/** Ends with `detached` alone; the end of the input is not the end of the output. */
async function copyInput(
  cli: Cli,
  stream: DuplexStream,
  proxy: EscapeProxy | undefined,
  output: Promise<'ended'>,
): Promise<'ended' | 'detached'> {
  for (;;) {
    const bytes = await cli.host.stdin.read();
    if (bytes.length === 0) break;
    const { pass, detached } = proxy ? proxy.filter(bytes) : { pass: bytes, detached: false };
    try {
      if (pass.length) await stream.write(pass);
    } catch {
      break;
    }
    if (detached) return 'detached';
  }
  stream.end();
  return output;
}
