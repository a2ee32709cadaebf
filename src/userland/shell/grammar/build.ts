import type {
  AndOr,
  CommandArgument,
  CommandNode,
  CompoundList,
  PipelineNode,
  PipelinePrefix,
  Redirection,
  Assignment as SourceAssignment,
  Command as SourceCommand,
  TestExpression as SourceTest,
  Word as SourceWord,
  Statement,
} from 'unbash';
import type { Dialect } from '../dialect.ts';
import { expandBraces } from './braces.ts';
import { parse } from './parser.ts';
import type { ArrayElement, Assignment, Command, ListItem, Redirect, Script, TestExpression, Word } from './tree.ts';
import { buildBody, buildParts, buildText, buildWord, literalWord, makeWord, type WordBuilder } from './words.ts';

const DECLARATIONS = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

/** Makes the tree of one complete command from the text the reader accepted. */
export class TreeBuilder implements WordBuilder {
  readonly dialect: Dialect;
  private readonly text: string;
  private readonly line: number;
  private readonly nested: (source: string, line: number) => Script;
  private newlines: number[] | undefined;

  constructor(text: string, line: number, dialect: Dialect, nested: (source: string, line: number) => Script) {
    this.text = text;
    this.line = line;
    this.dialect = dialect;
    this.nested = nested;
  }

  build(): Command | undefined {
    return this.statements(parse(this.text).commands, 0, this.text.length);
  }

  script(source: string, line: number): Script {
    return this.nested(source, line);
  }

  lineAt(position: number): number {
    if (!this.newlines) {
      this.newlines = [];
      for (let at = this.text.indexOf('\n'); at >= 0; at = this.text.indexOf('\n', at + 1)) this.newlines.push(at);
    }
    let low = 0;
    let high = this.newlines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.newlines[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return this.line + low;
  }

  private head(node: { pos: number; end: number }): { line: number; source: string } {
    return { line: this.lineAt(node.pos), source: this.text.slice(node.pos, node.end).trim() };
  }

  private list(list: CompoundList): Command {
    return (
      this.statements(list.commands, list.pos, list.end) ?? {
        kind: 'list',
        line: this.lineAt(list.pos),
        items: [],
        source: '',
      }
    );
  }

  private statements(statements: readonly Statement[], pos: number, end: number): Command | undefined {
    if (statements.length === 0) return undefined;
    const items = statements.map(
      (statement): ListItem => ({
        command: this.andOr(statement.command),
        background: statement.background === true,
      }),
    );
    const [only] = items;
    if (items.length === 1 && only && !only.background) return only.command;
    return { kind: 'list', ...this.head({ pos, end }), items };
  }

  private andOr(node: AndOr | PipelineNode): Command {
    if (node.type !== 'AndOr') return this.pipeline(node);
    return {
      kind: 'andor',
      ...this.head(node),
      commands: node.commands.map((command) => this.pipeline(command)),
      operators: node.operators,
    };
  }

  private pipeline(node: PipelineNode): Command {
    if (node.type !== 'Pipeline') return this.command(node);
    const negations = node.prefixes.filter((prefix) => prefix.type === 'Negation').length;
    return {
      kind: 'pipeline',
      ...this.head(node),
      negated: negations % 2 === 1,
      timed: timeOf(node.prefixes),
      commands: node.commands.map((command) => this.command(command)),
      both: node.operators.map((operator) => operator === '|&'),
    };
  }

  private command(node: CommandNode | CompoundList): Command {
    const head = this.head(node);
    switch (node.type) {
      case 'Command':
        return this.simple(node);
      case 'Redirected':
        return {
          kind: 'redirected',
          ...head,
          command: this.command(node.command),
          redirects: node.redirects.map((redirect) => this.redirect(redirect)),
        };
      case 'CompoundList':
        return this.list(node);
      case 'If':
        return {
          kind: 'if',
          ...head,
          branches: [node, ...node.elif].map((branch) => ({
            test: this.list(branch.clause),
            body: this.list(branch.then),
          })),
          otherwise: node.else && this.list(node.else),
        };
      case 'While':
        return {
          kind: 'loop',
          ...head,
          until: node.kind === 'until',
          test: this.list(node.clause),
          body: this.list(node.body),
        };
      case 'For':
      case 'Select':
        return {
          kind: 'for',
          ...head,
          name: node.name.value,
          words: node.wordlist?.flatMap((word) => this.words(word)),
          body: this.list(node.body),
          select: node.type === 'Select',
        };
      case 'ArithmeticFor': {
        const part = (expression: { pos: number; end: number } | undefined): string =>
          expression ? this.text.slice(expression.pos, expression.end) : '';
        return {
          kind: 'arithmeticFor',
          ...head,
          initialize: part(node.initialize),
          test: part(node.test),
          update: part(node.update),
          body: this.list(node.body),
        };
      }
      case 'Subshell':
        return { kind: 'subshell', ...head, body: this.list(node.body) };
      case 'BraceGroup':
        return { kind: 'group', ...head, body: this.list(node.body) };
      case 'Case':
        return {
          kind: 'case',
          ...head,
          word: buildWord(this, node.word),
          items: node.items.map((item) => ({
            patterns: item.pattern.map((pattern) => buildWord(this, pattern)),
            body: this.list(item.body),
            terminator: item.terminator ?? ';;',
          })),
        };
      case 'Function':
        return { kind: 'function', ...head, name: node.name.value, body: this.command(node.body) };
      case 'TestCommand':
        return { kind: 'test', ...head, expression: this.test(node.expression) };
      case 'ArithmeticCommand':
        return { kind: 'arithmetic', ...head, word: buildText(this, node.body) };
      case 'Coproc':
        return this.simpleOf(head, ['coproc']);
    }
  }

  private simpleOf(head: { line: number; source: string }, words: string[]): Command {
    return { kind: 'simple', ...head, assignments: [], words: words.map(literalWord), redirects: [] };
  }

  private words(word: SourceWord): Word[] {
    const parts = buildParts(this, word, 'plain');
    if (!this.dialect.bash) return [makeWord(parts, word.text)];
    return expandBraces(parts).map((each) => makeWord(each, word.text));
  }

  private simple(node: SourceCommand): Command {
    const assignments: Assignment[] = [];
    for (const part of node.prefix) if (part.type === 'Assignment') assignments.push(this.assignment(part));
    const words: Word[] = [];
    if (node.name) words.push(...this.words(node.name));
    let declaring = node.name !== undefined && DECLARATIONS.has(node.name.value);
    if (node.name?.value === 'command' || node.name?.value === 'builtin') {
      const next = node.args.find((argument) => argument.type !== 'Word' || !argument.value.startsWith('-'));
      declaring = next?.type === 'Word' && DECLARATIONS.has(next.value) && this.dialect.flavour !== 'busybox';
    }
    for (const argument of node.args) words.push(...this.argument(argument, declaring));
    return {
      kind: 'simple',
      ...this.head(node),
      assignments,
      words,
      redirects: node.redirects.map((redirect) => this.redirect(redirect)),
    };
  }

  private argument(argument: CommandArgument, declaring: boolean): Word[] {
    if (argument.type === 'Word') {
      if (!declaring || !/^[A-Za-z_]\w*(\[[^\]]*\])?\+?=/.test(argument.text)) return this.words(argument);
      return [{ ...buildWord(this, argument, 'assignment'), assigns: true }];
    }
    if (argument.value.type === 'ArrayValue') {
      return [{ ...literalWord(argument.name), array: this.assignment(argument) }];
    }
    const word = this.reparsed(argument.text);
    return declaring ? [{ ...this.assigned(argument), assigns: true }] : this.words(word);
  }

