import { messageOf } from '../errors.ts';
import { Template } from '../template/execute.ts';
import { headerFunctions } from '../template/functions.ts';
import { printValue } from '../template/print.ts';
import { ANY, type GoType, type GoValue, goString, STRING, type StructType } from '../template/types.ts';
import { alignTabs } from './tabwriter.ts';

/** What a listing can show of each thing: names of Go methods and how to get them; text unless a type is given. */
export interface Columns<T> {
  /** `formatter.ContainerContext` */
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cells: Readonly<Record<string, (row: T) => unknown>>;
  readonly types?: Readonly<Record<string, GoType>>;
  /** Methods that take arguments: not part of `{{json .}}`. */
  readonly methods?: Readonly<Record<string, (row: T) => unknown>>;
}

/** docker's formatter.Context.Write: `table …`, `json`, or a template, one line a row. */
export function formatRows<T>(format: string, columns: Columns<T>, rows: readonly T[]): string {
  // Blanks only: a format may well end with a line break.
  const trim = (text: string) => text.replace(/^ +| +$/g, '');
  let source = trim(format);
  const table = source.startsWith('table');
  if (table) source = source.slice('table'.length);
  source = trim(source).replaceAll('\\t', '\t').replaceAll('\\n', '\n');
  if (format === 'json') source = '{{json .}}';
  const failure = (error: unknown) => new Error(`template parsing error: ${messageOf(error)}`);
  let template: Template;
  try {
    template = new Template('', source);
  } catch (error) {
    throw failure(error);
  }
  const type = rowType(columns);
  let body = '';
  for (const row of rows) {
    try {
      body += `${template.execute({ type, value: rowValue(columns, row) })}\n`;
    } catch (error) {
      throw failure(error);
    }
  }
  if (!table) return body;
  const headerTemplate = new Template('', source, headerFunctions);
  const header = headerTemplate.execute({
    type: { kind: 'map', element: STRING },
    value: { ...columns.headers, Label: labelHeader },
  });
  return alignTabs(`${header}\n${body}`);
}

/** formatter.SubHeaderContext.Label: `{{.Label "com.example.my-app"}}` is headed `my app`. */
function labelHeader(name: GoValue): GoValue {
  return goString(printValue(name).split('.').at(-1)!.replace(/[-_]/g, ' '));
}

/** Go's view of a row: a struct whose fields are methods. */
export function rowType<T>(columns: Columns<T>): StructType {
  const fields = Object.keys(columns.cells).map((name) => ({
    name,
    json: name,
    type: columns.types?.[name] ?? STRING,
  }));
  const methods = Object.keys(columns.methods ?? {}).map((name) => ({ name, json: name, type: ANY }));
  return { kind: 'struct', name: columns.type, fields: [...fields, ...methods], methods: true };
}

/** Cells are worked out when a template asks for them. */
export function rowValue<T>(columns: Columns<T>, row: T): object {
  const value = {};
  for (const [name, cell] of Object.entries({ ...columns.cells, ...columns.methods }))
    Object.defineProperty(value, name, { get: () => cell(row), enumerable: true });
  return value;
}
