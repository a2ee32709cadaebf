import type { Place } from './ast.ts';
import { CError } from './errors.ts';

/** A binary operator on whole numbers, as constant expressions need it. */
export function applied(operator: string, a: bigint, b: bigint, place: Place): bigint {
  const truth = (holds: boolean) => (holds ? 1n : 0n);
  switch (operator) {
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&':
      return a & b;
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '>':
      return truth(a > b);
    case '<=':
      return truth(a <= b);
    case '>=':
      return truth(a >= b);
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    default:
      if (b === 0n) throw new CError(place, 'division by zero');
      return operator === '/' ? a / b : a % b;
  }
}
