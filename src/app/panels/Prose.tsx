import { type ComponentType, createElement, Fragment, type ReactNode } from 'react';
import { type ProseElement, type ProseNode, textOf } from '../lessons.ts';

interface ProseProps {
  readonly nodes: readonly ProseNode[];
  /** Draws the blocks of commands (```sh); others are only shown. */
  readonly codeBlock: ComponentType<{ readonly text: string }>;
}

/** A lesson's text. */
export function Prose({ nodes, codeBlock }: ProseProps) {
  const draw = (node: ProseNode): ReactNode => {
    if (typeof node === 'string') return node;
    const { tag, properties, children } = node;
    if (isCommands(node)) return createElement(codeBlock, { text: textOf(node).trim() });
    return createElement(tag, properties, ...children.map(draw));
  };
  return createElement(Fragment, null, ...nodes.map(draw));
}

/** Whether it is a block of commands. */
export function isCommands({ tag, children: [code] }: ProseElement): boolean {
  return tag === 'pre' && typeof code === 'object' && code.properties.className === 'language-sh';
}
