import type { Declaration, Expression, FunctionDefinition, Initializer, Place, Statement } from './ast.ts';
import { accessor, assigned, type Doubt } from './convert.ts';
import { ExpressionEmitter, type Named } from './emit-expression.ts';
import { CError, refused } from './errors.ts';
import type { StaticMemory } from './memory.ts';
import { alignOf, CHAR, INT, isScalar, roundUp, type Struct, sizeOf, type Type, typeName, VOID } from './types.ts';
import { addressed } from './waiting.ts';

/** What a function needs of the program around it. */
export interface Program {
  readonly memory: StaticMemory;
  readonly pointersWait: boolean;
  /** A global or function; undefined when there is none of this name. */
  find(name: string): Named | undefined;
  /** A `static` of a function: it is kept, and set up, with the globals. */
  keep(declaration: Declaration): Named;
  readonly doubt: Doubt;
  /** A function that nobody has declared; throws where that is an error. */
  undeclared(name: string, at: Place, locals: readonly string[]): Named;
}

/** One function as JavaScript. Scalars are variables, unless their address is taken; everything else lies on the stack. */
export class FunctionEmitter {
  readonly #program: Program;
  readonly #expressions: ExpressionEmitter;
  readonly #addressed: ReadonlySet<string>;
  readonly #definition: FunctionDefinition;
  readonly #scopes: Map<string, Named>[] = [new Map()];
  /** Where the locals of the scopes were declared. */
  readonly #places = new Map<Named, Declaration>();
  readonly #declared: string[] = [];
  #frame = 0;
  #count = 0;
  #loops = 0;
  #switches = 0;
  /** Whether a statement stands in the body of a switch itself, and not in a block of it. */
  #isDirect = false;

