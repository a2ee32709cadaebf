// The interface of node-sqlite3 (https://github.com/TryGhost/node-sqlite3/wiki/API) on node:sqlite.
const { EventEmitter } = require('node:events');
const { DatabaseSync } = require('node:sqlite');

const CODES = {
  SQLITE_ERROR: 1,
  SQLITE_READONLY: 8,
  SQLITE_CANTOPEN: 14,
  SQLITE_CONSTRAINT: 19,
  SQLITE_MISUSE: 21,
  SQLITE_RANGE: 25,
  SQLITE_NOTADB: 26,
};

function failure(error) {
  const code = error.sqlite ?? 'SQLITE_ERROR';
  return Object.assign(new Error(`${code}: ${error.message}`), { errno: CODES[code] ?? 1, code });
}

function split(given) {
  const values = [...given];
  const done = typeof values.at(-1) === 'function' ? values.pop() : undefined;
  if (values.length === 1 && Array.isArray(values[0])) return [values[0], done];
  if (values.length === 1 && values[0] === undefined) return [[], done];
  return [values, done];
}

const plain = (value) =>
  value === undefined
    ? null
    : typeof value === 'boolean'
      ? Number(value)
      : value instanceof Date
        ? value.getTime()
        : value;
const bound = (values) =>
  values.map((value) =>
    value !== null && typeof value === 'object' && !ArrayBuffer.isView(value) && !(value instanceof Date)
      ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
      : plain(value),
  );

/** Work is done one after another, each piece after what is running now. */
class Database extends EventEmitter {
  constructor(filename, mode, done) {
    super();
    this.filename = filename;
    this.open = false;
    this._queue = Promise.resolve();
    this._do(
      typeof mode === 'function' ? mode : done,
      () => {
        this._database = new DatabaseSync(filename);
        this.open = true;
      },
      () => this.emit('open'),
    );
  }

  _do(done, work, told) {
    this._queue = this._queue.then(
      () =>
        new Promise((next) => {
          setImmediate(() => {
            let result;
            try {
              if (!this._database && this._opened)
                throw Object.assign(new Error('Database is closed'), { sqlite: 'SQLITE_MISUSE' });
              result = work();
            } catch (caught) {
              next();
              const error = failure(caught);
              if (done) done.call(this, error);
              else this.emit('error', error);
              return;
            }
            this._opened = true;
            next();
            if (result && 'context' in result) done?.call(result.context, null, result.value);
            else done?.call(this, null);
            told?.();
          });
        }),
    );
    return this;
  }

  run(sql, ...given) {
    const [values, done] = split(given);
    return this._do(done, () => {
      const { changes, lastInsertRowid } = this._database.prepare(sql).run(...bound(values));
      return { context: { lastID: lastInsertRowid, changes, sql } };
    });
  }

  get(sql, ...given) {
    const [values, done] = split(given);
    return this._do(done, () => ({ context: this, value: this._database.prepare(sql).get(...bound(values)) }));
  }

  all(sql, ...given) {
    const [values, done] = split(given);
    return this._do(done, () => ({ context: this, value: this._database.prepare(sql).all(...bound(values)) }));
  }

  each(sql, ...given) {
    const complete = typeof given.at(-1) === 'function' && typeof given.at(-2) === 'function' ? given.pop() : undefined;
    const [values, row] = split(given);
    const done = (error, rows) => {
      if (error) return complete ? complete(error, 0) : row?.call(this, error);
      for (const each of rows) row?.call(this, null, each);
      complete?.call(this, null, rows.length);
    };
    return this._do(done, () => ({ context: this, value: this._database.prepare(sql).all(...bound(values)) }));
  }

  exec(sql, done) {
    return this._do(done, () => void this._database.exec(sql));
  }

  prepare(sql, ...given) {
    const [values, done] = split(given);
    const statement = new Statement(this, sql, values);
    if (done) setImmediate(() => done.call(statement, null));
    return statement;
  }

  close(done) {
    return this._do(
      done,
      () => {
        this._database.close();
        this._database = undefined;
        this.open = false;
      },
      () => this.emit('close'),
    );
  }

  serialize(work) {
    work?.();
  }

  parallelize(work) {
    work?.();
  }

  configure() {}
  interrupt() {}
  wait(done) {
    return this._do(done, () => {});
  }
}

class Statement extends EventEmitter {
  constructor(database, sql, values) {
    super();
    Object.assign(this, { sql, _database: database, _values: values });
  }

  _call(method, given) {
    const functions = [];
    const values = [...given];
    while (typeof values.at(-1) === 'function') functions.unshift(values.pop());
    const [bindings] = split(values);
    this._database[method](this.sql, bindings.length > 0 ? bindings : this._values, ...functions);
    return this;
  }

  bind(...given) {
    const [values, done] = split(given);
    this._values = values;
    done?.call(this, null);
    return this;
  }

  run(...given) {
    return this._call('run', given);
  }

  get(...given) {
    return this._call('get', given);
  }

  all(...given) {
    return this._call('all', given);
  }

  each(...given) {
    return this._call('each', given);
  }

  reset(done) {
    done?.call(this, null);
    return this;
  }

  finalize(done) {
    this._database.wait(done ? () => done.call(this, null) : undefined);
    return this._database;
  }
}

const sqlite3 = {
  Database,
  Statement,
  OPEN_READONLY: 1,
  OPEN_READWRITE: 2,
  OPEN_CREATE: 4,
  OPEN_FULLMUTEX: 0x10000,
  OPEN_URI: 0x40,
  OPEN_SHAREDCACHE: 0x20000,
  OPEN_PRIVATECACHE: 0x40000,
  VERSION: '3.44.2',
  ...Object.fromEntries(Object.entries(CODES).map(([name, code]) => [name.replace('SQLITE_', ''), code])),
  cached: { Database: (...given) => new Database(...given) },
  verbose: () => sqlite3,
};
module.exports = sqlite3;
