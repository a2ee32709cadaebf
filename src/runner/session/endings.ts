import type { ApiResponse } from '../../engine/api/door.ts';

/** Of a container or an exec: what carries its output. */
interface Terminal {
  readonly container: string;
  readonly tty: boolean;
}

/** Containers that the runner has ended, and why: who looks at their output is told at its end. */
export class Endings {
  readonly #terminals = new Map<string, Terminal>();
  readonly #reasons = new Map<string, string>();

  /** `id`: of a container or of an exec in one. */
  opened(id: string, terminal: Terminal): void {
    this.#terminals.set(id, terminal);
  }

  /** Before it is ended: its output ends with it. */
  note(container: string, reason: string): void {
    this.#reasons.set(container, reason);
  }

  /** It runs anew. */
  forget(container: string): void {
    this.#reasons.delete(container);
  }

  /** An answer that is, or becomes, the output of something, with the reason at its end when there is one. */
  told(id: string, answer: ApiResponse): ApiResponse {
    const terminal = this.#terminals.get(id);
    if (!terminal || answer.status >= 300) return answer;
    const { stream } = answer;
    if (stream) return { ...answer, stream: { ...stream, input: this.#withReason(stream.input, terminal) } };
    return { ...answer, body: this.#withReason(answer.body, terminal) };
  }

  async *#withReason(output: AsyncIterable<Uint8Array>, { container, tty }: Terminal): AsyncGenerator<Uint8Array> {
    for await (const chunk of output) yield chunk;
    const reason = this.#reasons.get(container);
    if (reason !== undefined) yield tty ? encoder.encode(`${reason}\r\n`) : errorFrame(`${reason}\n`);
  }
}

const encoder = new TextEncoder();

/** Without a terminal, output comes in frames of the Engine API: whose it is (2: stderr), and how long. */
function errorFrame(text: string): Uint8Array {
  const data = encoder.encode(text);
  const frame = new Uint8Array(8 + data.length);
  frame[0] = 2;
  new DataView(frame.buffer).setUint32(4, data.length);
  frame.set(data, 8);
  return frame;
}
