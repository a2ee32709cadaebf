import type { Dialect } from '../dialect.ts';
import { Incomplete, SyntaxFailure } from './failure.ts';

/** Looked up as each command is read. */
export type Aliases = Pick<ReadonlyMap<string, string>, 'get'>;

export interface Token {
  /** `word`, `newline`, `eof`, `redirection`, a reserved word or an operator. */
  readonly kind: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly quoted: boolean;
}

interface Wanted {
  /** Skip newlines (with their here-documents) first. */
  newlines?: boolean;
  keywords?: boolean;
  aliases?: boolean;
}

const POSIX_WORDS = '! { } case do done elif else esac fi for if in then until while'.split(' ');
const KEYWORDS = {
  dash: new Set(POSIX_WORDS),
  busybox: new Set([...POSIX_WORDS, 'function']),
  bash: new Set([...POSIX_WORDS, 'function', 'select', 'time', 'coproc', '[[']),
};
/** Words the bash grammar reserves and this flavour does not: hidden from the tree builder by a backslash. */
const HIDDEN = {
  dash: new Set(['function', 'select', 'time', 'coproc', '[[']),
  busybox: new Set(['select', 'time', 'coproc', '[[']),
  bash: new Set<string>(),
};
const OPERATORS = ['&&', '||', ';;', '|', '&', ';', '(', ')'];
const BASH_OPERATORS = ['&&', '||', ';;&', ';;', ';&', '|&', '|', '&', ';', '(', ')'];
const REDIRECTIONS = ['<<-', '<<', '<&', '<>', '<', '>>', '>&', '>|', '>'];
const BASH_REDIRECTIONS = ['<<<', '<<-', '<<', '<&', '<>', '<', '>>', '>&', '>|', '>'];

/** Cuts the source into tokens, replaces aliases, skips here-documents, and notes small edits for the tree builder. */
export class Lexer {
  source: string;
  pos = 0;
  line: number;
  /** Whether the alias last replaced ended in a blank, so that the next word is looked up too. */
  aliasContinues = false;
  private readonly dialect: Dialect;
  private readonly aliases: Aliases;
  private readonly substitution: (lexer: Lexer) => void;
  private pushed: Token | undefined;
  private edits: { at: number; remove: number; insert: string }[] = [];
  private pending: { delimiter: string; strip: boolean }[] = [];
  /** Aliases whose replacement is still being read: not replaced again inside themselves. */
  private active: { name: string; end: number; continues: boolean }[] = [];

  constructor(source: string, dialect: Dialect, aliases: Aliases, line: number, substitution: (lexer: Lexer) => void) {
    this.source = source;
    this.dialect = dialect;
    this.aliases = aliases;
    this.line = line;
    this.substitution = substitution;
  }

  /** Reading the word after `<<`, in which dash and busybox expand nothing. */
  private delimiter = false;

  /** The word after `<<`. */
  delimiterWord(): Token {
    this.delimiter = !this.dialect.bash;
    const token = this.token();
    this.delimiter = false;
    return token;
  }

  get atEnd(): boolean {
    return this.pos >= this.source.length;
  }

  begin(): void {
    if (this.pushed && this.pushed.kind !== 'eof') this.pos = this.pushed.start;
    this.pushed = undefined;
    this.edits = [];
    this.aliasContinues = false;
  }

  /** The text from `start` to here with the edits made. */
  accepted(start: number): string {
    let text = '';
    let from = start;
    for (const edit of this.edits.sort((left, right) => left.at - right.at)) {
      text += this.source.slice(from, edit.at) + edit.insert;
      from = edit.at + edit.remove;
    }
    return text + this.source.slice(from, this.pos);
  }

  sourceLine(at: number): string {
    const from = this.source.lastIndexOf('\n', at - 1) + 1;
    const to = this.source.indexOf('\n', from);
    return this.source.slice(from, to < 0 ? undefined : to);
  }

  unread(token: Token): void {
    this.pushed = token;
  }

  replace(token: Token, text: string): void {
    this.edits.push({ at: token.start, remove: token.end - token.start, insert: text });
  }

