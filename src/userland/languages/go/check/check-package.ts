import type { Declaration, FunctionDeclaration, Import, Name, TypeDeclaration, ValueDeclaration } from '../ast.ts';
import { home, typeText } from '../types/text.ts';
import { INVALID, type Type } from '../types/type.ts';
import type { Checker } from './checker.ts';
import { checkBody } from './functions.ts';
import { constants, fillVariables, newType, resolveDeclared } from './local-declarations.ts';
import type { FunctionObject, NamedObject, PackageObject, PendingObject, VariableObject } from './objects.ts';
import type { Package } from './package.ts';
import { Scope } from './scope.ts';
import { resolveSignature, resolveType } from './type-expressions.ts';
import { UNIVERSE } from './universe.ts';

/** Finds a package by its path; undefined after a complaint. */
export type Importer = (checker: Checker, one: Import) => Package | undefined;

/** Checks a package: first all that it declares, then the bodies. Returns its functions and methods in the order written. */
export function checkPackage(checker: Checker, of: Package, importer: Importer): FunctionObject[] {
  const check = new PackageCheck(checker, of);
  for (const file of of.files) check.collect(file, importer);
  return check.finish();
}

class PackageCheck {
  readonly #checker: Checker;
  readonly #package: Package;
  readonly #scope: Scope;
  readonly #functions: { readonly object: FunctionObject; readonly run: () => void }[] = [];
  readonly #later: (() => void)[] = [];
  readonly #imports: { readonly file: string; readonly object: PackageObject; readonly isRenamed: boolean }[] = [];

  constructor(checker: Checker, of: Package) {
    this.#checker = checker;
    this.#package = of;
    this.#scope = new Scope(new Scope(undefined, new Map(UNIVERSE)), of.names);
  }

