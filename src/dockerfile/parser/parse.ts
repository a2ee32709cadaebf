import { atLines, DockerfileError, type Range } from '../location.ts';
import { splitters } from './arguments.ts';
import { DirectiveReader } from './directives.ts';
import { type Heredoc, heredocsOfLine } from './heredoc.ts';
import type { InstructionNode, ParsedDockerfile } from './node.ts';
import { BLANKS, splitFlags } from './words.ts';

const HEREDOC_INSTRUCTIONS = new Set(['add', 'copy', 'run']);

/** Reads a Dockerfile into instructions, as BuildKit's frontend/dockerfile/parser does. */
export function parseDockerfile(text: string): ParsedDockerfile {
  return new Parser(text).parse();
}

class Parser {
  readonly #lines: string[];
  readonly #directives = new DirectiveReader();
  #escapeToken = '\\';
  #continuation = continuationOf('\\');
  #current = 0;

  constructor(text: string) {
    const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.#lines = body.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  }

  parse(): ParsedDockerfile {
    const nodes: InstructionNode[] = [];
    const warnings: { range: Range }[] = [];
    let comments: string[] = [];
    while (this.#current < this.#lines.length) {
      const raw = this.#lines[this.#current]!;
      if (isComment(raw)) {
        const comment = raw.trim().slice(1).trim();
        comments = comment === '' ? [] : [...comments, comment];
      }
      const processed = this.#process(raw, true);
      if (processed.directive) comments = comments.slice(0, -1);
      const start = ++this.#current;
      let { line, ended } = this.#trimContinuation(processed.line);
      if (ended && line === '') continue;
      let emptyContinuation = false;
      while (!ended && this.#current < this.#lines.length) {
        const next = this.#lines[this.#current++]!;
        const { line: content } = this.#process(next, false);
        if (isComment(next)) continue;
        if (content.trim() === '') {
          emptyContinuation = true;
          continue;
        }
        const piece = this.#trimContinuation(content);
        line += piece.line;
        ended = piece.ended;
      }
      if (emptyContinuation) warnings.push({ range: { start: this.#current, end: this.#current } });
      nodes.push(this.#instruction(line, start, comments));
      comments = [];
    }
    const first = nodes[0];
    if (!first) throw new DockerfileError('file with no instructions', [{ start: this.#current, end: this.#current }]);
    return {
      nodes,
      escape: this.#escapeToken,
      warnings,
      range: { start: first.range.start, end: nodes.at(-1)!.range.end },
    };
  }

  #instruction(line: string, start: number, comments: readonly string[]): InstructionNode {
    try {
      const node = splitInstruction(line, this.#escapeToken, comments);
      const heredocs = this.#heredocs(node, line);
      const range = { start, end: this.#current };
      const child = node.child && { ...node.child, range, heredocs };
      return { ...node, heredocs, range, ...(child && { child }) };
    } catch (error) {
      const plain = error instanceof DockerfileError ? error : new DockerfileError((error as Error).message);
      throw atLines(plain, [{ start, end: this.#current }]);
    }
  }

  #heredocs(node: InstructionNode, line: string): Heredoc[] {
    const inner = node.child ?? node;
    if (!line.includes('<<') || inner.json || !HEREDOC_INSTRUCTIONS.has(inner.keyword.toLowerCase())) return [];
    return heredocsOfLine(line).map((heredoc) => ({ ...heredoc, content: this.#heredocContent(heredoc) }));
  }

  #heredocContent(heredoc: Heredoc): string {
    let content = '';
    while (this.#current < this.#lines.length) {
      const line = this.#lines[this.#current++]!;
      const ending = line.replace(/[\r\n]+$/, '');
      if ((heredoc.chomp ? ending.replace(/^\t+/, '') : ending) === heredoc.name) return content;
      content += line;
    }
    throw new Error('unterminated heredoc');
  }

  #process(raw: string, trimLeft: boolean): { line: string; directive: boolean } {
    let line = raw.replace(/[\r\n]+$/, '');
    if (trimLeft) line = line.replace(/^\s+/u, '');
    let directive = false;
    try {
      const found = this.#directives.read(line);
      directive = found !== undefined;
      if (found?.name === 'escape') this.#setEscape(found.value);
    } catch (error) {
      throw new DockerfileError((error as Error).message, [{ start: this.#current, end: this.#current }]);
    }
    return { line: isComment(line) ? '' : line, directive };
  }

  #setEscape(value: string): void {
    if (value !== '`' && value !== '\\') throw new Error(`invalid escape token '${value}' does not match \` or \\`);
    this.#escapeToken = value;
    this.#continuation = continuationOf(value);
  }

  #trimContinuation(line: string): { line: string; ended: boolean } {
    if (!this.#continuation.test(line)) return { line, ended: true };
    return { line: line.replace(this.#continuation, '$1'), ended: false };
  }
}

/** The escape character at the end of a line, unless another one stands before it. */
function continuationOf(escapeToken: string): RegExp {
  return new RegExp(`([^\\${escapeToken}])\\${escapeToken}[ \\t]*$|^\\${escapeToken}[ \\t]*$`);
}

function isComment(line: string): boolean {
  return /^\s*#/u.test(line);
}

/** One logical line → keyword, flags, arguments. */
function splitInstruction(line: string, escapeToken: string, comments: readonly string[]): InstructionNode {
  const trimmed = line.trim();
  const blank = BLANKS.exec(trimmed);
  const keyword = blank ? trimmed.slice(0, blank.index) : trimmed;
  const after = blank ? trimmed.slice(blank.index + blank[0].length) : '';
  const { flags, rest } = splitFlags(after, escapeToken);
  const common = { keyword, flags, original: line, heredocs: [], comments, range: { start: 0, end: 0 } };
  const text = rest.trim();
  if (keyword.toLowerCase() === 'onbuild') {
    if (text === '') return { ...common, arguments: [], json: false };
    const child = splitInstruction(text, escapeToken, []);
    return { ...common, arguments: [child.keyword], json: false, child };
  }
  const splitter = splitters[keyword.toLowerCase()];
  return { ...common, ...(splitter ? splitter(text, escapeToken) : { arguments: [], json: false }) };
}
