import type { CommandSpec, FlagSpec } from '../reference/reference.ts';

/** `docker run --help`, laid out as cobra and pflag do; option texts wrap at `columns`. */
export function commandHelp(spec: CommandSpec, columns: number): string {
  let text = `Usage:  docker ${spec.usage}\n\n${spec.description}\n`;
  if (spec.aliases.length) text += `\nAliases:\n  ${spec.aliases.join(', ')}\n`;
  const shown = spec.flags.filter((flag) => !flag.hidden);
  if (shown.length) text += `\nOptions:\n${flagUsages(shown, columns - 1)}`;
  return text;
}

export function flagUsages(flags: readonly FlagSpec[], columns: number): string {
  const heads = flags.map((flag) => {
    const start = flag.shorthand ? `  -${flag.shorthand}, --` : '      --';
    return `${start}${flag.name}${flag.type === 'bool' ? '' : ` ${flag.type}`}`;
  });
  const width = Math.max(...heads.map((head) => head.length)) + 1;
  return flags
    .map((flag, i) => `${heads[i]}${' '.repeat(width - heads[i]!.length)}  ${wrap(width + 2, columns, flag.usage)}\n`)
    .join('');
}

/** pflag's wrapN: lines after the first are indented by `indent`; a text too narrow to wrap starts on the next line. */
function wrap(indent: number, columns: number, text: string): string {
  const newline = `\n${' '.repeat(indent)}`;
  if (columns === 0) return text.replaceAll('\n', newline);
  let start = indent;
  let width = columns - start;
  let result = '';
  if (width < 24) {
    start = 16;
    width = columns - start;
    result = `\n${' '.repeat(start)}`;
  }
  if (width < 24) return text.replaceAll('\n', newline);
  const slop = 5;
  width -= slop;
  const line = `\n${' '.repeat(start)}`;
  let [head, rest] = splitAt(width, slop, text);
  result += head.replaceAll('\n', line);
  while (rest !== '') {
    [head, rest] = splitAt(width, slop, rest);
    result += line + head.replaceAll('\n', line);
  }
  return result;
}

function splitAt(width: number, slop: number, text: string): [string, string] {
  if (width + slop > text.length) return [text, ''];
  const window = text.slice(0, width);
  const blank = Math.max(window.lastIndexOf(' '), window.lastIndexOf('\t'), window.lastIndexOf('\n'));
  if (blank <= 0) return [text, ''];
  const newline = window.indexOf('\n');
  if (newline > 0 && newline < blank) return [text.slice(0, newline), text.slice(newline + 1)];
  return [text.slice(0, blank), text.slice(blank + 1)];
}