  constructor(program: Program, definition: FunctionDefinition) {
    this.#program = program;
    this.#definition = definition;
    this.#addressed = addressed(definition.body);
    this.#expressions = new ExpressionEmitter({
      memory: program.memory,
      function: definition.name,
      pointersWait: program.pointersWait,
      doubt: program.doubt,
      find: (name, at) => this.#find(name, at),
      temporary: () => this.#variable('t'),
    });
  }

  /** `function name(…) {…}`, without its name. */
  emit(waits: boolean): string {
    const { type, body, name } = this.#definition;
    const given: string[] = [];
    let start = '';
    for (const { name: parameter, type: of } of type.parameters) {
      const js = `${parameter}$`;
      given.push(js);
      if (parameter === '') continue;
      const place = this.#place(parameter, of);
      this.#scopes[0]!.set(parameter, { kind: 'variable', type: of, place });
      start += 'variable' in place ? `${place.variable}=${js};` : this.#storedAt(place.address, of, js);
    }
    const text = this.#body(body);
    const end = name === 'main' ? this.#leave('0') : this.#leave(isScalar(type.returns) ? '0' : '');
    const frame = roundUp(this.#frame, 16);
    const variables = this.#declared.length > 0 ? `let ${this.#declared.join(',')};` : '';
    const entered = frame > 0 ? `const fp=C.enter(${frame});` : '';
    return `${waits ? 'async ' : ''}(${given.join(',')})=>{${entered}${variables}${start}\n${text}${end}}`.replaceAll(
      'FRAME',
      String(frame),
    );
  }

  #leave(value: string): string {
    return this.#frame > 0 ? `{const r=${value || 'undefined'};C.leave(FRAME);return r;}` : `return ${value};`;
  }

  #variable(name: string): string {
    const variable = `${name}$${++this.#count}`;
    this.#declared.push(variable);
    return variable;
  }

  /** Where a local is kept. */
  #place(name: string, type: Type): { variable: string } | { address: string } {
    if (isScalar(type) && !this.#addressed.has(name)) return { variable: this.#variable(name) };
    this.#frame = roundUp(this.#frame, alignOf(type));
    const offset = this.#frame;
    this.#frame += sizeOf(type);
    return { address: offset === 0 ? 'fp' : `(fp+${offset})` };
  }

  #find(name: string, at: Place): Named {
    const named = this.#scopes.findLast((scope) => scope.has(name))?.get(name) ?? this.#program.find(name);
    return (
      named ??
      this.#program.undeclared(
        name,
        at,
        this.#scopes.flatMap((scope) => [...scope.keys()]),
      )
    );
  }

  // --- statements

  #body(statements: readonly Statement[]): string {
    this.#scopes.push(new Map());
    const text = statements.map((each) => this.#statement(each)).join('');
    this.#scopes.pop();
    return text;
  }

  #statement(statement: Statement): string {
    if (!/^(block|if|while|do|for)$/.test(statement.kind)) return this.#plain(statement);
    const isDirect = this.#isDirect;
    this.#isDirect = false;
    const text = this.#plain(statement);
    this.#isDirect = isDirect;
    return text;
  }

  #plain(statement: Statement): string {
    const expressions = this.#expressions;
    switch (statement.kind) {
      case 'block':
        return `{${this.#body(statement.body)}}\n`;
      case 'expression':
        return statement.value ? `${expressions.effect(statement.value)};\n` : ';';
      case 'declare':
        return statement.declarations.map((each) => this.#declare(each)).join('');
      case 'if': {
        const no = statement.no ? ` else {${this.#body([statement.no])}}` : '';
        return `if(${expressions.test(statement.test)}){${this.#body([statement.yes])}}${no}\n`;
      }
      case 'while':
        return `while(${expressions.test(statement.test)}){${this.#loop(statement.body)}}\n`;
      case 'do':
        return `do{${this.#loop(statement.body)}}while(${expressions.test(statement.test)});\n`;
      case 'for':
        return this.#for(statement);
      case 'switch':
        return this.#switch(statement.subject, statement.body);
      case 'case':
        if (this.#switches === 0) throw new CError(statement.at, 'case label not within a switch statement');
        if (!this.#isDirect) throw refused(statement.at, 'a case within a block of its switch');
        return statement.value === undefined ? 'default:' : `case ${statement.value}:`;
      case 'break':
        if (this.#loops + this.#switches === 0)
          throw new CError(statement.at, 'break statement not within loop or switch');
        return 'break;';
      case 'continue':
        if (this.#loops === 0) throw new CError(statement.at, 'continue statement not within a loop');
        return 'continue;';
      case 'return':
        return this.#return(statement.value, statement.at);
    }
  }

  #loop(body: Statement): string {
    this.#loops++;
    const text = this.#body([body]);
    this.#loops--;
    return text;
  }

  #for({ first, test, next, body }: Extract<Statement, { kind: 'for' }>): string {
    this.#scopes.push(new Map());
    const start = this.#statement(first);
    const condition = test ? this.#expressions.test(test) : '';
    const step = next ? this.#expressions.effect(next) : '';
    const text = `${start}for(;${condition};${step}){${this.#loop(body)}}\n`;
    this.#scopes.pop();
    return text;
  }

  #switch(subject: Expression, body: Statement): string {
    const { js, type } = this.#expressions.value(subject);
    if (type.kind !== 'int') throw new CError(subject.at, 'switch quantity not an integer');
    const isDirect = this.#isDirect;
    this.#isDirect = true;
    this.#switches++;
    // A block, or one labelled statement.
    const text = this.#body(body.kind === 'block' ? body.body : [body]);
    this.#switches--;
    this.#isDirect = isDirect;
    return `switch(${type.size === 8 ? `Number(${js})` : js}){${text}}\n`;
  }

  #return(value: Expression | undefined, at: Place): string {
    const { returns } = this.#definition.type;
    if (!value) return this.#leave(returns === VOID ? '' : '0');
    const given = this.#expressions.value(value);
    if (returns === VOID) return `${given.js};${this.#leave('')}`;
    const js = assigned(given, returns, value.at ?? at, { kind: 'return' }, this.#program.doubt);
    // A struct lies in a frame that is about to go.
    return this.#leave(returns.kind === 'struct' ? `C.keep(${js},${returns.size})` : js);
  }

  // --- declarations

  #declare(declaration: Declaration): string {
    const { name, type, storage, initializer, at } = declaration;
    const scope = this.#scopes.at(-1)!;
    if (storage === 'extern' || type.kind === 'function') return '';
    const before = scope.get(name);
    if (before) {
      const known = this.#places.get(before);
      const note = known && {
        at: known.at,
        message: `previous definition of '${name}' with type '${typeName(known.type)}'`,
      };
      throw new CError(at, `redefinition of '${name}'`, { note });
    }
    if (storage === 'static') {
      scope.set(name, this.#program.keep(declaration));
      return '';
    }
    if (type === VOID) throw new CError(at, `variable or field '${name}' declared void`);
    if ((type.kind === 'struct' && !type.fields) || (type.kind === 'array' && type.length === undefined))
      throw new CError(
        at,
        type.kind === 'array' ? `array size missing in '${name}'` : `storage size of '${name}' isn't known`,
      );
    const place = this.#place(name, type);
    const named: Named = { kind: 'variable', type, place };
    scope.set(name, named);
    this.#places.set(named, declaration);
    // What was there in an earlier turn of a loop is as good as anything.
    if (!initializer)
      return 'variable' in place ? `${place.variable}=${type.kind === 'int' && type.size === 8 ? '0n' : '0'};\n` : '';
    if ('variable' in place) {
      const value = initializer.kind === 'list' ? initializer.items[0]?.value : initializer;
      if (value?.kind !== 'value') throw new CError(at, 'invalid initializer');
      return `${place.variable}=${this.#expressions.initial(value.value, type)};\n`;
    }
    return `${initialized(this.#expressions, place.address, type, initializer, at)}\n`;
  }

  #storedAt(address: string, type: Type, js: string): string {
    return type.kind === 'struct' ? `C.copy(${address},${js},${type.size});` : `${store(address, type, js)};`;
  }
}

