import type { Command } from '../common/context.ts';
import { reason } from '../common/context.ts';
import { closeInput, LineReader, openInput, readChunk } from '../common/input.ts';
import { parseOptions } from '../common/options.ts';

/** cat(1) */
export const cat: Command = async (context) => {
  const options = parseOptions(context, context.gnu ? 'benstuvAET' : 'benstuvA', {
    long: {
      'show-all': 'A',
      'number-nonblank': 'b',
      'show-ends': 'E',
      number: 'n',
      'squeeze-blank': 's',
      'show-tabs': 'T',
      'show-nonprinting': 'v',
    },
  });
  const style: Style = {
    nonBlank: options.has('b'),
    number: options.has('n') || options.has('b'),
    ends: options.any('AEe'),
    tabs: options.any('ATt'),
    visible: options.any('Aetv'),
    squeeze: options.has('s'),
  };
  const plain = !Object.values(style).some(Boolean);
  const state = { line: 0, blank: false, open: false };
  for (const path of options.operands.length > 0 ? options.operands : ['-']) {
    let fd: number;
    try {
      fd = openInput(context, path);
    } catch (error) {
      if (context.gnu) context.failed(path, error);
      else if (reason(error) === 'Is a directory') context.fail('read error: Is a directory');
      else context.cannotOpen(path, error);
      continue;
    }
    if (plain) {
      for (;;) {
        const chunk = readChunk(context, fd);
        const bytes = chunk instanceof Promise ? await chunk : chunk;
        if (bytes.length === 0) break;
        context.out.bytes(bytes);
      }
    } else {
      const reader = new LineReader(context, fd);
      for (;;) {
        const next = reader.next();
        const line = next instanceof Promise ? await next : next;
        if (line === undefined) break;
        const blank = line === '' && reader.terminated && !state.open;
        if (style.squeeze && blank && state.blank) continue;
        state.blank = blank;
        let text = line;
        if (style.visible) text = visible(text);
        if (style.tabs) text = text.replaceAll('\t', '^I');
        if (style.number && !state.open && !(style.nonBlank && blank)) {
          text = `${String(++state.line).padStart(6)}\t${text}`;
        }
        // busybox prints numbered lines whole
        const ended = reader.terminated || (style.number && !context.gnu);
        state.open = !ended;
        context.out.binary(ended ? `${text}${style.ends ? '$' : ''}\n` : text);
      }
    }
    closeInput(context, fd);
  }
};

interface Style {
  nonBlank: boolean;
  number: boolean;
  ends: boolean;
  tabs: boolean;
  visible: boolean;
  squeeze: boolean;
}

/** `^X` and `M-X` notation, tabs left alone. */
export function visible(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, (char) => {
    let code = char.charCodeAt(0);
    let out = '';
    if (code >= 128) {
      out = 'M-';
      code -= 128;
    }
    if (code === 127) return `${out}^?`;
    return code < 32 ? `${out}^${String.fromCharCode(code + 64)}` : out + String.fromCharCode(code);
  });
}
