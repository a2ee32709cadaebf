import type { Boxed, GoType, Runtime } from './guest.ts';

/** Panics, deferred calls, and the end of a program that nobody saved. */
export function panicsPart(G: Runtime): void {
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

  const say = (text: string) => G.process.stderr.write(text);
  G.die = (text: string): never => {
    say(text);
    return G.process.exit(2);
  };
  G.crash = (thrown: unknown): never => {
    if (thrown instanceof Error && thrown.message.startsWith('drydock:')) return G.die(`${thrown.message}\n`);
    if (thrown instanceof Error && /stack overflow|call stack/.test(thrown.message))
      return G.die(
        'runtime: goroutine stack exceeds 1000000000-byte limit\nfatal error: stack overflow\n\ngoroutine 1 [running]:\n',
      );
    const panic = panicOf(thrown);
    if (!panic) throw thrown;
    const { value } = panic;
    const isNil = value?.t === errorType && value.v === NIL;
    const signal = isNil ? '\n[signal SIGSEGV: segmentation violation]' : '';
    return G.die(`panic: ${panicText(value)}${signal}\n\ngoroutine 1 [running]:\nmain.main()\n`);
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
  Object.assign(G, {
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
}
