import type { Dialect } from '../dialect.ts';
import { Incomplete, SyntaxFailure, type TokenName } from './failure.ts';
import { type Aliases, Lexer, type Token } from './lexer.ts';

/** One complete command, as text the parser proper can take. */
export interface CompleteCommand {
  readonly text: string;
  /** Line number of its first character. */
  readonly line: number;
}

const LIST_END = new Set([')', 'do', 'done', 'elif', 'else', ';;', ';&', ';;&', 'esac', 'fi', 'then', '}', 'eof']);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*=/;
const SPECIAL = new Set(
  '. : break continue eval exec exit export readonly return set shift times trap unset'.split(' '),
);

/**
 * Walks the grammar of the flavour over the source, one complete command at a time, the way dash's parser.c does:
 * commands run before the next one is read, aliases are text, and an error names the token that real shell names.
 * The tree itself is built from the accepted text (see tree building in `compile.ts`).
 */
export class Reader {
  private readonly lexer: Lexer;
  private readonly dialect: Dialect;

  constructor(source: string, dialect: Dialect, aliases: Aliases, line = 1) {
    this.dialect = dialect;
    this.lexer = new Lexer(source, dialect, aliases, line, (lexer) => this.substitution(lexer));
  }

  /** Where the next command begins in the source as it is now. */
  get position(): number {
    return this.lexer.pos;
  }
  get line(): number {
    return this.lexer.line;
  }
  get unfinished(): boolean {
    return this.lexer.unfinishedHereDocument !== undefined;
  }
  /** The here-documents that the end of the source has ended since it was last asked. */
  cutOff(): Lexer['cutOff'] {
    return this.lexer.cutOff.splice(0);
  }
  get rest(): string {
    return this.lexer.source.slice(this.lexer.pos);
  }

  /** The next command that has anything in it; undefined at the end. Incomplete when the end came too early. */
  next(): CompleteCommand | undefined {
    for (;;) {
      const lexer = this.lexer;
      lexer.begin();
      const start = lexer.pos;
      const line = lexer.line;
      const any = this.list('line');
      const text = lexer.accepted(start);
      if (any) return { text, line };
      if (lexer.atEnd) return undefined;
    }
  }

  private fail(token: Token, expecting?: string): never {
    const failure = new SyntaxFailure(
      token.line,
      {
        kind: 'unexpected',
        token: nameOf(token),
        text: token.kind === 'newline' ? 'newline' : token.text,
        expecting: expecting === undefined ? undefined : nameOfKind(expecting),
      },
      this.lexer.sourceLine(token.start),
    );
    if (token.kind === 'eof') throw new Incomplete(failure);
    throw failure;
  }

  private message(message: string): never {
    throw new SyntaxFailure(this.lexer.line, { kind: 'message', message }, this.lexer.sourceLine(this.lexer.pos));
  }

  /** A `$( … )`: everything up to its parenthesis. */
  private substitution(lexer: Lexer): void {
    this.list('optional');
    const end = lexer.token({ newlines: true, keywords: true });
    if (end.kind !== ')') this.fail(end, ')');
  }

  /** `line`: up to a newline; `required`: at least one command; `optional`: may be empty before a closing token. */
  private list(mode: 'line' | 'required' | 'optional'): boolean {
    const lexer = this.lexer;
    let any = false;
    for (;;) {
      const token = lexer.token({ newlines: mode !== 'line', keywords: true, aliases: true });
      if (token.kind === 'newline') {
        lexer.hereDocuments();
        return any;
      }
      if (token.kind === 'eof') {
        lexer.hereDocuments();
        lexer.unread(token);
        return any;
      }
      lexer.unread(token);
      if ((mode === 'optional' || any) && mode !== 'line' && LIST_END.has(token.kind)) return any;
      any = true;
      this.andOr();
      const after = lexer.token();
      if (after.kind === 'eof') {
        lexer.hereDocuments();
        lexer.unread(after);
        return any;
      }
      if (after.kind === 'newline') lexer.unread(after);
      else if (after.kind !== ';' && after.kind !== '&') {
        if (mode === 'line') this.fail(after);
        lexer.unread(after);
        return any;
      }
    }
  }

