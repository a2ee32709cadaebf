/** What a YAML file holds, before anything is known of its meaning. */
export type Tree = null | boolean | number | string | Tree[] | Mapping;
export interface Mapping {
  [key: string]: Tree;
}

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keys in the order of a Go map that is written out. */
export const sortedKeys = (mapping: object): string[] => Object.keys(mapping).sort();

/** Extensions and YAML's own fragments: kept and never looked at. */
export const isExtension = (key: string): boolean => key.startsWith('x-');

/** A copy with a scalar's function applied to every scalar; `path` as in `services.web.ports.[0]`. */
export function mapScalars(tree: Tree, change: (value: Tree, path: string[]) => Tree, path: string[] = []): Tree {
  if (Array.isArray(tree)) return tree.map((item, index) => mapScalars(item, change, [...path, `[${index}]`]));
  if (!isMapping(tree)) return change(tree, path);
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [key, mapScalars(value, change, [...path, key])]),
  );
}

/** What Go calls the type of a value. */
export function goType(value: Tree): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (value === null) return '<nil>';
  return Array.isArray(value) ? '[]interface {}' : 'map[string]interface {}';
}
