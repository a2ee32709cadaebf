import { GoError, type Token } from './lex.ts';
import { FIELDS, FUNCTIONS, type LibraryFunction, METHODS, PACKAGES, VALUES } from './library.ts';

/**
 * Translates a Go program into JavaScript over runtime.ts, types checked as far as the translation needs them. What lies outside the
 * subset is refused at its place. Types are their texts: `int`, `[]string`, `map[string]int`, `*Page`.
 */

interface Variable {
  readonly type: string;
  readonly at: Token;
  readonly isConstant: boolean;
  isUsed: boolean;
  readonly isLocal: boolean;
}

interface Value {
  readonly type: string;
  readonly js: string;
  /** Results of a call with several. */
  readonly results?: readonly string[];
  /** A literal that takes the type it is used as. */
  readonly isUntyped?: boolean;
}

interface Signature {
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly results: readonly string[];
}

const SIMPLE = new Set(['int', 'string', 'bool', 'float64', 'byte', 'rune', 'error']);
const ALIASES: Readonly<Record<string, string>> = { uint8: 'byte', int32: 'rune', int64: 'int' };
const LIBRARY_TYPES = new Set(['http.ResponseWriter', 'http.Request', 'time.Time', 'time.Duration']);
const PRECEDENCE: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '|': 4,
  '^': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '<<': 5,
  '>>': 5,
  '&': 5,
  '&^': 5,
};
const isInteger = (type: string) => /^(int|byte|rune|time\.Duration)$/.test(type);
const isNumber = (type: string) => isInteger(type) || type === 'float64';

export interface Translation {
  readonly js: string;
  readonly structs: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}

export interface SourceFile {
  readonly name: string;
  readonly tokens: readonly Token[];
}

export class Translator {
  readonly #functions = new Map<string, Signature>();
  readonly #methods = new Map<string, Signature>();
  /** Methods that change what they are called on. */
  readonly #onPointers = new Set<string>();
  readonly #structs: Record<string, [string, string][]> = {};
  readonly #globals = new Map<string, Variable>();
  #imports = new Map<string, { readonly path: string; readonly at: Token; isUsed: boolean }>();
  #scopes: Map<string, Variable>[] = [];
  #results: readonly string[] = [];
  #tokens: readonly Token[] = [];
  #at = 0;
  /** Where a brace opens a block and not a composite literal. */
  #inHeader = false;
  readonly errors: { readonly file: string; readonly error: GoError }[] = [];

  /** Throws nothing: what is wrong is in `errors`. */
  translate(files: readonly SourceFile[]): Translation {
    for (const file of files) this.#guard(file, () => this.#declarations(file, true));
    const parts: string[] = [];
    for (const file of files) this.#guard(file, () => parts.push(...this.#declarations(file, false)));
    if (this.errors.length === 0 && !this.#functions.has('main'))
      this.errors.push({
        file: '',
        error: new GoError({ line: 0, column: 0 }, 'function main is undeclared in the main package'),
      });
    return { js: parts.join('\n'), structs: this.#structs };
  }

  #guard(file: SourceFile, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      this.errors.push({ file: file.name, error });
    }
  }

  // --- tokens

