/** The tree the interpreter runs: what the parser found, with quoting resolved and the flavour's meaning settled. */

export type Command =
  | SimpleCommand
  | PipelineCommand
  | AndOrCommand
  | ListCommand
  | SubshellCommand
  | GroupCommand
  | IfCommand
  | LoopCommand
  | ForCommand
  | ArithmeticForCommand
  | CaseCommand
  | FunctionCommand
  | TestCommand
  | ArithmeticCommand
  | RedirectedCommand;

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly line: number;
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
  readonly source: string;
}
export interface Assignment {
  readonly name: string;
  readonly index?: Word;
  readonly append: boolean;
  readonly value: Word | { readonly kind: 'array'; readonly elements: readonly ArrayElement[] };
}
export interface ArrayElement {
  readonly index?: Word;
  readonly value: Word;
}
export interface PipelineCommand {
  readonly kind: 'pipeline';
  readonly line: number;
  readonly negated: boolean;
  /** Begins with `time`, or (portable) `time -p`. */
  readonly timed: false | 'plain' | 'portable';
  readonly commands: readonly Command[];
  /** Per pipe: standard error goes through it too (`|&`). */
  readonly both: readonly boolean[];
  readonly source: string;
}
export interface AndOrCommand {
  readonly kind: 'andor';
  readonly line: number;
  readonly commands: readonly Command[];
  readonly operators: readonly ('&&' | '||')[];
  readonly source: string;
}
export interface ListCommand {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly ListItem[];
  readonly source: string;
}
export interface ListItem {
  readonly command: Command;
  readonly background: boolean;
}
export interface SubshellCommand {
  readonly kind: 'subshell';
  readonly line: number;
  readonly body: Command;
  readonly source: string;
}
export interface GroupCommand {
  readonly kind: 'group';
  readonly line: number;
  readonly body: Command;
  readonly source: string;
}
export interface IfCommand {
  readonly kind: 'if';
  readonly line: number;
  readonly branches: readonly { readonly test: Command; readonly body: Command }[];
  readonly otherwise?: Command;
  readonly source: string;
}
export interface LoopCommand {
  readonly kind: 'loop';
  readonly line: number;
  readonly until: boolean;
  readonly test: Command;
  readonly body: Command;
  readonly source: string;
}
export interface ForCommand {
  readonly kind: 'for';
  readonly line: number;
  readonly name: string;
  /** Undefined: the positional parameters. */
  readonly words?: readonly Word[];
  readonly body: Command;
  readonly select: boolean;
  readonly source: string;
}
export interface ArithmeticForCommand {
  readonly kind: 'arithmeticFor';
  readonly line: number;
  readonly initialize: string;
  readonly test: string;
  readonly update: string;
  readonly body: Command;
  readonly source: string;
}
export interface CaseCommand {
  readonly kind: 'case';
  readonly line: number;
  readonly word: Word;
  readonly items: readonly {
    readonly patterns: readonly Word[];
    readonly body: Command;
    readonly terminator: ';;' | ';&' | ';;&';
  }[];
  readonly source: string;
}
export interface FunctionCommand {
  readonly kind: 'function';
  readonly line: number;
  readonly name: string;
  readonly body: Command;
  readonly source: string;
}
export interface TestCommand {
  readonly kind: 'test';
  readonly line: number;
  readonly expression: TestExpression;
  readonly source: string;
}
export type TestExpression =
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Word }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Word; readonly right: Word }
  | { readonly kind: 'logical'; readonly operator: '&&' | '||'; readonly operands: readonly TestExpression[] }
  | { readonly kind: 'not'; readonly operand: TestExpression };
export interface ArithmeticCommand {
  readonly kind: 'arithmetic';
  readonly line: number;
  readonly word: Word;
  readonly source: string;
}
export interface RedirectedCommand {
  readonly kind: 'redirected';
  readonly line: number;
  readonly command: Command;
  readonly redirects: readonly Redirect[];
  readonly source: string;
}

export interface Redirect {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>' | '<<' | '<<<';
  readonly fd: number;
  /** bash's `{name}>file`: pick a descriptor and put its number there. */
  readonly variable?: string;
  /** The target, or the here-document's body. */
  readonly word: Word;
}

/** A word: a row of parts, each knowing whether it is quoted. */
export interface Word {
  readonly kind: 'word';
  readonly parts: readonly Part[];
  /** Set when the word needs no expansion at all. */
  readonly literal?: string;
  /** Whether expanding it may wait or change something: then it is expanded under a replay log. */
  readonly effects: boolean;
  readonly text: string;
  /** An argument of export, readonly, local … that has the form of an assignment: expanded as one. */
  readonly assigns?: boolean;
  /** bash: `declare a=(…)`. */
  readonly array?: Assignment;
}

export type Part =
  | { readonly kind: 'literal'; readonly value: string; readonly quoted: boolean }
  | ParameterPart
  | SubstitutionPart
  | { readonly kind: 'arithmetic'; readonly expression: Word; readonly quoted: boolean }
  | { readonly kind: 'process'; readonly script: Script; readonly direction: '<' | '>'; readonly quoted: boolean }
  | { readonly kind: 'tilde'; readonly user: string; readonly quoted: boolean };

export interface SubstitutionPart {
  readonly kind: 'substitution';
  readonly script: Script;
  readonly quoted: boolean;
}

/** A nested script, made into a tree when first needed. */
export interface Script {
  readonly source: string;
  tree(): Command | undefined;
}

export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly quoted: boolean;
  readonly indirect: boolean;
  readonly length: boolean;
  /** `[@]`, `[*]` or a subscript. */
  readonly index?: Word;
  readonly operation?: ParameterOperation;
  readonly text: string;
}
export type ParameterOperation =
  | {
      readonly kind: 'default';
      readonly operator: '-' | '=' | '?' | '+';
      readonly orEmpty: boolean;
      readonly word: Word;
    }
  | { readonly kind: 'remove'; readonly operator: '#' | '##' | '%' | '%%'; readonly pattern: Word }
  | {
      readonly kind: 'replace';
      readonly operator: '/' | '//' | '/#' | '/%';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly kind: 'slice'; readonly offset: Word; readonly length?: Word }
  | { readonly kind: 'case'; readonly operator: string; readonly pattern?: Word }
  | { readonly kind: 'transform'; readonly operator: string }
  | { readonly kind: 'names'; readonly operator: '@' | '*' }
  | { readonly kind: 'bad' };