  /** What a file declares: looked at when it is first asked for, or at the end. */
  collect({ name: file, tree }: Package['files'][number], importer: Importer): void {
    const scope = new Scope(this.#scope);
    const inFile = <T>(run: () => T): T => this.#within(file, scope, run);
    inFile(() => {
      for (const one of tree.imports) this.#import(one, scope, file, importer);
    });
    for (const declaration of tree.declarations) this.#declare(declaration, inFile);
  }

  finish(): FunctionObject[] {
    // Types and signatures before values and bodies, which ask for methods.
    for (const object of this.#package.names.values())
      if (object.kind === 'pending' && object.declaration.kind === 'type') object.resolve();
    for (const run of this.#later) run();
    for (const object of this.#package.names.values()) if (object.kind === 'pending') object.resolve();
    for (const { run } of this.#functions) run();
    for (const { file, object, isRenamed } of this.#imports) {
      if (object.isUsed) continue;
      this.#checker.file = file;
      this.#checker.error(object.at, `"${object.path}" imported${isRenamed ? ` as ${object.name}` : ''} and not used`);
    }
    return this.#functions.map(({ object }) => object);
  }

  #within<T>(file: string, scope: Scope, run: () => T): T {
    const checker = this.#checker;
    const { file: outerFile, scope: outerScope, package: outerPackage, needs, function: outerFunction, iota } = checker;
    Object.assign(checker, {
      file,
      scope,
      package: this.#package,
      needs: undefined,
      function: undefined,
      iota: undefined,
    });
    home.package = this.#package.name;
    try {
      return run();
    } finally {
      home.package = outerPackage.name;
      Object.assign(checker, {
        file: outerFile,
        scope: outerScope,
        package: outerPackage,
        needs,
        function: outerFunction,
        iota,
      });
    }
  }

  #import(one: Import, scope: Scope, file: string, importer: Importer): void {
    const of = importer(this.#checker, one);
    if (!of || one.name?.text === '_') return;
    const name = one.name?.text ?? of.name;
    const object: PackageObject = {
      kind: 'package',
      name,
      at: one.name?.at ?? one.at,
      of,
      path: one.path,
      isUsed: false,
    };
    const before = scope.names.get(name);
    if (before) this.#checker.redeclared(object.at, name, before.at);
    else scope.names.set(name, object);
    this.#imports.push({ file, object, isRenamed: one.name !== undefined && one.name.text !== of.name });
  }

  #declare(declaration: Declaration, inFile: <T>(run: () => T) => T): void {
    switch (declaration.kind) {
      case 'func':
        this.#declareFunction(declaration, inFile);
        return;
      case 'type':
        this.#pending(declaration.name, declaration, inFile, () => this.#type(declaration));
        return;
      default:
        for (const name of declaration.names)
          this.#pending(name, declaration, inFile, () => this.#value(declaration, name));
    }
  }

  #pending(name: Name, declaration: Declaration, inFile: <T>(run: () => T) => T, make: () => NamedObject): void {
    let isRunning = false;
    const resolve = (): NamedObject => {
      const known = this.#package.names.get(name.text);
      if (known && known.kind !== 'pending' && name.text !== '_') return known;
      if (isRunning) {
        inFile(() => this.#checker.error(name.at, `initialization cycle or invalid recursive reference: ${name.text}`));
        return { kind: 'constant', name: name.text, at: name.at, type: INVALID, value: undefined };
      }
      isRunning = true;
      try {
        return inFile(make);
      } finally {
        isRunning = false;
      }
    };
    const object: PendingObject = { kind: 'pending', name: name.text, at: name.at, declaration, resolve };
    if (name.text === '_') {
      this.#later.push(resolve);
      return;
    }
    const before = this.#package.names.get(name.text);
    if (before) inFile(() => this.#checker.redeclared(name.at, name.text, before.at));
    else this.#package.names.set(name.text, object);
  }

  #type(declaration: TypeDeclaration): NamedObject {
    const object = newType(declaration, this.#package);
    this.#package.names.set(object.name, object);
    this.#checker.info.objects.set(declaration.name, object);
    resolveDeclared(this.#checker, declaration, object);
    return object;
  }

  /** All the names of the line at once: they may share a call. */
  #value(declaration: ValueDeclaration, wanted: Name): NamedObject {
    const checker = this.#checker;
    const { names } = declaration;
    const set = (object: NamedObject, at: number) => {
      checker.info.objects.set(names[at]!, object);
      if (names[at]!.text !== '_') this.#package.names.set(names[at]!.text, object);
    };
    if (declaration.kind === 'const') {
      const objects = constants(checker, declaration);
      for (const [at, object] of objects.entries()) set(object, at);
      return objects[names.indexOf(wanted)]!;
    }
    const global = { package: this.#package, declaration, needs: new Set<VariableObject | FunctionObject>() };
    const variables = names.map((name): VariableObject => ({ ...checker.variable(name, INVALID, true), global }));
    // With a type it may be used by its own value: a function that calls itself.
    if (declaration.type) {
      const type = resolveType(checker, declaration.type);
      for (const variable of variables) variable.type = type;
      for (const [at, object] of variables.entries()) set(object, at);
    }
    checker.needs = global.needs;
    fillVariables(checker, declaration, variables);
    checker.needs = undefined;
    for (const [at, object] of variables.entries()) set(object, at);
    for (const variable of variables)
      if (!this.#package.variables.includes(variable)) this.#package.variables.push(variable);
    return variables[names.indexOf(wanted)]!;
  }

  #declareFunction(declaration: FunctionDeclaration, inFile: <T>(run: () => T) => T): void {
    const { name, signature, receiver, body } = declaration;
    const checker = this.#checker;
    const make = (): FunctionObject => {
      const type = resolveSignature(checker, signature);
      const of = receiver && resolveType(checker, receiver.type);
      const isOnPointer = of?.kind === 'pointer';
      const object: FunctionObject = {
        kind: 'function',
        name: name.text,
        at: name.at,
        package: this.#package,
        declaration,
        type,
        isOnPointer,
        needs: new Set(),
        ...(of && { receiver: isOnPointer ? of.of : of }),
      };
      checker.info.objects.set(name, object);
      const run = () =>
        inFile(() => {
          if (!body) {
            if (!this.#package.isLibrary) checker.error(name.at, 'missing function body');
            return;
          }
          checker.needs = object.needs;
          checkBody(checker, signature, type, body, () => {
            if (receiver?.name && of) checker.declare(receiver.name, checker.variable(receiver.name, of, true));
          });
        });
      this.#functions.push({ object, run });
      if (of) this.#method(object, of, receiver);
      return object;
    };
    if (receiver) this.#later.push(() => inFile(make));
    else if (name.text === 'init' || name.text === '_') this.#later.push(() => inFile(make));
    else {
      if (
        name.text === 'main' &&
        this.#package.name === 'main' &&
        (signature.parameters.length > 0 || signature.results.length > 0)
      )
        inFile(() => checker.error(name.at, 'func main must have no arguments and no return values'));
      this.#pending(name, declaration, inFile, () => {
        const object = make();
        this.#package.names.set(name.text, object);
        return object;
      });
    }
  }

  #method(object: FunctionObject, receiver: Type, { type }: { readonly type: { readonly at: Name['at'] } }): void {
    const checker = this.#checker;
    const owner = receiver.kind === 'pointer' ? receiver.of : receiver;
    if (owner === INVALID) return;
    if (owner.kind !== 'named') {
      checker.error(
        type.at,
        owner.kind === 'basic'
          ? `cannot define new methods on non-local type ${typeText(owner)}`
          : `invalid receiver type ${typeText(receiver)}`,
      );
      return;
    }
    const before = owner.methods.get(object.name);
    if (before)
      checker.error(
        object.at,
        `method ${typeText(owner)}.${object.name} already declared at ./${checker.file}:${before.at.line}:${before.at.column}`,
      );
    else if (owner.underlying.kind === 'struct' && owner.underlying.fields.some((field) => field.name === object.name))
      checker.error(object.at, `field and method with the same name ${object.name}`);
    else owner.methods.set(object.name, object);
  }
}
