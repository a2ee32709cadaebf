/** GNU's shell-escape quoting, for names in messages. */
export function quote(text: string): string {
  if (!text.includes("'")) return `'${escapeControl(text)}'`;
  if (!/["$`\\!]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function escapeControl(text: string): string {
  return /[\x00-\x1f\x7f]/.test(text)
    ? text.replace(/[\x00-\x1f\x7f]+/g, (run) => `'$'${[...run].map(escaped).join('')}''`)
    : text;
}

const SHORT: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\x07': '\\a', '\b': '\\b' };

function escaped(char: string): string {
  return SHORT[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/** Quotes only what a shell would take apart. */
export function quoteIfNeeded(text: string): string {
  return text === '' || /[^\w@%+:,./=~^{}[\]#-]|^[~#]/.test(text) ? quote(text) : text;
}
