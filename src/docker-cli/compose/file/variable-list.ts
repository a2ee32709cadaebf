import { type Mapping, mapScalars } from './tree.ts';

export interface Variable {
  readonly name: string;
  readonly required: boolean;
  /** After `:-`. */
  readonly fallback: string;
  /** After `:+`. */
  readonly alternate: string;
}

/** The variables a compose file asks for (`docker compose config --variables`). */
export function variablesOf(trees: readonly Mapping[]): Variable[] {
  const found = new Map<string, Variable>();
  for (const tree of trees)
    mapScalars(tree, (value) => {
      if (typeof value === 'string') for (const each of inText(value)) found.set(each.name, each);
      return value;
    });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function* inText(text: string): Generator<Variable> {
  for (const [, plain, braced] of text.replaceAll('$$', '').matchAll(/\$(?:([_a-zA-Z]\w*)|\{([^}]*)\})/g)) {
    const [, name = '', operator = '', word = ''] = /^([_a-zA-Z]\w*)(:?[-+?])?(.*)$/.exec(plain ?? braced ?? '') ?? [];
    if (name === '') continue;
    yield {
      name,
      required: operator.endsWith('?'),
      fallback: operator.endsWith('-') ? word : '',
      alternate: operator.endsWith('+') ? word : '',
    };
  }
}
