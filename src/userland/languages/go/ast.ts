/** The syntax tree of a Go program: what the parser makes, the checker reads and the emitter turns into JavaScript. */

export interface Place {
  readonly line: number;
  readonly column: number;
}

interface Node {
  readonly at: Place;
}

// --- expressions; a type is written like one, so that it is one

export interface Name extends Node {
  readonly kind: 'name';
  readonly text: string;
}

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly of: 'int' | 'float' | 'rune' | 'string';
  /** A string's bytes or a rune's code point, else the digits. */
  readonly text: string;
  readonly raw: string;
}

export interface Element {
  readonly key?: Expression;
  readonly value: Expression;
}

/** T{…}; within another one the type may be left out. */
export interface Composite extends Node {
  readonly kind: 'composite';
  readonly type?: Expression;
  readonly elements: readonly Element[];
  readonly end: Place;
}

export interface FunctionLiteral extends Node {
  readonly kind: 'function';
  readonly signature: FunctionType;
  readonly body: Block;
}

export interface Parenthesized extends Node {
  readonly kind: 'parenthesized';
  readonly of: Expression;
}

export interface Selector extends Node {
  readonly kind: 'selector';
  readonly of: Expression;
  readonly name: Name;
}

export interface Index extends Node {
  readonly kind: 'index';
  readonly of: Expression;
  readonly index: Expression;
}

export interface Slicing extends Node {
  readonly kind: 'slicing';
  readonly of: Expression;
  readonly low?: Expression;
  readonly high?: Expression;
  readonly max?: Expression;
}

/** x.(T), or x.(type) without a type. */
export interface Assertion extends Node {
  readonly kind: 'assertion';
  readonly of: Expression;
  readonly type?: Expression;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly given: readonly Expression[];
  /** Whether the last one is given as `list...`. */
  readonly isSpread: boolean;
  readonly end: Place;
}

