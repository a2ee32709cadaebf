/** Where in a Dockerfile the cursor is, as far as help and completion need it. Works on text that does not parse yet. */
export interface Place {
  /** `COPY`; empty where an instruction begins. */
  readonly instruction: string;
  /** The instruction's text up to the cursor, continued lines joined. */
  readonly before: string;
  /** The word the cursor is in, up to the cursor. */
  readonly word: string;
}

const continued = (line: string) => /\\\s*$/.test(line) && !/^\s*#/.test(line);

/** `line` counts from 0, `column` is an offset in it. Undefined inside comments. */
export function placeAt(lines: readonly string[], line: number, column: number): Place | undefined {
  const last = (lines[line] ?? '').slice(0, column);
  if (/^\s*#/.test(last)) return undefined;
  const parts = [last];
  for (let at = line - 1; at >= 0; at -= 1) {
    const above = lines[at]!;
    if (/^\s*#/.test(above)) continue;
    if (!continued(above)) break;
    parts.unshift(above.replace(/\\\s*$/, ''));
  }
  const before = parts.join(' ').trimStart();
  const [, instruction = '', rest] = /^(?:ONBUILD\s+)?(\S*)(\s?[\s\S]*)$/i.exec(before)!;
  const word = /\S*$/.exec(before)![0];
  return { instruction: rest === '' ? '' : instruction.toUpperCase(), before, word };
}

/** Names of the stages that begin above a line (from 0). */
export function stagesAbove(lines: readonly string[], line: number): string[] {
  return lines.slice(0, line).flatMap((text) => /^\s*FROM\s.*\sAS\s+(\S+)/i.exec(text)?.[1] ?? []);
}

/** Names declared by ARG and ENV above a line (from 0). */
export function variablesAbove(lines: readonly string[], line: number): string[] {
  const names = lines
    .slice(0, line)
    .flatMap((text) => /^\s*(?:ARG|ENV)\s+(.*)/i.exec(text)?.[1] ?? [])
    .flatMap((text) => [...text.matchAll(/(?:^|\s)([A-Za-z_]\w*)(?==|\s|$)/g)].map(([, name]) => name!));
  return [...new Set(names)];
}
