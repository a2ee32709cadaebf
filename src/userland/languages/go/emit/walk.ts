import type { Expression, Statement } from '../ast.ts';

type Visited = Expression | Statement;

const isNode = (value: unknown): value is { readonly kind: string } =>
  typeof value === 'object' && value !== null && 'kind' in value;

/** Calls `visit` for every expression and statement within a part of the tree; those below one are left out when it says false. */
export function walk(part: unknown, visit: (node: Visited) => boolean): void {
  if (Array.isArray(part)) {
    for (const each of part) walk(each, visit);
    return;
  }
  if (typeof part !== 'object' || part === null) return;
  if (isNode(part) && !visit(part as Visited)) return;
  for (const [name, value] of Object.entries(part)) if (name !== 'at' && name !== 'end') walk(value, visit);
}
