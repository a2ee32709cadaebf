import fc from 'fast-check';

const TOKENS = [
  '\\\n',
  '\n',
  '"',
  "'",
  '`',
  '$',
  '${',
  '}',
  '$(',
  '<<EOF',
  '<<-',
  'EOF\n',
  '[',
  ']',
  '["',
  '!',
  '**',
  '*',
  '?',
  '[^',
  '--',
  '--from=',
  '=',
  ',',
  '#',
  '# escape=`\n',
  'ONBUILD ',
  'FROM ',
  'RUN ',
  'COPY ',
  ':',
  '@sha256:',
  '/',
  '../',
  '\0',
  '\uFEFF',
  'é',
  '\u{1F600}',
  '\r\n',
  '\t',
  '-1',
  '99999999999999999999',
  '${a:-${b',
  '${a//',
  '\\',
];

interface Edit {
  readonly at: number;
  readonly length: number;
  readonly kind: 'delete' | 'repeat' | 'insert' | 'swap';
  readonly token: number;
}

/** Without fast-check's love of the ends of a range: most edits would fall on the first line. */
const position = fc.noBias(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }));

const edits = fc.array(
  fc.record<Edit>({
    at: position,
    length: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom('delete', 'repeat', 'insert', 'insert', 'swap'),
    token: fc.nat(TOKENS.length - 1),
  }),
  { minLength: 1, maxLength: 8 },
);

/** One of the texts with a few pieces gone, doubled, moved or put in. */
export function mutatedText(seeds: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...seeds), edits).map(([seed, changes]) => changes.reduce(edited, seed));
}

function edited(text: string, { at, length, kind, token }: Edit): string {
  const start = Math.floor(at * text.length);
  const [before, piece, after] = [text.slice(0, start), text.slice(start, start + length), text.slice(start + length)];
  switch (kind) {
    case 'delete':
      return before + after;
    case 'repeat':
      return before + piece.repeat(1 + (length % 7)) + after;
    case 'insert':
      return before + TOKENS[token] + piece + after;
    case 'swap':
      return piece + before + after;
  }
}

/** One of the files with some bytes overwritten, most of them in headers, and perhaps cut off. */
export function mutatedBytes(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    block: position,
    offset: fc.oneof(fc.constantFrom(0, 100, 124, 125, 135, 148, 156, 157, 257, 345), fc.nat(511)),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc
        .constantFrom('../../x', '/', '77777777777', '-1', '0', '\0', 'x', 'L', '1', '2', '.wh..wh..opq')
        .map((text) => new TextEncoder().encode(text)),
    ),
  });
  const cut = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 });
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(change, { minLength: 1, maxLength: 5 }), cut)
    .map(([seed, changes, end]) => {
      const bytes = seed.slice(0, end === null ? seed.length : Math.floor(end * seed.length));
      for (const { block, offset, bytes: put } of changes) {
        const at = Math.floor((block * bytes.length) / 512) * 512 + offset;
        bytes.set(put.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        if (offset !== 148) repairChecksum(bytes, at - offset);
      }
      return bytes;
    });
}

/** What is no longer the header it says it is would be refused at once. */
function repairChecksum(bytes: Uint8Array, block: number): void {
  const header = bytes.subarray(block, block + 512);
  if (header.length < 512 || header[257] !== 0x75) return;
  header.fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
}
