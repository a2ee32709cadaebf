import { atomic } from './atomic.ts';
import { bufio } from './bufio.ts';
import { bytes } from './bytes.ts';
import { context } from './context.ts';
import { errors } from './errors.ts';
import { filepath } from './filepath.ts';
import { flag } from './flag.ts';
import { fmt } from './fmt.ts';
import { http } from './http/http.ts';
import { io } from './io.ts';
import { json } from './json.ts';
import { log } from './log.ts';
import { math } from './math.ts';
import { os } from './os/os.ts';
import { rand } from './rand.ts';
import { runtime } from './runtime.ts';
import { signal } from './signal.ts';
import { sort } from './sort.ts';
import { strconv } from './strconv.ts';
import { strings } from './strings.ts';
import { sync } from './sync.ts';
import { syscall } from './syscall.ts';
import { time } from './time/time.ts';
import { unicode } from './unicode.ts';
import { url } from './url.ts';
import { utf8 } from './utf8.ts';

/** The part of Go's standard library that is here: sources by import path, several where a package is large. */
export const LIBRARY: Readonly<Record<string, string | readonly string[]>> = {
  bufio,
  bytes,
  context,
  'encoding/json': json,
  errors,
  flag,
  fmt,
  io,
  log,
  math,
  'math/rand': rand,
  'net/http': http,
  'net/url': url,
  os,
  'os/signal': signal,
  'path/filepath': filepath,
  runtime,
  sort,
  strconv,
  strings,
  sync,
  'sync/atomic': atomic,
  syscall,
  time,
  unicode,
  'unicode/utf8': utf8,
};

/** What of the runtime waits: who calls it is asynchronous. */
export const WAITING: ReadonlySet<string> = new Set([
  'http.fetch',
  'http.serve',
  'os.readInput',
  'runtime.Gosched',
  'sync.Mutex.Lock',
  'sync.parkOn',
  'time.wait',
]);