  get #token(): Token {
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!;
  }

  get #isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #is(text: string): boolean {
    const { kind } = this.#token;
    return this.#token.text === text && (kind === 'operator' || kind === 'keyword');
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): Token {
    const token = this.#token;
    if (!this.#accept(text)) throw this.#unexpected(`expected ${text}`);
    return token;
  }

  #name(): Token {
    const token = this.#token;
    if (token.kind !== 'name') throw this.#unexpected('expected name');
    this.#at++;
    return token;
  }

  #unexpected(wanted: string): GoError {
    const { text, kind } = this.#token;
    const what =
      kind === 'operator' && text === ';'
        ? 'newline'
        : kind === 'keyword'
          ? `keyword ${text}`
          : kind === 'name'
            ? `name ${text}`
            : text;
    return new GoError(this.#token, `syntax error: unexpected ${what}, ${wanted}`);
  }

  #refuse(what: string, at: { line: number; column: number } = this.#token): GoError {
    return new GoError(at, `drydock: not simulated: ${what}`);
  }

  #skipBlock(): void {
    let depth = 0;
    do {
      if (this.#is('{')) depth++;
      if (this.#is('}')) depth--;
      if (this.#token.kind === 'end') throw this.#unexpected('expected }');
      this.#at++;
    } while (depth > 0);
  }

  // --- declarations

  /** Goes over a file: first for what it declares, then for its code. */
  #declarations(file: SourceFile, isFirst: boolean): string[] {
    this.#tokens = file.tokens;
    this.#at = 0;
    this.#imports = new Map();
    const parts: string[] = [];
    this.#expect('package');
    const name = this.#name();
    if (name.text !== 'main') throw this.#refuse(`package ${name.text}: only programs of one package, main`, name);
    this.#expect(';');
    while (this.#accept('import')) {
      this.#group(() => this.#import(isFirst));
      this.#expect(';');
    }
    while (!this.#isAtEnd) {
      if (this.#is('func')) parts.push(this.#function(isFirst));
      else if (this.#accept('type')) this.#group(() => this.#struct(isFirst));
      else if (this.#is('var') || this.#is('const')) {
        const isConstant = this.#token.text === 'const';
        this.#at++;
        this.#group(() => parts.push(this.#variable(this.#globals, isConstant, isFirst)));
      } else if (this.#is('import'))
        throw new GoError(this.#token, 'syntax error: imports must appear before other declarations');
      else throw new GoError(this.#token, 'syntax error: non-declaration statement outside function body');
      if (!this.#isAtEnd) this.#expect(';');
    }
    if (!isFirst)
      for (const { path, at, isUsed } of this.#imports.values())
        if (!isUsed) throw new GoError(at, `"${path}" imported and not used`);
    return parts;
  }

  #group(one: () => void): void {
    if (!this.#accept('(')) {
      one();
      return;
    }
    while (!this.#accept(')')) {
      one();
      if (!this.#is(')')) this.#expect(';');
    }
  }

  #import(isFirst: boolean): void {
    const at = this.#token;
    if (at.kind !== 'string') throw this.#refuse('an import under another name');
    this.#at++;
    const name = PACKAGES[at.text];
    if (name === undefined && isFirst)
      throw at.text.includes('.')
        ? new GoError(at, `no required module provides package ${at.text}; to add it:\n\tgo get ${at.text}`)
        : this.#refuse(`the package "${at.text}"; those here: ${Object.keys(PACKAGES).join(', ')}`, at);
    this.#imports.set(name!, { path: at.text, at, isUsed: false });
  }

  #struct(isFirst: boolean): void {
    const name = this.#name();
    if (!this.#accept('struct')) throw this.#refuse('types other than structs', name);
    this.#expect('{');
    const fields: [string, string][] = [];
    while (!this.#accept('}')) {
      const names = [this.#name().text];
      while (this.#accept(',')) names.push(this.#name().text);
      const type = this.#type();
      if (this.#token.kind === 'string') throw this.#refuse('tags of fields');
      for (const each of names) fields.push([each, type]);
      if (!this.#is('}')) this.#expect(';');
    }
    if (isFirst) this.#structs[name.text] = fields;
  }

  #function(isFirst: boolean): string {
    this.#expect('func');
    const receiver = this.#is('(') ? this.#parameters()[0] : undefined;
    const name = this.#name();
    if (this.#is('[')) throw this.#refuse('type parameters');
    const signature = this.#signature();
    const key = receiver ? `${receiver.type.replace('*', '')}.${name.text}` : name.text;
    const known = receiver ? this.#methods : this.#functions;
    if (isFirst) {
      if (known.has(key)) throw new GoError(name, `${name.text} redeclared in this block`);
      known.set(key, signature);
      if (receiver?.type.startsWith('*')) this.#onPointers.add(key);
      this.#skipBlock();
      return '';
    }
    const parameters = receiver ? [receiver, ...signature.parameters] : signature.parameters;
    const body = this.#body(parameters, signature.results);
    return `async function ${receiver ? `method_${key.replace('.', '_')}` : `$${name.text}`}(${parameters.map((each) => `$${each.name}`).join(', ')}) ${body}`;
  }

  #signature(): Signature {
    const parameters = this.#parameters();
    let results: string[] = [];
    if (this.#is('(')) {
      this.#at++;
      while (!this.#accept(')')) {
        results.push(this.#type());
        if (!this.#is(')')) this.#expect(',');
      }
    } else if (!this.#is('{') && !this.#is(';') && !this.#is(',') && !this.#is(')')) results = [this.#type()];
    return { parameters, results };
  }

  #parameters(): { name: string; type: string }[] {
    this.#expect('(');
    const found: { name: string; type: string }[] = [];
    let waiting: string[] = [];
    while (!this.#accept(')')) {
      waiting.push(this.#name().text);
      if (this.#accept(',')) continue;
      if (this.#is('...')) throw this.#refuse('variadic functions');
      if (this.#is(')') || this.#is('.')) throw this.#refuse('parameters without names');
      const type = this.#type();
      for (const name of waiting) found.push({ name, type });
      waiting = [];
      if (!this.#is(')')) this.#expect(',');
    }
    return found;
  }

  #type(): string {
    const at = this.#token;
    if (this.#accept('*')) {
      const type = this.#type();
      if (!this.#structs[type] && !LIBRARY_TYPES.has(type)) throw this.#refuse(`pointers to ${type}`, at);
      return `*${type}`;
    }
    if (this.#accept('[')) {
      if (!this.#accept(']')) throw this.#refuse('arrays; slices are');
      return `[]${this.#type()}`;
    }
    if (this.#accept('map')) {
      this.#expect('[');
      const key = this.#type();
      if (!/^(string|int|rune|byte|bool)$/.test(key)) throw this.#refuse(`maps with keys of type ${key}`, at);
      this.#expect(']');
      return `map[${key}]${this.#type()}`;
    }
    if (this.#is('func') || this.#is('chan') || this.#is('interface') || this.#is('struct'))
      throw this.#refuse(`the type ${at.text} here`);
    const name = this.#name();
    if (this.#accept('.')) {
      const type = `${name.text}.${this.#name().text}`;
      const used = this.#imports.get(name.text);
      if (!used) throw new GoError(name, `undefined: ${name.text}`);
      used.isUsed = true;
      if (!LIBRARY_TYPES.has(type)) throw this.#refuse(`the type ${type}`, name);
      return type;
    }
    const type = ALIASES[name.text] ?? name.text;
    if (SIMPLE.has(type) || Object.hasOwn(this.#structs, type)) return type;
    // In the first pass structs further down are not known yet.
    if (/^[A-Z_a-z]\w*$/.test(type) && this.#scopes.length === 0) return type;
    if (/^(any|uint|int8|int16|uint16|uint32|uint64|float32|complex64|complex128|uintptr)$/.test(type))
      throw this.#refuse(`the type ${type}`, name);
    throw new GoError(name, `undefined: ${type}`);
  }

  #zero(type: string): string {
    if (isNumber(type)) return '0';
    if (type === 'string') return '""';
    if (type === 'bool') return 'false';
    if (type.startsWith('[]')) return '[]';
    const fields = this.#structs[type];
    return fields ? `{ ${fields.map(([name, of]) => `${name}: ${this.#zero(of)}`).join(', ')} }` : 'null';
  }

  #declare(at: Token, type: string, isConstant = false, isUsed = false): void {
    if (at.text === '_') return;
    this.#scopes.at(-1)!.set(at.text, { type, at, isConstant, isUsed, isLocal: true });
  }

  /** What follows `var` or `const`. */
  #variable(globals: Map<string, Variable> | undefined, isConstant: boolean, isFirst = false): string {
    const names = [this.#name()];
    while (this.#accept(',')) names.push(this.#name());
    const type = this.#is('=') || this.#is(';') ? undefined : this.#type();
    if (isConstant && !this.#is('=')) throw this.#refuse('constants without a value (iota)');
    const values: Value[] = [];
    if (this.#accept('=')) {
      do values.push(this.#expression(type));
      while (this.#accept(','));
    }
    if (values.length > 0 && values.length !== names.length)
      throw this.#refuse('a declaration with several values of one call', names[0]);
    return names
      .map((name, at) => {
        const value = values[at];
        const own = type ?? defaultType(value!.type);
        if (value) this.#assignable(value, own, name);
        const entry = {
          type: own,
          at: name,
          isConstant,
          isUsed: isConstant || globals !== undefined,
          isLocal: !globals,
        };
        if (globals) globals.set(name.text, entry);
        else if (name.text !== '_') this.#scopes.at(-1)!.set(name.text, entry);
        return isFirst && globals ? '' : `let ${js(name.text)} = ${value ? this.#copied(value) : this.#zero(own)};`;
      })
      .join(' ');
  }

  // --- statements

  #body(parameters: readonly { name: string; type: string }[], results: readonly string[]): string {
    const outer = this.#results;
    this.#results = results;
    this.#scopes.push(
      new Map(
        parameters.map(({ name, type }) => [
          name,
          { type, at: this.#token, isConstant: false, isUsed: true, isLocal: true },
        ]),
      ),
    );
    const start = this.#at;
    const block = this.#block();
    if (results.length > 0 && !this.#endsInReturn(start))
      throw new GoError(this.#tokens[this.#at - 1]!, 'missing return');
    this.#scopes.pop();
    this.#results = outer;
    return block;
  }

  /** A function with results has to end in a statement that returns: return, a loop without end, panic, or an if with both arms. */
  #endsInReturn(start: number): boolean {
    const body = this.#tokens.slice(start + 1, this.#at - 1);
    let [depth, statement] = [0, 0];
    for (const [at, { text, kind }] of body.entries()) {
      if (kind !== 'operator') continue;
      if (text === '{' || text === '(' || text === '[') depth++;
      if (text === '}' || text === ')' || text === ']') depth--;
      if (text === ';' && depth === 0 && at < body.length - 1) statement = at + 1;
    }
    const first = body[statement]?.text;
    return first === 'return' || first === 'panic' || first === 'for' || first === 'if' || first === 'switch';
  }

  #block(): string {
    this.#expect('{');
    this.#scopes.push(new Map());
    const header = this.#inHeader;
    this.#inHeader = false;
    let text = '{\n';
    while (!this.#accept('}')) {
      text += `${this.#statement()}\n`;
      if (!this.#is('}')) this.#expect(';');
    }
    this.#inHeader = header;
    this.#leave();
    return `${text}}`;
  }

  #leave(): void {
    for (const { at, isUsed } of this.#scopes.pop()!.values())
      if (!isUsed) throw new GoError(at, `declared and not used: ${at.text}`);
  }

  #statement(): string {
    const { text, kind } = this.#token;
    if (kind !== 'keyword') {
      if (this.#is('{')) return this.#block();
      return this.#is(';') || this.#is('}') ? '' : `${this.#simple()};`;
    }
    switch (text) {
      case 'var':
      case 'const':
        this.#at++;
        return this.#variable(undefined, text === 'const');
      case 'return':
        return this.#return();
      case 'if':
        return this.#if();
      case 'for':
        return this.#for();
      case 'switch':
        return this.#switch();
      case 'break':
      case 'continue':
        this.#at++;
        if (this.#token.kind === 'name') throw this.#refuse('labels');
        return `${text};`;
      case 'go': {
        this.#at++;
        const call = this.#expression();
        return `void ${call.js.replace(/^\(?await /, (head) => (head.startsWith('(') ? '(' : ''))};`;
      }
      default:
        throw this.#refuse(`the statement ${text}`);
    }
  }

  #return(): string {
    const at = this.#expect('return');
    const values: Value[] = [];
    if (!this.#is(';') && !this.#is('}')) {
      do values.push(this.#expression(this.#results[values.length]));
      while (this.#accept(','));
    }
    if (values.length === 1 && (values[0]!.results?.length ?? 0) > 1) return `return ${values[0]!.js};`;
    if (values.length !== this.#results.length) {
      const have = values.map(({ type }) => type.replace(/^untyped \w+$/, 'number')).join(', ');
      throw new GoError(
        at,
        `${values.length > this.#results.length ? 'too many' : 'not enough'} return values\n\thave (${have})\n\twant (${this.#results.join(', ')})`,
      );
    }
    for (const [index, value] of values.entries())
      this.#assignable(value, this.#results[index]!, at, 'return statement');
    const list = values.map((value) => this.#copied(value));
    return list.length > 1 ? `return [${list.join(', ')}];` : `return ${list[0] ?? ''};`;
  }

  #if(): string {
    this.#expect('if');
    this.#scopes.push(new Map());
    let text = '{ ';
    const header = this.#inHeader;
    this.#inHeader = true;
    let condition = this.#simpleOrValue();
    if (this.#accept(';')) {
      text += `${condition.js}; `;
      condition = this.#simpleOrValue();
    }
    this.#inHeader = header;
    this.#boolean(condition, 'if');
    text += `if (${condition.js}) ${this.#block()}`;
    if (this.#accept('else')) text += this.#is('if') ? ` else ${this.#if()}` : ` else ${this.#block()}`;
    this.#leave();
    return `${text} }`;
  }

  #for(): string {
    this.#expect('for');
    this.#scopes.push(new Map());
    const header = this.#inHeader;
    this.#inHeader = true;
    let head: string;
    const range = this.#range();
    if (range !== undefined) head = range;
    else if (this.#is('{')) head = 'for (;;)';
    else {
      const first = this.#is(';') ? undefined : this.#simpleOrValue();
      if (this.#accept(';')) {
        const condition = this.#is(';') ? undefined : this.#expression();
        if (condition) this.#boolean(condition, 'for');
        this.#expect(';');
        const post = this.#is('{') ? '' : this.#simple();
        head = `for (${first?.js ?? ''}; ${condition?.js ?? ''}; ${post})`;
      } else {
        this.#boolean(first!, 'for');
        head = `while (${first!.js})`;
      }
    }
    this.#inHeader = header;
    const text = `${head} ${this.#block()}`;
    this.#leave();
    return text;
  }

  /** `for i, v := range x`, `for range 3`; undefined when it is another kind of for. */
  #range(): string | undefined {
    const start = this.#at;
    const names: Token[] = [];
    if (!this.#is('range')) {
      while (this.#token.kind === 'name') {
        names.push(this.#name());
        if (!this.#accept(',')) break;
      }
      if (names.length === 0 || !this.#accept(':=') || !this.#is('range')) {
        this.#at = start;
        return undefined;
      }
    }
    this.#expect('range');
    const over = this.#expression();
    const [first, second] = names;
    const map = /^map\[(\w+)\](.+)$/.exec(over.type);
    const types = over.type.startsWith('[]')
      ? ['int', over.type.slice(2)]
      : map
        ? [map[1]!, map[2]!]
        : over.type === 'string'
          ? ['int', 'rune']
          : isInteger(defaultType(over.type))
            ? ['int']
            : undefined;
    if (!types) throw new GoError(this.#token, `cannot range over value of type ${over.type}`);
    if (first) this.#declare(first, types[0]!);
    if (second) this.#declare(second, types[1]!);
    const variable = (name: Token | undefined, otherwise: string) =>
      name && name.text !== '_' ? js(name.text) : otherwise;
    if (types.length === 1)
      return `for (let ${variable(first, '_i')} = 0, _n = ${over.js}; ${variable(first, '_i')} < _n; ${variable(first, '_i')}++)`;
    const entries = map
      ? `[...(${over.js})]`
      : over.type === 'string'
        ? `G.runes(${over.js})`
        : `[...(${over.js}).entries()]`;
    return `for (let [${variable(first, '')}, ${variable(second, '')}] of ${entries})`;
  }

  #switch(): string {
    this.#expect('switch');
    this.#scopes.push(new Map());
    const header = this.#inHeader;
    this.#inHeader = true;
    let subject: Value | undefined;
    let before = '';
    if (!this.#is('{')) {
      subject = this.#simpleOrValue();
      if (this.#accept(';')) {
        before = `${subject.js}; `;
        subject = this.#is('{') ? undefined : this.#expression();
      }
    }
    this.#inHeader = header;
    this.#expect('{');
    let text = `{ ${before}const _s = ${subject?.js ?? 'true'}; do { `;
    let last = '';
    while (!this.#accept('}')) {
      const conditions: string[] = [];
      const isDefault = this.#accept('default');
      if (!isDefault) {
        this.#expect('case');
        do {
          const value = this.#expression(subject?.type);
          conditions.push(`_s === ${value.js}`);
        } while (this.#accept(','));
      }
      this.#expect(':');
      this.#scopes.push(new Map());
      let body = '';
      while (!this.#is('case') && !this.#is('default') && !this.#is('}')) {
        if (this.#is('fallthrough')) throw this.#refuse('fallthrough');
        if (this.#is('continue')) throw this.#refuse('continue within a switch');
        body += `${this.#statement()}\n`;
        if (!this.#is('}')) this.#expect(';');
      }
      this.#leave();
      if (isDefault) last = `{ ${body} }`;
      else text += `if (${conditions.join(' || ')}) { ${body} break; } `;
    }
    this.#leave();
    return `${text}${last} } while (false); }`;
  }

  #simple(): string {
    return this.#simpleOrValue().js;
  }

  /** An expression, or an assignment, declaration or step: those have the type ''. */
  #simpleOrValue(): Value {
    const at = this.#token;
    const start = this.#at;
    // Names alone before := are declared, not looked up.
    const names: Token[] = [];
    while (this.#token.kind === 'name') {
      names.push(this.#name());
      if (!this.#accept(',')) break;
    }
    if (names.length > 0 && this.#accept(':=')) return this.#define(names, at);
    this.#at = start;
    const targets = [this.#target()];
    while (this.#accept(',')) targets.push(this.#target());
    const operator = this.#token;
    if (this.#accept('=')) return this.#assign(targets, at);
    const [target] = targets as [Target];
    if (this.#accept('++') || this.#accept('--')) {
      this.#writable(target, at);
      return { type: '', js: target.set(`G.int(${target.value.js} ${operator.text[0]} 1)`) };
    }
    if (/^([-+*/%])=$/.test(operator.text) && operator.kind === 'operator') {
      this.#at++;
      this.#writable(target, at);
      const value = this.#operate(operator.text[0]!, target.value, this.#expression(target.value.type), operator);
      return { type: '', js: target.set(value.js) };
    }
    if (targets.length > 1) throw this.#unexpected('expected := or = or comma');
    target.use();
    return target.value;
  }

  #define(names: readonly Token[], at: Token): Value {
    const values: Value[] = [];
    do values.push(this.#expression());
    while (this.#accept(','));
    const scope = this.#scopes.at(-1)!;
    const types =
      values.length === 1 && (values[0]!.results?.length ?? 1) > 1
        ? values[0]!.results!
        : values.map(({ type }) => type);
    if (types.length !== names.length || types.includes('')) {
      const count = (many: number, word: string) => `${many} ${word}${many === 1 ? '' : 's'}`;
      throw new GoError(
        at,
        types.includes('')
          ? `${values[0]!.js.replace(/^\(?await |\(.*$/g, '').replace(/^\$/, '')}() (no value) used as value`
          : `assignment mismatch: ${count(names.length, 'variable')} but ${count(types.length, 'value')}`,
      );
    }
    if (names.every(({ text }) => text === '_' || scope.has(text)))
      throw new GoError(at, 'no new variables on left side of :=');
    const isOne = values.length === 1 && names.length > 1;
    const fresh = names.filter(({ text }) => text !== '_' && !scope.has(text));
    for (const [index, name] of names.entries())
      if (!scope.has(name.text)) this.#declare(name, defaultType(types[index]!));
    const list = names.map(({ text }) => (text === '_' ? '' : js(text)));
    const right = isOne ? values[0]!.js : `[${values.map((value) => this.#copied(value)).join(', ')}]`;
    if (names.length === 1) return { type: '', js: `let ${list[0]} = ${this.#copied(values[0]!)}` };
    if (fresh.length === names.filter(({ text }) => text !== '_').length)
      return { type: '', js: `let [${list.join(', ')}] = ${right}` };
    return { type: '', js: `let ${fresh.map(({ text }) => js(text)).join(', ')}; [${list.join(', ')}] = ${right}` };
  }

  #assign(targets: readonly Target[], at: Token): Value {
    const values: Value[] = [];
    do values.push(this.#expression(targets[values.length]?.value.type));
    while (this.#accept(','));
    for (const target of targets) this.#writable(target, at);
    if (values.length !== targets.length) {
      if (values.length !== 1 || values[0]!.results?.length !== targets.length)
        throw new GoError(
          at,
          `assignment mismatch: ${targets.length} variables but ${values.length} value${values.length === 1 ? '' : 's'}`,
        );
      return {
        type: '',
        js: `{ const _r = ${values[0]!.js}; ${targets.map((target, index) => target.set(`_r[${index}]`)).join('; ')} }`,
      };
    }
    for (const [index, value] of values.entries())
      if (targets[index]!.value.type !== '') this.#assignable(value, targets[index]!.value.type, at, 'assignment');
    if (targets.length === 1) return { type: '', js: targets[0]!.set(this.#copied(values[0]!)) };
    const right = `[${values.map((value) => this.#copied(value)).join(', ')}]`;
    return {
      type: '',
      js: `{ const _r = ${right}; ${targets.map((target, index) => target.set(`_r[${index}]`)).join('; ')} }`,
    };
  }

  #writable(target: Target, at: Token): void {
    if (target.problem !== undefined) throw new GoError(at, target.problem);
  }

  // --- expressions

  /** What may stand on the left of an assignment; for others, why not. */
  #target(): Target {
    const at = this.#token;
    if (at.kind === 'name' && at.text === '_') {
      this.#at++;
      return { value: { type: '', js: '_' }, set: (value) => `void (${value})`, use: () => {} };
    }
    const variable = at.kind === 'name' ? this.#find(at.text) : undefined;
    const wasUsed = variable?.isUsed ?? false;
    const value = this.#expression();
    const next = this.#token.text;
    const isPlain = variable !== undefined && value.js === js(at.text);
    // Being assigned to is no use.
    if (isPlain && variable && !/^(\+\+|--|[-+*/%]=)$/.test(next) && next === '=') variable.isUsed = wasUsed;
    const set = (fresh: string) => {
      const index = /^G\.(at|get)\((.*)\)$/s.exec(value.js);
      const indexed = this.#indexed.get(value.js);
      if (index && indexed)
        return indexed.isMap
          ? `${indexed.base}.set(${indexed.key}, ${fresh})`
          : `G.put(${indexed.base}, ${indexed.key}, ${fresh})`;
      return `${value.js} = ${fresh}`;
    };
    const isSettable = isPlain
      ? !variable!.isConstant
      : this.#indexed.has(value.js) || /\.[A-Za-z_]\w*$/.test(value.js);
    const problem = isSettable
      ? undefined
      : `cannot assign to ${isPlain ? `${at.text} (constant)` : 'this expression'}`;
    return { value, set, use: () => {}, ...(problem !== undefined && { problem }) };
  }

  readonly #indexed = new Map<string, { readonly base: string; readonly key: string; readonly isMap: boolean }>();

  #find(name: string): Variable | undefined {
    for (const scope of [...this.#scopes].reverse()) if (scope.has(name)) return scope.get(name);
    return this.#globals.get(name);
  }

  /** Copies what Go copies: structs. */
  #copied(value: Value): string {
    return this.#structs[value.type] && !value.js.startsWith('{') ? `G.copy(${value.js})` : value.js;
  }

  #boolean({ type }: Value, where: string): void {
    if (type !== 'bool') throw new GoError(this.#token, `non-boolean condition in ${where} statement`);
  }

  #assignable(value: Value, type: string, at: { line: number; column: number }, where = 'variable declaration'): void {
    if (value.type === type || type === '' || type === 'any') return;
    if (value.type === 'untyped int' && isNumber(type)) return;
    if (value.type === 'untyped float' && type === 'float64') return;
    if (value.type === 'nil' && /^(\*|\[\]|map|error|nil|http\.)/.test(type)) return;
    if (value.type === 'http.ResponseWriter' && type === 'io.Writer') return;
    if (value.type === '') throw new GoError(at, 'call with no value used as value');
    throw new GoError(at, `cannot use value of type ${value.type} as ${type} value in ${where}`);
  }

  #expression(wanted?: string, level = 1): Value {
    let left = this.#unary(wanted);
    for (;;) {
      const operator = this.#token;
      const precedence = operator.kind === 'operator' ? PRECEDENCE[operator.text] : undefined;
      if (precedence === undefined || precedence < level) return left;
      this.#at++;
      left = this.#operate(operator.text, left, this.#expression(undefined, precedence + 1), operator);
    }
  }

  #operate(operator: string, a: Value, b: Value, at: Token): Value {
    const untyped = a.type.startsWith('untyped') && b.type.startsWith('untyped');
    const isFloat = a.type === 'untyped float' || b.type === 'untyped float';
    const one = a.type.startsWith('untyped') || a.type === 'nil' ? b.type : a.type;
    const type = untyped ? (isFloat ? 'untyped float' : 'untyped int') : one;
    const fits = (value: Value) => {
      const number = defaultType(type);
      if (
        value.type === type ||
        (value.type === 'untyped int' && isNumber(number)) ||
        (value.type === 'untyped float' && number === 'float64')
      )
        return true;
      return value.type === 'nil' && /^(\*|\[\]|map|error)/.test(type);
    };
    if (!fits(a) || !fits(b)) throw new GoError(at, `invalid operation: mismatched types ${a.type} and ${b.type}`);
    const plain = defaultType(type);
    const both = type;
    const undefinedFor = () =>
      new GoError(at, `invalid operation: operator ${operator} not defined on value of type ${type}`);
    if (operator === '&&' || operator === '||') {
      if (type !== 'bool') throw undefinedFor();
      return { type: 'bool', js: `(${a.js} ${operator} ${b.js})` };
    }
    if (operator === '==' || operator === '!=') {
      if (this.#structs[type]) throw this.#refuse('comparing structs', at);
      const isEmpty = (a.type === 'nil' || b.type === 'nil') && /^(\[\]|map)/.test(type);
      if (isEmpty) throw this.#refuse('comparing slices and maps with nil: use len', at);
      return { type: 'bool', js: `(${a.js} ${operator}= ${b.js})` };
    }
    if (['<', '<=', '>', '>='].includes(operator)) {
      if (!isNumber(plain) && type !== 'string') throw undefinedFor();
      return { type: 'bool', js: `(${a.js} ${operator} ${b.js})` };
    }
    if (operator === '+' && type === 'string') return { type: 'string', js: `(${a.js} + ${b.js})` };
    if (!isNumber(plain)) throw undefinedFor();
    if (plain === 'float64') {
      if (!'+-*/'.includes(operator)) throw undefinedFor();
      return { type: both, js: `(${a.js} ${operator} ${b.js})` };
    }
    if (operator === '/' && b.js === '0') throw new GoError(at, 'invalid operation: division by zero');
    if (operator === '/')
      return { type: both, js: plain === 'time.Duration' ? `(${a.js} / ${b.js})` : `G.div(${a.js}, ${b.js})` };
    if (operator === '%') return { type: both, js: `G.rem(${a.js}, ${b.js})` };
    if (!'+-*'.includes(operator)) throw this.#refuse(`the operator ${operator}`, at);
    return {
      type: both,
      js: plain === 'time.Duration' ? `(${a.js} ${operator} ${b.js})` : `G.int(${a.js} ${operator} ${b.js})`,
    };
  }

  #unary(wanted?: string): Value {
    const at = this.#token;
    if (this.#accept('-')) {
      const value = this.#unary();
      if (!isNumber(defaultType(value.type)))
        throw new GoError(at, `invalid operation: operator - not defined on value of type ${value.type}`);
      return { ...value, js: `(-${value.js})` };
    }
    if (this.#accept('!')) {
      const value = this.#unary();
      if (value.type !== 'bool')
        throw new GoError(at, `invalid operation: operator ! not defined on value of type ${value.type}`);
      return { type: 'bool', js: `(!${value.js})` };
    }
    if (this.#accept('&')) {
      const value = this.#unary();
      if (!this.#structs[value.type]) throw this.#refuse('pointers to anything but structs', at);
      return { type: `*${value.type}`, js: value.js };
    }
    if (this.#is('*') || this.#is('<-') || this.#is('^')) throw this.#refuse(`the operator ${at.text} here`);
    return this.#suffixes(this.#operand(wanted));
  }

  #operand(wanted?: string): Value {
    const at = this.#token;
    switch (at.kind) {
      case 'int':
        this.#at++;
        if (!Number.isSafeInteger(Number(at.text))) throw this.#refuse('integers beyond 2^53', at);
        return { type: 'untyped int', js: String(Number(at.text)) };
      case 'float':
        this.#at++;
        return { type: 'untyped float', js: String(Number(at.text)) };
      case 'string':
        this.#at++;
        return { type: 'string', js: JSON.stringify(at.text) };
      case 'rune':
        this.#at++;
        return { type: 'rune', js: String(at.text.codePointAt(0)) };
      default:
    }
    if (this.#accept('(')) {
      const header = this.#inHeader;
      this.#inHeader = false;
      const value = this.#expression(wanted);
      this.#inHeader = header;
      this.#expect(')');
      return value;
    }
    if (this.#is('func')) return this.#closure();
    if (this.#is('[') || this.#is('map')) return this.#composite(this.#type());
    if (at.kind !== 'name') throw this.#unexpected('expected expression');
    this.#at++;
    const variable = this.#find(at.text);
    if (variable) {
      variable.isUsed = true;
      return { type: variable.type, js: js(at.text) };
    }
    if (Object.hasOwn(this.#structs, at.text)) return this.#composite(at.text);
    if (this.#imports.has(at.text) && this.#is('.')) return this.#selected(at);
    if (this.#functions.has(at.text)) return this.#callOrName(`$${at.text}`, this.#functions.get(at.text)!, at.text);
    return this.#builtin(at, wanted);
  }

  #closure(): Value {
    this.#expect('func');
    const signature = this.#signature();
    const header = this.#inHeader;
    this.#inHeader = false;
    const body = this.#body(signature.parameters, signature.results);
    this.#inHeader = header;
    const text = `(async (${signature.parameters.map(({ name }) => js(name)).join(', ')}) => ${body})`;
    if (this.#is('('))
      return this.#call(
        text,
        signature.parameters.map(({ type }) => type),
        signature.results,
        'func literal',
      );
    return { type: functionType(signature), js: text };
  }

  #callOrName(text: string, signature: Signature, name: string): Value {
    if (!this.#is('(')) return { type: functionType(signature), js: text };
    return this.#call(
      text,
      signature.parameters.map(({ type }) => type),
      signature.results,
      name,
    );
  }

  #call(text: string, parameters: readonly string[], results: readonly string[], name: string, isAsync = true): Value {
    const at = this.#expect('(');
    const header = this.#inHeader;
    this.#inHeader = false;
    const given: string[] = [];
    const variadic = parameters.at(-1) === '...any';
    const fixed = variadic ? parameters.length - 1 : parameters.length;
    while (!this.#accept(')')) {
      const place = this.#token;
      const wanted = parameters[given.length];
      const value = this.#expression(wanted);
      if (given.length < fixed) this.#argument(value, wanted!, place, name);
      if (value.type === '') throw new GoError(place, `${name}() (no value) used as value`);
      given.push(
        given.length >= fixed && variadic
          ? `[${this.#copied(value)}, ${JSON.stringify(defaultType(value.type))}]`
          : this.#copied(value),
      );
      if (this.#is('...')) throw this.#refuse('passing a slice with ...');
      if (!this.#is(')')) this.#expect(',');
    }
    this.#inHeader = header;
    if (given.length < fixed || (!variadic && given.length > fixed))
      throw new GoError(
        at,
        `${given.length < fixed ? 'not enough' : 'too many'} arguments in call to ${name}\n\twant (${parameters.join(', ')})`,
      );
    const call = `${text}(${given.join(', ')})`;
    return { type: results.length === 0 ? '' : results[0]!, js: isAsync ? `(await ${call})` : call, results };
  }

  #argument(value: Value, wanted: string, at: Token, name: string): void {
    if (wanted === 'http.Handler' && value.type === 'func(http.ResponseWriter, *http.Request)') return;
    this.#assignable(value, wanted, at, `argument to ${name}`);
  }

  /** package.Name */
  #selected(at: Token): Value {
    this.#imports.get(at.text)!.isUsed = true;
    this.#expect('.');
    const member = this.#name();
    const full = `${at.text}.${member.text}`;
    const known = FUNCTIONS[full];
    if (known) {
      if (!this.#is('(')) throw this.#refuse(`${full} as a value`, at);
      return this.#call(`G.library[${JSON.stringify(full)}]`, known.parameters, known.results, full);
    }
    const value = VALUES[full];
    if (value) return { type: value.type, js: value.js ?? `G.values[${JSON.stringify(full)}]` };
    if (/^[a-z]/.test(member.text)) throw new GoError(member, `undefined: ${full}`);
    throw this.#refuse(full, at);
  }

  #builtin(at: Token, wanted?: string): Value {
    const one = (run: (value: Value) => Value): Value => {
      this.#expect('(');
      const value = this.#expression();
      this.#expect(')');
      return run(value);
    };
    switch (at.text) {
      case 'true':
      case 'false':
        return { type: 'bool', js: at.text };
      case 'nil':
        return {
          type: 'nil',
          js:
            wanted !== undefined && /^(\[\]|map)/.test(wanted)
              ? wanted.startsWith('map')
                ? 'new Map()'
                : '[]'
              : 'null',
        };
      case 'len':
        return one(({ js: text, type }) => {
          if (!/^(string$|\[\]|map)/.test(type))
            throw new GoError(at, `invalid argument for built-in len: type ${type}`);
          return { type: 'int', js: `G.length(${text})` };
        });
      case 'string':
        return one(({ js: text, type }) => {
          if (type === 'string') return { type, js: text };
          if (type === '[]byte') return { type: 'string', js: `G.decode(${text})` };
          if (isInteger(defaultType(type))) return { type: 'string', js: `String.fromCodePoint(${text})` };
          throw new GoError(at, `cannot convert value of type ${type} to type string`);
        });
      case 'int':
      case 'int64':
      case 'float64':
        return one(({ js: text, type }) => {
          if (!isNumber(defaultType(type)))
            throw new GoError(at, `cannot convert value of type ${type} to type ${at.text}`);
          return at.text === 'float64'
            ? { type: 'float64', js: text }
            : { type: 'int', js: defaultType(type) === 'float64' ? `G.int(Math.trunc(${text}))` : text };
        });
      case 'append': {
        this.#expect('(');
        const list = this.#expression();
        if (!list.type.startsWith('[]'))
          throw new GoError(at, `invalid argument: value of type ${list.type} is not a slice`);
        const more: string[] = [];
        while (this.#accept(',')) {
          const value = this.#expression(list.type.slice(2));
          if (this.#is('...')) throw this.#refuse('appending a slice with ...');
          this.#assignable(value, list.type.slice(2), at, 'argument to append');
          more.push(this.#copied(value));
        }
        this.#expect(')');
        return { type: list.type, js: `[...${[list.js, ...more].join(', ')}]` };
      }
      case 'make': {
        this.#expect('(');
        const type = this.#type();
        const length = this.#accept(',') ? this.#expression('int').js : '0';
        if (this.#accept(',')) this.#expression('int');
        this.#expect(')');
        return type.startsWith('map')
          ? { type, js: 'new Map()' }
          : { type, js: `Array.from({ length: ${length} }, () => ${this.#zero(type.slice(2))})` };
      }
      case 'delete': {
        this.#expect('(');
        const map = this.#expression();
        this.#expect(',');
        const key = this.#expression();
        this.#expect(')');
        return { type: '', js: `${map.js}.delete(${key.js})` };
      }
      case 'panic':
        return one((value) => ({ type: '', js: `G.panic(${value.js}, ${JSON.stringify(defaultType(value.type))})` }));
      case 'println':
      case 'print':
      case 'cap':
      case 'copy':
      case 'new':
      case 'recover':
      case 'close':
      case 'min':
      case 'max':
        throw this.#refuse(`the built-in function ${at.text}`, at);
      default:
        throw new GoError(at, `undefined: ${at.text}`);
    }
  }

  /** T{…}, or []T(x) */
  #composite(type: string): Value {
    if (this.#is('(') && type === '[]byte') {
      this.#at++;
      const value = this.#expression();
      this.#expect(')');
      this.#assignable(value, 'string', this.#token, 'conversion');
      return { type, js: `G.encode(${value.js})` };
    }
    if (!this.#is('{') || (this.#inHeader && this.#structs[type]))
      throw new GoError(this.#token, `${type} (type) is not an expression`);
    this.#expect('{');
    const header = this.#inHeader;
    this.#inHeader = false;
    const fields = this.#structs[type];
    const map = /^map\[(\w+)\](.+)$/.exec(type);
    const parts: string[] = [];
    const given = new Map<string, string>();
    while (!this.#accept('}')) {
      const at = this.#token;
      if (fields) {
        const isNamed = this.#tokens[this.#at + 1]?.text === ':';
        const name = isNamed ? this.#name().text : fields[given.size]?.[0];
        if (isNamed) this.#expect(':');
        const field = fields.find(([each]) => each === name);
        if (!field)
          throw new GoError(
            at,
            isNamed
              ? `unknown field ${name} in struct literal of type ${type}`
              : `too many values in struct literal of type ${type}`,
          );
        const value = this.#element(field[1]);
        this.#assignable(value, field[1], at, 'struct literal');
        given.set(field[0], this.#copied(value));
      } else if (map) {
        const key = this.#expression(map[1]);
        this.#expect(':');
        const value = this.#element(map[2]!);
        this.#assignable(value, map[2]!, at, 'map literal');
        parts.push(`[${key.js}, ${this.#copied(value)}]`);
      } else {
        const value = this.#element(type.slice(2));
        this.#assignable(value, type.slice(2), at, 'slice literal');
        parts.push(this.#copied(value));
      }
      if (!this.#is('}')) this.#expect(',');
    }
    this.#inHeader = header;
    if (fields)
      return {
        type,
        js: `{ ${fields.map(([name, of]) => `${name}: ${given.get(name) ?? this.#zero(of)}`).join(', ')} }`,
      };
    return { type, js: map ? `new Map([${parts.join(', ')}])` : `[${parts.join(', ')}]` };
  }

  /** An element may leave its type out. */
  #element(type: string): Value {
    return this.#is('{') ? this.#composite(type) : this.#expression(type);
  }

  #suffixes(start: Value): Value {
    let value = start;
    for (;;) {
      const at = this.#token;
      if (this.#accept('.')) value = this.#member(value, this.#is('(') ? undefined : this.#name(), at);
      else if (this.#accept('[')) value = this.#index(value, at);
      else if (this.#is('(')) {
        if (!value.type.startsWith('func'))
          throw new GoError(at, `invalid operation: cannot call non-function (value of type ${value.type})`);
        throw this.#refuse('calling a function held in a variable', at);
      } else return value;
    }
  }

  #member(value: Value, name: Token | undefined, at: Token): Value {
    if (!name) throw this.#refuse('type assertions', at);
    const type = value.type;
    const struct = type.replace(/^\*/, '');
    const field = (this.#structs[struct] ?? Object.entries(FIELDS[type] ?? {})).find(([each]) => each === name.text);
    const base = type.startsWith('*') && this.#structs[struct] ? `(${value.js} ?? G.method(null, ''))` : value.js;
    if (field)
      return {
        type: field[1],
        js: `${/^[\w$.]+$/.test(value.js) && !type.startsWith('*') ? value.js : base}.${name.text}`,
      };
    const own = this.#methods.get(`${struct}.${name.text}`);
    const subject = this.#onPointers.has(`${struct}.${name.text}`) ? value.js : `G.copy(${value.js})`;
    if (own && this.#structs[struct])
      return this.#call(
        `method_${struct}_${name.text}.bind(null, ${subject})`,
        own.parameters.map(({ type: of }) => of),
        own.results,
        name.text,
      );
    const method: LibraryFunction | undefined = METHODS[type]?.[name.text];
    if (method)
      return this.#call(
        `G.method(${value.js}, ${JSON.stringify(name.text)}).bind(${value.js})`,
        method.parameters,
        method.results,
        name.text,
      );
    if (METHODS[type] || FIELDS[type]) throw this.#refuse(`${type}.${name.text}`, name);
    throw new GoError(name, `undefined (type ${type} has no field or method ${name.text})`);
  }

  #index(value: Value, at: Token): Value {
    const header = this.#inHeader;
    this.#inHeader = false;
    const from = this.#is(':') ? undefined : this.#expression();
    const isSlice = this.#accept(':');
    const to = isSlice && !this.#is(']') ? this.#expression() : undefined;
    this.#inHeader = header;
    this.#expect(']');
    if (isSlice) {
      if (value.type !== 'string') throw this.#refuse('slices of slices', at);
      return { type: 'string', js: `G.cut(${value.js}, ${from?.js ?? '0'}, ${to?.js ?? 'undefined'})` };
    }
    const key = from!;
    const map = /^map\[(\w+)\](.+)$/.exec(value.type);
    if (map) {
      this.#assignable(key, map[1]!, at, 'map index');
      const text = `G.get(${value.js}, ${key.js}, ${this.#zero(map[2]!)})`;
      this.#indexed.set(text, { base: value.js, key: key.js, isMap: true });
      // v, ok := m[key]
      return {
        type: map[2]!,
        js: text,
        ...(this.#wantsTwo() && { js: `[${text}, ${value.js}.has(${key.js})]`, results: [map[2]!, 'bool'] }),
      };
    }
    if (!isInteger(defaultType(key.type)))
      throw new GoError(at, `invalid argument: index of type ${key.type} must be integer`);
    if (value.type === 'string') return { type: 'byte', js: `G.at(G.encode(${value.js}), ${key.js})` };
    if (!value.type.startsWith('[]'))
      throw new GoError(at, `invalid operation: cannot index value of type ${value.type}`);
    const text = `G.at(${value.js}, ${key.js})`;
    this.#indexed.set(text, { base: value.js, key: key.js, isMap: false });
    return { type: value.type.slice(2), js: text };
  }

  /** Whether the statement begins with two names and := or =, and what was read is all there is on its right. */
  #wantsTwo(): boolean {
    let start = this.#at - 1;
    while (
      start > 0 &&
      !(this.#tokens[start]!.kind === 'operator' && /^(:=|=|;|\{|\}|,)$/.test(this.#tokens[start]!.text))
    )
      start--;
    const [operator, second, comma, first] = [start, start - 1, start - 2, start - 3].map((at) => this.#tokens[at]);
    const isPair =
      /^(:=|=)$/.test(operator?.text ?? '') && second?.kind === 'name' && comma?.text === ',' && first?.kind === 'name';
    return isPair && (this.#is(';') || this.#is('{'));
  }
}

interface Target {
  readonly value: Value;
  readonly set: (js: string) => string;
  readonly use: () => void;
  readonly problem?: string;
}

const js = (name: string) => `$${name}`;
const functionType = ({ parameters, results }: Signature) =>
  `func(${parameters.map(({ type }) => type).join(', ')})${results.length > 0 ? ` ${results.join(', ')}` : ''}`;

function defaultType(type: string): string {
  return type === 'untyped int' ? 'int' : type === 'untyped float' ? 'float64' : type;
}