export interface Star extends Node {
  readonly kind: 'star';
  readonly of: Expression;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-' | '!' | '^' | '&' | '<-';
  readonly of: Expression;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** [n]T, [...]T (no length), or []T (a slice). */
export interface ArrayType extends Node {
  readonly kind: 'arrayType';
  readonly length: Expression | 'slice' | 'counted';
  readonly of: Expression;
}

export interface MapType extends Node {
  readonly kind: 'mapType';
  readonly key: Expression;
  readonly of: Expression;
}

export interface ChannelType extends Node {
  readonly kind: 'channelType';
  readonly direction: 'both' | 'send' | 'receive';
  readonly of: Expression;
}

export interface Parameter {
  readonly name?: Name;
  readonly type: Expression;
  readonly isVariadic: boolean;
}

export interface FunctionType extends Node {
  readonly kind: 'functionType';
  readonly parameters: readonly Parameter[];
  readonly results: readonly Parameter[];
}

export interface Field {
  /** None: the type is embedded. */
  readonly name?: Name;
  readonly type: Expression;
  readonly tag: string;
}

export interface StructType extends Node {
  readonly kind: 'structType';
  readonly fields: readonly Field[];
}

export interface InterfaceType extends Node {
  readonly kind: 'interfaceType';
  readonly methods: readonly { readonly name: Name; readonly signature: FunctionType }[];
  readonly embedded: readonly Expression[];
}

export type TypeExpression = ArrayType | MapType | ChannelType | FunctionType | StructType | InterfaceType;

export type Expression =
  | Name
  | Literal
  | Composite
  | FunctionLiteral
  | Parenthesized
  | Selector
  | Index
  | Slicing
  | Assertion
  | Call
  | Star
  | Unary
  | Binary
  | TypeExpression;

// --- statements

export interface Block extends Node {
  readonly kind: 'block';
  readonly statements: readonly Statement[];
  readonly end: Place;
}

/** `names := values`, or `targets op= values` (the operator is '' for a plain =). */
export interface Define extends Node {
  readonly kind: 'define';
  readonly names: readonly Expression[];
  readonly values: readonly Expression[];
}

export interface Assign extends Node {
  readonly kind: 'assign';
  readonly operator: string;
  readonly targets: readonly Expression[];
  readonly values: readonly Expression[];
}

export interface Step extends Node {
  readonly kind: 'step';
  readonly operator: '+' | '-';
  readonly target: Expression;
}

export interface Send extends Node {
  readonly kind: 'send';
  readonly channel: Expression;
  readonly value: Expression;
}

export interface ExpressionStatement extends Node {
  readonly kind: 'expression';
  readonly expression: Expression;
}

export interface Return extends Node {
  readonly kind: 'return';
  readonly values: readonly Expression[];
}

/** break, continue, goto, fallthrough. */
export interface Branch extends Node {
  readonly kind: 'branch';
  readonly word: 'break' | 'continue' | 'goto' | 'fallthrough';
  readonly label?: Name;
}

export interface If extends Node {
  readonly kind: 'if';
  readonly before?: Statement;
  readonly condition: Expression;
  readonly then: Block;
  readonly otherwise?: Statement;
}

export interface For extends Node {
  readonly kind: 'for';
  readonly before?: Statement;
  readonly condition?: Expression;
  readonly after?: Statement;
  readonly body: Block;
}

export interface Range extends Node {
  readonly kind: 'range';
  readonly key?: Expression;
  readonly value?: Expression;
  readonly isDefinition: boolean;
  readonly over: Expression;
  readonly body: Block;
}

export interface Case extends Node {
  /** None: default. */
  readonly values?: readonly Expression[];
  readonly body: readonly Statement[];
  readonly end: Place;
}

export interface Switch extends Node {
  readonly kind: 'switch';
  readonly before?: Statement;
  readonly subject?: Expression;
  readonly cases: readonly Case[];
}

/** switch name := subject.(type) */
export interface TypeSwitch extends Node {
  readonly kind: 'typeSwitch';
  readonly before?: Statement;
  readonly name?: Name;
  readonly subject: Expression;
  readonly cases: readonly Case[];
}

export interface SelectCase extends Node {
  /** None: default. */
  readonly wait?: Statement;
  readonly body: readonly Statement[];
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly cases: readonly SelectCase[];
}

export interface Labeled extends Node {
  readonly kind: 'labeled';
  readonly label: Name;
  readonly statement: Statement;
}

export interface Deferred extends Node {
  readonly kind: 'go' | 'defer';
  readonly call: Expression;
}

export interface LocalDeclaration extends Node {
  readonly kind: 'declaration';
  readonly declarations: readonly Declaration[];
}

export type Statement =
  | Block
  | Define
  | Assign
  | Step
  | Send
  | ExpressionStatement
  | Return
  | Branch
  | If
  | For
  | Range
  | Switch
  | TypeSwitch
  | Select
  | Labeled
  | Deferred
  | LocalDeclaration;

// --- declarations

export interface ValueDeclaration extends Node {
  readonly kind: 'var' | 'const';
  readonly names: readonly Name[];
  readonly type?: Expression;
  readonly values: readonly Expression[];
  /** The constant's number in its group. */
  readonly iota: number;
}

export interface TypeDeclaration extends Node {
  readonly kind: 'type';
  readonly name: Name;
  readonly isAlias: boolean;
  readonly type: Expression;
}

export interface FunctionDeclaration extends Node {
  readonly kind: 'func';
  readonly receiver?: Parameter;
  readonly name: Name;
  readonly signature: FunctionType;
  /** None: the runtime has it. */
  readonly body?: Block;
}

export type Declaration = ValueDeclaration | TypeDeclaration | FunctionDeclaration;

export interface Import extends Node {
  readonly path: string;
  readonly name?: Name;
}

export interface SourceTree {
  readonly package: Name;
  readonly imports: readonly Import[];
  readonly declarations: readonly Declaration[];
}
