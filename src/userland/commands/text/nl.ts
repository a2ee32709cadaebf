import { compilePattern } from '../../regexp/posix.ts';
import { binaryFromText } from '../common/binary.ts';
import type { Command, Context } from '../common/context.ts';
import { eachInput, LineReader } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { wholeNumber } from '../common/whole-number.ts';

type Section = 'header' | 'body' | 'footer';

/** nl(1) */
export const nl: Command = async (context) => {
  const options = parseOptions(context, 'b:d:f:h:i:l:n:ps:v:w:', {
    long: {
      'body-numbering': 'b',
      'section-delimiter': 'd',
      'footer-numbering': 'f',
      'header-numbering': 'h',
      'line-increment': 'i',
      'join-blank-lines': 'l',
      'number-format': 'n',
      'no-renumber': 'p',
      'number-separator': 's',
      'starting-line-number': 'v',
      'number-width': 'w',
    },
  });
  const styles = {
    header: style(context, options, 'h'),
    body: style(context, options, 'b'),
    footer: style(context, options, 'f'),
  };
  const format = options.get('n') ?? 'rn';
  if (!['ln', 'rn', 'rz'].includes(format)) context.misuse(`invalid line numbering format: ${context.quote(format)}`);
  const number = (key: string, otherwise: number, what: string, least: number): number => {
    const text = options.get(key);
    return text === undefined ? otherwise : wholeNumber(context, text, { what, least });
  };
  const signed = Number.MIN_SAFE_INTEGER;
  const width = number('w', 6, 'line number field width', context.gnu ? 1 : 0);
  const start = number('v', 1, 'starting line number', signed);
  const step = number('i', 1, 'line number increment', signed);
  const join = number('l', 1, 'line number of blank lines', context.gnu ? 1 : 0);
  const separator = binaryFromText(options.get('s') ?? '\t');
  const delimiters = sectionDelimiters(context, options);
  let [section, current, blanks]: [Section, number, number] = ['body', start, 0];
  await eachInput(context, options.operands, async (fd) => {
    const reader = new LineReader(context, fd);
    for (let line = await reader.next(); line !== undefined; line = await reader.next()) {
      const next = delimiters.get(line);
      if (next) {
        section = next;
        if (!options.has('p')) current = start;
        context.out.binary('\n');
        continue;
      }
      blanks = line === '' ? blanks + 1 : 0;
      if (!styles[section](line, blanks, join)) {
        context.out.binary(`${' '.repeat(width + separator.length)}${line}\n`);
        continue;
      }
      if (line === '') blanks = 0;
      context.out.binary(`${shown(current, width, format)}${separator}${line}\n`);
      current += step;
    }
  });
};

function shown(number: number, width: number, format: string): string {
  const text = String(number);
  if (format === 'ln') return text.padEnd(width);
  if (format === 'rn') return text.padStart(width);
  return text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
}

const SECTIONS = { b: 'body', f: 'footer', h: 'header' } as const;

/** Whether a line is numbered: all, those with text, none, or those that match. */
function style(
  context: Context,
  options: Options,
  key: keyof typeof SECTIONS,
): (line: string, blanks: number, join: number) => boolean {
  const text = options.get(key) ?? (key === 'b' ? 't' : 'n');
  if (text.startsWith('p')) {
    const pattern = compilePattern(text.slice(1));
    return (line) => pattern.test(line);
  }
  if (text === 'a') return (line, blanks, join) => line !== '' || blanks === join;
  if (text === 't') return (line) => line !== '';
  if (text !== 'n' && context.gnu) context.misuse(`invalid ${SECTIONS[key]} numbering style: ${context.quote(text)}`);
  return () => false;
}

/** The lines that begin a section; a delimiter of one character is followed by a colon. */
function sectionDelimiters(context: Context, options: Options): Map<string, Section> {
  if (!context.gnu) return new Map();
  const given = binaryFromText(options.get('d') ?? '\\:');
  if (given === '') return new Map();
  const delimiter = given.length === 1 ? `${given}:` : given;
  return new Map([
    [delimiter.repeat(3), 'header'],
    [delimiter.repeat(2), 'body'],
    [delimiter, 'footer'],
  ]);
}
