import type { Expression, Place } from './ast.ts';
import {
  accessor,
  assigned,
  converted,
  DIFFERENCE,
  type Doubt,
  decayedType,
  defaultPromoted,
  SIZE,
  type Value,
  wrapped,
} from './convert.ts';
import { CError, refused } from './errors.ts';
import type { StaticMemory } from './memory.ts';
import {
  CHAR,
  common,
  DOUBLE,
  FLOAT,
  type Float,
  type FunctionOf,
  INT,
  type Integer,
  isNumber,
  isScalar,
  isWide,
  pointerTo,
  promoted,
  sizeOf,
  type Type,
  typeName,
} from './types.ts';

/** What a name stands for where it is used. */
export type Named =
  | { readonly kind: 'variable'; readonly type: Type; readonly place: NonNullable<Value['place']> }
  | { readonly kind: 'function'; readonly type: FunctionOf; readonly js: string; readonly waits: boolean };

/** What expressions need to know of the function they stand in. */
export interface Surroundings {
  readonly memory: StaticMemory;
  readonly function: string;
  /** Whether a call through a pointer may have to wait. */
  readonly pointersWait: boolean;
  find(name: string, at: Place): Named;
  /** A JavaScript variable for something that must be worked out once. */
  temporary(): string;
  readonly doubt: Doubt;
}