  private andOr(): void {
    this.pipeline(false);
    for (;;) {
      const token = this.lexer.token();
      if (token.kind !== '&&' && token.kind !== '||') {
        this.lexer.unread(token);
        return;
      }
      this.pipeline(true);
    }
  }

  private pipeline(newlines: boolean): void {
    const lexer = this.lexer;
    let token = lexer.token({ newlines, keywords: true, aliases: true });
    if (token.kind === '!') {
      token = lexer.token({ keywords: true, aliases: true });
      while (this.dialect.bash && token.kind === '!') token = lexer.token({ keywords: true, aliases: true });
    } else if (token.kind === 'time') {
      token = lexer.token({ keywords: true, aliases: true });
      if (token.kind === 'newline' || token.kind === ';') {
        lexer.unread(token);
        return;
      }
    }
    lexer.unread(token);
    for (;;) {
      this.command();
      const pipe = lexer.token();
      if (pipe.kind !== '|' && pipe.kind !== '|&') {
        lexer.unread(pipe);
        return;
      }
      lexer.unread(lexer.token({ newlines: true, keywords: true, aliases: true }));
    }
  }

  private expect(kind: string): void {
    const token = this.lexer.token({ newlines: true, keywords: true, aliases: true });
    if (token.kind !== kind) this.fail(token, kind);
  }

  private command(): void {
    const lexer = this.lexer;
    const token = lexer.token({ keywords: true, aliases: true });
    switch (token.kind) {
      case 'if':
        this.conditional();
        break;
      case 'while':
      case 'until':
        this.list('required');
        this.expect('do');
        this.list('required');
        this.expect('done');
        break;
      case 'for':
      case 'select':
        this.forLoop();
        break;
      case 'case':
        this.caseCommand();
        break;
      case '(':
        if (this.dialect.bash && lexer.arithmeticCommand()) break;
        if (!this.dialect.bash) lexer.separateParenthesis();
        this.list('required');
        this.expect(')');
        break;
      case '{':
        this.list('required');
        this.expect('}');
        break;
      case '[[':
        lexer.testCommand((at) => this.fail(at));
        break;
      case 'function':
        this.functionKeyword();
        return;
      case 'coproc':
        this.command();
        return;
      case 'word':
      case 'redirection':
        lexer.unread(token);
        this.simple();
        return;
      default:
        this.fail(token);
    }
    for (;;) {
      const next = lexer.token({ keywords: true, aliases: true });
      if (next.kind !== 'redirection') {
        lexer.unread(next);
        return;
      }
      this.redirection(next);
    }
  }

  private conditional(): void {
    this.list('required');
    this.expect('then');
    this.list('required');
    for (;;) {
      const token = this.lexer.token({ newlines: true, keywords: true, aliases: true });
      if (token.kind === 'elif') {
        this.list('required');
        this.expect('then');
        this.list('required');
      } else if (token.kind === 'else') {
        this.list('required');
        this.expect('fi');
        return;
      } else if (token.kind === 'fi') return;
      else this.fail(token, 'fi');
    }
  }

  private forLoop(): void {
    const lexer = this.lexer;
    const name = lexer.token();
    if (this.dialect.bash && name.kind === '(' && lexer.arithmeticCommand()) {
      const next = lexer.token({ newlines: true, keywords: true });
      if (next.kind !== ';') lexer.unread(next);
      this.loopBody();
      return;
    }
    if (name.kind !== 'word' || name.quoted || !NAME.test(name.text)) {
      if (name.kind === 'eof' || this.dialect.bash) this.fail(name);
      this.message('bad for loop variable');
    }
    const next = lexer.token({ newlines: true, keywords: true, aliases: true });
    if (next.kind === 'in') {
      let word = lexer.token();
      while (word.kind === 'word') word = lexer.token();
      if (word.kind !== 'newline' && word.kind !== ';') this.fail(word);
      if (word.kind === 'newline') lexer.hereDocuments();
    } else if (next.kind !== ';') lexer.unread(next);
    this.loopBody();
  }

  private loopBody(): void {
    const open = this.lexer.token({ newlines: true, keywords: true, aliases: true });
    if (open.kind === '{' && this.dialect.bash) {
      this.list('required');
      this.expect('}');
      return;
    }
    if (open.kind !== 'do') this.fail(open, 'do');
    this.list('required');
    this.expect('done');
  }

