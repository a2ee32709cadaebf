import type { Range } from '../location.ts';

/** A parser directive: `# escape=\``, `# syntax=…`, `# check=…`. */
export interface Directive {
  readonly name: 'syntax' | 'escape' | 'check';
  /** The whole value; only up to the first space counts for `syntax` and `check`. */
  readonly value: string;
  readonly range: Range;
}

const DIRECTIVE = /^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const NAMES = new Set(['syntax', 'escape', 'check']);

/** Reads directives line by line from the top of a file; stops for good at the first line that is none. */
export class DirectiveReader {
  readonly #prefix: string;
  readonly #seen = new Set<string>();
  #line: number;
  #done = false;

  constructor(prefix = '#', line = 0) {
    this.#prefix = prefix;
    this.#line = line;
  }

  get done(): boolean {
    return this.#done;
  }

  read(line: string): Directive | undefined {
    this.#line++;
    if (this.#done) return undefined;
    const match = line.startsWith(this.#prefix)
      ? DIRECTIVE.exec(line.slice(this.#prefix.length).replace(/^\s+/u, ''))
      : null;
    const name = match?.[1]?.toLowerCase();
    if (!match || !name || !NAMES.has(name)) {
      this.#done = true;
      return undefined;
    }
    if (this.#seen.has(name)) throw new Error(`only one ${name} parser directive can be used`);
    this.#seen.add(name);
    return { name: name as Directive['name'], value: match[2]!, range: { start: this.#line, end: this.#line } };
  }
}

export interface FoundDirective {
  /** Up to the first space. */
  readonly value: string;
  readonly commandLine: string;
  readonly range: Range;
}

/** The `# name=…` directive of a Dockerfile, when it has one. */
export function findDirective(name: string, text: string): FoundDirective | undefined {
  const { body, line } = withoutShebang(withoutMark(text));
  return search(name, body, new DirectiveReader('#', line));
}

/** The frontend a file asks for: `# syntax=`, `// syntax=` or a JSON object's `"syntax"`. */
export function detectSyntax(text: string): FoundDirective | undefined {
  const { body, line } = withoutShebang(withoutMark(text));
  return (
    search('syntax', body, new DirectiveReader('#', line)) ??
    search('syntax', body, new DirectiveReader('//', line)) ??
    fromJson(body, line)
  );
}

function search(name: string, text: string, reader: DirectiveReader): FoundDirective | undefined {
  for (const line of text.split('\n')) {
    if (reader.done) return undefined;
    try {
      const found = reader.read(line.replace(/\r$/, ''));
      if (found?.name === name) {
        return { value: found.value.split(' ', 1)[0]!, commandLine: found.value, range: found.range };
      }
    } catch {
      return undefined;
    }
  }
  return undefined;
}

function fromJson(text: string, line: number): FoundDirective | undefined {
  try {
    const value: unknown = (JSON.parse(text) as Record<string, unknown> | null)?.syntax;
    return typeof value === 'string' ? { value, commandLine: value, range: { start: line, end: line } } : undefined;
  } catch {
    return undefined;
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function withoutShebang(text: string): { body: string; line: number } {
  if (!text.startsWith('#!')) return { body: text, line: 0 };
  const end = text.indexOf('\n');
  return { body: end < 0 ? '' : text.slice(end + 1), line: 1 };
}
