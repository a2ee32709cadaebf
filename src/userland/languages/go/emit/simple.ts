import type { Statement } from '../ast.ts';
import { emitAssign, emitDefine, emitStep } from './assignments.ts';
import type { Emitter } from './emitter.ts';

/** Those that may stand in a header; all but a definition are expressions. */
export function emitSimple(emitter: Emitter, statement: Statement): string {
  switch (statement.kind) {
    case 'define':
      return emitDefine(emitter, statement);
    case 'assign':
      return emitAssign(emitter, statement);
    case 'step':
      return emitStep(emitter, statement);
    case 'expression':
      return emitter.expression(statement.expression);
    default:
      return emitter.statements([statement]).replace(/;\n$/, '');
  }
}
