import type { Statement } from '../ast.ts';

/** Whether nothing runs after a statement (The Go Programming Language Specification, "Terminating statements"). */
export function isTerminating(statement: Statement | undefined, label?: string): boolean {
  if (!statement) return false;
  switch (statement.kind) {
    case 'return':
      return true;
    case 'branch':
      return statement.word === 'goto' || statement.word === 'fallthrough';
    case 'expression': {
      const { expression } = statement;
      return expression.kind === 'call' && expression.callee.kind === 'name' && expression.callee.text === 'panic';
    }
    case 'block':
      return isTerminating(statement.statements.at(-1));
    case 'if':
      return isTerminating(statement.then) && isTerminating(statement.otherwise);
    case 'for':
      return statement.condition === undefined && !hasBreak(statement.body, label, true);
    case 'labeled':
      return isTerminating(statement.statement, statement.label.text);
    case 'switch':
    case 'typeSwitch':
      return (
        statement.cases.some(({ values }) => !values) &&
        statement.cases.every(
          ({ body }) => isTerminating(body.at(-1)) && !body.some((each) => hasBreak(each, label, true)),
        )
      );
    case 'select':
      return statement.cases.every(
        ({ body }) => isTerminating(body.at(-1)) && !body.some((each) => hasBreak(each, label, true)),
      );
    default:
      return false;
  }
}

/** Whether a break within leaves the statement around: one without label that is not within another loop, or one with its label. */
function hasBreak(statement: Statement | undefined, label: string | undefined, isDirect: boolean): boolean {
  const within = (each: Statement | undefined, direct = isDirect) => hasBreak(each, label, direct);
  switch (statement?.kind) {
    case 'branch':
      return statement.word === 'break' && (statement.label ? statement.label.text === label : isDirect);
    case 'block':
      return statement.statements.some((each) => within(each));
    case 'if':
      return within(statement.then) || within(statement.otherwise);
    case 'labeled':
      return within(statement.statement);
    case 'for':
    case 'range':
      return within(statement.body, false);
    case 'switch':
    case 'typeSwitch':
    case 'select':
      return statement.cases.some(({ body }) => body.some((each) => within(each, false)));
    default:
      return false;
  }
}
