import type { ModuleFactory } from './globals.ts';
import type { Context } from './inspect/context.ts';
import type { Inspect } from './inspect/index.ts';
import type { TextModule } from './inspect/text.ts';

/** node:url: WHATWG URL for the schemes a server meets, URLSearchParams, and the old parse and format. */
export const url: ModuleFactory = (_host, builtin) => {
  const { Buffer } = builtin('buffer') as unknown as { Buffer: { from(value: unknown): Uint8Array } };
  const ports: Record<string, string> = { 'http:': '80', 'https:': '443', 'ftp:': '21', 'ws:': '80', 'wss:': '443' };
  const percentEncode = (text: string, keep: RegExp): string =>
    Array.from(text, (character) =>
      keep.test(character)
        ? character
        : Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    ).join('');
  const formEncode = (text: string) => percentEncode(text, /[A-Za-z0-9*\-._ ]/).replaceAll(' ', '+');
  const formDecode = (text: string) => {
    try {
      return decodeURIComponent(text.replaceAll('+', ' '));
    } catch {
      return text.replaceAll('+', ' ');
    }
  };

  const { stripControls } = builtin('internal/inspect/text') as unknown as TextModule;
  const inspected = Symbol.for('nodejs.util.inspect.custom');
  type InspectOptions = Pick<Context, 'breakLength' | 'stylize'>;
  const PARTS = [
    'href',
    'origin',
    'protocol',
    'username',
    'password',
    'host',
    'hostname',
    'port',
    'pathname',
    'search',
    'searchParams',
    'hash',
  ] as const;

  class URLSearchParams {
    #pairs: [string, string][] = [];
    #changed: (() => void) | undefined;
    constructor(init: unknown = '', changed?: () => void) {
      this.#changed = changed;
      if (typeof init === 'string') this.#parse(init);
      else if (init instanceof URLSearchParams) this.#pairs = [...init];
      else if (Symbol.iterator in (init as object))
        this.#pairs = [...(init as Iterable<[string, string]>)].map(([name, value]) => [String(name), String(value)]);
      else this.#pairs = Object.entries(init as Record<string, unknown>).map(([name, value]) => [name, String(value)]);
    }
    #parse(text: string): void {
      for (const part of text.replace(/^\?/, '').split('&')) {
        if (part === '') continue;
        const at = part.indexOf('=');
        this.#pairs.push(
          at < 0 ? [formDecode(part), ''] : [formDecode(part.slice(0, at)), formDecode(part.slice(at + 1))],
        );
      }
    }
    get size() {
      return this.#pairs.length;
    }
    get(name: string) {
      return this.#pairs.find(([each]) => each === name)?.[1] ?? null;
    }
    getAll(name: string) {
      return this.#pairs.filter(([each]) => each === name).map(([, value]) => value);
    }
    has(name: string) {
      return this.#pairs.some(([each]) => each === name);
    }
    append(name: string, value: unknown) {
      this.#pairs.push([name, String(value)]);
      this.#changed?.();
    }
    set(name: string, value: unknown) {
      const at = this.#pairs.findIndex(([each]) => each === name);
      if (at < 0) this.#pairs.push([name, String(value)]);
      else {
        this.#pairs[at] = [name, String(value)];
        this.#pairs = this.#pairs.filter(([each], index) => index <= at || each !== name);
      }
      this.#changed?.();
    }
    delete(name: string) {
      this.#pairs = this.#pairs.filter(([each]) => each !== name);
      this.#changed?.();
    }
    sort() {
      this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
      this.#changed?.();
    }
    forEach(callback: (value: string, name: string) => void) {
      for (const [name, value] of this.#pairs) callback(value, name);
    }
    keys() {
      return this.#pairs.map(([name]) => name)[Symbol.iterator]();
    }
    values() {
      return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
    }
    entries() {
      return this.#pairs[Symbol.iterator]();
    }
    [Symbol.iterator]() {
      return this.#pairs[Symbol.iterator]();
    }
    [inspected](depth: number | null, options: InspectOptions, inspect: Inspect) {
      if (depth !== null && depth < 0) return options.stylize('[Object]', 'special');
      const inner = { ...options, depth: depth === null ? null : depth - 1 };
      const shown = this.#pairs.map(([name, value]) => `${inspect(name, inner)} => ${inspect(value, inner)}`);
      const { name } = this.constructor;
      if (shown.length === 0) return `${name} {}`;
      const width = shown.reduce((sum, each) => sum + stripControls(each).length + 2, -2);
      return width > options.breakLength ? `${name} {\n  ${shown.join(',\n  ')} }` : `${name} { ${shown.join(', ')} }`;
    }
    toString() {
      return this.#pairs.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join('&');
    }
  }

  const invalid = (input: string) => Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input });
  class URL {
    protocol = '';
    username = '';
    password = '';
    hostname = '';
    port = '';
    pathname = '';
    hash = '';
    #search = '';
    searchParams: URLSearchParams;
    static canParse(input: string, base?: string) {
      try {
        new URL(input, base);
        return true;
      } catch {
        return false;
      }
    }
    constructor(input: unknown, base?: unknown) {
      const text = String(input).trim();
      const scheme = /^([a-z][a-z0-9+.-]*:)/i.exec(text)?.[1]?.toLowerCase();
      if (scheme !== undefined) this.#absolute(text, scheme);
      else {
        if (base === undefined) throw invalid(text);
        const from = base instanceof URL ? base : new URL(base);
        this.#relative(text, from);
      }
      this.searchParams = new URLSearchParams(this.#search, () => {
        const query = this.searchParams.toString();
        this.#search = query === '' ? '' : `?${query}`;
      });
    }
    #absolute(text: string, scheme: string): void {
      this.protocol = scheme;
      const rest = text.slice(scheme.length);
      const special = scheme in ports || scheme === 'file:';
      const match =
        special || rest.startsWith('//')
          ? /^\/*([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/.exec(rest)
          : /^()([^?#]*)(\?[^#]*)?(#.*)?$/.exec(rest);
      const authority = /^(?:([^:@]*)(?::([^@]*))?@)?(\[[0-9a-f:.]+\]|[^:]*)(?::(\d*))?$/i.exec(
        scheme === 'file:' && rest.startsWith('///') ? '' : (match?.[1] ?? ''),
      );
      if (!match || !authority || (scheme in ports && (authority[3] === '' || /[\s<>^|%]/.test(authority[3]!))))
        throw invalid(text);
      const path = scheme === 'file:' && rest.startsWith('///') ? `/${match[1]}${match[2]}` : match[2]!;
      [this.username, this.password, this.hostname] = [
        authority[1] ?? '',
        authority[2] ?? '',
        authority[3]!.toLowerCase(),
      ];
      if (Number(authority[4] ?? 0) > 65535) throw invalid(text);
      this.port = authority[4] === undefined || authority[4] === ports[scheme] ? '' : String(Number(authority[4]));
      this.pathname = special ? this.#clean(path) : path;
      this.#tail(match[3], match[4]);
    }
    #relative(text: string, from: URL): void {
      for (const key of ['protocol', 'username', 'password', 'hostname', 'port'] as const) this[key] = from[key];
      if (text.startsWith('//')) {
        this.#absolute(from.protocol + text, from.protocol);
        return;
      }
      const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text)!;
      const path = match[1]!;
      this.pathname =
        path === ''
          ? from.pathname
          : path.startsWith('/')
            ? this.#clean(path)
            : this.#clean(from.pathname.replace(/[^/]*$/, '') + path);
      this.#tail(path === '' && match[2] === undefined ? from.search : match[2], match[3]);
    }
    #tail(search: string | undefined, hash: string | undefined): void {
      this.#search = search === undefined || search === '?' ? '' : percentEncode(search, /[^\s"<>#'\u0080-\uffff]/);
      this.hash = hash === undefined || hash === '#' ? '' : hash;
    }
    #clean(path: string): string {
      const parts: string[] = [];
      const segments = path
        .replaceAll('\\', '/')
        .split('/')
        .slice(path.startsWith('/') ? 1 : 0);
      segments.forEach((segment, index) => {
        const last = index === segments.length - 1;
        if (segment === '..') parts.pop();
        if (segment !== '.' && segment !== '..') parts.push(percentEncode(segment, /[^\s"<>`{}?#\u0080-\uffff]/));
        else if (last) parts.push('');
      });
      return `/${parts.join('/')}`;
    }
    get search() {
      return this.#search;
    }
    set search(value: string) {
      this.#search = value === '' || value === '?' ? '' : value.startsWith('?') ? value : `?${value}`;
      this.searchParams = new URLSearchParams(this.#search);
    }
    get host() {
      return this.port === '' ? this.hostname : `${this.hostname}:${this.port}`;
    }
    get origin() {
      return this.protocol in ports ? `${this.protocol}//${this.host}` : 'null';
    }
    get href() {
      const login = this.username === '' ? '' : `${this.username}${this.password === '' ? '' : `:${this.password}`}@`;
      const slashes = this.hostname !== '' || this.protocol === 'file:' || this.protocol in ports ? '//' : '';
      return `${this.protocol}${slashes}${login}${this.host}${this.pathname}${this.#search}${this.hash}`;
    }
    [inspected](depth: number | null, options: InspectOptions, inspect: Inspect) {
      const { name } = this.constructor;
      if (depth !== null && depth < 0) return `${name} {}`;
      const shown: Record<string, unknown> = {};
      for (const part of PARTS) shown[part] = this[part];
      return `${name} ${inspect(shown, options)}`;
    }
    toString() {
      return this.href;
    }
    toJSON() {
      return this.href;
    }
  }
  const parse = (text: string, withQuery = false) => {
    const match =
      /^(?:([a-z][a-z0-9+.-]*:))?(?:\/\/(?:([^@/?#]*)@)?([^:/?#]*)(?::(\d+))?)?([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(text)!;
    const [, protocol = null, auth = null, hostname = null, port = null, pathname, search = null, hash = null] = match;
    const query = search === null ? null : search.slice(1);
    return {
      protocol,
      slashes: hostname === null ? null : true,
      auth,
      host: hostname === null ? null : hostname + (port === null ? '' : `:${port}`),
      port,
      hostname,
      hash,
      search,
      query: withQuery ? Object.fromEntries(new URLSearchParams(query ?? '')) : query,
      pathname: pathname || (hostname === null ? null : '/'),
      path: `${pathname ?? ''}${search ?? ''}` || null,
      href: text,
    };
  };
  const format = (value: unknown) => {
    if (typeof value === 'string' || value instanceof URL) return String(value);
    const part = value as Record<string, string | null | undefined>;
    return `${part.protocol ? `${part.protocol.replace(/:?$/, ':')}//` : ''}${part.host ?? `${part.hostname ?? ''}${part.port ? `:${part.port}` : ''}`}${part.pathname ?? ''}${part.search ?? ''}${part.hash ?? ''}`;
  };
  return {
    URL,
    URLSearchParams,
    parse,
    format,
    resolve: (from: string, to: string) => new URL(to, new URL(from, 'resolve://')).href.replace(/^resolve:\/\//, ''),
    fileURLToPath: (value: unknown) => decodeURIComponent(new URL(String(value)).pathname),
    pathToFileURL: (path: string) => new URL(`file://${percentEncode(path, /[^\s"<>`{}?#%\u0080-\uffff]/)}`),
  };
};

/** node:querystring */
export const querystring: ModuleFactory = (_host, builtin) => {
  const { URLSearchParams } = builtin('url') as unknown as {
    URLSearchParams: new (text: string) => Iterable<[string, string]>;
  };
  const parse = (text: string) => {
    const result: Record<string, string | string[]> = Object.create(null);
    for (const [name, value] of new URLSearchParams(text)) {
      const before = result[name];
      result[name] = before === undefined ? value : [before, value].flat();
    }
    return result;
  };
  const stringify = (values: Record<string, unknown>) =>
    Object.entries(values)
      .flatMap(([name, value]) =>
        [value].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(String(each))}`),
      )
      .join('&');
  return {
    parse,
    stringify,
    decode: parse,
    encode: stringify,
    escape: encodeURIComponent,
    unescape: decodeURIComponent,
  };
};
