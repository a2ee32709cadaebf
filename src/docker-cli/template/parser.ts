import { TemplateSyntaxError, type Token, tokenize } from './lexer.ts';
import type { Command, Node, Operand, Pipe } from './nodes.ts';

export interface ParsedTemplate {
  readonly name: string;
  readonly source: string;
  readonly nodes: Node[];
  readonly defined: ReadonlyMap<string, Node[]>;
}

/** Reads a Go template (text/template/parse). Errors read `template: NAME:LINE: …`. */
export function parseTemplate(name: string, source: string, functions: ReadonlySet<string>): ParsedTemplate {
  try {
    const parser = new Parser(tokenize(source), functions);
    const nodes = parser.top();
    return { name, source, nodes, defined: parser.defined };
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new Error(`template: ${name}:${error.line}: ${error.message}`);
    throw error;
  }
}

class Parser {
  readonly defined = new Map<string, Node[]>();
  #tokens: Token[];
  #at = 0;
  #functions: ReadonlySet<string>;
  #variables: string[] = ['$'];
  #rangeDepth = 0;

  constructor(tokens: Token[], functions: ReadonlySet<string>) {
    this.#tokens = tokens;
    this.#functions = functions;
  }

  top(): Node[] {
    const { nodes, stop } = this.#list();
    if (stop) this.#fail(`unexpected {{${stop}}}`);
    return nodes;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    return this.#tokens[this.#at++]!;
  }

  #skipSpace(): void {
    while (this.#peek().kind === 'space') this.#at++;
  }

