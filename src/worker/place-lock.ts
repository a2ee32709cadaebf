/**
 * Who may store a computer: one page at a time, by the browser's own locks. A page that wants it asks the one that has it, which
 * stores what it has and lets go; one that does not answer loses it.
 */
export interface PlaceLock {
  /** False: another page has it, and nothing may be stored here. */
  readonly held: boolean;
  /** Resolves when another page has taken it over; never, when it is not held. */
  readonly lost: Promise<void>;
  release(): void;
}

/** Milliseconds for the other page to store what it has. */
const PATIENCE = 5000;
const NAME = 'drydock computer ';
const channelName = 'drydock computers';

interface TakeOver {
  readonly takeOver: string;
}

/** Takes the lock of a computer if it is free; with `takeOver`, from whoever has it, after `letGo` has run there. */
export async function lockPlace(name: string, takeOver: boolean, letGo: () => Promise<void>): Promise<PlaceLock> {
  // An insecure or foreign context has no locks: nor do others share its storage.
  const locks = globalThis.navigator?.locks;
  if (!locks) return { held: true, lost: new Promise(() => {}), release: () => {} };
  const channel = new BroadcastChannel(channelName);
  let release = () => {};
  let lose = () => {};
  const lost = new Promise<void>((resolve) => {
    lose = resolve;
  });
  const hold = (options: LockOptions) =>
    new Promise<boolean>((resolve) => {
      const request = locks.request(NAME + name, options, (lock) => {
        resolve(lock !== null);
        if (!lock) return undefined;
        return new Promise<void>((done) => {
          release = done;
        });
      });
      // Stolen while it was held, or given up waiting: the first is a loss, the second has its answer already.
      request.catch(() => {
        lose();
        resolve(false);
      });
    });
  let held = await hold({ ifAvailable: true });
  if (!held && takeOver) {
    const other: TakeOver = { takeOver: name };
    channel.postMessage(other);
    held = (await hold({ signal: AbortSignal.timeout(PATIENCE) })) || (await hold({ steal: true }));
  }
  if (held) {
    channel.onmessage = ({ data }: MessageEvent<Partial<TakeOver>>) => {
      if (data.takeOver !== name) return;
      void letGo().finally(() => {
        release();
        lose();
      });
    };
  }
  return {
    held,
    lost: held ? lost : new Promise(() => {}),
    release() {
      channel.close();
      release();
    },
  };
}
