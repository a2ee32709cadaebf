import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { splitWords } from './words.ts';

/** The parameters CONFIG GET shows, with the values of Redis 7.4 in the official image (protected-mode is off there). */
const DEFAULTS: Readonly<Record<string, string>> = {
  appenddirname: 'appendonlydir',
  appendfilename: 'appendonly.aof',
  appendfsync: 'everysec',
  appendonly: 'no',
  'aof-use-rdb-preamble': 'yes',
  bind: '* -::*',
  daemonize: 'no',
  databases: '16',
  dbfilename: 'dump.rdb',
  dir: '',
  hz: '10',
  logfile: '',
  loglevel: 'notice',
  maxclients: '10000',
  maxmemory: '0',
  'maxmemory-policy': 'noeviction',
  'notify-keyspace-events': '',
  port: '6379',
  'protected-mode': 'no',
  requirepass: '',
  save: '3600 1 300 100 60 10000',
  'slowlog-log-slower-than': '10000',
  'slowlog-max-len': '128',
  'stop-writes-on-bgsave-error': 'yes',
  'tcp-backlog': '511',
  'tcp-keepalive': '300',
  timeout: '0',
};

/** Real parameters whose effect is missing here, refused when they ask for something. */
const NOT_SIMULATED = new Set(
  `cluster-enabled replicaof slaveof tls-port unixsocket aclfile loadmodule masterauth sentinel user`.split(/\s+/),
);

export class ConfigFailure extends Error {}

/** redis-server's configuration: its file, then its options. */
export class RedisConfig {
  readonly #values = new Map(Object.entries(DEFAULTS));
  path: string | undefined;
  hasArguments = false;

  get(name: string): string {
    return this.#values.get(name) ?? '';
  }

  flag(name: string): boolean {
    return this.get(name) === 'yes';
  }

  number(name: string): number {
    return Number(this.get(name));
  }

  names(): string[] {
    return [...this.#values.keys()].sort();
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  set(name: string, values: readonly string[]): void {
    const key = name.toLowerCase();
    if (NOT_SIMULATED.has(key) && values[0] !== 'no' && values[0] !== '0') {
      throw new ConfigFailure(`drydock: not simulated: redis parameter "${key}"`);
    }
    if (!this.#values.has(key) && !NOT_SIMULATED.has(key))
      throw new ConfigFailure('Bad directive or wrong number of arguments');
    if (values.length === 0) throw new ConfigFailure('wrong number of arguments');
    this.#values.set(key, values.join(' '));
  }

  /** [seconds, changes] pairs. */
  savePoints(): [number, number][] {
    const numbers = this.get('save').trim().split(/\s+/).filter(Boolean).map(Number);
    return numbers.flatMap((seconds, index): [number, number][] =>
      index % 2 === 0 ? [[seconds, numbers[index + 1] ?? 0]] : [],
    );
  }

  /** What `redis-server [FILE] [--NAME VALUE…]` asks for. */
  static read(sys: SystemCalls, args: readonly string[]): RedisConfig {
    const config = new RedisConfig();
    config.set('dir', [sys.cwd()]);
    let at = 0;
    if (args[0] !== undefined && !args[0].startsWith('-')) {
      config.path = args[0].startsWith('/') ? args[0] : `${sys.cwd()}/${args[0]}`;
      config.#load(sys, args[at++]!);
    }
    const lines: string[][] = [];
    for (; at < args.length; at++) {
      const arg = args[at]!;
      if (arg.startsWith('--')) lines.push([arg.slice(2)]);
      else if (lines.length === 0) throw new ConfigFailure(`Bad directive or wrong number of arguments`);
      else lines.at(-1)!.push(arg);
    }
    config.hasArguments = lines.length > 0;
    let firstSave = true;
    for (const [number, [name = '', ...values]] of lines.entries()) {
      try {
        const words = values.length === 1 && values[0] === '' ? [''] : values.flatMap((value) => value.split(' '));
        if (name === 'save' && !firstSave) config.#addSave(words);
        else config.set(name, words);
        if (name === 'save') firstSave = false;
      } catch (error) {
        throw fatal(error, number + 1, `${name} ${values.map((value) => `"${value}"`).join(' ')}`);
      }
    }
    return config;
  }

  #addSave(words: readonly string[]): void {
    this.#values.set('save', words[0] === '' ? '' : [this.get('save'), ...words].join(' ').trim());
  }

  #load(sys: SystemCalls, path: string): void {
    let text: string;
    try {
      text = textFromBytes(sys.readFile(path));
    } catch (error) {
      if (!isErrno(error)) throw error;
      throw new ConfigFailure(`Fatal error, can't open config file '${path}': ${error.message}`);
    }
    let firstSave = true;
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.trim();
      if (line === '' || line.startsWith('#')) continue;
      const [name = '', ...values] = splitWords(line) ?? [];
      try {
        if (name.toLowerCase() === 'save' && !firstSave) this.#addSave(values);
        else this.set(name, values);
        if (name.toLowerCase() === 'save') firstSave = false;
      } catch (error) {
        throw fatal(error, index + 1, line);
      }
    }
  }
}

function fatal(error: unknown, line: number, text: string): unknown {
  if (!(error instanceof ConfigFailure)) return error;
  return new ConfigFailure(
    `\n*** FATAL CONFIG FILE ERROR (Redis 7.4.1) ***\nReading the configuration file, at line ${line}\n>>> '${text.trim()}'\n${error.message}`,
  );
}
