import type { Declaration, Place, Unit } from './ast.ts';
import { ExpressionEmitter, type Named } from './emit-expression.ts';
import { FunctionEmitter, initialized, type Program } from './emit-function.ts';
import { CError } from './errors.ts';
import { StaticMemory } from './memory.ts';
import { nearest } from './suggest.ts';
import { alignOf, type FunctionOf, INT, sizeOf, type Type } from './types.ts';
import { WAITING_LIBRARY, type Waiting, waitingFunctions } from './waiting.ts';

export interface Diagnostic {
  readonly error: CError;
  readonly kind: 'error' | 'warning';
}

export interface Linked {
  /** JavaScript for runtime.ts's sandbox: an expression that is the program. */
  readonly js: string;
  /** Functions that are called and nowhere defined: the name, and from where. */
  readonly undefinedNames: readonly { readonly name: string; readonly from: string; readonly file: string }[];
}

export interface Rules {
  /** Since GCC 14 what made a pointer of an integer by itself, and calls of what nobody declared, are errors. */
  readonly isStrict: boolean;
  /** What the C library defines. */
  readonly library: ReadonlySet<string>;
}

/** Compiles and links the files of a program. What is wrong is told; the result is of use only when no error was. */
export function compile(units: readonly Unit[], rules: Rules, tell: (diagnostic: Diagnostic) => void): Linked {
  return new Compiler(units, rules, tell).link();
}

class Compiler {
  readonly #units: readonly Unit[];
  readonly #rules: Rules;
  readonly #tell: (diagnostic: Diagnostic) => void;
  readonly #memory = new StaticMemory();
  readonly #waiting: Waiting;
  readonly #defined = new Map<string, { file: string; at: Place }>();
  readonly #shared = new Map<string, Named>();
  readonly #missing: { name: string; from: string; file: string }[] = [];
  readonly #start: string[] = [];
  readonly #functions: string[] = [];

  constructor(units: readonly Unit[], rules: Rules, tell: (diagnostic: Diagnostic) => void) {
    this.#units = units;
    this.#rules = rules;
    this.#tell = tell;
    this.#waiting = waitingFunctions(units.flatMap((unit) => unit.functions));
    for (const unit of units)
      for (const { name, isStatic, at } of unit.functions)
        if (!isStatic) this.#defined.set(name, { file: unit.file, at });
  }

  link(): Linked {
    for (const [index, unit] of this.#units.entries()) this.#unit(unit, index);
    const strings = this.#memory.strings().map(([address, text]) => `C.text(${address},${JSON.stringify(text)});`);
    const js = `{end:${this.#memory.end},start(C){const F={};\n${this.#functions.join('\n')}\n${strings.join('')}\n${this.#start.join('\n')}\nreturn F.f_main;}}`;
    return { js, undefinedNames: this.#missing };
  }

  #unit(unit: Unit, index: number): void {
    const names = new Map<string, Named>();
    const functionName = (name: string, isStatic: boolean) => `F.${isStatic ? `s${index}` : 'f'}_${name}`;
    const own = new Map(unit.functions.map((each) => [each.name, each]));
    const asFunction = (name: string, type: FunctionOf): Named => {
      const definition = own.get(name);
      const isLibrary = !definition && !this.#defined.has(name) && this.#rules.library.has(name);
      const js = isLibrary ? `C.library.${name}` : functionName(name, definition?.isStatic ?? false);
      const waits = isLibrary ? WAITING_LIBRARY.has(name) : this.#waiting.functions.has(name);
      return { kind: 'function', type, js, waits };
    };
    for (const declaration of unit.declarations) {
      const { name, type, storage } = declaration;
      if (type.kind === 'function') names.set(name, asFunction(name, type));
      else if (storage === 'static') names.set(name, this.#room(type));
      else names.set(name, this.#global(name, type));
    }
    for (const { name, type } of unit.functions) names.set(name, asFunction(name, type));

    let inside: string | undefined;
    const used = new Set<string>();
    const program: Program = {
      memory: this.#memory,
      pointersWait: this.#waiting.pointers,
      find: (name) => {
        const found = names.get(name);
        if (found?.kind === 'function') this.#use(unit, name, inside, used, own.has(name));
        return found;
      },
      keep: (declaration) => {
        const named = this.#room(declaration.type);
        this.#initialize(program, declaration, named, inside);
        return named;
      },
      doubt: (at, message) =>
        this.#tell({
          error: Object.assign(new CError(at, message), { inside }),
          kind: this.#rules.isStrict ? 'error' : 'warning',
        }),
      undeclared: (name, at, locals) => {
        const isCall = unit.calls.has(`${at.file}:${at.line}:${at.column}`);
        if (!isCall) {
          const meant = nearest(name, [...locals, ...names.keys()]);
          const hint = meant === undefined ? '' : `; did you mean '${meant}'?`;
          const note = {
            at,
            message: 'each undeclared identifier is reported only once for each function it appears in',
          };
          throw new CError(at, `'${name}' undeclared (first use in this function)${hint}`, { insert: meant, note });
        }
        program.doubt(at, `implicit declaration of function '${name}' [-Wimplicit-function-declaration]`);
        const named = asFunction(name, { kind: 'function', returns: INT, parameters: [], isVariadic: true });
        names.set(name, named);
        this.#use(unit, name, inside, used, false);
        return named;
      },
    };
    for (const declaration of unit.declarations) {
      const named = names.get(declaration.name);
      if (declaration.initializer && named) this.#initialize(program, declaration, named, undefined);
    }
    for (const definition of unit.functions) {
      inside = definition.name;
      this.#guard(inside, () => {
        const text = new FunctionEmitter(program, definition).emit(this.#waiting.functions.has(definition.name));
        this.#functions.push(`${functionName(definition.name, definition.isStatic)}=${text};`);
      });
    }
  }

  #use(unit: Unit, name: string, from: string | undefined, used: Set<string>, isOwn: boolean): void {
    if (isOwn || this.#defined.has(name) || this.#rules.library.has(name) || used.has(name)) return;
    used.add(name);
    this.#missing.push({ name, from: from ?? 'main', file: unit.file });
  }

  #room(type: Type): Named {
    return { kind: 'variable', type, place: { address: String(this.#memory.reserve(sizeOf(type), alignOf(type))) } };
  }

  #global(name: string, type: Type): Named {
    const known = this.#shared.get(name);
    const isComplete = known && !(known.type.kind === 'array' && known.type.length === undefined);
    if (isComplete) return known;
    const named = this.#room(type);
    this.#shared.set(name, named);
    return named;
  }

  #initialize(program: Program, { initializer, at }: Declaration, named: Named, inside: string | undefined): void {
    if (!initializer || named.kind !== 'variable' || !('address' in named.place)) return;
    const { address } = named.place;
    this.#guard(inside, () => {
      const expressions = new ExpressionEmitter({
        memory: this.#memory,
        function: inside ?? '',
        pointersWait: false,
        doubt: program.doubt,
        find: (name, place) => program.find(name) ?? program.undeclared(name, place, []),
        temporary: () => {
          throw new CError(at, 'initializer element is not constant');
        },
      });
      this.#start.push(initialized(expressions, address, named.type, initializer, at));
    });
  }

  #guard(inside: string | undefined, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (!(error instanceof CError)) throw error;
      error.inside ??= inside;
      this.#tell({ error, kind: 'error' });
    }
  }
}
