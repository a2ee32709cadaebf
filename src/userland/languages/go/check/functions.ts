import type { Block, FunctionType, Parameter } from '../ast.ts';
import type { Signature } from '../types/type.ts';
import type { Checker } from './checker.ts';
import { checkLabels } from './labels.ts';
import type { VariableObject } from './objects.ts';
import { Scope } from './scope.ts';
import { isTerminating } from './terminating.ts';

/** The body of a function or of a function literal; `before` declares the receiver. */
export function checkBody(
  checker: Checker,
  written: FunctionType,
  signature: Signature,
  body: Block,
  before: () => void = () => {},
): void {
  const { scope, function: outer } = checker;
  checker.scope = new Scope(scope);
  before();
  const declare = (list: readonly Parameter[], types: Signature['parameters']) =>
    list.flatMap(({ name }, at): VariableObject[] => {
      if (!name) return [];
      const variable = checker.variable(name, types[at]!.type, true);
      checker.declare(name, variable);
      return [variable];
    });
  declare(written.parameters, signature.parameters);
  const results = declare(written.results, signature.results);
  checker.function = { signature, results };
  checker.within(() => checker.statements(body.statements));
  if (signature.results.length > 0 && !isTerminating(body)) checker.error(body.end, 'missing return');
  checkLabels(checker, body);
  checker.scope = scope;
  checker.function = outer;
}
