import { isErrno } from '../../../../kernel/errno.ts';
import { BadPattern, compilePattern } from '../../../regexp/posix.ts';
import { textFromBytes } from '../../common/binary.ts';
import { runChild } from '../../process/child.ts';
import { isCharacter } from '../keys.ts';
import { type Editor, Hangup } from './editor.ts';
import { firstNonBlank, search } from './motions.ts';

/** Reads a line at the bottom; undefined when it was given up. */
export async function readLine(editor: Editor, prompt: string, start = ''): Promise<string | undefined> {
  let text = start;
  for (;;) {
    if (!editor.replaying) await editor.draw(prompt + text);
    const key = editor.replaying ? await editor.key() : await editor.screen.key();
    if (key === 'hangup') throw new Hangup();
    if (key === undefined || key === 'resize') continue;
    if (!editor.replaying) editor.recording.push(key);
    if (key === 'escape' || key === 'ctrl-c') return undefined;
    if (key === 'enter') return text;
    if (key === 'backspace') {
      if (text === '') return undefined;
      text = [...text].slice(0, -1).join('');
    } else if (key === 'ctrl-u') text = '';
    else if (key === 'ctrl-w') text = text.replace(/\S*\s*$/, '');
    else if (key === 'tab') text += '\t';
    else if (isCharacter(key)) text += key;
  }
}

/** A POSIX pattern for whole lines; undefined (and said so) when malformed. */
export function searchPattern(editor: Editor, text: string): RegExp | undefined {
  try {
    return compilePattern(text, { flags: 'g', escapes: true, ignoreCase: editor.ignoreCase });
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    editor.say(error.message);
    return undefined;
  }
}

/** One `:` command. */
export async function commandLine(editor: Editor, start = ''): Promise<void> {
  const text = await readLine(editor, ':', start);
  editor.recording = [];
  if (text === undefined || text.trim() === '') return;
  await execute(editor, text.trim().replace(/^:+/, ''));
}

interface Range {
  first: number;
  last: number;
  given: boolean;
  rest: string;
}

export async function execute(editor: Editor, text: string): Promise<void> {
  const { buffer } = editor;
  const { first, last, given, rest } = parseRange(editor, text);
  if (last >= buffer.lines.length || first < 0 || first > last) {
    editor.say(editor.context.gnu ? 'E16: Invalid range' : 'Invalid range');
    return;
  }
  const [, name = '', bang = '', argument = ''] = /^([a-z]*|[=&<>])(!?)\s*(.*)$/s.exec(rest) ?? [];
  const complain = (message: string): void => editor.say(message);
  if (rest === '') {
    buffer.moveTo({ row: last, column: firstNonBlank(buffer.lines[last]!) });
    return;
  }
  if (/^(s|substitute)[^a-z\s]/i.test(rest)) {
    substitute(editor, rest.replace(/^(substitute|s)/, ''), first, last);
    return;
  }
  if (rest.startsWith('!')) {
    await shell(editor, rest.slice(1));
    return;
  }
  const unsaved = editor.context.gnu
    ? 'E37: No write since last change (add ! to override)'
    : `No write since last change (:${name}! overrides)`;
  switch (name) {
    case 'w':
    case 'write':
    case 'wq':
    case 'x':
    case 'xit': {
      const path = argument || editor.path;
      if (path === '') return complain(editor.context.gnu ? 'E32: No file name' : 'No current filename');
      const needed = (name !== 'x' && name !== 'xit') || buffer.modified;
      if (needed && !(given ? editor.write(path, first, last) : editor.write(path))) return;
      if (editor.path === '') editor.path = path;
      if (!given && path === editor.path) buffer.modified = false;
      if (name !== 'w' && name !== 'write') editor.ended = 0;
      return;
    }
    case 'q':
    case 'quit':
    case 'qa':
    case 'qall':
      if (buffer.modified && !bang) return complain(unsaved);
      editor.ended = 0;
      return;
    case 'wa':
      editor.write(editor.path);
      buffer.modified = false;
      return;
    case 'wqa':
    case 'xa':
      if (editor.write(editor.path)) editor.ended = 0;
      return;
    case 'cq':
      editor.ended = 1;
      return;
    case 'e':
    case 'edit':
      if (buffer.modified && !bang) return complain(unsaved);
      editor.load(argument || editor.path);
      return;
    case 'f':
    case 'file':
      if (argument) editor.path = argument;
      return complain(`"${editor.path}" ${buffer.lines.length} lines`);
    case 'r':
    case 'read':
      return readIn(editor, argument, given ? last : buffer.row);
    case 'd':
    case 'delete':
      buffer.remember();
      editor.registers.set('"', { text: `${buffer.removeLines(first, last).join('\n')}\n`, linewise: true });
      buffer.moveTo({ row: first, column: 0 });
      return;
    case 'y':
    case 'yank':
      editor.registers.set('"', { text: `${buffer.lines.slice(first, last + 1).join('\n')}\n`, linewise: true });
      return;
    case 'set':
    case 'se':
      return set(editor, argument);
    case 'u':
    case 'undo':
      buffer.undo();
      return;
    case 'red':
    case 'redo':
      buffer.redo();
      return;
    case '=':
      return complain(String(given ? last + 1 : buffer.lines.length));
    case 'noh':
    case 'nohlsearch':
    case 'syntax':
    case 'syn':
      return;
    default:
      complain(editor.context.gnu ? `E492: Not an editor command: ${text}` : `'${rest}' is not implemented`);
  }
}