function store(address: string, type: Type, js: string): string {
  return `C.s${accessor(type)}(${address},${js})`;
}

/** Fills a place in memory by an initializer (C17 6.7.9); what it does not name is zero. */
export function initialized(
  expressions: ExpressionEmitter,
  address: string,
  type: Type,
  initializer: Initializer,
  at: Place,
): string {
  if (initializer.kind === 'value') {
    const { value } = initializer;
    if (type.kind === 'array' && type.of.kind === 'int' && type.of.size === 1 && value.kind === 'string')
      return `C.fill(${address},${sizeOf(type)});C.copy(${address},${expressions.any(value).js},${Math.min(value.text.length + 1, sizeOf(type))});`;
    if (type.kind === 'array') throw new CError(value.at, 'invalid initializer');
    const js = expressions.initial(value, type);
    return type.kind === 'struct' ? `C.copy(${address},${js},${type.size});` : `${store(address, type, js)};`;
  }
  if (isScalar(type)) return initialized(expressions, address, type, initializer.items[0]?.value ?? ZERO(at), at);
  // `char text[] = {"…"}`
  const [only] = initializer.items;
  if (type.kind === 'array' && type.of === CHAR && only?.value.kind === 'value' && only.value.value.kind === 'string')
    return initialized(expressions, address, type, only.value, at);
  return `C.fill(${address},${sizeOf(type)});${filled(expressions, address, type, initializer.items.slice(), at, true)}`;
}

type Items = { readonly for: string | number | undefined; readonly value: Initializer }[];

/** Takes what a type needs from a list: inner aggregates may leave their braces out. */
function filled(
  expressions: ExpressionEmitter,
  address: string,
  type: Type,
  items: Items,
  at: Place,
  takesAll: boolean,
): string {
  let text = '';
  const count = type.kind === 'array' ? (type.length ?? 0) : type.kind === 'struct' ? membersOf(type, at).length : 1;
  for (let index = 0; items.length > 0; index++) {
    const [{ for: of, value }] = items as [Items[number]];
    if (typeof of === 'number') index = of;
    else if (of !== undefined && type.kind === 'struct') {
      index = membersOf(type, at).findIndex(({ name }) => name === of);
      if (index < 0) throw new CError(at, `'struct ${type.tag}' has no member named '${of}'`);
    }
    if (index >= count) {
      if (takesAll)
        throw new CError(at, `excess elements in ${type.kind === 'array' ? 'array' : 'struct'} initializer`);
      break;
    }
    const element = type.kind === 'array' ? type.of : type.kind === 'struct' ? membersOf(type, at)[index]!.type : type;
    const offset =
      type.kind === 'array' ? index * sizeOf(element) : type.kind === 'struct' ? membersOf(type, at)[index]!.offset : 0;
    const place = offset === 0 ? address : `(${address}+${offset})`;
    const isNested =
      value.kind === 'value' &&
      !isScalar(element) &&
      value.value.kind !== 'string' &&
      expressions.any(value.value).type !== element;
    if (isNested) text += filled(expressions, place, element, items, at, false);
    else {
      items.shift();
      text += initialized(expressions, place, element, value, at);
    }
  }
  return text;
}

function membersOf(struct: Struct, at: Place) {
  if (!struct.fields) throw new CError(at, `invalid use of undefined type 'struct ${struct.tag}'`);
  return struct.isUnion ? struct.fields.slice(0, 1) : struct.fields;
}

const ZERO = (at: Place): Initializer => ({ kind: 'value', value: { kind: 'number', value: 0, type: INT, at } });
