import { Fields } from './fields.ts';
import { quotePattern } from './pattern.ts';

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

export class PatternSink implements Sink {
  readonly fields = false;
  text = '';
  add(text: string, quoted: boolean): void {
    this.text += quoted ? quotePattern(text) : text;
  }
  split(text: string): void {
    this.text += text;
  }
  next(): void {
    this.text += ' ';
  }
}
