/** A value for a filter on ids of the builder's cache: BuildKit takes one, as a quoted regular expression (containerd's filters). */
export function anyId(ids: readonly string[]): string {
  return `"^(${ids.join('|')})$"`;
}
