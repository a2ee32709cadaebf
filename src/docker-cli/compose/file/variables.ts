/** `${NAME:-default}` in a compose file (compose-go's template package). */

export type Lookup = (name: string) => string | undefined;

export interface Substitution {
  readonly lookup: Lookup;
  /** Told of each variable that is not set and has no default. */
  readonly missing: (name: string) => void;
}

/** A required variable is not set. */
export class MissingVariable extends Error {}
/** `${` that does not end, or holds no name. */
export class InvalidTemplate extends Error {}

const NAME = /^[_a-zA-Z][_a-zA-Z0-9]*/;

/** The text with its variables replaced; `$$` is a dollar sign, and a `$` before anything else is itself. */
export function substitute(text: string, how: Substitution): string {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf('$', at);
    if (dollar < 0) return result + text.slice(at);
    result += text.slice(at, dollar);
    const rest = text.slice(dollar + 1);
    const name = NAME.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      result += '$';
      at = dollar + 2;
    } else if (name !== undefined) {
      result += variable(name, how);
      at = dollar + 1 + name.length;
    } else if (rest.startsWith('{')) {
      const end = closingBrace(rest);
      if (end < 0) throw new InvalidTemplate(text);
      result += braced(rest.slice(1, end), text, how);
      at = dollar + 1 + end + 1;
    } else {
      result += '$';
      at = dollar + 1;
    }
  }
  return result;
}

function closingBrace(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') depth++;
    else if (text[i] === '}' && --depth === 0) return i;
  }
  return -1;
}

function variable(name: string, { lookup, missing }: Substitution): string {
  const value = lookup(name);
  if (value === undefined) missing(name);
  return value ?? '';
}

function braced(content: string, template: string, how: Substitution): string {
  const name = NAME.exec(content)?.[0];
  if (name === undefined) throw new InvalidTemplate(template);
  const rest = content.slice(name.length);
  if (rest === '') return variable(name, how);
  const operator = /^:?[-+?]/.exec(rest)?.[0];
  if (operator === undefined) throw new InvalidTemplate(template);
  const word = substitute(rest.slice(operator.length), how);
  const value = how.lookup(name);
  const counts = operator.startsWith(':') ? Boolean(value) : value !== undefined;
  switch (operator.at(-1)) {
    case '-':
      return counts ? value! : word;
    case '+':
      return counts ? word : (value ?? '');
    default:
      if (counts) return value!;
      throw new MissingVariable(`required variable ${name} is missing a value${word ? `: ${word}` : ''}`);
  }
}
