import { Fields } from './fields.ts';

/** Where the parts of a word go: into fields, or one string in which quoting may be marked. */
export interface Sink {
  add(text: string, quoted: boolean): void;
  /** The result of an unquoted expansion. */
  split(text: string): void;
  /** Between elements of `$@`. */
  next(quoted: boolean): void;
  readonly fields: boolean;
}

export class FieldSink implements Sink {
  readonly fields = true;
  readonly into: Fields;
  constructor(separators: string) {
    this.into = new Fields(separators);
  }
  add(text: string, quoted: boolean): void {
    this.into.add(text, quoted);
  }
  split(text: string): void {
    this.into.split(text);
  }
  next(quoted: boolean): void {
    if (quoted) this.into.separate();
    else this.into.finish();
  }
}

export class TextSink implements Sink {
  readonly fields = false;
  text = '';
  private readonly between: string;
  constructor(between: string) {
    this.between = between;
  }
  add(text: string): void {
    this.text += text;
  }
  split(text: string): void {
    this.text += text;
  }
  next(): void {
    this.text += this.between;
  }
}

/** Text in which quoting has become backslashes, as `quote` puts them: for a pattern or a regular expression. */
export class PatternSink implements Sink {
  readonly fields = false;
  text = '';
  private readonly quote: (text: string) => string;
  constructor(quote: (text: string) => string) {
    this.quote = quote;
  }
  add(text: string, quoted: boolean): void {
    this.text += quoted ? this.quote(text) : text;
  }
  split(text: string): void {
    this.text += text;
  }
  next(): void {
    this.text += ' ';
  }
}