  private caseCommand(): void {
    const lexer = this.lexer;
    const word = lexer.token();
    if (word.kind !== 'word') this.fail(word, 'word');
    this.expect('in');
    for (;;) {
      let token = lexer.token({ newlines: true, keywords: true });
      if (token.kind === 'esac') return;
      if (token.kind === '(') token = lexer.token({ keywords: true });
      for (;;) {
        if (token.kind === 'newline' || token.kind === 'eof' || /^[;&|()]/.test(token.kind)) this.fail(token, ')');
        const next = lexer.token();
        if (next.kind === ')') break;
        if (next.kind !== '|') this.fail(next, ')');
        token = lexer.token();
      }
      this.list('optional');
      const end = lexer.token({ newlines: true, keywords: true });
      if (end.kind === 'esac') return;
      if (end.kind !== ';;' && end.kind !== ';&' && end.kind !== ';;&') this.fail(end, ';;');
    }
  }

  private functionKeyword(): void {
    const lexer = this.lexer;
    const name = lexer.token();
    if (name.kind !== 'word') this.fail(name);
    const open = lexer.token({ newlines: true, keywords: true });
    if (open.kind === '(') {
      const close = lexer.token();
      if (close.kind !== ')') this.fail(close, ')');
    } else lexer.unread(open);
    lexer.unread(lexer.token({ newlines: true, keywords: true, aliases: true }));
    this.command();
  }

  private simple(): void {
    const lexer = this.lexer;
    let prefix = true;
    let words = 0;
    let assignments = 0;
    let redirections = 0;
    let brackets = false;
    let name: Token | undefined;
    for (;;) {
      const token = lexer.token({ aliases: prefix });
      if (token.kind === 'word') {
        if (prefix && ASSIGNMENT.test(token.text)) assignments++;
        else if (prefix && this.dialect.bash && /^[A-Za-z_]\w*(\[.*\])?\+?=/s.test(token.text)) assignments++;
        else {
          name ??= token;
          words++;
          prefix = lexer.aliasContinues;
          if (!this.dialect.bash && this.dialect.extended) {
            if (token.text === '[[') brackets = true;
            if (token.text === ']]') brackets = false;
          }
        }
      } else if (token.kind === 'redirection') {
        redirections++;
        this.redirection(token);
      } else if (brackets && (token.kind === '&&' || token.kind === '||')) {
        lexer.replace(token, token.kind === '&&' ? '-a' : '-o');
      } else if (token.kind === '(' && words === 1 && assignments === 0 && redirections === 0) {
        this.functionDefinition(name!);
        return;
      } else {
        lexer.unread(token);
        return;
      }
    }
  }

  private functionDefinition(name: Token): void {
    const lexer = this.lexer;
    const close = lexer.token();
    if (close.kind !== ')') this.fail(close, this.dialect.bash ? undefined : ')');
    if (!this.dialect.bash && (name.quoted || !NAME.test(name.text) || SPECIAL.has(name.text))) {
      this.message('bad function name');
    }
    const body = lexer.token({ newlines: true, keywords: true, aliases: true });
    // bash's functions are compound commands
    if (this.dialect.bash && body.kind === 'word' && body.text !== '[[' && body.text !== 'select') this.fail(body);
    lexer.unread(body);
    this.command();
  }

  private redirection(operator: Token): void {
    const lexer = this.lexer;
    const here = operator.text === '<<' || operator.text === '<<-';
    const target = here ? lexer.delimiterWord() : lexer.token();
    // bash ends a text without a newline in one
    if (target.kind === 'eof' && this.dialect.bash && !here) this.fail({ ...target, kind: 'newline' });
    if (target.kind !== 'word') this.fail(target);
    if (here) lexer.hereDocument(target, operator.text === '<<-');
  }
}

function nameOfKind(kind: string): TokenName {
  if (kind === 'word' || kind === 'newline' || kind === 'redirection') return { name: kind, quoted: false };
  if (kind === 'eof') return { name: 'end of file', quoted: false };
  return { name: kind, quoted: true };
}

function nameOf(token: Token): TokenName {
  return nameOfKind(token.kind);
}
