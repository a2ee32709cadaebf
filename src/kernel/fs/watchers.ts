/** Who wants to hear of changes. `active` is all a file system asks while nobody does. */
export class Watchers {
  active = false;
  private readonly listeners = new Set<(path: string) => void>();

  add(listener: (path: string) => void): () => void {
    // A function of its own per call, so that one listener added twice is told twice and removed once.
    const entry = (path: string) => listener(path);
    this.listeners.add(entry);
    this.active = true;
    return () => {
      this.listeners.delete(entry);
      this.active = this.listeners.size > 0;
    };
  }

  tell(path: string): void {
    for (const listener of [...this.listeners]) listener(path);
  }
}
