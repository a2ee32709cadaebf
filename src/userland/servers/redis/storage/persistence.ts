import { isErrno } from '../../../../kernel/errno.ts';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';
import { textFromBytes } from '../../../commands/common/binary.ts';
import type { RedisConfig } from '../config.ts';
import type { Keyspace } from '../keyspace.ts';
import { encodeCommand } from '../reply.ts';
import { RespReader } from '../resp-reader.ts';
import { auxText, decodeRdb, encodeRdb, RdbError } from './rdb.ts';

export const REDIS_VERSION = '7.4.1';

export type Log = (level: '*' | '#' | '-', message: string) => void;

/** Snapshots and the append-only file in the server's directory. */
export class Persistence {
  readonly #sys: SystemCalls;
  readonly #config: RedisConfig;
  readonly #databases: readonly Keyspace[];
  readonly #log: Log;
  #appendTo: number | undefined;
  #appendDatabase = -1;
  lastSave: number;
  /** Changes since the last snapshot. */
  dirty = 0;
  lastSaveOk = true;

  constructor(sys: SystemCalls, config: RedisConfig, databases: readonly Keyspace[], log: Log) {
    this.#sys = sys;
    this.#config = config;
    this.#databases = databases;
    this.#log = log;
    this.lastSave = sys.now();
  }