/** Expressions as JavaScript over runtime.ts (C17 6.5). */
export class ExpressionEmitter {
  readonly #in: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#in = surroundings;
  }

  /** A value one can calculate with: arrays and functions have become pointers. */
  value(expression: Expression): Value {
    const value = this.any(expression);
    return value.type.kind === 'array' || value.type.kind === 'function'
      ? { js: value.js, type: decayedType(value.type) }
      : value;
  }

  /** What decides a condition. */
  test(expression: Expression): string {
    const { js, type } = this.value(expression);
    if (!isScalar(type)) throw new CError(expression.at, 'used struct type value where scalar is required');
    return js;
  }

  /** An expression of which only the effect is wanted. */
  effect(expression: Expression): string {
    return expression.kind === 'step' ? this.#step({ ...expression, isPrefix: true }).js : this.any(expression).js;
  }

  /** An expression as what is stored in a place of a type. */
  initial(expression: Expression, type: Type): string {
    return assigned(this.value(expression), type, expression.at, { kind: 'initialize' }, this.#in.doubt);
  }

  any(expression: Expression): Value {
    const { at } = expression;
    switch (expression.kind) {
      case 'number':
        return {
          js: literal(expression.type === FLOAT ? Math.fround(Number(expression.value)) : expression.value),
          type: expression.type,
        };
      case 'string':
        return {
          js: String(this.#in.memory.string(expression.text)),
          type: { kind: 'array', of: CHAR, length: expression.text.length + 1 },
        };
      case 'name':
        return this.#name(expression.name, at);
      case 'unary':
        return this.#unary(expression.operator, expression.of, at);
      case 'step':
        return this.#step(expression);
      case 'binary':
        return this.#binary(expression.operator, expression.left, expression.right, at);
      case 'assign':
        return this.#assign(expression);
      case 'conditional':
        return this.#conditional(expression);
      case 'call':
        return this.#call(expression);
      case 'index':
        return this.#dereferenced(this.#index(expression.of, expression.by, at), at);
      case 'member':
        return this.#member(expression);
      case 'cast': {
        const value = this.value(expression.of);
        if (!isScalar(value.type) && expression.to.kind !== 'void')
          throw new CError(at, 'conversion to non-scalar type requested');
        return { js: converted(value, expression.to), type: expression.to };
      }
      case 'sizeof': {
        const of = 'at' in expression.of ? this.any(expression.of).type : expression.of;
        return { js: `${sizeOf(of)}n`, type: SIZE };
      }
    }
  }

  /** What lies at an address. */
  at(address: string, type: Type): Value {
    if (type.kind === 'array' || type.kind === 'struct') return { js: address, type, place: { address } };
    return { js: `C.${accessor(type)}(${address})`, type, place: { address } };
  }

  #name(name: string, at: Place): Value {
    if (name === '__func__') return this.any({ kind: 'string', text: this.#in.function, at });
    const named = this.#in.find(name, at);
    if (named.kind === 'function') return { js: `C.address(${named.js})`, type: named.type };
    const { type, place } = named;
    return 'variable' in place ? { js: place.variable, type, place } : this.at(place.address, type);
  }

  #unary(operator: string, of: Expression, at: Place): Value {
    if (operator === '&') {
      const { type, place, js } = this.any(of);
      if (type.kind === 'function') return { js, type: pointerTo(type) };
      if (!place || !('address' in place)) throw new CError(at, `lvalue required as unary '&' operand`);
      return { js: place.address, type: pointerTo(type) };
    }
    const value = this.value(of);
    if (operator === '*') return this.#dereferenced(value, at);
    if (operator === '!') {
      if (!isScalar(value.type)) throw new CError(at, 'wrong type argument to unary exclamation mark');
      return { js: `(${value.js}?0:1)`, type: INT };
    }
    if (!isNumber(value.type) || (operator === '~' && value.type.kind === 'float'))
      throw new CError(
        at,
        `wrong type argument to ${operator === '~' ? 'bit-complement' : `unary ${operator === '-' ? 'minus' : 'plus'}`}`,
      );
    const type = promoted(value.type) as Integer | Float;
    const js = converted(value, type);
    if (operator === '+') return { js, type };
    return { js: type.kind === 'float' ? `(-${js})` : wrapped(`(${operator}${js})`, type), type };
  }

  #dereferenced({ js, type }: Value, at: Place): Value {
    if (type.kind !== 'pointer') throw new CError(at, `invalid type argument of unary '*' (have '${typeName(type)}')`);
    if (type.to.kind === 'void') throw new CError(at, "dereferencing 'void *' pointer");
    if (type.to.kind === 'function') return { js, type: type.to };
    if (type.to.kind === 'struct' && !type.to.fields)
      throw new CError(at, `invalid use of undefined type '${typeName(type.to)}'`);
    return this.at(js, type.to);
  }

  #index(of: Expression, by: Expression, at: Place): Value {
    const [left, right] = [this.value(of), this.value(by)];
    if (left.type.kind === 'pointer' && right.type.kind === 'int') return this.#moved(left, right, '+');
    if (right.type.kind === 'pointer' && left.type.kind === 'int') return this.#moved(right, left, '+');
    throw new CError(
      at,
      left.type.kind === 'pointer' || right.type.kind === 'pointer'
        ? 'array subscript is not an integer'
        : 'subscripted value is neither array nor pointer nor vector',
    );
  }

  /** A pointer and so many elements further. */
  #moved(pointer: Value, by: Value, sign: '+' | '-'): Value {
    const size = pointer.type.kind === 'pointer' ? sizeOf(pointer.type.to) : 1;
    const steps = isWide(by.type) ? `Number(BigInt.asIntN(64,${by.js}))` : by.js;
    const bytes = /^\d+$/.test(steps) ? String(Number(steps) * size) : size === 1 ? steps : `${steps}*${size}`;
    return { js: bytes === '0' ? pointer.js : `(${pointer.js}${sign}${bytes})`, type: pointer.type };
  }

  #member({ of, name, isArrow, at }: Extract<Expression, { kind: 'member' }>): Value {
    const value = isArrow ? this.value(of) : this.any(of);
    const struct = isArrow && value.type.kind === 'pointer' ? value.type.to : value.type;
    if (struct.kind !== 'struct' || (isArrow && value.type.kind !== 'pointer')) {
      const isBadArrow = isArrow && value.type.kind === 'struct';
      throw new CError(
        at,
        isBadArrow
          ? `invalid type argument of '->' (have '${typeName(value.type)}')`
          : `request for member '${name}' in something not a structure or union`,
      );
    }
    if (!struct.fields) throw new CError(at, `invalid use of undefined type '${typeName(struct)}'`);
    const field = struct.fields.find((each) => each.name === name);
    if (!field) throw new CError(at, `'${typeName(struct)}' has no member named '${name}'`);
    return this.at(field.offset === 0 ? value.js : `(${value.js}+${field.offset})`, field.type);
  }

  // --- what changes something

  #assign({ operator, target, value, at }: Extract<Expression, { kind: 'assign' }>): Value {
    const to = this.any(target);
    if (!to.place || to.type.kind === 'array')
      throw new CError(
        at,
        to.type.kind === 'array'
          ? 'assignment to expression with array type'
          : 'lvalue required as left operand of assignment',
      );
    if (operator === '') {
      const js = assigned(this.value(value), to.type, at, { kind: 'assign' }, this.#in.doubt);
      return { js: this.#stored(to, js), type: to.type };
    }
    const { once, before } = this.#once(to);
    const result = this.#operated(operator, once, this.value(value), at);
    return { js: `(${before}${this.#stored(once, converted(result, to.type))})`, type: to.type };
  }

  #step({ operator, isPrefix, of, at }: Extract<Expression, { kind: 'step' }>): Value {
    const to = this.any(of);
    if (!to.place) throw new CError(at, `lvalue required as ${operator === '++' ? 'increment' : 'decrement'} operand`);
    const { once, before } = this.#once(to);
    const next = this.#operated(operator[0]!, once, { js: '1', type: INT }, at);
    const store = this.#stored(once, converted(next, to.type));
    if (isPrefix) return { js: `(${before}${store})`, type: to.type };
    const old = this.#in.temporary();
    return { js: `(${before}${old}=${once.js},${store},${old})`, type: to.type };
  }

  /** A place whose address is worked out once, and what works it out. */
  #once(value: Value): { once: Value; before: string } {
    if (!value.place || 'variable' in value.place || isPlain(value.place.address)) return { once: value, before: '' };
    const kept = this.#in.temporary();
    return { once: this.at(kept, value.type), before: `${kept}=${value.place.address},` };
  }

  #stored({ type, place }: Value, js: string): string {
    if (!place) throw new Error('nowhere to store it');
    if ('variable' in place) return `(${place.variable}=${js})`;
    if (type.kind === 'struct') return `C.copy(${place.address},${js},${type.size})`;
    return `C.s${accessor(type)}(${place.address},${js})`;
  }

  // --- operators

  #binary(operator: string, left: Expression, right: Expression, at: Place): Value {
    if (operator === ',') {
      const last = this.value(right);
      return { js: `(${this.effect(left)},${last.js})`, type: last.type };
    }
    if (operator === '&&' || operator === '||')
      return { js: `(${this.test(left)}${operator}${this.test(right)}?1:0)`, type: INT };
    const [a, b] = [this.value(left), this.value(right)];
    const nothing = a.type.kind === 'void' ? left : b.type.kind === 'void' ? right : undefined;
    if (nothing) throw new CError(nothing.at, 'void value not ignored as it ought to be');
    return this.#operated(operator, a, b, at);
  }

  #operated(operator: string, left: Value, right: Value, at: Place): Value {
    const isComparison = /^([<>]=?|[=!]=)$/.test(operator);
    const [a, b] = [left.type, right.type];
    if (a.kind === 'pointer' || b.kind === 'pointer') {
      if (isComparison) return { js: `(${address(left)}${strict(operator)}${address(right)}?1:0)`, type: INT };
      if (a.kind === 'pointer' && b.kind === 'pointer' && operator === '-')
        return { js: `BigInt(Math.trunc((${left.js}-${right.js})/${sizeOf(a.to)}))`, type: DIFFERENCE };
      if (a.kind === 'pointer' && b.kind === 'int' && (operator === '+' || operator === '-'))
        return this.#moved(left, right, operator);
      if (b.kind === 'pointer' && a.kind === 'int' && operator === '+') return this.#moved(right, left, '+');
    }
    const isShift = operator === '<<' || operator === '>>';
    if (
      !isNumber(a) ||
      !isNumber(b) ||
      (/^(%|[&|^]|<<|>>)$/.test(operator) && (a.kind === 'float' || b.kind === 'float'))
    )
      throw new CError(at, `invalid operands to binary ${operator} (have '${typeName(a)}' and '${typeName(b)}')`);
    const type = isShift ? (promoted(a) as Integer) : common(a, b);
    const [x, y] = [converted(left, type), converted(right, isShift ? promoted(b) : type)];
    if (isComparison) return { js: `(${x}${strict(operator)}${y}?1:0)`, type: INT };
    return { js: arithmetic(operator, x, y, type, isShift && isWide(promoted(b))), type };
  }

  #conditional({ test, yes, no, at }: Extract<Expression, { kind: 'conditional' }>): Value {
    const [a, b] = [this.value(yes), this.value(no)];
    const condition = this.test(test);
    if (isNumber(a.type) && isNumber(b.type)) {
      const type = common(a.type, b.type);
      return { js: `(${condition}?${converted(a, type)}:${converted(b, type)})`, type };
    }
    if (a.type.kind === 'struct' && a.type !== b.type) throw new CError(at, 'type mismatch in conditional expression');
    const type =
      a.type.kind === 'pointer' && !(a.type.to.kind === 'void' && b.type.kind === 'pointer') ? a.type : b.type;
    return { js: `(${condition}?${converted(a, type)}:${converted(b, type)})`, type };
  }

  // --- calls

  #call({ of, given }: Extract<Expression, { kind: 'call' }>): Value {
    const named = of.kind === 'name' ? this.#in.find(of.name, of.at) : undefined;
    const callee = named?.kind === 'function' ? named : this.#pointed(of);
    const { type } = callee;
    const name = nameOf(of);
    const { parameters, isVariadic } = type;
    if (given.length < parameters.length) throw new CError(of.at, `too few arguments to function '${name}'`);
    if (given.length > parameters.length && !isVariadic)
      throw new CError(of.at, `too many arguments to function '${name}'`);
    const list = given.map((each, index) => {
      const value = this.value(each);
      const parameter = parameters[index];
      if (parameter)
        return assigned(
          value,
          parameter.type,
          each.at,
          { kind: 'argument', number: index + 1, of: name },
          this.#in.doubt,
        );
      if (value.type.kind === 'struct') throw refused(each.at, 'a struct as one more argument');
      return defaultPromoted(value);
    });
    const call = `${callee.js}(${list.join(',')})`;
    return { js: callee.waits ? `(await ${call})` : call, type: type.returns };
  }

  #pointed(of: Expression): { type: FunctionOf; js: string; waits: boolean } {
    const { js, type: pointer } = this.value(of);
    const type = pointer.kind === 'pointer' ? pointer.to : pointer;
    if (type.kind !== 'function')
      throw new CError(of.at, `called object '${nameOf(of)}' is not a function or function pointer`);
    return { type, js: `C.functionAt(${js})`, waits: this.#in.pointersWait };
  }
}

