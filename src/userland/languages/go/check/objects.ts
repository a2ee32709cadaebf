import type { Declaration, Expression, FunctionDeclaration, Place, ValueDeclaration } from '../ast.ts';
import type { Signature, Type } from '../types/type.ts';
import type { ConstantValue } from './constants.ts';
import type { Package } from './package.ts';

/** What names stand for. */

export interface VariableObject {
  readonly kind: 'variable';
  readonly name: string;
  readonly at: Place;
  type: Type;
  isUsed: boolean;
  /** Of a package. */
  readonly global?: GlobalOrigin;
  /** Its address is taken: it lives in a cell of its own. */
  isBoxed: boolean;
}

/** Where a package's variable comes from; several may share one call. */
export interface GlobalOrigin {
  readonly package: Package;
  readonly declaration: ValueDeclaration;
  /** The package's variables and functions its value asks for. */
  readonly needs: Set<VariableObject | FunctionObject>;
}

export interface ConstantObject {
  readonly kind: 'constant';
  readonly name: string;
  readonly at: Place;
  type: Type;
  value: ConstantValue | undefined;
}

export interface TypeObject {
  readonly kind: 'type';
  readonly name: string;
  readonly at: Place;
  type: Type;
}

export interface FunctionObject {
  readonly kind: 'function';
  readonly name: string;
  readonly at: Place;
  readonly package: Package;
  readonly declaration: FunctionDeclaration;
  type: Signature;
  /** Of a method: the named type, and whether it is called on a pointer. */
  readonly receiver?: Type;
  readonly isOnPointer: boolean;
  /** The package's variables and functions its body asks for. */
  readonly needs: Set<VariableObject | FunctionObject>;
}

export interface PackageObject {
  readonly kind: 'package';
  readonly name: string;
  readonly at: Place;
  readonly of: Package;
  readonly path: string;
  isUsed: boolean;
}

export interface BuiltinObject {
  readonly kind: 'builtin';
  readonly name: string;
  readonly at: Place;
}

export interface NilObject {
  readonly kind: 'nil';
  readonly name: 'nil';
  readonly at: Place;
}

/** A package's name that was not looked at yet: what it stands for is found when it is asked for. */
export interface PendingObject {
  readonly kind: 'pending';
  readonly name: string;
  readonly at: Place;
  readonly declaration: Declaration;
  readonly resolve: () => NamedObject;
}

export type NamedObject =
  | VariableObject
  | ConstantObject
  | TypeObject
  | FunctionObject
  | PackageObject
  | BuiltinObject
  | NilObject;

/** What the checker knows of an expression. */
export interface Operand {
  readonly mode:
    | 'novalue'
    | 'type'
    | 'constant'
    | 'variable'
    | 'mapIndex'
    | 'value'
    | 'commaOk'
    | 'builtin'
    | 'invalid';
  readonly type: Type;
  readonly value?: ConstantValue;
  readonly expression: Expression;
}
