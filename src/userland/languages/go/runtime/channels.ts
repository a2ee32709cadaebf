import type { Runtime } from './guest.ts';

/** Channels and select. */
export function channelsPart(G: Runtime): void {
  interface Waiter {
    readonly wake: (value: { at: number; got: [unknown, boolean] }) => void;
    readonly at: number;
    readonly value: unknown;
    /** Shared by the cases of a select: only one of them happens. */
    readonly turn: { isOver: boolean };
  }
  class Channel {
    readonly queue: unknown[] = [];
    readonly room: number;
    readonly zero: () => unknown;
    isClosed = false;
    receivers: Waiter[] = [];
    senders: Waiter[] = [];
    constructor(room: number, zero: () => unknown) {
      this.room = room;
      this.zero = zero;
    }
  }
  const next = (waiters: Waiter[]): Waiter | undefined => {
    for (let waiter = waiters.shift(); waiter; waiter = waiters.shift()) if (!waiter.turn.isOver) return waiter;
    return undefined;
  };
  const finish = (waiter: Waiter, got: [unknown, boolean]) => {
    waiter.turn.isOver = true;
    waiter.wake({ at: waiter.at, got });
  };
  /** Receives at once, if that is possible. */
  const take = (channel: Channel): [unknown, boolean] | undefined => {
    if (channel.queue.length > 0) {
      const value = channel.queue.shift();
      const sender = next(channel.senders);
      if (sender) {
        channel.queue.push(sender.value);
        finish(sender, [undefined, true]);
      }
      return [value, true];
    }
    const sender = next(channel.senders);
    if (sender) {
      finish(sender, [undefined, true]);
      return [sender.value, true];
    }
    return channel.isClosed ? [channel.zero(), false] : undefined;
  };
  /** Sends at once, if that is possible. */
  const give = (channel: Channel, value: unknown): boolean => {
    if (channel.isClosed) G.fail('send on closed channel');
    const receiver = next(channel.receivers);
    if (receiver) {
      finish(receiver, [value, true]);
      return true;
    }
    if (channel.queue.length >= channel.room) return false;
    channel.queue.push(value);
    return true;
  };
  const forever = () => G.park<never>(() => {});
  const waitFor = (register: (wake: Waiter['wake'], turn: Waiter['turn']) => void) =>
    G.park<{ at: number; got: [unknown, boolean] }>((wake) => register(wake, { isOver: false }));
  const sent = ([, ok]: [unknown, boolean]) => {
    if (!ok) G.fail('send on closed channel');
  };
  Object.assign(G, {
    Channel,
    receive(channel: Channel | null) {
      if (channel === null) return forever();
      return (
        take(channel) ??
        waitFor((wake, turn) => channel.receivers.push({ wake, at: 0, value: undefined, turn })).then(({ got }) => got)
      );
    },
    send(channel: Channel | null, value: unknown) {
      if (channel === null) return forever();
      if (give(channel, value)) return undefined;
      return waitFor((wake, turn) => channel.senders.push({ wake, at: 0, value, turn })).then(({ got }) => sent(got));
    },
    close(channel: Channel | null) {
      if (channel === null) G.fail('close of nil channel');
      if (channel!.isClosed) G.fail('close of closed channel');
      channel!.isClosed = true;
      for (let waiter = next(channel!.receivers); waiter; waiter = next(channel!.receivers))
        finish(waiter, [channel!.zero(), false]);
      for (let waiter = next(channel!.senders); waiter; waiter = next(channel!.senders))
        finish(waiter, [undefined, false]);
    },
    async select(cases: readonly ([Channel | null] | [Channel | null, unknown])[], hasDefault: boolean) {
      const order = cases.map((_, at) => at).sort(() => Math.random() - 0.5);
      for (const at of order) {
        const [channel, value] = cases[at]!;
        if (channel === null) continue;
        if (cases[at]!.length === 1) {
          const got = take(channel);
          if (got) return { at, got };
        } else if (give(channel, value)) return { at, got: [undefined, true] };
      }
      if (hasDefault) {
        await G.breathe();
        return { at: -1, got: [undefined, false] };
      }
      const chosen = await waitFor((wake, turn) => {
        for (const [at, [channel, value]] of cases.entries()) {
          if (channel === null) continue;
          (cases[at]!.length === 1 ? channel.receivers : channel.senders).push({ wake, at, value, turn });
        }
      });
      if (cases[chosen.at]!.length === 2) sent(chosen.got);
      return chosen;
    },
  });
}
