import { Body, BodyReader, type Message } from './wire/messages.ts';

/**
 * Gives a session's named prepared statements names of their own, for all sessions share one backend: Parse, Bind, Describe and Close
 * are written anew. The unnamed statement stays unnamed.
 */
export class StatementNames {
  readonly #prefix: string;
  readonly own = new Set<string>();

  constructor(session: number) {
    this.#prefix = `session ${session}: `;
  }

  rename({ type, body, bytes }: Message): Uint8Array {
    const reader = new BodyReader(body);
    switch (type) {
      case 'P': {
        const name = reader.string();
        if (name !== '') this.own.add(this.#full(name));
        return new Body().string(this.#full(name)).raw(reader.rest()).message('P');
      }
      case 'B': {
        const portal = reader.string();
        return new Body().string(portal).string(this.#full(reader.string())).raw(reader.rest()).message('B');
      }
      case 'D':
      case 'C': {
        const kind = reader.byte();
        if (kind !== 'S'.charCodeAt(0)) return bytes;
        const name = this.#full(reader.string());
        if (type === 'C') this.own.delete(name);
        return new Body().raw(Uint8Array.of(kind)).string(name).message(type);
      }
      default:
        return bytes;
    }
  }

  #full(name: string): string {
    return name === '' ? '' : this.#prefix + name;
  }
}
