import type { SourceTree } from '../ast.ts';
import type { NamedObject, PendingObject, VariableObject } from './objects.ts';

/** A package: its files and what they declare. */
export interface Package {
  readonly name: string;
  readonly path: string;
  readonly files: readonly { readonly name: string; readonly tree: SourceTree }[];
  readonly names: Map<string, NamedObject | PendingObject>;
  /** Its variables in the order written. */
  readonly variables: VariableObject[];
  /** Of Go's own library: complaints about it would be ours. */
  readonly isLibrary: boolean;
}