function parseRange(editor: Editor, text: string): Range {
  const { buffer } = editor;
  const end = buffer.lines.length - 1;
  if (text.startsWith('%')) return { first: 0, last: end, given: true, rest: text.slice(1).trim() };
  let rest = text;
  const address = (): number | undefined => {
    const match = /^\s*(\d+|\.|\$|'[a-z]|\/[^/]*\/|(?=[+-]))((?:\s*[+-]\d*)*)/.exec(rest);
    if (!match || match[0] === '') return undefined;
    rest = rest.slice(match[0].length);
    const [, base = '', offsets = ''] = match;
    let line = buffer.row;
    if (/^\d/.test(base)) line = Number(base) - 1;
    else if (base === '$') line = end;
    else if (base.startsWith("'")) line = editor.marks.get(base[1]!)?.row ?? buffer.row;
    else if (base.startsWith('/')) {
      const pattern = searchPattern(editor, base.slice(1, -1));
      line = (pattern && search(buffer, pattern, false, { row: buffer.row, column: buffer.line.length })?.row) ?? -1;
    }
    for (const [, sign, by] of offsets.matchAll(/([+-])(\d*)/g)) line += (sign === '+' ? 1 : -1) * Number(by || 1);
    return line;
  };
  const first = address();
  if (first === undefined) return { first: buffer.row, last: buffer.row, given: false, rest: text.trim() };
  let last = first;
  if (/^\s*[,;]/.test(rest)) {
    rest = rest.replace(/^\s*[,;]/, '');
    last = address() ?? buffer.row;
  }
  // line 0 stands for the first
  return { first: Math.max(first, 0), last: Math.max(last, 0), given: true, rest: rest.trim() };
}

function substitute(editor: Editor, text: string, first: number, last: number): void {
  const { buffer } = editor;
  const separator = text[0]!;
  const parts: string[] = [''];
  for (let i = 1; i < text.length; i++) {
    const char = text[i]!;
    if (char === '\\' && i + 1 < text.length) {
      const next = text[++i]!;
      parts[parts.length - 1] += next === separator ? next : char + next;
    } else if (char === separator && parts.length < 3) parts.push('');
    else parts[parts.length - 1] += char;
  }
  const [source = '', replacement = '', flags = ''] = parts;
  const ignoreCase = editor.ignoreCase || flags.includes('i');
  let pattern: RegExp | undefined;
  try {
    pattern =
      source === '' ? editor.search?.pattern : compilePattern(source, { flags: 'g', escapes: true, ignoreCase });
  } catch (error) {
    if (!(error instanceof BadPattern)) throw error;
    editor.say(error.message);
    return;
  }
  if (!pattern) {
    editor.say('No previous regular expression');
    return;
  }
  editor.search = { pattern, backward: false };
  buffer.remember();
  let count = 0;
  let lines = 0;
  let final = buffer.row;
  for (let row = first; row <= Math.min(last, buffer.lines.length - 1); row++) {
    let done = 0;
    const line = buffer.lines[row]!.replace(pattern, (...found) => {
      if (done > 0 && !flags.includes('g')) return String(found[0]);
      done++;
      return replaced(replacement, found.map(String));
    });
    if (done === 0) continue;
    count += done;
    lines++;
    const fresh = line.split('\n');
    buffer.lines.splice(row, 1, ...fresh);
    row += fresh.length - 1;
    last += fresh.length - 1;
    final = row;
  }
  if (count === 0) {
    buffer.undo();
    editor.say(editor.context.gnu ? `E486: Pattern not found: ${source}` : 'No match');
    return;
  }
  buffer.moveTo({ row: final, column: 0 });
  if (!editor.context.gnu) {
    if (count > 1) editor.say(`${count} substitutions on ${lines} lines`);
  } else if (count > 2) editor.say(`${count} substitutions on ${lines} line${lines === 1 ? '' : 's'}`);
}

function replaced(replacement: string, found: readonly string[]): string {
  return replacement.replace(/\\([\s\S])|&/g, (whole, escaped: string | undefined) => {
    if (whole === '&') return found[0]!;
    if (/\d/.test(escaped!)) return found[Number(escaped)] ?? '';
    return { n: '\n', r: '\n', t: '\t' }[escaped!] ?? escaped!;
  });
}

const BUSYBOX_OPTIONS = /^(?:ai|autoindent|et|expandtab|fl|flash|ic|ignorecase|sm|showmatch|ts|tabstop)$/;

function set(editor: Editor, argument: string): void {
  for (const option of argument.split(/\s+/).filter(Boolean)) {
    const [, no, name] = /^(no)?(\w+)/.exec(option) ?? [];
    if (!editor.context.gnu && !BUSYBOX_OPTIONS.test(name ?? '')) editor.say(`bad option: ${option}`);
    else if (name === 'nu' || name === 'number' || name === 'mber') editor.numbers = !no || name === 'mber';
    else if (name === 'ic' || name === 'ignorecase') editor.ignoreCase = !no;
    else if (
      !/^(ai|autoindent|sm|showmatch|fl|flash|ts|tabstop|sw|shiftwidth|et|expandtab|hls|hlsearch|paste|ruler|syntax|list)$/.test(
        name ?? '',
      )
    ) {
      editor.say(`E518: Unknown option: ${option}`);
    }
  }
}

function readIn(editor: Editor, path: string, after: number): void {
  const { buffer } = editor;
  try {
    const text = textFromBytes(editor.context.sys.readFile(path));
    buffer.remember();
    buffer.lines.splice(after + 1, 0, ...text.replace(/\n$/, '').split('\n'));
    buffer.moveTo({ row: after + 1, column: 0 });
  } catch (error) {
    if (!isErrno(error)) throw error;
    editor.say(editor.context.gnu ? `E484: Can't open file ${path}` : `'${path}' ${error.message}`);
  }
}

/** `:!command` on the plain terminal, until Enter. */
async function shell(editor: Editor, command: string): Promise<void> {
  const { context, screen } = editor;
  await screen.close();
  const status = await runChild(context, ['/bin/sh', '-c', command]);
  context.print(`${status === 0 ? '' : `\nshell returned ${status}\n`}\nPress ENTER or type command to continue`);
  await context.out.flush();
  screen.take();
  await screen.key();
  await screen.open();
  screen.forget();
}
