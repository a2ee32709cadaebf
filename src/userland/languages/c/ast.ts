import type { Type } from './types.ts';

/** Where something stands; both count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters of what stands there. */
  readonly length: number;
}

export type Expression = { readonly at: Place } & (
  | { readonly kind: 'number'; readonly value: number | bigint; readonly type: Type }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'unary'; readonly operator: '+' | '-' | '!' | '~' | '*' | '&'; readonly of: Expression }
  | { readonly kind: 'step'; readonly operator: '++' | '--'; readonly isPrefix: boolean; readonly of: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'assign'; readonly operator: string; readonly target: Expression; readonly value: Expression }
  | { readonly kind: 'conditional'; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly kind: 'call'; readonly of: Expression; readonly given: readonly Expression[] }
  | { readonly kind: 'index'; readonly of: Expression; readonly by: Expression }
  | { readonly kind: 'member'; readonly of: Expression; readonly name: string; readonly isArrow: boolean }
  | { readonly kind: 'cast'; readonly to: Type; readonly of: Expression }
  | { readonly kind: 'sizeof'; readonly of: Type | Expression }
);

/** `= …` of a declaration: an expression, or a list in braces, each with the field or index it is for. */
export type Initializer =
  | { readonly kind: 'value'; readonly value: Expression }
  | { readonly kind: 'list'; readonly at: Place; readonly items: readonly InitializerItem[] };

export interface InitializerItem {
  readonly for: string | number | undefined;
  readonly value: Initializer;
}

export interface Declaration {
  readonly at: Place;
  readonly name: string;
  readonly type: Type;
  readonly storage: 'static' | 'extern' | undefined;
  readonly initializer: Initializer | undefined;
}

export type Statement = { readonly at: Place } & (
  | { readonly kind: 'block'; readonly body: readonly Statement[] }
  | { readonly kind: 'expression'; readonly value: Expression | undefined }
  | { readonly kind: 'declare'; readonly declarations: readonly Declaration[] }
  | { readonly kind: 'if'; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | { readonly kind: 'while'; readonly test: Expression; readonly body: Statement }
  | { readonly kind: 'do'; readonly test: Expression; readonly body: Statement }
  | {
      readonly kind: 'for';
      readonly first: Statement;
      readonly test: Expression | undefined;
      readonly next: Expression | undefined;
      readonly body: Statement;
    }
  | { readonly kind: 'switch'; readonly subject: Expression; readonly body: Statement }
  /** `undefined` is default. */
  | { readonly kind: 'case'; readonly value: bigint | undefined }
  | { readonly kind: 'break' | 'continue' }
  | { readonly kind: 'return'; readonly value: Expression | undefined }
);

export interface FunctionDefinition {
  readonly at: Place;
  readonly name: string;
  readonly type: Extract<Type, { kind: 'function' }>;
  readonly isStatic: boolean;
  readonly body: readonly Statement[];
  /** Where the closing brace is. */
  readonly end: Place;
}

/** A file after the preprocessor: what it declares and defines, in order. */
export interface Unit {
  readonly file: string;
  readonly declarations: readonly Declaration[];
  readonly functions: readonly FunctionDefinition[];
  /** Places (`file:line:column`) of names that are called: only those may be used undeclared. */
  readonly calls: ReadonlySet<string>;
}
