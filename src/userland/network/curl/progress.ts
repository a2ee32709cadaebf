import type { Context } from '../../commands/common/context.ts';

const HEADER =
  '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
  '                                 Dload  Upload   Total   Spent    Left  Speed\n';
const KIB = 1024;

/** The meter curl shows on standard error while it fetches. */
export class ProgressMeter {
  readonly #context: Context;
  readonly #start: number;
  #headed = false;

  constructor(context: Context) {
    this.#context = context;
    this.#start = context.sys.now();
  }

  begin(): void {
    if (!this.#headed) this.#context.out.text(HEADER, 2);
    else this.#context.out.text('\n', 2);
    this.#headed = true;
    this.#row(0, 0, undefined, 0);
  }

  /** The last state, with the line ended. */
  end(received: number, expected: number | undefined, sent: number): void {
    this.#row(received, sent, expected, this.#context.sys.now() - this.#start);
    this.#context.out.text('\n', 2);
  }

  #row(received: number, sent: number, expected: number | undefined, ms: number): void {
    const total = (expected ?? received) + sent;
    const speed = (bytes: number) => (ms > 0 ? Math.round((bytes * 1000) / ms) : bytes === 0 ? 0 : bytes * 1000);
    const percent = (part: number, whole: number) =>
      String(whole > 0 ? Math.floor((part * 100) / whole) : 0).padStart(3);
    const seconds = Math.floor(ms / 1000);
    const spent = seconds === 0 ? '--:--:--' : clock(seconds);
    this.#context.out.text(
      `\r${percent(received + sent, total)} ${short(total)}  ${percent(received, expected ?? received)} ${short(received)}` +
        `  ${percent(sent, sent)} ${short(sent)}  ${short(speed(received))}  ${short(speed(sent))}` +
        ` --:--:-- ${spent} --:--:-- ${short(speed(received + sent))}`,
      2,
    );
  }
}

function clock(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A count in five columns, as curl's max5data. */
function short(bytes: number): string {
  if (bytes < 100_000) return String(bytes).padStart(5);
  if (bytes < 10_000 * KIB) return `${String(Math.floor(bytes / KIB)).padStart(4)}k`;
  if (bytes < 100 * KIB ** 2) {
    const tenths = Math.floor((bytes % KIB ** 2) / (KIB ** 2 / 10));
    return `${String(Math.floor(bytes / KIB ** 2)).padStart(2)}.${tenths}M`;
  }
  if (bytes < 10_000 * KIB ** 2) return `${String(Math.floor(bytes / KIB ** 2)).padStart(4)}M`;
  return `${String(Math.floor(bytes / KIB ** 3)).padStart(4)}G`;
}
