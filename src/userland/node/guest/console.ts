import type { Table } from './console-table.ts';
import type { ModuleFactory } from './globals.ts';
import type { FormatModule } from './inspect/format.ts';
import type { Inspect } from './inspect/index.ts';

/** node:console */
export const console_: ModuleFactory = (host, builtin, world) => {
  const inspect = builtin('internal/inspect') as unknown as Inspect;
  const { format, formatWithOptions } = builtin('internal/inspect/format') as unknown as FormatModule;
  const { Buffer } = builtin('buffer') as unknown as {
    Buffer: { from(text: string): Uint8Array & { buffer: ArrayBuffer } };
  };
  interface Stream {
    write(text: string): unknown;
    isTTY?: boolean;
  }
  interface ConsoleOptions {
    stdout: Stream;
    stderr?: Stream;
    colorMode?: boolean | 'auto';
    inspectOptions?: object;
    groupIndentation?: number;
  }
  const warn = (text: string) => (builtin('process') as { emitWarning(text: string): void }).emitWarning(text);
  const duration = (ms: number): string => {
    if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
    if (ms < 60_000) return `${(ms / 1000).toFixed(3)}s`;
    const two = (part: number | string) => String(part).padStart(2, '0');
    const hours = Math.floor(ms / 3_600_000);
    const minutes = Math.floor((ms % 3_600_000) / 60_000);
    const [seconds, rest] = ((ms % 60_000) / 1000).toFixed(3).split('.');
    const clock = `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds!)}.${rest}`;
    return `${clock} (${hours > 0 ? 'h:m' : ''}m:ss.mmm)`;
  };

  /** `options` of one that prints to streams; left out: the process's own output and errors. */
  const make = (options?: ConsoleOptions) => {
    const step = ' '.repeat(options?.groupIndentation ?? 2);
    let indent = '';
    const counts = new Map<string, number>();
    const times = new Map<string, number>();
    const stream = (fd: 1 | 2): Stream | undefined =>
      fd === 2 ? (options?.stderr ?? options?.stdout) : options?.stdout;
    const print = (fd: 1 | 2, text: string) => {
      const lines = `${indent === '' ? text : indent + text.replaceAll('\n', `\n${indent}`)}\n`;
      const to = stream(fd);
      if (to) to.write(lines);
      else host('write', fd, Buffer.from(lines).buffer);
    };
    const inspecting = (fd: 1 | 2): object => {
      const { colorMode = 'auto', inspectOptions = {} } = options ?? {};
      const isTerminal = options ? stream(fd)?.isTTY === true : host('isatty', fd) === true;
      const colors = colorMode === 'auto' ? shouldColor(isTerminal) : colorMode;
      return colors ? { colors: true, ...inspectOptions } : inspectOptions;
    };
    const say = (fd: 1 | 2, values: unknown[]) => {
      if (values.length === 1 && typeof values[0] === 'string') print(fd, values[0]);
      else print(fd, formatWithOptions(inspecting(fd), ...values));
    };
    const out = (...values: unknown[]) => say(1, values);
    const err = (...values: unknown[]) => say(2, values);
    const timed = (name: string, label: string, ...values: unknown[]): boolean => {
      const begun = times.get(label);
      if (begun === undefined) warn(`No such label '${label}' for console.${name}()`);
      else out('%s: %s', label, duration((host('hrtime') as number) - begun), ...values);
      return begun !== undefined;
    };
    const group = (...values: unknown[]) => {
      if (values.length > 0) out(...values);
      indent += step;
    };
    return {
      log: out,
      warn: err,
      dir: (value: unknown, given?: object) =>
        print(1, inspect(value, { customInspect: false, ...inspecting(1), ...given })),
      time: (label: unknown = 'default') => {
        if (times.has(String(label))) warn(`Label '${label}' already exists for console.time()`);
        else times.set(String(label), host('hrtime') as number);
      },
      timeEnd: (label: unknown = 'default') => {
        if (timed('timeEnd', String(label))) times.delete(String(label));
      },
      timeLog: (label: unknown = 'default', ...values: unknown[]) => void timed('timeLog', String(label), ...values),
      trace: (...values: unknown[]) => {
        const error = { name: 'Trace', message: format(...values), stack: '' };
        (Error as unknown as { captureStackTrace(target: object): void }).captureStackTrace(error);
        err(error.stack.trimEnd());
      },
      assert: (condition: unknown, ...values: unknown[]) => {
        if (condition) return;
        // The rest are the first one's, as they would be in a message of its own.
        if (values.length === 0) err('Assertion failed');
        else err(`Assertion failed: ${values[0]}`, ...values.slice(1));
      },
      clear: () => {
        if (host('isatty', 1) === true && world.config.env.TERM !== 'dumb')
          host('write', 1, Buffer.from('\u001b[1;1H\u001b[0J').buffer);
      },
      count: (label: unknown = 'default') => {
        const count = (counts.get(String(label)) ?? 0) + 1;
        counts.set(String(label), count);
        out(`${label}: ${count}`);
      },
      countReset: (label: unknown = 'default') => {
        if (!counts.delete(String(label))) warn(`Count for '${label}' does not exist`);
      },
      group,
      groupEnd: () => {
        indent = indent.slice(0, Math.max(0, indent.length - step.length));
      },
      table: (data: unknown, columns?: string[]) => {
        if (typeof data !== 'object' || data === null) out(data);
        else out((builtin('internal/console-table') as unknown as Table)(data, columns, inspecting(1)));
      },
      debug: out,
      info: out,
      dirxml: out,
      error: err,
      groupCollapsed: group,
    };
  };

  /** A terminal of more than two colours; the variables programs agree upon have the last word. */
  const shouldColor = (isTerminal: boolean): boolean => {
    const { FORCE_COLOR: forced, NO_COLOR, NODE_DISABLE_COLORS, TERM = '', COLORTERM } = world.config.env;
    if (forced !== undefined) return ['', '1', 'true', '2', '3'].includes(forced);
    if (!isTerminal || NODE_DISABLE_COLORS || NO_COLOR || TERM === 'dumb') return false;
    const known =
      /ansi|color|linux|direct|^con\d*x\d|^rxvt|^screen|^xterm|^vt[12]\d0|^tmux|^(eterm|cons25|console|cygwin|dtterm|gnome|hurd|jfbterm|konsole|kterm|mlterm|mosh|putty|st|terminator)$/i;
    return Boolean(COLORTERM) || known.test(TERM);
  };

  return Object.assign(make(), {
    Console: function Console(first: Stream | ConsoleOptions, stderr?: Stream) {
      const isStream = typeof (first as Stream).write === 'function';
      return make(isStream ? { stdout: first as Stream, ...(stderr && { stderr }) } : (first as ConsoleOptions));
    },
  });
};
