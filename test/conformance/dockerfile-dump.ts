import type { InstructionNode, ParsedDockerfile } from '../../src/dockerfile/parser/node.ts';
import { goQuote, goQuoteList } from '../../src/dockerfile/quote.ts';

const KNOWN = new Set(
  'add arg cmd copy entrypoint env expose from healthcheck label maintainer onbuild run shell stopsignal user volume workdir'.split(
    ' ',
  ),
);

/** The s-expressions BuildKit's parser tests compare. */
export function dumpNodes(dockerfile: ParsedDockerfile): string {
  return dockerfile.nodes.map((node) => `(${dumpNode(node)})`).join('\n');
}

function dumpNode(node: InstructionNode): string {
  let out = node.keyword.toLowerCase();
  if (node.flags.length > 0) out += ` ${goQuoteList(node.flags)}`;
  if (node.child) return `${out} (${dumpNode(node.child)})`;
  if (!KNOWN.has(node.keyword.toLowerCase())) return `${out} ""`;
  for (const argument of node.arguments) out += ` ${goQuote(argument)}`;
  return out;
}
