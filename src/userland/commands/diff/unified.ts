import { textFromBinary } from '../common/binary.ts';

export interface Hunk {
  readonly header: string;
  /** First line of the old file, counted from 1 (0 for none). */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly { readonly kind: ' ' | '+' | '-'; readonly text: string }[];
  /** `\ No newline at end of file` of either side. */
  readonly oldLacksEnd: boolean;
  readonly newLacksEnd: boolean;
}

/** The changes to one file. */
export interface FilePatch {
  readonly from: string;
  readonly to: string;
  readonly hunks: readonly Hunk[];
}

/** Reads the unified diffs in a text (a byte string), passing over whatever else it holds. */
export function parsePatches(text: string): FilePatch[] {
  const lines = text.split('\n');
  const patches: FilePatch[] = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at]!.startsWith('--- ') || !lines[at + 1]?.startsWith('+++ ')) {
      at++;
      continue;
    }
    const from = fileName(lines[at]!.slice(4));
    const to = fileName(lines[at + 1]!.slice(4));
    at += 2;
    const hunks: Hunk[] = [];
    for (let header = hunkHeader(lines[at]); header; header = hunkHeader(lines[at])) {
      const body: { kind: ' ' | '+' | '-'; text: string }[] = [];
      const headerLine = lines[at++]!;
      let [oldLeft, newLeft] = [header.oldCount, header.newCount];
      let [oldLacksEnd, newLacksEnd] = [false, false];
      while (at < lines.length && (oldLeft > 0 || newLeft > 0 || lines[at]!.startsWith('\\'))) {
        const line = lines[at++]!;
        const kind = line === '' ? ' ' : line[0]!;
        if (kind === '\\') {
          if (body.at(-1)?.kind !== '+') oldLacksEnd = true;
          if (body.at(-1)?.kind !== '-') newLacksEnd = true;
          continue;
        }
        if (kind !== ' ' && kind !== '+' && kind !== '-') break;
        body.push({ kind, text: line.slice(1) });
        if (kind !== '+') oldLeft--;
        if (kind !== '-') newLeft--;
      }
      hunks.push({ header: headerLine, from: header.from, to: header.to, lines: body, oldLacksEnd, newLacksEnd });
    }
    if (hunks.length > 0) patches.push({ from, to, hunks });
  }
  return patches;
}

/** The patch that undoes `patch`. */
export function reversed(patch: FilePatch): FilePatch {
  const flip = { ' ': ' ', '+': '-', '-': '+' } as const;
  return {
    from: patch.to,
    to: patch.from,
    hunks: patch.hunks.map((hunk) => ({
      header: hunk.header,
      from: hunk.to,
      to: hunk.from,
      lines: hunk.lines.map(({ kind, text }) => ({ kind: flip[kind], text })),
      oldLacksEnd: hunk.newLacksEnd,
      newLacksEnd: hunk.oldLacksEnd,
    })),
  };
}

function hunkHeader(line: string | undefined) {
  const match = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line ?? '');
  if (!match) return undefined;
  const [, from, oldCount = '1', to, newCount = '1'] = match;
  return { from: Number(from), oldCount: Number(oldCount), to: Number(to), newCount: Number(newCount) };
}

/** A name may be quoted as C quotes; a date follows after a tab. */
function fileName(text: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  const name = quoted ? quoted[1]!.replace(/\\(.)/g, '$1') : text.replace(/\t.*$/, '').replace(/\s+$/, '');
  return textFromBinary(name);
}