  #nextNonSpace(): Token {
    this.#skipSpace();
    return this.#next();
  }

  #fail(message: string, token = this.#tokens[Math.max(0, this.#at - 1)]!): never {
    throw new TemplateSyntaxError(message, token.line);
  }

  #unexpected(token: Token, context: string): never {
    const shown =
      token.kind === 'end-of-text' ? 'EOF' : token.kind === 'keyword' ? `<${token.text}>` : JSON.stringify(token.text);
    return this.#fail(`unexpected ${shown} in ${context}`, token);
  }

  /** Nodes up to `{{end}}`, `{{else}}` or the end of the text. */
  #list(): { nodes: Node[]; stop?: 'end' | 'else' } {
    const nodes: Node[] = [];
    for (;;) {
      const token = this.#next();
      if (token.kind === 'end-of-text') return { nodes };
      if (token.kind === 'text') {
        nodes.push({ kind: 'text', text: token.text });
        continue;
      }
      this.#skipSpace();
      const first = this.#peek();
      if (first.kind !== 'keyword') {
        nodes.push({ kind: 'action', pipe: this.#pipeline('command', 'right') });
        continue;
      }
      this.#next();
      switch (first.text) {
        case 'end':
          this.#expectRight('end');
          return { nodes, stop: 'end' };
        case 'else':
          return { nodes, stop: 'else' };
        case 'if':
        case 'range':
        case 'with':
          nodes.push(this.#control(first.text));
          break;
        case 'break':
        case 'continue':
          if (this.#rangeDepth === 0) this.#fail(`{{${first.text}}} outside {{range}}`, first);
          this.#expectRight(`{{${first.text}}}`);
          nodes.push({ kind: first.text });
          break;
        case 'define':
        case 'block':
        case 'template':
          this.#named(first.text, nodes);
          break;
      }
    }
  }

  #expectRight(context: string): void {
    const token = this.#nextNonSpace();
    if (token.kind !== 'right') this.#unexpected(token, context);
  }

  #named(word: 'define' | 'block' | 'template', nodes: Node[]): void {
    const token = this.#nextNonSpace();
    if (token.kind !== 'string') this.#unexpected(token, `${word} clause`);
    const name = unquote(token.text);
    let pipe: Pipe | undefined;
    this.#skipSpace();
    if (word !== 'define' && this.#peek().kind !== 'right') pipe = this.#pipeline(`${word} clause`, 'right');
    else this.#expectRight(`${word} clause`);
    if (word !== 'template') {
      const { nodes: body, stop } = this.#list();
      if (stop !== 'end') this.#fail('unexpected EOF');
      this.defined.set(name, body);
    }
    if (word !== 'define') nodes.push({ kind: 'template', name, pipe });
  }

  #control(kind: 'if' | 'range' | 'with'): Node {
    const mark = this.#variables.length;
    const pipe = this.#pipeline(kind, 'right');
    if (kind === 'range') this.#rangeDepth++;
    const { nodes: body, stop } = this.#list();
    if (kind === 'range') this.#rangeDepth--;
    let otherwise: Node[] = [];
    if (!stop) this.#fail('unexpected EOF', this.#tokens[this.#tokens.length - 1]);
    if (stop === 'else') {
      this.#skipSpace();
      const token = this.#peek();
      if (token.kind === 'keyword' && token.text === kind && kind !== 'range') {
        this.#next();
        otherwise = [this.#control(kind)];
      } else {
        this.#expectRight('else');
        const rest = this.#list();
        if (rest.stop !== 'end') this.#fail(rest.stop ? 'expected end; found {{else}}' : 'unexpected EOF');
        otherwise = rest.nodes;
      }
    }
    this.#variables.length = mark;
    return { kind, pipe, body, otherwise };
  }

  #pipeline(context: string, end: 'right' | ')'): Pipe {
    this.#skipSpace();
    const pipe: Pipe = { variables: [], assigns: false, commands: [], position: this.#peek().position };
    this.#declarations(pipe, context);
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.kind === end) {
        if (pipe.commands.length === 0) this.#fail(`missing value for ${context}`, token);
        pipe.commands.slice(1).forEach((command, i) => {
          const first = command.args[0]!;
          if (['bool', 'dot', 'nil', 'number', 'string'].includes(first.kind))
            this.#fail(`non executable command in pipeline stage ${i + 2}`, token);
        });
        return pipe;
      }
      if (!OPERAND_START.has(token.kind)) this.#unexpected(token, context);
      this.#at--;
      pipe.commands.push(this.#command());
    }
  }

  #declarations(pipe: Pipe, context: string): void {
    const start = this.#at;
    for (;;) {
      this.#skipSpace();
      const token = this.#peek();
      if (token.kind !== 'variable') break;
      this.#next();
      this.#skipSpace();
      const after = this.#peek();
      if (after.kind === 'declare' || after.kind === 'assign') {
        this.#next();
        pipe.variables.push(token.text);
        pipe.assigns = after.kind === 'assign';
        if (!pipe.assigns) this.#variables.push(...pipe.variables);
        return;
      }
      if (after.kind === 'comma' && context === 'range' && pipe.variables.length < 2) {
        this.#next();
        pipe.variables.push(token.text);
        continue;
      }
      if (after.kind === 'comma') this.#fail(`too many declarations in ${context}`);
      break;
    }
    pipe.variables = [];
    this.#at = start;
  }

  #command(): Command {
    const command: Command = { args: [], position: this.#peek().position };
    for (;;) {
      this.#skipSpace();
      const operand = this.#operand();
      if (operand) command.args.push(operand);
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'right' || token.kind === ')') {
        this.#at--;
        break;
      }
      if (token.kind === 'pipe') break;
      this.#unexpected(token, 'operand');
    }
    if (command.args.length === 0) this.#fail('empty command');
    return command;
  }

  #operand(): Operand | undefined {
    const term = this.#term();
    if (!term) return undefined;
    if (this.#peek().kind !== 'field') return term;
    // As in Go, a chain stands where its first link after the start does.
    const { position } = this.#peek();
    const names: string[] = [];
    while (this.#peek().kind === 'field') names.push(this.#next().text.slice(1));
    if (term.kind === 'field' || term.kind === 'variable')
      return { ...term, position, names: [...term.names, ...names] };
    if (['bool', 'string', 'number', 'nil', 'dot'].includes(term.kind)) this.#fail(`unexpected . after term`);
    return { kind: 'chain', of: term, names, position };
  }

  #term(): Operand | undefined {
    const token = this.#next();
    const position = token.position;
    switch (token.kind) {
      case 'identifier':
        if (!this.#functions.has(token.text)) this.#fail(`function ${JSON.stringify(token.text)} not defined`, token);
        return { kind: 'identifier', name: token.text, position };
      case 'dot':
        return { kind: 'dot', position };
      case 'nil':
        return { kind: 'nil', position };
      case 'variable':
        if (!this.#variables.includes(token.text))
          this.#fail(`undefined variable ${JSON.stringify(token.text)}`, token);
        return { kind: 'variable', name: token.text, names: [], position };
      case 'field':
        return { kind: 'field', names: [token.text.slice(1)], position };
      case 'bool':
        return { kind: 'bool', value: token.text === 'true', position };
      case 'number':
      case 'char':
        return {
          kind: 'number',
          text: token.kind === 'char' ? String(unquote(`"${token.text.slice(1, -1)}"`).codePointAt(0)) : token.text,
          position,
        };
      case 'string':
        return { kind: 'string', value: unquote(token.text), text: token.text, position };
      case '(':
        return { kind: 'pipe', pipe: this.#pipeline('parenthesized pipeline', ')'), position };
      default:
        this.#at--;
        return undefined;
    }
  }
}

const OPERAND_START = new Set([
  'bool',
  'char',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'string',
  'variable',
  '(',
]);

const ESCAPES: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

/** Go's strconv.Unquote. */
function unquote(text: string): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  return text
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)/gu, (_, code: string) => {
      if (/^[xuU]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
      if (/^[0-7]{3}$/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8));
      return ESCAPES[code] ?? code;
    });
}
