import type { CharacterSet } from './character-set.ts';

/** A regular expression as a tree. */
export type Node =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | {
      readonly kind: 'repeat';
      readonly body: Node;
      readonly min: number;
      readonly max: number;
      readonly greedy: boolean;
    }
  | { readonly kind: 'group'; readonly index: number; readonly body: Node }
  /** The character before or after is one of the set, or there is none and that counts as well. */
  | {
      readonly kind: 'beside';
      readonly side: 'before' | 'after';
      readonly set: CharacterSet;
      readonly outside: boolean;
    }
  | { readonly kind: 'reference'; readonly index: number }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negated: boolean; readonly body: Node };

export const EMPTY: Node = { kind: 'sequence', parts: [] };

export function sequence(parts: readonly Node[]): Node {
  return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
}

export function choice(options: readonly Node[]): Node {
  return options.length === 1 ? options[0]! : { kind: 'choice', options };
}

export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'sequence':
      return node.parts;
    case 'choice':
      return node.options;
    case 'repeat':
    case 'group':
    case 'look':
      return [node.body];
    default:
      return [];
  }
}

export function contains(node: Node, wanted: (node: Node) => boolean): boolean {
  return wanted(node) || childrenOf(node).some((child) => contains(child, wanted));
}

/** Whether an automaton can say it. */
export function isRegular(node: Node): boolean {
  return !contains(node, ({ kind }) => kind === 'reference' || kind === 'look');
}

export function groupCount(node: Node): number {
  return childrenOf(node).reduce((sum, child) => sum + groupCount(child), Number(node.kind === 'group'));
}
