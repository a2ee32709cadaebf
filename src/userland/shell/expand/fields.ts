import { quotePattern } from './pattern.ts';

export interface Field {
  readonly value: string;
  /** The same with quoted characters escaped, when pathname expansion may apply. */
  readonly pattern: string | undefined;
}

const SPECIAL = /[*?[(]/;

/** Collects the fields one word expands to, splitting what is not quoted at the characters of IFS. */
export class Fields {
  readonly done: Field[] = [];
  private value = '';
  private pattern = '';
  private magic = false;
  private present = false;
  private afterBlank = false;
  private readonly separators: string;

  constructor(separators: string) {
    this.separators = separators;
  }

  add(text: string, quoted: boolean): void {
    this.value += text;
    if (quoted) this.pattern += quotePattern(text);
    else {
      this.pattern += text;
      if (!this.magic && SPECIAL.test(text)) this.magic = true;
    }
    if (quoted || text !== '') {
      this.present = true;
      this.afterBlank = false;
    }
  }

  /** Field splitting (POSIX 2.6.5) of the result of an expansion. */
  split(text: string): void {
    const { separators } = this;
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const character = text[at]!;
      if (!separators.includes(character)) continue;
      if (at > from) this.add(text.slice(from, at), false);
      from = at + 1;
      if (character === ' ' || character === '\t' || character === '\n') {
        if (this.present) {
          this.finish();
          this.afterBlank = true;
        }
      } else if (this.present) this.finish();
      else if (this.afterBlank) this.afterBlank = false;
      else {
        this.present = true;
        this.finish();
      }
    }
    if (from < text.length) this.add(from === 0 ? text : text.slice(from), false);
  }

  /** Ends the current field, if there is one. */
  finish(): void {
    if (!this.present) return;
    this.done.push({ value: this.value, pattern: this.magic ? this.pattern : undefined });
    this.value = '';
    this.pattern = '';
    this.magic = false;
    this.present = false;
    this.afterBlank = false;
  }

  /** Between the positional parameters of "$@": the field ends even when it is empty. */
  separate(): void {
    this.present = true;
    this.finish();
  }
}
