import type { Emitter, ModuleFactory } from './globals.ts';

/** node:readline */
export const readline: ModuleFactory = (_host, builtin) => {
  const EventEmitter = builtin('events') as unknown as new () => Emitter;
  class Interface extends EventEmitter {
    #output: { write(text: string): void } | undefined;
    #questions: ((answer: string) => void)[] = [];
    #prompt = '> ';
    #closed = false;
    constructor(options: {
      input: Emitter & { setEncoding(name: string): void };
      output?: { write(text: string): void };
    }) {
      super();
      this.#output = options.output;
      let rest = '';
      options.input.setEncoding('utf8');
      options.input.on('data', (text) => {
        const lines = (rest + String(text)).split('\n');
        rest = lines.pop()!;
        for (const line of lines) this.#line(line.replace(/\r$/, ''));
      });
      options.input.on('end', () => {
        if (rest !== '') this.#line(rest);
        this.close();
      });
    }
    #line(text: string): void {
      const question = this.#questions.shift();
      if (question) question(text);
      else this.emit('line', text);
    }
    question(text: string, given?: unknown, done?: unknown): unknown {
      this.#output?.write(text);
      this.#questions.push((typeof given === 'function' ? given : done) as (answer: string) => void);
      return undefined;
    }
    setPrompt(text: string): void {
      this.#prompt = text;
    }
    prompt(): void {
      this.#output?.write(this.#prompt);
    }
    close(): void {
      if (this.#closed) return;
      this.#closed = true;
      this.emit('close');
    }
    async *[Symbol.asyncIterator]() {
      const lines: string[] = [];
      let wake: (() => void) | undefined;
      this.on('line', (text) => {
        lines.push(String(text));
        wake?.();
      });
      this.on('close', () => wake?.());
      for (;;) {
        while (lines.length > 0) yield lines.shift();
        if (this.#closed) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  class PromiseInterface extends Interface {
    override question(text: string): Promise<string> {
      return new Promise((resolve) => super.question(text, resolve));
    }
  }
  return {
    promises: {
      createInterface: (options: ConstructorParameters<typeof Interface>[0]) => new PromiseInterface(options),
      Interface: PromiseInterface,
    },
    createInterface: (options: ConstructorParameters<typeof Interface>[0]) => new Interface(options),
    Interface,
  };
};
