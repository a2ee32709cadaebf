import { badParameter, conflict, notFound } from '../errors.ts';
import type { Container } from './container.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** Containers by id and by name. */
export class ContainerStore {
  #byId = new Map<string, Container>();

  all(): Container[] {
    return [...this.#byId.values()];
  }

  add(container: Container): void {
    this.#byId.set(container.id, container);
  }

  delete(container: Container): void {
    this.#byId.delete(container.id);
  }

  byName(name: string): Container | undefined {
    return this.all().find((container) => container.name === name);
  }

  /** Full id, name, or the beginning of one id (moby: daemon.GetContainer). */
  find(text: string): Container | undefined {
    const exact = this.#byId.get(text) ?? this.byName(text.replace(/^\//, ''));
    if (exact) return exact;
    if (!/^[0-9a-f]+$/.test(text)) return undefined;
    const matches = this.all().filter(({ id }) => id.startsWith(text));
    if (matches.length > 1) {
      throw badParameter(`multiple IDs found with provided prefix: ${text}`);
    }
    return matches[0];
  }

  resolve(text: string): Container {
    const found = this.find(text);
    if (!found) throw notFound(`No such container: ${text}`);
    return found;
  }

  /** Throws what moby answers when a container may not be called that. `name` is without the leading slash. */
  checkName(name: string): void {
    if (!NAME.test(name)) {
      throw badParameter(`Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`);
    }
    const owner = this.byName(name);
    if (owner) {
      throw conflict(
        `Conflict. The container name "/${name}" is already in use by container "${owner.id}". You have to remove (or rename) that container to be able to reuse that name.`,
      );
    }
  }
}
