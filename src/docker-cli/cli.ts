import { API_VERSION, EngineClient } from './client/client.ts';
import { resolvePath } from './client/paths.ts';
import type { Endpoint } from './context/endpoint.ts';
import { messageOf } from './errors.ts';
import type { Flags } from './flags/flags.ts';
import type { CliHost } from './host.ts';
import type { CommandSpec } from './reference/reference.ts';

/** What a command works with: the computer it is typed on and the engine. */
export class Cli {
  readonly host: CliHost;
  readonly engine: EngineClient;
  readonly endpoint: Endpoint;
  debug = false;

  constructor(host: CliHost, endpoint: Endpoint) {
    this.host = host;
    this.endpoint = endpoint;
    const asked = host.env.get('DOCKER_API_VERSION')?.replace(/^v/, '');
    this.engine = new EngineClient(endpoint.door, endpoint.address, asked || API_VERSION);
  }

  out(data: string | Uint8Array): Promise<void> {
    return data.length ? this.host.stdout.write(data) : Promise.resolve();
  }

  err(data: string | Uint8Array): Promise<void> {
    return data.length ? this.host.stderr.write(data) : Promise.resolve();
  }

  /** Standard input to its end. */
  async *input(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = await this.host.stdin.read();
      if (chunk.length === 0) return;
      yield chunk;
    }
  }

  /** A file that the command line names; throws as docker's os.Open. */
  readFile(path: string): Uint8Array {
    try {
      return this.host.files.read(resolvePath(this.host.cwd(), path));
    } catch (error) {
      throw new Error(`open ${path}: ${messageOf(error)}`);
    }
  }

  /** A question with yes or no for an answer; anything but `y` is no (prompt.Confirm). */
  async confirm(question: string): Promise<boolean> {
    await this.out(`${question} [y/N] `);
    let answer = '';
    const decoder = new TextDecoder();
    while (!answer.includes('\n')) {
      const bytes = await this.host.stdin.read();
      if (bytes.length === 0) break;
      answer += decoder.decode(bytes, { stream: true });
    }
    return answer.split('\n')[0]!.trim().toLowerCase() === 'y';
  }
}

export interface CommandLine {
  readonly spec: CommandSpec;
  readonly args: string[];
  readonly flags: Flags;
}

/** How many arguments a command takes; its complaint is docker's (cli/required.go). */
export type ArgumentRule =
  | { readonly kind: 'none' }
  | { readonly kind: 'exact' | 'at-least' | 'at-most'; readonly count: number }
  | { readonly kind: 'range'; readonly least: number; readonly most: number };

export const noArguments: ArgumentRule = { kind: 'none' };
export const exactly = (count: number): ArgumentRule => ({ kind: 'exact', count });
export const atLeast = (count: number): ArgumentRule => ({ kind: 'at-least', count });
export const atMost = (count: number): ArgumentRule => ({ kind: 'at-most', count });

export interface Command {
  /** Any number when left out. */
  readonly args?: ArgumentRule;
  /** False where the first argument ends the flags (`docker run IMAGE -x`). */
  readonly interspersed?: boolean;
  /** Answers the exit status; nothing is 0. */
  run(cli: Cli, line: CommandLine): Promise<number | undefined> | Promise<void>;
}

/** Commands by id, as in the reference: `container ls`. */
export type Commands = Readonly<Record<string, Command>>;
