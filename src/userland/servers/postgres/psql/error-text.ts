/** An ErrorResponse or NoticeResponse as libpq words it at default verbosity. `sql` is the query it is about. */
export function errorText(fields: ReadonlyMap<string, string>, sql: string): string {
  let text = `${fields.get('S')}:  ${fields.get('M')}\n`;
  const inner = fields.get('p');
  const position = Number(fields.get('P') ?? inner);
  const query = fields.get('P') === undefined ? (fields.get('q') ?? '') : sql;
  if (position > 0) text += excerpt(query, position);
  for (const [letter, name] of [
    ['D', 'DETAIL'],
    ['H', 'HINT'],
    ['q', 'QUERY'],
    ['W', 'CONTEXT'],
  ] as const) {
    const value = fields.get(letter);
    if (value !== undefined) text += `${name}:  ${value}\n`;
  }
  return text;
}

const LONGEST = 60;
const RIGHT = 10;

/** The line the error is in, with a caret under the place (counted from 1, in characters). */
function excerpt(query: string, position: number): string {
  const characters = [...query];
  const before = characters.slice(0, position - 1);
  const start = before.lastIndexOf('\n') + 1;
  const number = before.filter((letter) => letter === '\n').length + 1;
  const end = characters.indexOf('\n', start);
  let line = characters.slice(start, end < 0 ? undefined : end).map((letter) => (letter === '\t' ? ' ' : letter));
  let column = position - 1 - start;
  let [head, tail] = ['', ''];
  if (line.length > LONGEST) {
    const last = Math.min(line.length, Math.max(LONGEST, column + RIGHT));
    if (last < line.length) tail = '...';
    const first = Math.max(0, last - LONGEST);
    if (first > 0) head = '...';
    line = line.slice(first, last);
    column -= first;
  }
  const label = `LINE ${number}: ${head}`;
  return `${label}${line.join('')}${tail}\n${' '.repeat(label.length + column)}^\n`;
}
