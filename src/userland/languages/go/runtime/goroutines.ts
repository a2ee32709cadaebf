import type { Boxed, GoType, Runtime } from './guest.ts';

/** Panics and deferred calls, goroutines and channels. */
export function goroutinesPart(G: Runtime): void {
  class Panic extends Error {
    readonly value: Boxed | null;
    constructor(value: Boxed | null) {
      super('panic');
      this.value = value;
    }
  }
  const errorType: GoType = {
    name: 'runtime.errorString',
    kind: 'string',
    isNamed: true,
    keys: ['Error func()(string)', 'RuntimeError func()()'],
    methods: { Error: (text: string) => text, RuntimeError: () => undefined },
    zero: () => '',
  };
  const NIL = 'runtime error: invalid memory address or nil pointer dereference';
  const runtimeError = (text: string) => new Panic(G.box(errorType, text));
  G.fail = (text) => {
    throw runtimeError(text);
  };
  G.refuse = (what) => {
    throw new Error(`drydock: not simulated: ${what}`);
  };
  /** What JavaScript throws where Go panics, as a panic; anything else is no panic. */
  const panicOf = (thrown: unknown): Panic | undefined => {
    if (thrown instanceof Panic) return thrown;
    return thrown instanceof TypeError && /of (null|undefined)\b/.test(thrown.message) ? runtimeError(NIL) : undefined;
  };

  // --- deferred calls
  let unwinding: Frame | undefined;
  class Frame {
    readonly #calls: (() => unknown)[] = [];
    panic: Panic | undefined;
    isRecovered = false;
    defer(call: () => unknown) {
      this.#calls.push(call);
    }
    fail(thrown: unknown) {
      const panic = panicOf(thrown);
      if (!panic) throw thrown;
      this.panic = panic;
      this.isRecovered = false;
    }
    #start(call: () => unknown): unknown {
      const outer = unwinding;
      unwinding = this;
      try {
        return call();
      } finally {
        unwinding = outer;
      }
    }
    unwind() {
      for (let call = this.#calls.pop(); call; call = this.#calls.pop()) {
        try {
          this.#start(call);
        } catch (thrown) {
          this.fail(thrown);
        }
      }
      if (this.panic) throw this.panic;
    }
    async unwindLater() {
      for (let call = this.#calls.pop(); call; call = this.#calls.pop()) {
        try {
          await this.#start(call);
        } catch (thrown) {
          this.fail(thrown);
        }
      }
      if (this.panic) throw this.panic;
    }
  }

  // --- goroutines
  let running = 1;
  let expected = 0;
  const say = (text: string) => G.process.stderr.write(text);
  const die = (text: string): never => {
    say(text);
    return G.process.exit(2);
  };
  const stuck = () => {
    if (running === 0 && expected === 0)
      die('fatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 [chan receive]:\nmain.main()\n');
  };
  const crash = (thrown: unknown): never => {
    if (thrown instanceof Error && thrown.message.startsWith('drydock:')) return die(`${thrown.message}\n`);
    if (thrown instanceof Error && /stack overflow|call stack/.test(thrown.message))
      return die(
        'runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\ngoroutine 1 [running]:\n',
      );
    const panic = panicOf(thrown);
    if (!panic) throw thrown;
    const { value } = panic;
    const isNil = value?.t === errorType && value.v === NIL;
    const signal = isNil ? '\n[signal SIGSEGV: segmentation violation]' : '';
    return die(`panic: ${panicText(value)}${signal}\n\ngoroutine 1 [running]:\nmain.main()\n`);
  };
  const panicText = (value: Boxed | null): string => {
    if (value === null) return 'nil';
    const own = value.t.methods.Error ?? value.t.methods.String;
    if (own) return String((own as (v: unknown) => unknown)(value.v));
    const plain = /^(u?int|float|string|bool)/.test(value.t.kind);
    if (!plain) return `(${value.t.name}) 0xc000012120`;
    const text = value.t.kind === 'string' ? String(value.v) : G.format('v', value);
    if (!value.t.isNamed) return value.t.kind === 'string' ? text : `${text}`;
    return `${value.t.name}(${value.t.kind === 'string' ? `"${text}"` : text})`;
  };
  /** Waits until somebody calls what `register` is given. */
  const park = <T>(register: (wake: (value: T) => void) => void): Promise<T> =>
    new Promise((resolve) => {
      register((value) => {
        running++;
        resolve(value);
      });
      running--;
      stuck();
    });
  G.outside = (start) => {
    expected++;
    return park((wake) =>
      start((value) => {
        expected--;
        wake(value);
      }),
    );
  };
  G.expect = () => {
    expected++;
    return () => {
      expected--;
    };
  };
  G.go = (run) => {
    running++;
    Promise.resolve()
      .then(run)
      .then(() => {
        running--;
        stuck();
      }, crash);
  };

  // --- channels
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
  const forever = () => park<never>(() => {});
  const waitFor = (register: (wake: Waiter['wake'], turn: Waiter['turn']) => void) =>
    park<{ at: number; got: [unknown, boolean] }>((wake) => register(wake, { isOver: false }));
  const sent = ([, ok]: [unknown, boolean]) => {
    if (!ok) G.fail('send on closed channel');
  };
  let breathed = Date.now();
  /** Lets time pass: a loop that asks again and again would let nothing else happen. */
  const breathe = () => {
    if (Date.now() - breathed < 10) return undefined;
    return G.outside<void>((done) => {
      G.setTimeout(() => {
        breathed = Date.now();
        done();
      }, 0);
    });
  };

  Object.assign(G, {
    Panic,
    panicOf,
    crash,
    Channel,
    park,
    frame: () => new Frame(),
    unwinding: () => unwinding,
    recover(frame: Frame | undefined) {
      const panic = frame?.panic;
      if (!frame || !panic) return null;
      frame.panic = undefined;
      return panic.value;
    },
    panic(value: Boxed | null) {
      throw value === null
        ? runtimeError('panic called with nil argument (use GODEBUG=panicnil=1 to disable)')
        : new Panic(value);
    },
    print: (...values: Boxed[]) => say(values.map((each) => plainText(each)).join('')),
    println: (...values: Boxed[]) => say(`${values.map((each) => plainText(each)).join(' ')}\n`),
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
        await breathe();
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
    async run(main: () => Promise<void>) {
      try {
        await main();
      } catch (thrown) {
        crash(thrown);
      }
      G.process.exit(0);
    },
  });
  const plainText = (value: Boxed | null) =>
    value === null
      ? 'nil'
      : value.t.kind === 'string'
        ? String(value.v)
        : /^float/.test(value.t.kind)
          ? scientific(value.v as number)
          : G.format('v', value);
  /** print writes floats as +1.500000e+000. */
  const scientific = (value: number) => {
    const [digits, power = '+0'] = Math.abs(value).toExponential(6).split('e');
    return `${value < 0 ? '-' : '+'}${digits}e${power[0]}${power.slice(1).padStart(3, '0')}`;
  };
  Object.assign(G.natives, {
    'runtime.NumGoroutine': () => running,
    'runtime.Gosched': () => breathe(),
    'time.wait': (ns: bigint | number) =>
      G.outside<void>((done) => {
        G.setTimeout(done, Math.max(0, Number(ns) / 1e6));
      }),
    'sync.Mutex.Lock': (lock: Lock) =>
      lock.isLocked ? park<void>((wake) => waitersOf(lock).push(() => wake())) : void (lock.isLocked = true),
    'sync.Mutex.TryLock': (lock: Lock) => !lock.isLocked && (lock.isLocked = true),
    'sync.Mutex.Unlock'(lock: Lock) {
      if (!lock.isLocked) die('fatal error: sync: unlock of unlocked mutex\n');
      const waiter = waitersOf(lock).shift();
      if (waiter) waiter();
      else lock.isLocked = false;
    },
    'sync.parkOn': (of: object) => park<void>((wake) => waitersOf(of).push(() => wake())),
    'sync.wakeAll': (of: object) => {
      for (const wake of waitersOf(of).splice(0)) wake();
    },
    'sync.wakeOne': (of: object) => waitersOf(of).shift()?.(),
  });
  interface Lock {
    isLocked: boolean;
  }
  const waiting = new WeakMap<object, (() => void)[]>();
  const waitersOf = (of: object) => {
    const known = waiting.get(of) ?? [];
    waiting.set(of, known);
    return known;
  };
}
