import type { AwkProgram, Node, Rule, Statement } from './ast.ts';
import { lex } from './lex.ts';
import { ExpressionParser } from './parse-expression.ts';

export function parseAwk(source: string): AwkProgram {
  return new ProgramParser(lex(source)).program();
}

/** Rules, functions and statements. */
class ProgramParser extends ExpressionParser {
  program(): AwkProgram {
    const program: AwkProgram = { begin: [], rules: [], end: [], functions: new Map() };
    this.newlines();
    while (this.token.kind !== 'end') {
      if (this.accept('BEGIN')) program.begin.push(this.#block());
      else if (this.accept('END')) program.end.push(this.#block());
      else if (this.accept('function') || this.accept('func')) this.#function(program);
      else {
        const rule: Rule = {};
        if (!this.is('{')) {
          rule.pattern = this.expression();
          if (this.accept(',')) {
            this.optionalNewlines();
            rule.end = this.expression();
          }
        }
        if (this.is('{')) rule.body = this.#block();
        program.rules.push(rule);
      }
      this.newlines();
    }
    return program;
  }

  #function(program: AwkProgram): void {
    const name = this.name();
    this.expect('(');
    const parameters: string[] = [];
    while (!this.accept(')')) {
      parameters.push(this.name());
      this.accept(',');
      this.optionalNewlines();
    }
    this.optionalNewlines();
    program.functions.set(name, { parameters, body: this.#block() });
  }

  #block(): Statement {
    this.expect('{');
    const body: Statement[] = [];
    this.newlines();
    while (!this.accept('}')) {
      body.push(this.#statement());
      this.newlines();
    }
    return { type: 'block', body };
  }

  #end(): void {
    if (this.is('}') || this.token.kind === 'end') return;
    if (this.token.kind !== 'newline' && !this.is(';')) this.fail();
    this.at++;
  }

  /** The statement a condition or loop governs; may be empty. */
  #body(): Statement {
    this.optionalNewlines();
    if (this.accept(';')) return { type: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Statement {
    if (this.is('{')) return this.#block();
    if (this.accept('if')) {
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      const yes = this.#body();
      const back = this.at;
      this.newlines();
      if (this.accept('else')) return { type: 'if', test, yes, no: this.#body() };
      this.at = back;
      return { type: 'if', test, yes };
    }
    if (this.accept('while')) {
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      return { type: 'while', test, body: this.#body(), atEnd: false };
    }
    if (this.accept('do')) {
      const body = this.#body();
      this.newlines();
      this.expect('while');
      this.expect('(');
      const test = this.expression();
      this.expect(')');
      this.#end();
      return { type: 'while', test, body, atEnd: true };
    }
    if (this.accept('for')) return this.#for();
    const simple = this.#simple();
    this.#end();
    return simple;
  }

  #for(): Statement {
    this.expect('(');
    const [name, keyword, array, close] = this.tokens.slice(this.at, this.at + 4);
    if (name?.kind === 'name' && keyword?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.at += 4;
      return { type: 'forIn', variable: name.text, name: array.text, body: this.#body() };
    }
    const start = this.is(';') ? undefined : this.#simple();
    this.expect(';');
    this.optionalNewlines();
    const test = this.is(';') ? undefined : this.expression();
    this.expect(';');
    this.optionalNewlines();
    const step = this.is(')') ? undefined : this.#simple();
    this.expect(')');
    return { type: 'for', start, test, step, body: this.#body() };
  }

  #simple(): Statement {
    for (const type of ['next', 'nextfile', 'break', 'continue'] as const) if (this.accept(type)) return { type };
    for (const type of ['exit', 'return'] as const) {
      if (this.accept(type)) return this.#atEnd() ? { type } : { type, value: this.expression() };
    }
    if (this.accept('delete')) {
      const name = this.name();
      if (!this.accept('[')) return { type: 'delete', name };
      const keys = this.list(']');
      return { type: 'delete', name, keys };
    }
    for (const type of ['print', 'printf'] as const) if (this.accept(type)) return this.#print(type);
    return { type: 'expression', expression: this.expression() };
  }

  #atEnd(): boolean {
    return this.token.kind === 'newline' || this.token.kind === 'end' || this.is(';') || this.is('}');
  }

  #print(type: 'print' | 'printf'): Statement {
    let args: Node[] = [];
    this.noGreater = true;
    if (!this.#atEnd() && !this.is('>') && !this.is('>>') && !this.is('|')) {
      const back = this.at;
      if (this.accept('(')) {
        this.noGreater = false;
        const inner = this.list(')');
        this.noGreater = true;
        if (this.#atEnd() || this.is('>') || this.is('>>') || this.is('|')) args = inner;
        else {
          this.at = back;
          args = this.commaList();
        }
      } else args = this.commaList();
    }
    this.noGreater = false;
    for (const operator of ['>', '>>', '|']) {
      if (this.accept(operator)) return { type, args, redirect: { operator, target: this.concatenation(true) } };
    }
    return { type, args };
  }
}
