/** An awk program as it was read. */
export type Node =
  | { type: 'number'; value: number }
  | { type: 'string'; value: string }
  | { type: 'regex'; source: string }
  | { type: 'variable'; name: string }
  | { type: 'field'; index: Node }
  | { type: 'index'; name: string; keys: Node[] }
  | { type: 'assign'; operator: string; target: Node; value: Node }
  | { type: 'conditional'; test: Node; yes: Node; no: Node }
  | { type: 'binary'; operator: string; left: Node; right: Node }
  | { type: 'logical'; operator: '&&' | '||'; left: Node; right: Node }
  | { type: 'unary'; operator: string; operand: Node }
  | { type: 'step'; operator: '++' | '--'; prefix: boolean; target: Node }
  | { type: 'match'; negated: boolean; text: Node; pattern: Node }
  | { type: 'in'; keys: Node[]; name: string }
  | { type: 'call'; name: string; args: Node[] }
  | { type: 'builtin'; name: string; args: Node[] }
  | { type: 'getline'; kind: 'main' | 'file' | 'command'; source?: Node; target?: Node }
  | { type: 'group'; inner: Node };

export type Statement =
  | { type: 'expression'; expression: Node }
  | { type: 'print'; args: Node[]; redirect?: { operator: string; target: Node } }
  | { type: 'printf'; args: Node[]; redirect?: { operator: string; target: Node } }
  | { type: 'if'; test: Node; yes: Statement; no?: Statement }
  | { type: 'while'; test: Node; body: Statement; atEnd: boolean }
  | { type: 'for'; start?: Statement; test?: Node; step?: Statement; body: Statement }
  | { type: 'forIn'; variable: string; name: string; body: Statement }
  | { type: 'block'; body: Statement[] }
  | { type: 'delete'; name: string; keys?: Node[] }
  | { type: 'exit'; value?: Node }
  | { type: 'return'; value?: Node }
  | { type: 'next' | 'nextfile' | 'break' | 'continue' };

export interface Rule {
  pattern?: Node;
  /** The end of a range. */
  end?: Node;
  body?: Statement;
}

export interface AwkFunction {
  parameters: string[];
  body: Statement;
}

export interface AwkProgram {
  begin: Statement[];
  rules: Rule[];
  end: Statement[];
  functions: Map<string, AwkFunction>;
}
