/**
 * What a translated Go program calls. Sent into the JavaScript sandbox as text, so it uses nothing from outside but Node's modules.
 * Integers are JavaScript numbers: a result they cannot hold exactly is refused.
 */
export function goRuntime(
  version: string,
  names: Readonly<Record<string, readonly (readonly [string, string])[]>>,
): unknown {
  type Typed = readonly [value: unknown, type: string];
  type Writer = { write(text: string): unknown };
  const load = (globalThis as unknown as { require(name: string): never }).require;
  const fs = load('node:fs') as {
    readFileSync(path: string): Uint8Array;
  };
  const http = load('node:http') as {
    createServer(handler: (request: never, response: never) => void): {
      listen(port: number, host: string, done: () => void): unknown;
      on(event: string, listener: (error: Error & { code: string }) => void): unknown;
    };
  };
  const decode = (bytes: readonly number[]) => new TextDecoder().decode(Uint8Array.from(bytes));
  const encode = (text: string): number[] => [...new TextEncoder().encode(text)];
  class Panic extends Error {}
  class Failure {
    constructor(readonly text: string) {}
    Error() {
      return this.text;
    }
  }
  const fail = (text: string): never => {
    throw new Panic(text);
  };
  const escapeText = (text: string) => JSON.stringify(text);

  // --- numbers
  const int = (value: number): number => {
    if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
    throw new Error('drydock: not simulated: integers beyond 2^53');
  };
  const div = (a: number, b: number) =>
    b === 0 ? fail('runtime error: integer divide by zero') : Math.trunc(a / b) + 0;
  const rem = (a: number, b: number) => (b === 0 ? fail('runtime error: integer divide by zero') : (a % b) + 0);

  // --- formatting
  const float = (value: number): string => {
    if (Number.isNaN(value)) return 'NaN';
    if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
    const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
    if (exponent >= -4 && exponent < 6) return String(value);
    const [mantissa, power = '0'] = value.toExponential().split('e');
    return `${mantissa}e${power[0] === '-' ? '-' : '+'}${power.slice(1).padStart(2, '0')}`;
  };
  const show = (value: unknown, type: string, verb = 'v'): string => {
    if (value === null || value === undefined) return '<nil>';
    if (type === 'error') return String((value as Failure).text);
    if (type === 'float64') return float(value as number);
    if (type === 'time.Duration') return duration(value as number);
    if (type.startsWith('[]'))
      return `[${(value as unknown[]).map((each) => show(each, type.slice(2), verb)).join(' ')}]`;
    const map = /^map\[(\w+)\](.+)$/.exec(type);
    if (map) {
      const entries = [...(value as Map<unknown, unknown>)].sort(([a], [b]) =>
        (a as string) < (b as string) ? -1 : 1,
      );
      return `map[${entries.map(([key, each]) => `${show(key, map[1]!)}:${show(each, map[2]!)}`).join(' ')}]`;
    }
    const fields = names[type.replace(/^\*/, '')];
    if (fields) {
      const parts = fields.map(
        ([name, of]) => (verb === '+v' ? `${name}:` : '') + show((value as Record<string, unknown>)[name], of, verb),
      );
      return `${type.startsWith('*') ? '&' : ''}{${parts.join(' ')}}`;
    }
    return String(value);
  };
  const duration = (ms: number): string => (Math.abs(ms) >= 1000 || ms === 0 ? `${ms / 1000}s` : `${ms}ms`);
  const sprint = (values: readonly Typed[]) =>
    values
      .map(
        ([value, type], at) =>
          (at > 0 && type !== 'string' && values[at - 1]![1] !== 'string' ? ' ' : '') + show(value, type),
      )
      .join('');
  const sprintln = (values: readonly Typed[]) => `${values.map(([value, type]) => show(value, type)).join(' ')}\n`;
  const sprintf = (format: string, values: readonly Typed[]): string => {
    let used = 0;
    const text = format.replace(
      /%([-+ 0#]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g,
      (whole, flags: string, width, precision, verb: string) => {
        if (verb === '%') return '%';
        const item = values[used++];
        if (!item) return `%!${verb}(MISSING)`;
        const [value, type] = item;
        const isInt = /^(int|byte|rune)$/.test(type);
        let made: string;
        if (verb === 'v') made = show(value, type, flags.includes('+') ? '+v' : 'v');
        else if (verb === 'T')
          made = type === 'byte' ? 'uint8' : type === 'rune' ? 'int32' : type.replace(/^(\*?)([A-Z]\w*)$/, '$1main.$2');
        else if (verb === 's' && !isInt && type !== 'float64' && type !== 'bool')
          made = type === '[]byte' ? decode(value as number[]) : show(value, type);
        else if (verb === 'q' && type === 'string') made = escapeText(String(value));
        else if (verb === 'd' && isInt) made = String(value);
        else if (verb === 'c' && isInt) made = String.fromCodePoint(value as number);
        else if ((verb === 'x' || verb === 'X') && isInt) made = (value as number).toString(16);
        else if (verb === 'b' && isInt) made = (value as number).toString(2);
        else if (verb === 'f' && type === 'float64')
          made = (value as number).toFixed(precision === undefined ? 6 : Number(precision));
        else if (verb === 'g' && type === 'float64') made = float(value as number);
        else if (verb === 't' && type === 'bool') made = String(value);
        else return `%!${verb}(${type}=${show(value, type)})`;
        if (verb === 'X') made = made.toUpperCase();
        if (flags.includes('+') && isInt && verb === 'd' && (value as number) >= 0) made = `+${made}`;
        if (precision !== undefined && verb === 's') made = [...made].slice(0, Number(precision)).join('');
        const room = Number(width ?? 0);
        if (flags.includes('-')) return made.padEnd(room);
        if (flags.includes('0') && verb !== 's')
          return made.startsWith('-') ? `-${made.slice(1).padStart(room - 1, '0')}` : made.padStart(room, '0');
        return made.padStart(room) || whole.slice(0, 0);
      },
    );
    const extra = values.slice(used).map(([value, type]) => `${type}=${show(value, type)}`);
    return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.join(', ')})`;
  };
  const stdout: Writer = { write: (text) => process.stdout.write(text) };
  const stderr: Writer = { write: (text) => process.stderr.write(text) };
  const stamp = () => {
    const now = new Date();
    const two = (value: number) => String(value).padStart(2, '0');
    return `${now.getUTCFullYear()}/${two(now.getUTCMonth() + 1)}/${two(now.getUTCDate())} ${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())} `;
  };
  const log = (text: string) => void stderr.write(stamp() + (text.endsWith('\n') ? text : `${text}\n`));
  const end = (code: number): never => process.exit(code) as never;
  const process = (
    globalThis as unknown as {
      process: {
        exit(code: number): void;
        stdout: Writer;
        stderr: Writer;
        env: Record<string, string>;
        argv: string[];
        cwd(): string;
        pid: number;
      };
    }
  ).process;

  // --- net/http
  const handlers: [pattern: string, handler: (w: unknown, r: unknown) => Promise<void>][] = [];
  const serve = (address: string): Promise<Failure> =>
    new Promise((resolve) => {
      const server = http.createServer((request: never, response: never) => void answer(request, response));
      server.on('error', (error) =>
        resolve(
          new Failure(
            `listen tcp ${address}: bind: ${error.code === 'EADDRINUSE' ? 'address already in use' : error.message}`,
          ),
        ),
      );
      const [, host = '', port = '80'] = /^(.*):(\w+)$/.exec(address) ?? [];
      server.listen(Number(port), host || '0.0.0.0', () => {});
    });
  const answer = async (
    request: {
      url: string;
      method: string;
      headers: Record<string, string>;
      socket: { remoteAddress: string; remotePort: number };
    },
    response: { statusCode: number; setHeader(name: string, value: string): void; end(body: string): void },
  ) => {
    const [path = '/', query = ''] = request.url.split('?');
    const values = new (
      globalThis as unknown as { URLSearchParams: new (text: string) => { get(name: string): string | null } }
    ).URLSearchParams(query);
    const get = (name: string) => values.get(name) ?? '';
    let body = '';
    const headers = new Map<string, string>();
    const writer = {
      write: (text: string) => void (body += text),
      Write: (bytes: number[]) => {
        body += decode(bytes);
        return [bytes.length, null];
      },
      WriteHeader: (code: number) => void (response.statusCode = code),
      Header: () => ({ Set: (name: string, value: string) => void headers.set(name, value) }),
    };
    const r = {
      Method: request.method,
      Host: request.headers.host ?? '',
      RemoteAddr: `${request.socket?.remoteAddress ?? ''}:${request.socket?.remotePort ?? 0}`,
      URL: { Path: decodeURIComponent(path), RawQuery: query, Query: () => ({ Get: get }) },
      FormValue: get,
    };
    const found = handlers
      .filter(([pattern]) => pattern === r.URL.Path || (pattern.endsWith('/') && r.URL.Path.startsWith(pattern)))
      .sort(([a], [b]) => b.length - a.length)[0];
    if (found) {
      try {
        await found[1](writer, r);
      } catch (error) {
        if (!(error instanceof Panic)) throw error;
        log(`http: panic serving ${r.RemoteAddr}: ${error.message}`);
      }
    } else httpError(writer, '404 page not found', 404);
    const type = /^\s*<(!doctype html|html|head|body|h1|p|div|a|b|table|script|title)\b/i.test(body)
      ? 'text/html'
      : 'text/plain';
    if (!headers.has('Content-Type')) headers.set('Content-Type', `${type}; charset=utf-8`);
    for (const [name, value] of headers) response.setHeader(name, value);
    response.end(body);
  };
  const httpError = (
    w: {
      write(text: string): void;
      WriteHeader(code: number): void;
      Header(): { Set(name: string, value: string): void };
    },
    text: string,
    code: number,
  ) => {
    w.Header().Set('Content-Type', 'text/plain; charset=utf-8');
    w.Header().Set('X-Content-Type-Options', 'nosniff');
    w.WriteHeader(code);
    w.write(`${text}\n`);
  };

  // --- time
  const LAYOUT: readonly [string, (date: Date) => string | number][] = [
    ['2006', (d) => d.getUTCFullYear()],
    ['January', (d) => d.toLocaleString('en', { month: 'long' })],
    [
      'Jan',
      (d) => ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][d.getUTCMonth()]!,
    ],
    ['01', (d) => String(d.getUTCMonth() + 1).padStart(2, '0')],
    ['02', (d) => String(d.getUTCDate()).padStart(2, '0')],
    ['15', (d) => String(d.getUTCHours()).padStart(2, '0')],
    ['04', (d) => String(d.getUTCMinutes()).padStart(2, '0')],
    ['05', (d) => String(d.getUTCSeconds()).padStart(2, '0')],
    ['Z07:00', () => 'Z'],
    ['MST', () => 'UTC'],
  ];
  const time = (date: Date) => ({
    Year: () => date.getUTCFullYear(),
    Unix: () => Math.floor(date.getTime() / 1000),
    Format: (layout: string) =>
      layout.replace(/2006|January|Jan|01|02|15|04|05|Z07:00|MST/g, (word) =>
        String(LAYOUT.find(([each]) => each === word)![1](date)),
      ),
    toString: () => date.toISOString(),
  });

  const library: Record<string, (...values: never[]) => unknown> = {
    'fmt.Println': (...values: Typed[]) => stdout.write(sprintln(values)),
    'fmt.Print': (...values: Typed[]) => stdout.write(sprint(values)),
    'fmt.Printf': (format: string, ...values: Typed[]) => stdout.write(sprintf(format, values)),
    'fmt.Sprintf': (format: string, ...values: Typed[]) => sprintf(format, values),
    'fmt.Sprint': (...values: Typed[]) => sprint(values),
    'fmt.Sprintln': (...values: Typed[]) => sprintln(values),
    'fmt.Errorf': (format: string, ...values: Typed[]) => new Failure(sprintf(format.replaceAll('%w', '%v'), values)),
    'fmt.Fprintf': (w: Writer, format: string, ...values: Typed[]) => w.write(sprintf(format, values)),
    'fmt.Fprintln': (w: Writer, ...values: Typed[]) => w.write(sprintln(values)),
    'fmt.Fprint': (w: Writer, ...values: Typed[]) => w.write(sprint(values)),
    'errors.New': (text: string) => new Failure(text),
    'log.Println': (...values: Typed[]) => log(sprintln(values)),
    'log.Print': (...values: Typed[]) => log(sprint(values)),
    'log.Printf': (format: string, ...values: Typed[]) => log(sprintf(format, values)),
    'log.Fatal': (...values: Typed[]) => {
      log(sprint(values));
      end(1);
    },
    'log.Fatalln': (...values: Typed[]) => {
      log(sprintln(values));
      end(1);
    },
    'log.Fatalf': (format: string, ...values: Typed[]) => {
      log(sprintf(format, values));
      end(1);
    },
    'os.Getenv': (name: string) => process.env[name] ?? '',
    'os.Hostname': () => [(load('node:os') as { hostname(): string }).hostname(), null],
    'os.Getwd': () => [process.cwd(), null],
    'os.Getpid': () => process.pid,
    'os.Exit': (code: number) => end(code),
    'os.ReadFile': (path: string) => {
      try {
        return [[...fs.readFileSync(path)], null];
      } catch (error) {
        const why = (error as { code?: string }).code === 'ENOENT' ? 'no such file or directory' : 'permission denied';
        return [[], new Failure(`open ${path}: ${why}`)];
      }
    },
    'strings.ToUpper': (text: string) => text.toUpperCase(),
    'strings.ToLower': (text: string) => text.toLowerCase(),
    'strings.TrimSpace': (text: string) => text.trim(),
    'strings.Repeat': (text: string, count: number) =>
      count < 0 ? fail('strings: negative Repeat count') : text.repeat(count),
    'strings.Join': (parts: string[], between: string) => parts.join(between),
    'strings.Split': (text: string, between: string) => text.split(between),
    'strings.Fields': (text: string) => text.split(/\s+/).filter((word) => word !== ''),
    'strings.Contains': (text: string, part: string) => text.includes(part),
    'strings.HasPrefix': (text: string, part: string) => text.startsWith(part),
    'strings.HasSuffix': (text: string, part: string) => text.endsWith(part),
    'strings.TrimPrefix': (text: string, part: string) => (text.startsWith(part) ? text.slice(part.length) : text),
    'strings.TrimSuffix': (text: string, part: string) =>
      part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text,
    'strings.ReplaceAll': (text: string, old: string, fresh: string) => text.replaceAll(old, fresh),
    'strconv.Itoa': (value: number) => String(value),
    'strconv.Atoi': (text: string) =>
      /^[+-]?\d+$/.test(text)
        ? [int(Number(text)), null]
        : [0, new Failure(`strconv.Atoi: parsing ${escapeText(text)}: invalid syntax`)],
    'time.Now': () => time(new Date()),
    'time.Sleep': (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
    'runtime.Version': () => `go${version}`,
    'http.HandleFunc': (pattern: string, handler: (w: unknown, r: unknown) => Promise<void>) =>
      void handlers.push([pattern, handler]),
    'http.ListenAndServe': serve,
    'http.Error': httpError as never,
    'http.NotFound': (w: never) => httpError(w, '404 page not found', 404),
  };
  const setTimeout = (globalThis as unknown as { setTimeout(done: (value?: unknown) => void, ms: number): void })
    .setTimeout;
  return {
    library,
    values: { 'os.Args': process.argv.slice(1), 'os.Stdout': stdout, 'os.Stderr': stderr },
    int,
    div,
    rem,
    decode,
    encode,
    length: (value: unknown) =>
      typeof value === 'string'
        ? encode(value).length
        : value instanceof Map
          ? value.size
          : ((value as unknown[] | null)?.length ?? 0),
    at: (list: readonly unknown[], index: number) =>
      index >= 0 && index < list.length
        ? list[index]
        : fail(`runtime error: index out of range [${index}] with length ${list.length}`),
    put: (list: unknown[], index: number, value: unknown) => {
      if (index < 0 || index >= list.length)
        fail(`runtime error: index out of range [${index}] with length ${list.length}`);
      list[index] = value;
    },
    cut: (text: string, from: number, to: number | undefined) => {
      const bytes = encode(text);
      const last = to ?? bytes.length;
      if (last > bytes.length || from > last || from < 0)
        fail(
          `runtime error: slice bounds out of range [${from > last ? `${from}:${last}` : `:${last}`}] with length ${bytes.length}`,
        );
      return decode(bytes.slice(from, last));
    },
    runes: (text: string) => {
      let at = 0;
      return [...text].map((letter) => {
        const entry = [at, letter.codePointAt(0)];
        at += encode(letter).length;
        return entry;
      });
    },
    get: (map: Map<unknown, unknown>, key: unknown, zero: unknown) => (map.has(key) ? map.get(key) : zero),
    copy: (value: object) => ({ ...value }),
    method: (value: unknown, name: string) =>
      value === null
        ? fail('runtime error: invalid memory address or nil pointer dereference')
        : (value as Record<string, unknown>)[name],
    async run(main: () => Promise<void>) {
      let code = 0;
      try {
        await main();
      } catch (error) {
        if (error instanceof Panic) {
          const signal = error.message.startsWith('runtime error: invalid memory')
            ? '\n[signal SIGSEGV: segmentation violation]'
            : '';
          stderr.write(`panic: ${error.message}${signal}\n\ngoroutine 1 [running]:\nmain.main()\n`);
        } else if ((error as Error).message.startsWith('drydock:')) stderr.write(`${(error as Error).message}\n`);
        else throw error;
        code = 2;
      }
      end(code);
    },
    panic: (value: unknown, type: string) => fail(type === 'string' ? String(value) : show(value, type)),
  };
}