  /** `name=value` as one word, its value expanded as in an assignment. */
  private assigned(argument: SourceAssignment): Word {
    if (argument.value.type === 'ArrayValue') return literalWord(argument.text);
    const value = buildParts(this, argument.value, 'assignment');
    const name = argument.text.slice(0, argument.value.pos - argument.pos);
    return makeWord([{ kind: 'literal', value: name, quoted: true }, ...value], argument.text);
  }

  private reparsed(text: string): SourceWord {
    const command = parse(`: ${text}`).commands[0]?.command;
    const argument = command?.type === 'Command' ? command.args[0] : undefined;
    if (argument?.type === 'Word') return argument;
    return { type: 'Word', text, value: text, pos: 0, end: text.length };
  }

  private assignment(node: SourceAssignment): Assignment {
    const { name, value } = node;
    const index = node.index && buildWord(this, node.index, 'double');
    const append = node.append === true;
    if (value.type !== 'ArrayValue') return { name, index, append, value: buildWord(this, value, 'assignment') };
    const elements = value.elements.flatMap((element): ArrayElement[] => this.element(element));
    return { name, index, append, value: { kind: 'array', elements } };
  }

  private element(element: SourceWord): ArrayElement[] {
    const match = /^\[((?:[^\]"']|"[^"]*"|'[^']*')*)\]=/.exec(element.text);
    if (!match) return this.words(element).map((value) => ({ value }));
    const value = this.reparsed(element.text.slice(match[0].length));
    return [
      {
        index: buildWord(this, this.reparsed(match[1]!)),
        value: value.text ? buildWord(this, value, 'assignment') : literalWord(''),
      },
    ];
  }

  private redirect(node: Redirection): Redirect {
    const descriptor = node.descriptor;
    const variable = descriptor?.type === 'FileDescriptorVariable' ? descriptor.name : undefined;
    const given = descriptor?.type === 'FileDescriptor' ? descriptor.value : undefined;
    if (node.type === 'HereDoc') {
      let { text } = node.body;
      const strip = node.operator === '<<-';
      const quoted = node.delimiter?.quoted === true;
      if (strip) text = text.replace(/^\t+/gm, '');
      const word = quoted ? literalWord(text) : strip ? this.document(text) : buildBody(this, node.body.parts, text);
      return { operator: '<<', fd: given ?? 0, variable, word };
    }
    const word = node.target ? buildWord(this, node.target) : literalWord('');
    if (node.type === 'HereString') return { operator: '<<<', fd: given ?? 0, variable, word };
    return { operator: node.operator, fd: given ?? (node.operator.startsWith('<') ? 0 : 1), variable, word };
  }

  private document(text: string): Word {
    const word = buildText(this, text);
    return word;
  }

  private test(node: SourceTest): TestExpression {
    switch (node.type) {
      case 'TestUnary':
        return { kind: 'unary', operator: node.operator, operand: buildWord(this, node.operand) };
      case 'TestBinary':
        return {
          kind: 'binary',
          operator: node.operator,
          left: buildWord(this, node.left),
          right: buildWord(this, node.right),
        };
      case 'TestLogical':
        return {
          kind: 'logical',
          operator: node.operator,
          operands: node.operands.map((operand) => this.test(operand)),
        };
      case 'TestNot': {
        const operand = this.test(node.operand);
        return node.negations.length % 2 === 1 ? { kind: 'not', operand } : operand;
      }
      case 'TestGroup':
        return this.test(node.expression);
    }
  }
}

function timeOf(prefixes: readonly PipelinePrefix[]): false | 'plain' | 'portable' {
  const time = prefixes.find((prefix) => prefix.type === 'Time');
  if (time?.type !== 'Time') return false;
  return time.posix ? 'portable' : 'plain';
}
