import type { Expression, Parameter } from '../ast.ts';

/** An expression as complaints quote it. */
export function expressionText(expression: Expression): string {
  const text = expressionText;
  const optional = (each: Expression | undefined) => (each ? text(each) : '');
  switch (expression.kind) {
    case 'name':
      return expression.text;
    case 'literal':
      return expression.raw;
    case 'composite':
      return `${optional(expression.type)}{${expression.elements.length > 0 ? '…' : ''}}`;
    case 'function':
      return `func${signatureText(expression.signature)} {${expression.body.statements.length > 0 ? '…' : ''}}`;
    case 'parenthesized':
      return `(${text(expression.of)})`;
    case 'selector':
      return `${text(expression.of)}.${expression.name.text}`;
    case 'index':
      return `${text(expression.of)}[${text(expression.index)}]`;
    case 'slicing':
      return `${text(expression.of)}[${optional(expression.low)}:${optional(expression.high)}${expression.max ? `:${text(expression.max)}` : ''}]`;
    case 'assertion':
      return `${text(expression.of)}.(${expression.type ? text(expression.type) : 'type'})`;
    case 'call':
      return `${text(expression.callee)}(${expression.given.map(text).join(', ')}${expression.isSpread ? '...' : ''})`;
    case 'star':
      return `*${text(expression.of)}`;
    case 'unary':
      return `${expression.operator}${text(expression.of)}`;
    case 'binary':
      return `${text(expression.left)} ${expression.operator} ${text(expression.right)}`;
    case 'arrayType': {
      const { length } = expression;
      return `[${length === 'slice' ? '' : length === 'counted' ? '...' : text(length)}]${text(expression.of)}`;
    }
    case 'mapType':
      return `map[${text(expression.key)}]${text(expression.of)}`;
    case 'channelType':
      return `${{ both: 'chan', send: 'chan<-', receive: '<-chan' }[expression.direction]} ${text(expression.of)}`;
    case 'functionType':
      return `func${signatureText(expression)}`;
    case 'structType':
      return `struct{${expression.fields.map(({ name, type }) => `${name ? `${name.text} ` : ''}${text(type)}`).join('; ')}}`;
    case 'interfaceType':
      return `interface{${expression.methods.map(({ name, signature }) => name.text + signatureText(signature)).join('; ')}}`;
  }
}

function signatureText({
  parameters,
  results,
}: {
  parameters: readonly Parameter[];
  results: readonly Parameter[];
}): string {
  const list = (all: readonly Parameter[]) =>
    all
      .map(
        ({ name, type, isVariadic }) =>
          `${name ? `${name.text} ` : ''}${isVariadic ? '...' : ''}${expressionText(type)}`,
      )
      .join(', ');
  const [only] = results;
  const result =
    results.length === 1 && !only!.name ? ` ${list(results)}` : results.length > 0 ? ` (${list(results)})` : '';
  return `(${list(parameters)})${result}`;
}
