import { textFromBinary } from '../common/binary.ts';
import { type Context, reason } from '../common/context.ts';
import { Jump } from './jump.ts';
import type { Memory } from './memory.ts';
import { RecordReader } from './records.ts';
import { toNumber, toText } from './values.ts';

/** The operands, one after the other, or standard input: where records come from. */
export class MainInput {
  readonly #context: Context;
  readonly #memory: Memory;
  #main: RecordReader | undefined;
  #argument = 1;
  #usedFile = false;

  constructor(context: Context, memory: Memory) {
    this.#context = context;
    this.#memory = memory;
  }

  close(): void {
    this.#main?.close();
    this.#main = undefined;
  }

  /** The next record of the operands (or standard input), assignments among them done on the way. */
  async next(): Promise<string | undefined> {
    for (;;) {
      if (!this.#main) {
        const path = this.#nextOperand();
        if (path === undefined) return undefined;
        try {
          this.#main = RecordReader.open(this.#context, textFromBinary(path));
        } catch (error) {
          const shown = textFromBinary(path);
          this.#context.fail(
            this.#context.gnu ? `cannot open ${shown} (${reason(error)})` : `${shown}: ${reason(error)}`,
            this.#context.gnu ? 2 : 1,
          );
          throw new Jump('exit', this.#context.status);
        }
        this.#memory.set('FILENAME', path === '-' ? '' : path);
        this.#memory.set('FNR', 0);
      }
      const record = await this.#main.next(this.#memory.text('RS'));
      if (record !== undefined) {
        this.#memory.set('NR', toNumber(this.#memory.get('NR')) + 1);
        this.#memory.set('FNR', toNumber(this.#memory.get('FNR')) + 1);
        return record;
      }
      this.close();
    }
  }

  #nextOperand(): string | undefined {
    const args = this.#memory.array('ARGV');
    for (; this.#argument < toNumber(this.#memory.get('ARGC')); ) {
      const text = toText(args.get(String(this.#argument++)), '%.6g');
      if (text === '') continue;
      const assignment = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(text);
      if (assignment) {
        this.#memory.assignText(assignment[1]!, assignment[2]!);
        continue;
      }
      this.#usedFile = true;
      return text;
    }
    if (this.#usedFile) return undefined;
    this.#usedFile = true;
    return '-';
  }
}
