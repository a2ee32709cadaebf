/** The tree of a Go template (text/template/parse/node.go). */
export type Operand =
  | { kind: 'dot'; position: number }
  | { kind: 'nil'; position: number }
  | { kind: 'bool'; value: boolean; position: number }
  | { kind: 'number'; text: string; position: number }
  | { kind: 'string'; value: string; text: string; position: number }
  | { kind: 'field'; names: string[]; position: number }
  | { kind: 'variable'; name: string; names: string[]; position: number }
  | { kind: 'identifier'; name: string; position: number }
  | { kind: 'chain'; of: Operand; names: string[]; position: number }
  | { kind: 'pipe'; pipe: Pipe; position: number };

export interface Command {
  args: Operand[];
  position: number;
}

export interface Pipe {
  variables: string[];
  assigns: boolean;
  commands: Command[];
  position: number;
}

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'action'; pipe: Pipe }
  | { kind: 'if' | 'range' | 'with'; pipe: Pipe; body: Node[]; otherwise: Node[] }
  | { kind: 'break' | 'continue' }
  | { kind: 'template'; name: string; pipe?: Pipe };

/** The source of an operand, as error messages quote it. */
export function operandText(node: Operand): string {
  switch (node.kind) {
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
    case 'string':
      return node.text;
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return [node.name, ...node.names].join('.');
    case 'identifier':
      return node.name;
    case 'chain':
      return operandText(node.of) + node.names.map((name) => `.${name}`).join('');
    case 'pipe':
      return `(${pipeText(node.pipe)})`;
  }
}

export const commandText = (command: Command): string => command.args.map(operandText).join(' ');

export const pipeText = (pipe: Pipe): string =>
  (pipe.variables.length ? `${pipe.variables.join(', ')} ${pipe.assigns ? '=' : ':='} ` : '') +
  pipe.commands.map(commandText).join(' | ');
