/** An SQL string. */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An SQL name. */
export function quoteName(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
