import { concat } from '../../kernel/bytes.ts';
import type { ApiResponse } from '../api/door.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, systemError } from '../errors.ts';
import { stream } from '../http/respond.ts';
import type { Call } from '../http/route.ts';
import { frame, MULTIPLEXED_STREAM, RAW_STREAM } from '../streams/multiplex.ts';
import { ChunkQueue } from '../streams/queue.ts';
import { parseTimestamp, rfc3339NanoFixed } from '../time.ts';
import type { Container } from './container.ts';
import type { LogEntry } from './log-file.ts';
import { logTag } from './log-options.ts';

const encoder = new TextEncoder();

/** `GET /containers/{id}/logs`. */
export function containerLogs(_context: EngineContext, container: Container, { query, request }: Call): ApiResponse {
  const wanted = { 1: query.flag('stdout'), 2: query.flag('stderr') };
  if (!wanted[1] && !wanted[2]) throw badParameter('Bad parameters: you must choose at least one stream');
  const since = moment(query.get('since'));
  const until = moment(query.get('until'));
  if (!container.log.readable) throw systemError('configured logging driver does not support reading');
  const tty = container.config.Tty;
  const queue = new ChunkQueue(Number.POSITIVE_INFINITY);
  const details = logDetails(container);
  const send = (entry: LogEntry) => {
    if (!wanted[entry.stream]) return;
    const time = query.flag('timestamps') ? `${rfc3339NanoFixed(entry.time)} ` : '';
    const prefix = time + (query.flag('details') ? `${details} ` : '');
    const text = prefix === '' ? entry.text : concat([encoder.encode(prefix), entry.text]);
    queue.push(tty ? text : frame(entry.stream, text));
  };
  const inside = (entry: LogEntry) => entry.time >= (since ?? 0) && (until === undefined || entry.time <= until);
  const past = container.log.entries.filter((entry) => inside(entry));
  for (const entry of lastOf(past, query.get('tail'))) send(entry);
  if (query.flag('follow') && container.running) {
    const stop = container.log.follow((entry) => {
      if (until !== undefined && entry.time > until) finish();
      else send(entry);
    });
    const forget = container.stdio.attach(
      () => undefined,
      () => finish(),
    );
    const finish = () => {
      stop();
      forget();
      queue.end();
    };
    request.closed?.then(finish);
  } else queue.end();
  return stream(200, tty ? RAW_STREAM : MULTIPLEXED_STREAM, queue);
}

/** What `--log-opt labels=…`, `env=…` and `tag=…` say goes with every line (moby: loggerutils ExtraAttributes), sorted. */
function logDetails(container: Container): string {
  const { config, hostConfig } = container;
  const options = hostConfig.LogConfig.Config ?? {};
  const environment = (config.Env ?? []).map((entry): Attribute => {
    const at = entry.indexOf('=');
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  const chosen = (all: readonly Attribute[], wanted = '', pattern = '') =>
    all.filter(([name]) => wanted.split(',').includes(name) || (pattern !== '' && new RegExp(pattern).test(name)));
  const attributes = new Map([
    ...chosen(Object.entries(config.Labels ?? {}), options.labels, options['labels-regex']),
    ...chosen(environment, options.env, options['env-regex']),
    ...(options.tag ? [['tag', logTag(container)] as const] : []),
  ]);
  return [...attributes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.map(queryEscape).join('='))
    .join(',');
}

type Attribute = readonly [name: string, value: string];

/** Go's url.QueryEscape. */
function queryEscape(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function moment(text: string): number | undefined {
  if (text === '' || text === '0') return undefined;
  const parsed = /^-?\d+(\.\d+)?$/.test(text) ? parseTimestamp(text) : undefined;
  if (parsed === undefined) throw badParameter(`strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`);
  return parsed;
}

function lastOf(entries: readonly LogEntry[], tail: string): readonly LogEntry[] {
  if (tail === '' || tail === 'all' || !/^\d+$/.test(tail)) return entries;
  return Number(tail) === 0 ? [] : entries.slice(-Number(tail));
}