  #path(name: string): string {
    return `${this.#config.get('dir')}/${name}`;
  }

  get #appendDirectory(): string {
    return this.#path(this.#config.get('appenddirname'));
  }

  /** Reads what an earlier server left. Throws RdbError when it cannot be used. */
  async load(replay: (database: number, words: string[]) => void): Promise<void> {
    const began = this.#sys.now();
    const took = () => ((this.#sys.now() - began) / 1000).toFixed(3);
    if (this.#config.flag('appendonly')) {
      const manifest = this.#read(`${this.#appendDirectory}/${this.#config.get('appendfilename')}.manifest`);
      if (manifest) {
        for (const line of textFromBytes(manifest).split('\n')) {
          const [, name, type] = /^file (\S+) seq \d+ type (\w)/.exec(line) ?? [];
          const bytes = name === undefined ? undefined : this.#read(`${this.#appendDirectory}/${name}`);
          if (!bytes || bytes.length === 0) continue;
          if (type === 'b') {
            this.#loadDump(bytes);
            this.#log('*', `DB loaded from base file ${name}: ${took()} seconds`);
          } else {
            await this.#replay(bytes, replay);
            this.#log('*', `DB loaded from incr file ${name}: ${took()} seconds`);
          }
        }
        this.#log('*', `DB loaded from append only file: ${took()} seconds`);
        this.#log('*', `Opening AOF incr file ${this.#config.get('appendfilename')}.1.incr.aof on server start`);
      }
      this.#openAppend(manifest === undefined);
      return;
    }
    const bytes = this.#read(this.#path(this.#config.get('dbfilename')));
    if (!bytes) return;
    this.#loadDump(bytes);
    this.#log('*', `DB loaded from disk: ${took()} seconds`);
  }

  #loadDump(bytes: Uint8Array): void {
    const now = this.#sys.now();
    const { aux, keys, expired } = decodeRdb(bytes, this.#databases, now);
    this.#log('*', `Loading RDB produced by version ${aux.get('redis-ver') ?? REDIS_VERSION}`);
    this.#log('*', `RDB age ${Math.max(0, Math.floor(now / 1000) - Number(aux.get('ctime') ?? now / 1000))} seconds`);
    this.#log('*', `Done loading RDB, keys loaded: ${keys}, keys expired: ${expired}.`);
  }

  async #replay(bytes: Uint8Array, replay: (database: number, words: string[]) => void): Promise<void> {
    let given = false;
    const reader = new RespReader(() => {
      if (given) return new Uint8Array();
      given = true;
      return bytes;
    });
    let database = 0;
    for (let words = await reader.command(); words; words = await reader.command()) {
      if (words[0]?.toUpperCase() === 'SELECT') database = Number(words[1]);
      else if (words.length > 0) replay(database, words);
    }
  }

  // --- snapshots

  dump(): Uint8Array {
    return encodeRdb(this.#databases, {
      'redis-ver': REDIS_VERSION,
      'redis-bits': '64',
      ctime: auxText(this.#sys.now() / 1000),
      'aof-base': '0',
    });
  }

  /** SAVE. Throws KernelError when the file cannot be written. */
  save(): void {
    try {
      this.#replace(this.#path(this.#config.get('dbfilename')), this.dump());
    } catch (error) {
      if (!isErrno(error)) throw error;
      this.lastSaveOk = false;
      this.#log(
        '#',
        `Failed opening the temp RDB file temp-${this.#sys.pid}.rdb (in server root dir ${this.#config.get('dir')}) for saving: ${error.message}`,
      );
      throw error;
    }
    this.#log('*', 'DB saved on disk');
    this.saved();
  }

  saved(): void {
    this.dirty = 0;
    this.lastSave = this.#sys.now();
    this.lastSaveOk = true;
  }

  /** Writes beside it and renames, so that the old dump stays until the new one is whole. */
  #replace(path: string, bytes: Uint8Array): void {
    const temporary = this.#path(`temp-${this.#sys.pid}.rdb`);
    this.#sys.writeFile(temporary, bytes, { mode: 0o644 });
    this.#sys.rename(temporary, path);
  }

  /** BGSAVE: a child writes the dump as it is now. */
  startBackgroundSave(): number {
    const bytes = this.dump();
    const path = this.#path(this.#config.get('dbfilename'));
    const directory = this.#config.get('dir');
    return this.#sys.fork((child) => {
      child.setTitle([`redis-rdb-bgsave *:${this.#config.get('port')}`]);
      try {
        const temporary = `${directory}/temp-${child.pid}.rdb`;
        child.writeFile(temporary, bytes, { mode: 0o644 });
        child.rename(temporary, path);
        return 0;
      } catch (error) {
        if (!isErrno(error)) throw error;
        return 1;
      }
    });
  }

  // --- the append-only file

  #openAppend(isNew: boolean): void {
    const name = this.#config.get('appendfilename');
    const directory = this.#appendDirectory;
    if (isNew) {
      if (!this.#sys.exists(directory)) this.#sys.mkdir(directory, 0o755);
      this.#sys.writeFile(`${directory}/${name}.1.base.rdb`, this.dump());
      this.#log('*', `Creating AOF base file ${name}.1.base.rdb on server start`);
      this.#log('*', `Creating AOF incr file ${name}.1.incr.aof on server start`);
      this.#sys.writeFile(
        `${directory}/${name}.manifest`,
        `file ${name}.1.base.rdb seq 1 type b\nfile ${name}.1.incr.aof seq 1 type i\n`,
      );
    }
    this.#appendTo = this.#sys.open(
      `${directory}/${name}.1.incr.aof`,
      { write: true, append: true, create: true },
      0o644,
    );
    this.#appendDatabase = -1;
  }

  /** A command that changed something. */
  append(database: number, words: readonly string[]): void {
    this.dirty++;
    if (this.#appendTo === undefined) return;
    if (this.#appendDatabase !== database) {
      void this.#sys.write(this.#appendTo, encodeCommand(['SELECT', String(database)]));
      this.#appendDatabase = database;
    }
    void this.#sys.write(this.#appendTo, encodeCommand(words));
  }

  #read(path: string): Uint8Array | undefined {
    try {
      return this.#sys.readFile(path);
    } catch (error) {
      if (isErrno(error, 'ENOENT')) return undefined;
      if (isErrno(error))
        throw new RdbError(`Fatal error: can't open the RDB file ${path} for reading: ${error.message}`);
      throw error;
    }
  }
}
