import type { Exports, ModuleFactory } from './globals.ts';

/** node:console */
export const console_: ModuleFactory = (host, builtin) => {
  const { format, inspect } = builtin('util') as unknown as {
    format: (...values: unknown[]) => string;
    inspect: (value: unknown, options?: object) => string;
  };
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(text: string): Uint8Array & { buffer: ArrayBuffer } };
  };
  let indent = '';
  const counts = new Map<string, number>();
  const times = new Map<string, number>();
  const print = (fd: number, text: string) => {
    const lines = indent === '' ? text : text.replace(/^/gm, indent);
    host('write', fd, Buffer.from(`${lines}\n`).buffer);
  };
  const out = (...values: unknown[]) => print(1, format(...values));
  const err = (...values: unknown[]) => print(2, format(...values));
  const elapsed = (label: string) => {
    const ms = (host('hrtime') as number) - (times.get(label) ?? 0);
    return ms < 1000 ? `${Number(ms.toFixed(3))}ms` : `${(ms / 1000).toFixed(3)}s`;
  };
  const table = (data: unknown, wanted?: readonly string[]): void => {
    if (typeof data !== 'object' || data === null) {
      out(data);
      return;
    }
    const rows = Object.entries(data as Record<string, unknown>);
    const columns = wanted ?? [
      ...new Set(rows.flatMap(([, row]) => (typeof row === 'object' && row !== null ? Object.keys(row) : []))),
    ];
    const plain = !wanted && rows.some(([, row]) => typeof row !== 'object' || row === null);
    const head = ['(index)', ...columns, ...(plain ? ['Values'] : [])];
    const body = rows.map(([key, row]) => {
      const fields = columns.map((column) =>
        typeof row === 'object' && row !== null && column in row ? inspect((row as Exports)[column]) : '',
      );
      return [key, ...fields, ...(plain ? [typeof row === 'object' && row !== null ? '' : inspect(row)] : [])];
    });
    const widths = head.map((title, at) => Math.max(title.length, ...body.map((row) => row[at]!.length)) + 2);
    const line = (left: string, middle: string, right: string) =>
      left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
    const show = (row: string[]) => `│${row.map((field, at) => ` ${field}`.padEnd(widths[at]!)).join('│')}│`;
    out([line('┌', '┬', '┐'), show(head), line('├', '┼', '┤'), ...body.map(show), line('└', '┴', '┘')].join('\n'));
  };
  const made = {
    log: out,
    info: out,
    debug: out,
    error: err,
    warn: err,
    trace: (...values: unknown[]) => err(`Trace: ${format(...values)}\n${(new Error().stack ?? '').trimEnd()}`),
    dir: (value: unknown, options?: object) => out(inspect(value, options)),
    table,
    assert: (condition: unknown, ...values: unknown[]) => {
      if (!condition) err(values.length === 0 ? 'Assertion failed' : `Assertion failed: ${format(...values)}`);
    },
    count: (label = 'default') => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      out(`${label}: ${counts.get(label)}`);
    },
    countReset: (label = 'default') => void counts.delete(label),
    group: (...values: unknown[]) => {
      if (values.length > 0) out(...values);
      indent += '  ';
    },
    groupEnd: () => {
      indent = indent.slice(2);
    },
    time: (label = 'default') => void times.set(label, host('hrtime') as number),
    timeLog: (label = 'default') => out(`${label}: ${elapsed(label)}`),
    timeEnd: (label = 'default') => {
      out(`${label}: ${elapsed(label)}`);
      times.delete(label);
    },
    clear: () => undefined,
  };
  return Object.assign(made, {
    Console: function Console() {
      return made;
    },
  });
};
