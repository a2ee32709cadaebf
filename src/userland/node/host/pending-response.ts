import type { HeaderFields } from '../../http/message.ts';
import type { ServerResponse } from '../../http/server.ts';
import { HttpError } from '../../http/stream.ts';

/** An answer in the making: whole at once, or a head and then chunks; or cut, and the connection with it. */
export class PendingResponse {
  readonly response: Promise<ServerResponse>;
  #resolve!: (response: ServerResponse) => void;
  #reject!: (error: HttpError) => void;
  readonly #done: () => void;
  #chunks: Uint8Array[] = [];
  #state: 'open' | 'ended' | 'cut' = 'open';
  #wake: (() => void) | undefined;

  /** `done` when nothing more can be said. */
  constructor(done: () => void) {
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#done = done;
  }

  whole(status: number, reason: string, headers: HeaderFields, data: Uint8Array): void {
    this.#resolve({ status, reason, headers, body: data });
    this.#done();
  }

  begin(status: number, reason: string, headers: HeaderFields): void {
    this.#resolve({ status, reason, headers, body: this.#stream() });
  }

  push(data: Uint8Array): void {
    this.#chunks.push(data);
    this.#wake?.();
  }

  end(): void {
    this.#state = 'ended';
    this.#wake?.();
    this.#done();
  }

  cut(): void {
    this.#state = 'cut';
    this.#reject(cutShort());
    this.#wake?.();
    this.#done();
  }

  async *#stream(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.#chunks.shift();
      if (chunk) yield chunk;
      else if (this.#state === 'ended') return;
      else if (this.#state === 'cut') throw cutShort();
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}

function cutShort(): HttpError {
  return new HttpError('the program cut the connection', 'truncated');
}
