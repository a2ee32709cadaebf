import { CurlError } from './error.ts';

/** One `-d`, `--data-binary`, `-F` … in the order given. */
export interface DataOption {
  readonly kind: 'ascii' | 'raw' | 'binary' | 'urlencode' | 'form' | 'form-string';
  readonly value: string;
}

/** What curl(1) was asked to do. */
export interface CurlOptions {
  readonly urls: string[];
  readonly flags: Set<string>;
  readonly values: Map<string, string>;
  readonly headers: string[];
  readonly data: DataOption[];
  readonly outputs: (string | true)[];
  readonly resolve: string[];
}

/** Short letters of the long names. */
const SHORT: Record<string, string> = {
  '0': 'http1.0',
  '4': 'ipv4',
  '6': 'ipv6',
  '#': 'progress-bar',
  a: 'append',
  A: 'user-agent',
  b: 'cookie',
  C: 'continue-at',
  d: 'data',
  e: 'referer',
  f: 'fail',
  F: 'form',
  g: 'globoff',
  G: 'get',
  h: 'help',
  H: 'header',
  i: 'include',
  I: 'head',
  k: 'insecure',
  L: 'location',
  m: 'max-time',
  n: 'netrc',
  N: 'no-buffer',
  o: 'output',
  O: 'remote-name',
  q: 'disable',
  r: 'range',
  R: 'remote-time',
  s: 'silent',
  S: 'show-error',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  v: 'verbose',
  V: 'version',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  Z: 'parallel',
  c: 'cookie-jar',
  D: 'dump-header',
};

const FLAGS = new Set(
  `compressed create-dirs disable fail fail-with-body fail-early get globoff head help http1.0 http1.1 http2 include
  insecure ipv4 ipv6 location location-trusted no-buffer no-keepalive no-progress-meter parallel path-as-is progress-bar
  remote-name remote-name-all remote-time retry-all-errors retry-connrefused show-error silent ssl tcp-nodelay verbose
  version post301 post302 post303 raw tr-encoding remove-on-error`.split(/\s+/),
);

const VALUES = new Set(
  `cacert cert connect-timeout cookie data data-ascii data-binary data-raw data-urlencode dump-header expect100-timeout
  form form-string header interface json keepalive-time key limit-rate max-filesize max-redirs max-time noproxy output
  output-dir proto range referer request request-target resolve retry retry-delay retry-max-time speed-limit speed-time
  stderr upload-file url user user-agent write-out`.split(/\s+/),
);

/** Known to the real curl, and not simulated here. */
const UNSUPPORTED = new Set(
  `anyauth append basic-auth config connect-to continue-at cookie-jar digest ftp-port http3 negotiate netrc netrc-file
  ntlm preproxy proxy proxy-user socks5 socks5-hostname time-cond trace trace-ascii unix-socket ftp-pasv`.split(/\s+/),
);

export function parseArguments(args: readonly string[]): CurlOptions {
  const options: CurlOptions = {
    urls: [],
    flags: new Set(),
    values: new Map(),
    headers: [],
    data: [],
    outputs: [],
    resolve: [],
  };
  let at = 0;
  let onlyUrls = false;
  while (at < args.length) {
    const arg = args[at++]!;
    if (onlyUrls || !arg.startsWith('-') || arg === '-') options.urls.push(arg);
    else if (arg === '--') onlyUrls = true;
    else if (arg.startsWith('--')) {
      const name = longName(arg);
      if (takesValue(name)) {
        const value = args[at++];
        if (value === undefined) throw misuse(`option ${arg}: requires parameter`);
        store(options, name, value, arg);
      } else setFlag(options, name, arg);
    } else at = cluster(options, args, arg, at);
  }
  return options;
}

function cluster(options: CurlOptions, args: readonly string[], arg: string, at: number): number {
  for (let i = 1; i < arg.length; i++) {
    const letter = arg[i]!;
    const name = SHORT[letter];
    if (name === undefined) throw misuse(`option ${arg}: is unknown`);
    if (!takesValue(name)) {
      setFlag(options, name, `-${letter}`);
      continue;
    }
    const rest = arg.slice(i + 1);
    const value = rest === '' ? args[at] : rest;
    if (value === undefined) throw misuse(`option ${arg}: requires parameter`);
    store(options, name, value, `-${letter}`);
    return rest === '' ? at + 1 : at;
  }
  return at;
}

const takesValue = (name: string) => VALUES.has(name);

function longName(arg: string): string {
  const name = arg.slice(2);
  if (FLAGS.has(name) || VALUES.has(name) || UNSUPPORTED.has(name)) return name;
  if (name.startsWith('no-') && FLAGS.has(name.slice(3))) return name;
  const known = [...FLAGS, ...VALUES, ...UNSUPPORTED].filter((each) => each.startsWith(name));
  if (known.length === 1) return known[0]!;
  throw misuse(`option ${arg}: is ${known.length > 1 ? 'ambiguous' : 'unknown'}`);
}

function setFlag(options: CurlOptions, name: string, arg: string): void {
  if (!FLAGS.has(name) && UNSUPPORTED.has(name)) throw new CurlError(2, `drydock: not simulated: curl ${arg}`);
  if (!FLAGS.has(name) && name.startsWith('no-')) options.flags.delete(name.slice(3));
  else if (name === 'remote-name') options.outputs.push(true);
  else options.flags.add(name);
}

function store(options: CurlOptions, name: string, value: string, arg: string): void {
  if (UNSUPPORTED.has(name)) throw new CurlError(2, `drydock: not simulated: curl ${arg}`);
  switch (name) {
    case 'url':
      options.urls.push(value);
      return;
    case 'header':
      options.headers.push(value);
      return;
    case 'output':
      options.outputs.push(value);
      return;
    case 'resolve':
      options.resolve.push(value);
      return;
    case 'data':
    case 'data-ascii':
      options.data.push({ kind: 'ascii', value });
      return;
    case 'data-raw':
      options.data.push({ kind: 'raw', value });
      return;
    case 'data-binary':
      options.data.push({ kind: 'binary', value });
      return;
    case 'json':
      options.data.push({ kind: 'binary', value });
      options.flags.add('json');
      return;
    case 'data-urlencode':
      options.data.push({ kind: 'urlencode', value });
      return;
    case 'form':
    case 'form-string':
      options.data.push({ kind: name, value });
      return;
  }
  if (/time|retry|max-redirs|max-filesize/.test(name) && !/^\d*\.?\d+$/.test(value.replace(/^-1$/, '1'))) {
    throw misuse(`option ${arg}: expected a proper numerical parameter`);
  }
  options.values.set(name, value);
}

/** A wrong command line: status 2 and a hint. */
export function misuse(message: string): CurlError {
  return new CurlError(2, `${message}\ncurl: try 'curl --help' or 'curl --manual' for more information`);
}
