/**
 * V8's stack trace API (v8.dev/docs/stack-trace-api), which packages use to find their caller: Error.captureStackTrace,
 * Error.prepareStackTrace and call sites, made from QuickJS's stack text.
 */
export function stackTrace(): void {
  const errors = Error as unknown as {
    captureStackTrace(target: object, below?: unknown): void;
    prepareStackTrace?: (error: object, sites: object[]) => unknown;
    stackTraceLimit: number;
  };
  const site = (line: string) => {
    const [, name = '', file = '', row, column] = /^\s*at (.*?)(?: \((.*?)(?::(\d+))?(?::(\d+))?\))?$/.exec(line) ?? [];
    const isNative = file === 'native';
    const functionName = name === '<anonymous>' || name === '<eval>' ? null : name;
    return {
      getThis: () => undefined,
      getTypeName: () => null,
      getFunction: () => undefined,
      getFunctionName: () => functionName,
      getMethodName: () => null,
      getFileName: () => (isNative ? null : file),
      getScriptNameOrSourceURL: () => file,
      getLineNumber: () => (row === undefined ? null : Number(row)),
      getColumnNumber: () => (column === undefined ? null : Number(column)),
      getEvalOrigin: () => undefined,
      isToplevel: () => true,
      isEval: () => false,
      isNative: () => isNative,
      isConstructor: () => false,
      isAsync: () => false,
      toString: () => line.trim().slice(3),
    };
  };
  errors.stackTraceLimit = 10;
  errors.captureStackTrace = (target, below) => {
    let lines = (new Error().stack ?? '').split('\n').filter((line) => /^\s*at /.test(line));
    lines = lines.slice(
      lines.findIndex((line) => /^\s*at (captureStackTrace|<anonymous>) \(node:internal/.test(line)) + 1,
    );
    if (typeof below === 'function') {
      const at = lines.findIndex((line) => line.trim().startsWith(`at ${below.name} (`));
      if (at >= 0) lines = lines.slice(at + 1);
    }
    lines = lines.slice(0, errors.stackTraceLimit);
    const prepare = errors.prepareStackTrace;
    const { name, message } = target as { name?: unknown; message?: unknown };
    const head = message ? `${String(name ?? 'Error')}: ${String(message)}` : String(name ?? 'Error');
    const value = typeof prepare === 'function' ? prepare(target, lines.map(site)) : [head, ...lines].join('\n');
    Object.defineProperty(target, 'stack', { value, writable: true, configurable: true, enumerable: false });
  };

  // As the file has them, not the text that QuickJS was given.
  const places = (globalThis as unknown as { __stack(text: string): string }).__stack;
  // V8 begins `stack` with the error itself, QuickJS does not. Errors QuickJS itself throws are out of reach here.
  const scope = globalThis as unknown as Record<string, typeof Error>;
  for (const name of ['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError']) {
    const original = scope[name]!;
    const make = (values: unknown[], target: typeof Error) => {
      const error = Reflect.construct(original, values, target) as Error;
      const lines = (error.stack ?? '').split('\n').filter((line) => line.trim() !== '');
      const own = lines.findLastIndex((line, at) => at < 5 && /^\s*at (make|construct|apply) /.test(line));
      const define = (value: unknown) =>
        Object.defineProperty(error, 'stack', { value, writable: true, configurable: true, enumerable: false });
      // Made when first asked for: by then it has the name its class gives it.
      Object.defineProperty(error, 'stack', {
        get() {
          const { name, message } = error;
          const head = message === '' ? name : name === '' ? message : `${name}: ${message}`;
          const frames = places(['', ...lines.slice(own + 1)].join('\n')).split('\n');
          const text = [head, ...frames.slice(1, 1 + errors.stackTraceLimit)].join('\n');
          define(text);
          return text;
        },
        set: define,
        configurable: true,
        enumerable: false,
      });
      return error;
    };
    const wrapped = new Proxy(original, {
      construct: (_original, values, target) => make(values, target as unknown as typeof Error),
      apply: (_original, _self, values) => make(values, wrapped),
    });
    Object.defineProperty(original.prototype, 'constructor', { value: wrapped, writable: true, configurable: true });
    Object.defineProperty(scope, name, { value: wrapped, writable: true, configurable: true });
  }
}