  token(wanted: Wanted = {}): Token {
    for (;;) {
      const token = this.pushed ?? this.read();
      this.pushed = undefined;
      if (token.kind === 'newline' && wanted.newlines) {
        this.hereDocuments();
        continue;
      }
      if (token.kind !== 'word' || token.quoted) {
        if (token.kind !== 'word') this.aliasContinues = false;
        return token;
      }
      if (wanted.keywords) {
        if (KEYWORDS[this.dialect.flavour].has(token.text)) return { ...token, kind: token.text };
      }
      if ((wanted.aliases || this.aliasContinues) && this.replaceAlias(token)) continue;
      // The tree builder looks for the end of a substitution by its words `case` and `esac`, wherever they stand.
      if (this.depth > 0 && !wanted.keywords && (token.text === 'case' || token.text === 'esac'))
        this.hide(token.start);
      if (wanted.keywords && HIDDEN[this.dialect.flavour].has(token.text)) this.hide(token.start);
      else if (wanted.aliases && !this.dialect.bash && /^[A-Za-z_]\w*(\[|\+=)/.test(token.text))
        this.hideAssignment(token);
      return token;
    }
  }

  private hide(at: number): void {
    if (!this.edits.some((edit) => edit.at === at)) this.edits.push({ at, remove: 0, insert: '\\' });
  }

  private hideAssignment(token: Token): void {
    this.hide(token.start + token.text.search(/[[+]/));
  }

  private replaceAlias(token: Token): boolean {
    this.active = this.active.filter((alias) => token.start < alias.end);
    this.aliasContinues = false;
    const value = this.aliases.get(token.text);
    if (value === undefined || this.active.some((alias) => alias.name === token.text)) return false;
    const grown = value.length - (token.end - token.start);
    for (const alias of this.active) alias.end += grown;
    // A blank keeps the next token apart, as the end of an alias does.
    const follows = this.source[token.end];
    const glue = follows !== undefined && !/[\s;&|()<>]/.test(follows) ? ' ' : '';
    this.source = this.source.slice(0, token.start) + value + glue + this.source.slice(token.end);
    this.pos = token.start;
    this.line = token.line;
    this.active.push({ name: token.text, end: token.start + value.length, continues: /[ \t]$/.test(value) });
    this.continueAt = /[ \t]$/.test(value) ? token.start + value.length : -1;
    return true;
  }
  private continueAt = -1;

  private skipBlanks(): void {
    for (;;) {
      const character = this.source[this.pos];
      if (character === ' ' || character === '\t') this.pos++;
      else if (character === '\\' && this.source[this.pos + 1] === '\n') {
        this.pos += 2;
        this.line++;
      } else if (character === '#') {
        while (this.pos < this.source.length && this.source[this.pos] !== '\n') this.pos++;
      } else return;
    }
  }

  private read(): Token {
    const before = this.pos;
    this.skipBlanks();
    if (this.continueAt >= 0 && before <= this.continueAt && this.pos >= this.continueAt) {
      this.aliasContinues = true;
      this.continueAt = -1;
    }
    const { source, line } = this;
    const start = this.pos;
    const make = (kind: string, end: number, quoted = false): Token => {
      this.pos = end;
      return { kind, text: source.slice(start, end), start, end, line, quoted };
    };
    if (start >= source.length) return make('eof', start);
    const first = source[start]!;
    if (first === '\n') {
      this.line++;
      return make('newline', start + 1);
    }
    if (this.dialect.bash && (first === '<' || first === '>') && source[start + 1] === '(')
      return this.word(start, line);
    if (this.dialect.extended && first === '&' && source[start + 1] === '>') {
      return make('redirection', start + (source[start + 2] === '>' && this.dialect.bash ? 3 : 2));
    }
    if (first === '&' && source[start + 1] === '>') this.edits.push({ at: start + 1, remove: 0, insert: ' ' });
    const redirections = this.dialect.bash ? BASH_REDIRECTIONS : REDIRECTIONS;
    if (first === '<' || first === '>') {
      const operator = redirections.find((text) => source.startsWith(text, start))!;
      return make('redirection', start + operator.length);
    }
    if (first >= '0' && first <= '9') {
      const digits = this.dialect.extended ? /\d+(?=[<>])/y : /\d(?=[<>])/y;
      digits.lastIndex = start;
      const number = digits.exec(source);
      if (number) {
        const at = start + number[0].length;
        const operator = redirections.find((text) => source.startsWith(text, at))!;
        this.pos = at + operator.length;
        return { kind: 'redirection', text: operator, start, end: this.pos, line, quoted: false };
      }
    }
    if (this.dialect.bash && first === '{') {
      const variable = /\{[A-Za-z_]\w*\}(<<<|<<-|<<|<&|<>|<|>>|>&|>\||>)/y;
      variable.lastIndex = start;
      const match = variable.exec(source);
      if (match) {
        this.pos = start + match[0].length;
        return { kind: 'redirection', text: match[1]!, start, end: this.pos, line, quoted: false };
      }
    }
    const operator = (this.dialect.bash ? BASH_OPERATORS : OPERATORS).find((text) => source.startsWith(text, start));
    if (operator) return make(operator, start + operator.length);
    return this.word(start, line);
  }

  private word(start: number, line: number): Token {
    let quoted = false;
    for (;;) {
      const character = this.source[this.pos];
      if (character === undefined) break;
      if (character === '\\') {
        quoted = true;
        this.skipEscape();
      } else if (character === "'" || character === '"') {
        quoted = true;
        if (character === "'") this.singleQuoted();
        else this.doubleQuoted();
      } else if (character === '$') this.dollar(false);
      else if (character === '`') this.backquoted();
      else if (' \t\n;&|'.includes(character)) break;
      else if (character === '(') {
        const before = this.source.slice(start, this.pos);
        if (!this.dialect.bash || !this.bashParenthesis(before)) break;
      } else if (character === ')') break;
      else if (character === '<' || character === '>') {
        if (!this.dialect.bash || this.source[this.pos + 1] !== '(') break;
        this.pos += 2;
        this.nested();
      } else {
        if (
          character === '{' &&
          !this.dialect.bash &&
          /^\{[^}\n]*(,|\.\.)/.test(this.source.slice(this.pos, this.pos + 200))
        ) {
          if (this.pos > start || !/[\s;&|()<>]/.test(this.source[this.pos + 1] ?? ' ')) this.hide(this.pos);
        }
        this.pos++;
      }
    }
    const text = this.source.slice(start, this.pos);
    // dash takes one digit only before a redirection; more of them are a word.
    if (!this.dialect.extended && /^\d\d+$/.test(text) && /[<>]/.test(this.source[this.pos] ?? '')) {
      this.edits.push({ at: this.pos, remove: 0, insert: ' ' });
    }
    return { kind: 'word', text, start, end: this.pos, line, quoted };
  }

  /** Array values and extended globs: a parenthesis inside a bash word. */
  private bashParenthesis(before: string): boolean {
    if (/^[A-Za-z_]\w*(\[[^\]]*\])?\+?=$/.test(before)) {
      this.pos++;
      for (;;) {
        const token = this.read();
        if (token.kind === ')') return true;
        if (token.kind === 'eof') throw new Incomplete(this.failure(')'));
        if (token.kind !== 'word' && token.kind !== 'newline') {
          throw new SyntaxFailure(
            token.line,
            { kind: 'unexpected', token: { name: token.text, quoted: true }, text: token.text },
            this.sourceLine(token.start),
          );
        }
      }
    }
    if (/[?*+@!]$/.test(before)) {
      this.pos++;
      this.balanced('(', ')');
      return true;
    }
    return false;
  }

  private skipEscape(): void {
    if (this.source[this.pos + 1] === '\n') this.joinLines(this.pos);
    else this.pos = Math.min(this.pos + 2, this.source.length);
  }

  /** A backslash before a newline inside a word was never there (POSIX 2.2.1): not even between `$` and a name. */
  private joinLines(at: number): void {
    this.source = this.source.slice(0, at) + this.source.slice(at + 2);
    for (const alias of this.active) alias.end -= 2;
    this.line++;
  }

  private failure(looking: string): SyntaxFailure {
    const messages: Record<string, string> = {
      "'": 'quote',
      '"': 'quote',
      '`': 'backquote',
      '}': 'brace',
      '))': 'arithmetic',
    };
    return new SyntaxFailure(
      this.line,
      looking === ')'
        ? {
            kind: 'unexpected',
            token: { name: 'end of file', quoted: false },
            text: 'end of file',
            expecting: { name: ')', quoted: true },
          }
        : { kind: 'message', message: messages[looking] ?? looking, looking },
    );
  }

  private advanceLines(from: number): void {
    for (let at = this.source.indexOf('\n', from); at >= 0 && at < this.pos; at = this.source.indexOf('\n', at + 1)) {
      this.line++;
    }
  }

  private singleQuoted(): void {
    const from = this.pos;
    const end = this.source.indexOf("'", from + 1);
    if (end < 0) throw new Incomplete(this.failure("'"));
    this.pos = end + 1;
    this.advanceLines(from);
  }

  private doubleQuoted(): void {
    this.pos++;
    for (;;) {
      const character = this.source[this.pos];
      if (character === undefined) throw new Incomplete(this.failure('"'));
      if (character === '"') {
        this.pos++;
        return;
      }
      if (character === '\\') this.skipEscape();
      else if (character === '$') this.dollar(true);
      else if (character === '`') this.backquoted();
      else {
        if (character === '\n') this.line++;
        this.pos++;
      }
    }
  }

  private backquoted(): void {
    const from = this.pos++;
    for (;;) {
      const character = this.source[this.pos];
      if (character === undefined) throw new Incomplete(this.failure('`'));
      this.pos += character === '\\' ? 2 : 1;
      if (character === '`') break;
    }
    this.advanceLines(from);
  }

  private dollar(quoted: boolean): void {
    while (this.source.startsWith('\\\n', this.pos + 1)) this.joinLines(this.pos + 1);
    const next = this.source[this.pos + 1];
    if (this.delimiter) {
      this.pos++;
      return;
    }
    if (next === '(') {
      if (this.source[this.pos + 2] === '(' && this.arithmetic()) return;
      this.pos += 2;
      this.nested();
      return;
    }
    if (next === '{') {
      this.pos += 2;
      this.braced(quoted);
      return;
    }
    if (next === "'" && !quoted) {
      if (!this.dialect.extended) this.hide(this.pos);
      else {
        const end = /'(?:[^'\\]|\\[\s\S])*'/y;
        end.lastIndex = this.pos + 1;
        const match = end.exec(this.source);
        if (!match) throw new Incomplete(this.failure("'"));
        const from = this.pos;
        this.pos += 1 + match[0].length;
        this.advanceLines(from);
        return;
      }
    }
    if (next === '"' && !quoted && !this.dialect.bash) this.hide(this.pos);
    this.pos++;
  }

  /** How many substitutions are open here. */
  private depth = 0;

  private nested(): void {
    this.depth++;
    const { pushed, aliasContinues, pending, continueAt } = this;
    this.pushed = undefined;
    this.pending = [];
    this.substitution(this);
    this.depth--;
    this.pushed = pushed;
    this.pending = pending;
    this.aliasContinues = aliasContinues;
    this.continueAt = continueAt;
  }

  /** `$(( … ))`; false when the parentheses do not close as arithmetic. */
  private arithmetic(): boolean {
    const { pos, line } = this;
    const edits = this.edits.length;
    this.pos += 3;
    if (this.toDoubleParenthesis()) return true;
    // dash and busybox never take `$((` for a command substitution.
    if (!this.dialect.bash) throw new Incomplete(this.failure('))'));
    this.pos = pos;
    this.line = line;
    this.edits.length = edits;
    return false;
  }

  private toDoubleParenthesis(): boolean {
    let depth = 0;
    while (this.pos < this.source.length) {
      const character = this.source[this.pos]!;
      if (character === '(') depth++;
      else if (character === ')') {
        if (depth === 0) {
          if (this.source[this.pos + 1] !== ')') return false;
          this.pos += 2;
          return true;
        }
        depth--;
      } else if (character === '$') {
        this.dollar(true);
        continue;
      } else if (character === '`') {
        this.backquoted();
        continue;
      } else if (character === '\\') {
        this.skipEscape();
        continue;
      } else if (character === '"') {
        this.doubleQuoted();
        continue;
      } else if (character === '\n') this.line++;
      this.pos++;
    }
    return false;
  }

  private braced(quoted: boolean): void {
    while (this.source.startsWith('\\\n', this.pos)) this.joinLines(this.pos);
    // Inside a pattern operand single quotes quote even within double quotes; in a default value they do not.
    const head = /^[!#]?(?:[A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[[^\]]*\])?(.?)/.exec(
      this.source.slice(this.pos, this.pos + 300),
    );
    const pattern = head?.[1] === '#' || head?.[1] === '%' || head?.[1] === '/';
    if (head) this.pos += head[0].length - (head[1]?.length ?? 0);
    for (let depth = 0; ; ) {
      const character = this.source[this.pos];
      if (character === undefined) throw new Incomplete(this.failure('}'));
      if (character === '}' && depth === 0) {
        this.pos++;
        return;
      }
      if (character === '\\') this.skipEscape();
      else if (character === "'" && (!quoted || pattern)) this.singleQuoted();
      else if (character === "'" && !this.dialect.bash) {
        // Only a character here; the tree builder, which reads bash, is told so.
        this.edits.push({ at: this.pos, remove: 1, insert: `"'"` });
        this.pos++;
      } else if (character === '"') this.doubleQuoted();
      else if (character === '$') this.dollar(quoted);
      else if (character === '`') this.backquoted();
      else {
        if (character === '\n') this.line++;
        this.pos++;
      }
    }
  }

  private balanced(open: string, close: string): void {
    for (let depth = 1; depth > 0; ) {
      const character = this.source[this.pos];
      if (character === undefined) throw new Incomplete(this.failure(close));
      if (character === '\\') this.skipEscape();
      else if (character === "'") this.singleQuoted();
      else if (character === '"') this.doubleQuoted();
      else if (character === '$') this.dollar(false);
      else if (character === '`') this.backquoted();
      else {
        if (character === open) depth++;
        if (character === close) depth--;
        if (character === '\n') this.line++;
        this.pos++;
      }
    }
  }

  /** After `(` was read: a bash `(( … ))`. */
  arithmeticCommand(): boolean {
    if (this.source[this.pos] !== '(') return false;
    const { pos, line } = this;
    this.pos++;
    if (this.toDoubleParenthesis()) return true;
    this.pos = pos;
    this.line = line;
    this.hideDoubleParenthesis();
    return false;
  }

  /** `((` is two subshells where `(( … ))` does not exist. */
  separateParenthesis(): void {
    if (this.source[this.pos] === '(') this.hideDoubleParenthesis();
  }
  private hideDoubleParenthesis(): void {
    this.edits.push({ at: this.pos, remove: 0, insert: ' ' });
  }

  /** After `[[`: everything up to `]]`, where `<`, `>`, `(` and `&&` mean other things. */
  testCommand(fail: (token: Token) => never): void {
    let any = false;
    for (;;) {
      this.skipBlanks();
      const character = this.source[this.pos];
      if (character === undefined)
        fail({ kind: 'eof', text: '', start: this.pos, end: this.pos, line: this.line, quoted: false });
      if (character === '\n') {
        this.line++;
        this.pos++;
        continue;
      }
      if (character === ';' || (character === '&' && this.source[this.pos + 1] !== '&')) {
        fail({ kind: character, text: character, start: this.pos, end: this.pos + 1, line: this.line, quoted: false });
      }
      if ('&|<>()!'.includes(character!)) {
        if (character === ')' && !any)
          fail({ kind: ')', text: ')', start: this.pos, end: this.pos + 1, line: this.line, quoted: false });
        this.pos += character === '&' ? 2 : 1;
        any = true;
        continue;
      }
      any = true;
      const start = this.pos;
      this.testWord();
      if (this.source.slice(start, this.pos) === ']]') return;
      if (this.source.slice(start, this.pos) === '=~') this.regularExpression();
      if (this.pos === start) this.pos++;
    }
  }

  private testWord(): void {
    for (;;) {
      const character = this.source[this.pos];
      if (character === undefined || /[\s;&|<>]/.test(character)) return;
      if (character === ')') return;
      if (character === '\\') this.skipEscape();
      else if (character === "'") this.singleQuoted();
      else if (character === '"') this.doubleQuoted();
      else if (character === '$') this.dollar(false);
      else if (character === '`') this.backquoted();
      else if (character === '(') {
        this.pos++;
        this.balanced('(', ')');
      } else this.pos++;
    }
  }

  private regularExpression(): void {
    this.skipBlanks();
    for (let depth = 0; ; ) {
      const character = this.source[this.pos];
      if (character === undefined || (/\s/.test(character) && depth === 0)) return;
      if (character === '\\') this.skipEscape();
      else if (character === "'") this.singleQuoted();
      else if (character === '"') this.doubleQuoted();
      else if (character === '$') this.dollar(false);
      else {
        if (character === '(') depth++;
        if (character === ')') depth--;
        this.pos++;
      }
    }
  }

  hereDocument(delimiter: Token, strip: boolean): void {
    this.pending.push({ delimiter: unquote(delimiter.text), strip });
  }

  /** Skips the bodies of the here-documents whose operators were on the line just ended. */
  hereDocuments(): void {
    for (const { delimiter, strip } of this.pending.splice(0)) {
      const begun = this.source[this.pos - 1] === '\n' ? this.line - 1 : this.line;
      for (;;) {
        if (this.pos >= this.source.length) {
          this.unfinishedHereDocument = delimiter;
          this.cutOff.push({ delimiter, line: begun });
          break;
        }
        let end = this.source.indexOf('\n', this.pos);
        if (end < 0) end = this.source.length;
        let line = this.source.slice(this.pos, end);
        if (strip) line = line.replace(/^\t+/, '');
        this.pos = Math.min(end + 1, this.source.length);
        if (end < this.source.length) this.line++;
        if (line === delimiter) break;
      }
    }
  }
  /** Set when the end of the source ended a here-document: an interactive shell wants more lines then. */
  unfinishedHereDocument: string | undefined;
  /** All that were ended by it, each with the line before its body. */
  readonly cutOff: { readonly delimiter: string; readonly line: number }[] = [];
}

function unquote(text: string): string {
  return text.replace(
    /\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs,
    (_, escaped?: string, single?: string, double?: string) =>
      escaped ?? single ?? double?.replace(/\\([$`"\\])/g, '$1') ?? '',
  );
}
