import type { Declaration, FunctionDefinition, Initializer, InitializerItem, Place, Statement, Unit } from './ast.ts';
import { Cursor } from './cursor.ts';
import { CError, refused } from './errors.ts';
import type { Token } from './lex.ts';
import { ExpressionParser } from './parse-expression.ts';
import { Scope, SPECIFIED, sorted } from './scope.ts';
import { defineStruct, INT, type Parameter, pointerTo, type Type } from './types.ts';

/** A file's declarations and definitions (C17 6.7 to 6.9). */
export function parse(file: string, tokens: readonly Token[]): Unit {
  return new Parser(file, tokens).unit();
}

interface Specifiers {
  readonly type: Type;
  readonly storage: 'static' | 'extern' | 'typedef' | undefined;
}

interface Declarator {
  readonly name: Token | undefined;
  readonly type: Type;
}

const QUALIFIER = /^(const|volatile|restrict|register|auto|inline|_Noreturn|__restrict|__inline)$/;
const STORAGE = /^(static|extern|typedef)$/;
const WORD = /^(void|char|short|int|long|float|double|signed|unsigned|_Bool)$/;

class Parser {
  readonly #file: string;
  readonly #cursor: Cursor;
  readonly #scope = new Scope();
  readonly #expressions: ExpressionParser;
  readonly #declarations: Declaration[] = [];
  readonly #functions: FunctionDefinition[] = [];
  #unnamed = 0;

  constructor(file: string, tokens: readonly Token[]) {
    this.#file = file;
    this.#cursor = new Cursor(tokens);
    this.#expressions = new ExpressionParser(this.#cursor, this.#scope, () => this.#typeName());
  }

