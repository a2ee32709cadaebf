import type { Rules } from './checker.ts';
import { checkAssigned, checkExpression, checkValue } from './expressions.ts';
import { checkBody } from './functions.ts';
import { checkStatements } from './statements.ts';

/** How expressions, statements and bodies are checked. */
export const RULES: Rules = {
  expression: checkExpression,
  value: checkValue,
  assigned: checkAssigned,
  statements: checkStatements,
  body: checkBody,
};
