import { textFromBinary } from '../common/binary.ts';
import { type Context, Exit, reason } from '../common/context.ts';
import { shellStatus } from '../process/child.ts';
import { RecordReader } from './records.ts';

interface Channel {
  fd: number;
  pid?: number;
  reader?: RecordReader;
}

/** Files and commands that a program reads from and writes to: open from their first use on. */
export class Channels {
  readonly #context: Context;
  readonly #channels = new Map<string, Channel>();

  constructor(context: Context) {
    this.#context = context;
  }

  async input(kind: 'file' | 'command', name: string): Promise<Channel | undefined> {
    const key = `${kind === 'file' ? '<' : '<|'}${name}`;
    let channel = this.#channels.get(key);
    if (channel) return channel;
    const { sys } = this.#context;
    if (kind === 'file') {
      try {
        channel = { fd: -1, reader: RecordReader.open(this.#context, textFromBinary(name)) };
      } catch (error) {
        reason(error);
        return undefined;
      }
    } else {
      await this.#context.out.flush();
      const [read, write] = sys.pipe();
      sys.setCloseOnExec(read, true);
      const pid = sys.spawn({
        argv: ['/bin/sh', '-c', textFromBinary(name)],
        fds: new Map([
          [0, 0],
          [1, write],
          [2, 2],
        ]),
      });
      sys.close(write);
      channel = { fd: read, pid, reader: new RecordReader(this.#context, read) };
    }
    this.#channels.set(key, channel);
    return channel;
  }

  async system(command: string): Promise<number> {
    await this.#context.out.flush();
    const pid = this.#context.sys.spawn({ argv: ['/bin/sh', '-c', textFromBinary(command)] });
    const result = await this.#context.sys.wait(pid);
    return result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
  }

  async close(name: string): Promise<number> {
    for (const prefix of ['<', '<|', '>', '|']) {
      const channel = this.#channels.get(prefix + name);
      if (channel) {
        this.#channels.delete(prefix + name);
        return this.#closeChannel(channel);
      }
    }
    return -1;
  }

  async #closeChannel(channel: Channel): Promise<number> {
    await this.#context.out.flush();
    if (channel.reader) channel.reader.close();
    else if (channel.fd > 2) this.#context.sys.close(channel.fd);
    if (channel.pid === undefined) return 0;
    const result = await this.#context.sys.wait(channel.pid);
    return result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
  }

  async closeAll(): Promise<void> {
    for (const channel of this.#channels.values()) await this.#closeChannel(channel);
    this.#channels.clear();
  }

  /** The descriptor that `>`, `>>` or `|` writes to, opened once. */
  output(operator: string, name: string): number {
    const key = `${operator === '|' ? '|' : '>'}${name}`;
    const known = this.#channels.get(key);
    if (known) return known.fd;
    const { sys } = this.#context;
    let channel: Channel;
    const path = textFromBinary(name);
    if (operator === '|') {
      const [read, write] = sys.pipe();
      sys.setCloseOnExec(write, true);
      const pid = sys.spawn({
        argv: ['/bin/sh', '-c', path],
        fds: new Map([
          [0, read],
          [1, 1],
          [2, 2],
        ]),
      });
      sys.close(read);
      channel = { fd: write, pid };
    } else if (path === '/dev/stdout' || path === '-') channel = { fd: 1 };
    else if (path === '/dev/stderr') channel = { fd: 2 };
    else {
      try {
        channel = {
          fd: sys.open(path, {
            write: true,
            create: true,
            ...(operator === '>>' ? { append: true } : { truncate: true }),
          }),
        };
      } catch (error) {
        throw new Exit(
          2,
          this.#context.gnu
            ? `cannot open "${path}" for output (${reason(error)})`
            : `can't open '${path}': ${reason(error)}`,
        );
      }
    }
    this.#channels.set(key, channel);
    return channel.fd;
  }
}