/** Whether it does nothing and is the same however often it is worked out. */
function isPlain(js: string): boolean {
  return /^[\w$+()]+$/.test(js) && !/[\w$]\(/.test(js);
}

function nameOf(expression: Expression): string {
  return expression.kind === 'name' ? expression.name : 'expression';
}

function literal(value: number | bigint): string {
  const text = typeof value === 'bigint' ? `${value}n` : String(value);
  return text.startsWith('-') ? `(${text})` : text;
}

function strict(operator: string): string {
  return operator === '==' || operator === '!=' ? `${operator}=` : operator;
}

function address({ js, type }: Value): string {
  return isWide(type) ? `Number(${js})` : js;
}

function arithmetic(operator: string, x: string, y: string, type: Integer | Float, isWideShift: boolean): string {
  if (type.kind === 'float') return type === DOUBLE ? `(${x}${operator}${y})` : `Math.fround(${x}${operator}${y})`;
  if (operator === '/' || operator === '%') {
    const name = operator === '/' ? 'quotient' : 'remainder';
    return wrapped(`C.${name}(${x},${y})`, type);
  }
  if (operator === '<<' || operator === '>>') {
    if (type.size === 8) return wrapped(`(${x}${operator}BigInt(${y}))`, type);
    const by = isWideShift ? `Number(${y})` : y;
    return wrapped(`(${x}${operator === '>>' && !type.signed ? '>>>' : operator}${by})`, type);
  }
  if (operator === '*' && type.size === 4) return wrapped(`Math.imul(${x},${y})`, type);
  return wrapped(`(${x}${operator}${y})`, type);
}
