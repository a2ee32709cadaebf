const RULE = '--------------------\n';

/** A failed build's message: the source excerpt, which stands before the error line, and what is wrong. */
export function failureOf(message: string): { readonly excerpt: string; readonly reason: string } {
  const end = message.lastIndexOf(RULE);
  const excerpt = end < 0 ? '' : message.slice(0, end + RULE.length);
  return { excerpt, reason: message.slice(excerpt.length).replace(/^failed to solve: /, '') };
}
