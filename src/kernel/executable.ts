/** How an executable file names the built-in program it stands for. */

const MAGIC = '\x7fELF\x02\x01\x01\0drydock:';
const encoder = new TextEncoder();
const decoder = new TextDecoder('latin1');

/**
 * The bytes of an executable that runs the program `name`. With a `loader` it is dynamically linked: it runs only where that file is.
 * What it carries besides is the program's own business.
 */
export function executableBytes(
  name: string,
  more: { loader?: string | undefined; payload?: Uint8Array } = {},
): Uint8Array {
  const head = encoder.encode(`${MAGIC}${name}${more.loader === undefined ? '' : ` ${more.loader}`}\n`);
  if (!more.payload) return head;
  const whole = new Uint8Array(head.length + more.payload.length);
  whole.set(head);
  whole.set(more.payload, head.length);
  return whole;
}

/** What an executable carries. */
export function executablePayload(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(bytes.indexOf(10) + 1);
}

export type ExecutableFormat =
  | { readonly kind: 'program'; readonly name: string; readonly loader?: string }
  /** `#!interpreter argument`: the optional argument is one word, as Linux passes it. */
  | { readonly kind: 'script'; readonly interpreter: string; readonly argument?: string }
  /** An ELF file that is not one of ours: real machine code, which cannot be run here. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'unknown' };

/** What execve(2) would make of a file that begins with `head` (256 bytes suffice). */
export function executableFormat(head: Uint8Array): ExecutableFormat {
  const text = decoder.decode(head.subarray(0, 256));
  if (text.startsWith(MAGIC)) {
    const end = text.indexOf('\n');
    const [name = '', loader] = text.slice(MAGIC.length, end < 0 ? undefined : end).split(' ');
    return loader === undefined ? { kind: 'program', name } : { kind: 'program', name, loader };
  }
  if (text.startsWith('\x7fELF')) return { kind: 'foreign' };
  if (text.startsWith('#!')) {
    // Only blanks and tabs count as space: a line of DOS names an interpreter that ends in a carriage return.
    const line =
      text
        .slice(2)
        .split('\n', 1)[0]
        ?.replace(/^[ \t]+|[ \t]+$/g, '') ?? '';
    const [, interpreter = '', argument] = /^([^ \t]+)(?:[ \t]+(.*))?$/s.exec(line) ?? [];
    if (interpreter) return { kind: 'script', interpreter, argument };
  }
  return { kind: 'unknown' };
}