  unit(): Unit {
    while (!this.#cursor.isAtEnd) if (!this.#cursor.accept(';')) this.#external();
    return {
      file: this.#file,
      declarations: this.#declarations,
      functions: this.#functions,
      calls: this.#expressions.calls,
    };
  }

  #external(): void {
    const specifiers = this.#specifiers();
    if (!specifiers) throw new CError(this.#cursor.token.at, `expected identifier or '(' ${this.#cursor.describe()}`);
    if (this.#cursor.accept(';')) return;
    const first = this.#declarator(specifiers.type);
    if (first.type.kind === 'function' && this.#cursor.is('{') && first.name) {
      this.#definition(first.name, first.type, specifiers.storage === 'static');
      return;
    }
    this.#declarations.push(...this.#declarators(specifiers, first));
  }

  #definition(name: Token, type: FunctionDefinition['type'], isStatic: boolean): void {
    try {
      this.#defined(name, type, isStatic);
    } catch (error) {
      if (error instanceof CError) error.inside ??= name.text;
      throw error;
    }
  }

  #defined(name: Token, type: FunctionDefinition['type'], isStatic: boolean): void {
    this.#scope.define(name.text, { kind: 'object' });
    this.#cursor.expect('{');
    this.#scope.enter();
    for (const each of type.parameters) this.#scope.define(each.name, { kind: 'object' });
    const body = this.#statements();
    const end = this.#cursor.token.at;
    if (!this.#cursor.accept('}')) throw new CError(end, 'expected declaration or statement at end of input');
    this.#scope.leave();
    this.#functions.push({ at: name.at, name: name.text, type, isStatic, body, end });
  }

  // --- declarations

  /** What a declaration begins with; undefined when none comes. */
  #specifiers(): Specifiers | undefined {
    const words: string[] = [];
    let type: Type | undefined;
    let storage: Specifiers['storage'];
    let any = false;
    for (;;) {
      const { text, kind, at } = this.#cursor.token;
      if (kind !== 'name') break;
      if (QUALIFIER.test(text)) this.#cursor.next();
      else if (STORAGE.test(text)) storage = this.#cursor.next().text as 'static';
      else if (WORD.test(text)) words.push(this.#cursor.next().text);
      else if (text === 'struct' || text === 'union') type = this.#struct(this.#cursor.next().text === 'union');
      else if (text === 'enum') type = this.#enum();
      else {
        const meaning = type || words.length > 0 ? undefined : this.#scope.find(text);
        if (meaning?.kind !== 'type') {
          if (!any && !this.#scope.find(text) && /^[A-Za-z_]\w*$/.test(text) && this.#cursor.following.kind === 'name')
            throw new CError(at, `unknown type name '${text}'`);
          break;
        }
        this.#cursor.next();
        type = meaning.type;
      }
      any = true;
    }
    if (!any) return undefined;
    if (words.length === 0) return { type: type ?? INT, storage };
    const specified = SPECIFIED[sorted(...words)];
    if (!specified || type) throw new CError(this.#cursor.token.at, 'two or more data types in declaration specifiers');
    return { type: specified, storage };
  }

  #struct(isUnion: boolean): Type {
    const name = this.#cursor.name();
    const isDefined = this.#cursor.is('{');
    if (!name && !isDefined) throw new CError(this.#cursor.token.at, `expected '{' ${this.#cursor.describe()}`);
    const struct = this.#scope.struct(name?.text ?? `<anonymous ${++this.#unnamed}>`, isUnion, isDefined);
    if (!this.#cursor.accept('{')) return struct;
    if (struct.fields) throw new CError(name!.at, `redefinition of 'struct ${struct.tag}'`);
    const members: Parameter[] = [];
    while (!this.#cursor.accept('}')) {
      const specifiers = this.#specifiers();
      if (!specifiers)
        throw new CError(this.#cursor.token.at, `expected specifier-qualifier-list ${this.#cursor.describe()}`);
      do {
        const { name: field, type } = this.#declarator(specifiers.type);
        if (!field) throw refused(this.#cursor.token.at, 'fields without a name');
        if (this.#cursor.is(':')) throw refused(field.at, 'bit-fields');
        members.push({ name: field.text, type });
      } while (this.#cursor.accept(','));
      this.#cursor.expect(';');
    }
    defineStruct(struct, members);
    return struct;
  }

  #enum(): Type {
    this.#cursor.next();
    this.#cursor.name();
    if (!this.#cursor.accept('{')) return INT;
    let value = 0n;
    while (!this.#cursor.accept('}')) {
      const name = this.#cursor.name();
      if (!name) throw new CError(this.#cursor.token.at, `expected identifier ${this.#cursor.describe()}`);
      if (this.#cursor.accept('=')) value = this.#expressions.constant();
      this.#scope.define(name.text, { kind: 'constant', value: value++ });
      if (!this.#cursor.is('}')) this.#cursor.expect(',');
    }
    return INT;
  }

  /** `*name[3]`, `(*name)(int)`: from the type in front to the name's own. */
  #declarator(base: Type): Declarator {
    let type = base;
    while (this.#cursor.accept('*')) {
      type = pointerTo(type);
      while (QUALIFIER.test(this.#cursor.token.text)) this.#cursor.next();
    }
    if (this.#cursor.is('(') && (this.#cursor.following.text === '*' || this.#cursor.following.text === '(')) {
      this.#cursor.next();
      // What stands inside is of a type that is known behind the parenthesis only.
      const hole: Type = { kind: 'struct', tag: '', isUnion: false, fields: undefined, size: 0, align: 1 };
      const inner = this.#declarator(hole);
      this.#cursor.expect(')');
      return { name: inner.name, type: filled(inner.type, hole, this.#suffix(type)) };
    }
    const name = this.#cursor.name();
    return { name, type: this.#suffix(type) };
  }

  #suffix(type: Type): Type {
    if (this.#cursor.accept('[')) {
      const length = this.#cursor.is(']') ? undefined : Number(this.#expressions.constant());
      this.#cursor.expect(']');
      return { kind: 'array', of: this.#suffix(type), length };
    }
    if (!this.#cursor.accept('(')) return type;
    const parameters: Parameter[] = [];
    let isVariadic = this.#cursor.is(')');
    if (this.#cursor.is('void') && this.#cursor.following.text === ')') this.#cursor.next();
    while (!this.#cursor.accept(')')) {
      if (this.#cursor.accept('...')) isVariadic = true;
      else {
        const specifiers = this.#specifiers();
        if (!specifiers)
          throw new CError(
            this.#cursor.token.at,
            `expected declaration specifiers or '...' ${this.#cursor.describe()}`,
          );
        const { name, type: given } = this.#declarator(specifiers.type);
        parameters.push({ name: name?.text ?? '', type: decayed(given) });
      }
      if (!this.#cursor.is(')')) this.#cursor.expect(',');
    }
    return { kind: 'function', returns: type, parameters, isVariadic };
  }

  /** A type by itself, as a cast has it; undefined when none comes. */
  #typeName(): Type | undefined {
    const { kind, text } = this.#cursor.token;
    if (kind !== 'name' || (this.#scope.find(text) && this.#scope.find(text)!.kind !== 'type')) return undefined;
    if (!WORD.test(text) && !QUALIFIER.test(text) && !/^(struct|union|enum)$/.test(text) && !this.#scope.find(text))
      return undefined;
    const specifiers = this.#specifiers();
    return specifiers && this.#declarator(specifiers.type).type;
  }

  #declarators({ type: base, storage }: Specifiers, first: Declarator): Declaration[] {
    const made: Declaration[] = [];
    let { name, type } = first;
    for (;;) {
      if (!name) throw new CError(this.#cursor.token.at, `expected identifier or '(' ${this.#cursor.describe()}`);
      if (storage === 'typedef') this.#scope.define(name.text, { kind: 'type', type });
      else {
        this.#scope.define(name.text, { kind: 'object' });
        const initializer = this.#cursor.accept('=') ? this.#initializer() : undefined;
        if (initializer && type.kind === 'array' && type.length === undefined)
          type = { ...type, length: lengthOf(initializer) };
        made.push({ at: name.at, name: name.text, type, storage, initializer });
      }
      if (!this.#cursor.accept(',')) break;
      ({ name, type } = this.#declarator(base));
    }
    this.#cursor.expect(';');
    return made;
  }

  #initializer(): Initializer {
    const open = this.#cursor.accept('{');
    if (!open) return { kind: 'value', value: this.#expressions.assignment() };
    const items: InitializerItem[] = [];
    while (!this.#cursor.accept('}')) {
      let of: string | number | undefined;
      if (this.#cursor.accept('.')) of = this.#cursor.name()?.text;
      else if (this.#cursor.accept('[')) {
        of = Number(this.#expressions.constant());
        this.#cursor.expect(']');
      }
      if (of !== undefined) this.#cursor.expect('=');
      items.push({ for: of, value: this.#initializer() });
      if (!this.#cursor.is('}')) this.#cursor.expect(',');
    }
    return { kind: 'list', at: open.at, items };
  }

  // --- statements

  #statements(): Statement[] {
    const body: Statement[] = [];
    while (!this.#cursor.is('}') && !this.#cursor.isAtEnd) body.push(this.#statement());
    return body;
  }

  #block(at: Place): Statement {
    this.#scope.enter();
    const body = this.#statements();
    if (!this.#cursor.accept('}'))
      throw new CError(this.#cursor.token.at, 'expected declaration or statement at end of input');
    this.#scope.leave();
    return { kind: 'block', body, at };
  }

  #statement(): Statement {
    const { token } = this.#cursor;
    const { at } = token;
    if (this.#cursor.accept('{')) return this.#block(at);
    if (this.#cursor.accept(';')) return { kind: 'expression', value: undefined, at };
    if (token.kind === 'name') {
      const special = this.#keyword(token.text, at);
      if (special) return special;
      if (this.#cursor.following.text === ':' && !this.#scope.find(token.text)) throw refused(at, 'labels');
      if (this.#scope.find(token.text)?.kind !== 'object') {
        const specifiers =
          this.#cursor.following.text === '(' && !WORD.test(token.text) ? undefined : this.#specifiers();
        if (specifiers) {
          if (this.#cursor.accept(';')) return { kind: 'block', body: [], at };
          return {
            kind: 'declare',
            declarations: this.#declarators(specifiers, this.#declarator(specifiers.type)),
            at,
          };
        }
      }
    }
    const value = this.#expressions.expression();
    this.#cursor.expect(';');
    return { kind: 'expression', value, at };
  }

  #keyword(word: string, at: Place): Statement | undefined {
    const cursor = this.#cursor;
    const tested = () => {
      cursor.expect('(');
      const test = this.#expressions.expression();
      cursor.expect(')');
      return test;
    };
    switch (word) {
      case 'if': {
        cursor.next();
        const test = tested();
        const yes = this.#statement();
        return { kind: 'if', test, yes, no: cursor.accept('else') && this.#statement(), at };
      }
      case 'while':
        cursor.next();
        return { kind: 'while', test: tested(), body: this.#statement(), at };
      case 'do': {
        cursor.next();
        const body = this.#statement();
        cursor.expect('while');
        const test = tested();
        cursor.expect(';');
        return { kind: 'do', test, body, at };
      }
      case 'for':
        cursor.next();
        return this.#for(at);
      case 'switch':
        cursor.next();
        return { kind: 'switch', subject: tested(), body: this.#statement(), at };
      case 'case':
      case 'default': {
        cursor.next();
        const value = word === 'case' ? this.#expressions.constant() : undefined;
        cursor.expect(':');
        return { kind: 'case', value, at };
      }
      case 'break':
      case 'continue':
        cursor.next();
        cursor.expect(';');
        return { kind: word, at };
      case 'return': {
        cursor.next();
        const value = cursor.is(';') ? undefined : this.#expressions.expression();
        cursor.expect(';');
        return { kind: 'return', value, at };
      }
      case 'goto':
        throw refused(at, 'goto');
      case 'else':
        throw new CError(at, "'else' without a previous 'if'");
      default:
        return undefined;
    }
  }

  #for(at: Place): Statement {
    const cursor = this.#cursor;
    cursor.expect('(');
    this.#scope.enter();
    const first = this.#statement();
    const test = cursor.is(';') ? undefined : this.#expressions.expression();
    cursor.expect(';');
    const next = cursor.is(')') ? undefined : this.#expressions.expression();
    cursor.expect(')');
    const body = this.#statement();
    this.#scope.leave();
    return { kind: 'for', first, test, next, body, at };
  }
}

/** What a parameter's type becomes: arrays and functions are passed as pointers. */
function decayed(type: Type): Type {
  return type.kind === 'array' ? pointerTo(type.of) : type.kind === 'function' ? pointerTo(type) : type;
}

function filled(type: Type, hole: Type, by: Type): Type {
  if (type === hole) return by;
  if (type.kind === 'pointer') return pointerTo(filled(type.to, hole, by));
  if (type.kind === 'array') return { ...type, of: filled(type.of, hole, by) };
  return type.kind === 'function' ? { ...type, returns: filled(type.returns, hole, by) } : type;
}

/** How many elements an initializer gives an array without a length. */
function lengthOf(initializer: Initializer): number {
  if (initializer.kind === 'value') return initializer.value.kind === 'string' ? initializer.value.text.length + 1 : 0;
  let [next, length] = [0, 0];
  for (const { for: of } of initializer.items) {
    next = (typeof of === 'number' ? of : next) + 1;
    length = Math.max(length, next);
  }
  return length;
}
