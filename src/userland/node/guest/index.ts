import { assert } from './assert.ts';
import { asyncHooks, diagnosticsChannel, perfHooks } from './asynchronous.ts';
import { buffer } from './buffer.ts';
import { childProcess } from './child-process.ts';
import { console_ } from './console.ts';
import { consoleTable } from './console-table.ts';
import { crypto } from './crypto.ts';
import { deepEqual } from './deep-equal.ts';
import { dns } from './dns.ts';
import { events } from './events.ts';
import { fetch_ } from './fetch.ts';
import { fileDescriptors } from './fs/descriptors.ts';
import { fs, fsPromises } from './fs/index.ts';
import { filePaths } from './fs/paths.ts';
import { fileStreams } from './fs/streams.ts';
import { fileValues } from './fs/values.ts';
import { fileWatching } from './fs/watch.ts';
import type { GuestConfig, ModuleFactory } from './globals.ts';
import { httpClient } from './http/client.ts';
import { http, https } from './http/index.ts';
import { messages } from './http/messages.ts';
import { httpServer } from './http/server.ts';
import { httpSockets } from './http/socket.ts';
import { statusCodes } from './http/status-codes.ts';
import { idleTimers } from './idle-timer.ts';
import { inspectCollections } from './inspect/collections.ts';
import { inspectErrors } from './inspect/errors.ts';
import { inspectFormat } from './inspect/format.ts';
import { inspectForms } from './inspect/forms.ts';
import { inspect_ } from './inspect/index.ts';
import { inspectKinds } from './inspect/kinds.ts';
import { inspectLayout } from './inspect/layout.ts';
import { inspectNames } from './inspect/names.ts';
import { inspectOptions } from './inspect/options.ts';
import { inspectProperty } from './inspect/property.ts';
import { inspectText } from './inspect/text.ts';
import { listeners } from './listener.ts';
import { commonJs } from './modules.ts';
import { net } from './net.ts';
import { os, tty } from './os.ts';
import { path } from './path.ts';
import { prelude } from './prelude.ts';
import { process_ } from './process.ts';
import { promises } from './promises.ts';
import { proxies } from './proxies.ts';
import { punycode } from './punycode.ts';
import { readline } from './readline.ts';
import { refusedModules } from './refused.ts';
import { sqlite } from './sqlite.ts';
import { stackTrace } from './stack-trace.ts';
import { stream } from './stream.ts';
import { stringDecoder } from './string-decoder.ts';
import { timers, timersPromises } from './timers.ts';
import { querystring, url } from './url.ts';
import { util } from './util.ts';
import { webcrypto } from './webcrypto.ts';
import { zlib } from './zlib.ts';

/** The builtin modules by the name they are required with. */
const factories: Readonly<Record<string, ModuleFactory>> = {
  ...refusedModules,
  assert,
  async_hooks: asyncHooks,
  buffer,
  child_process: childProcess,
  console: console_,
  crypto,
  diagnostics_channel: diagnosticsChannel,
  constants: (_host, builtin) => (builtin('os') as { constants: object }).constants,
  dns,
  'dns/promises': (_host, builtin) => builtin('dns').promises,
  events,
  fs,
  'fs/promises': fsPromises,
  http,
  https,
  'internal/console-table': consoleTable,
  'internal/crypto/webcrypto': webcrypto,
  'internal/deep-equal': deepEqual,
  'internal/fetch': fetch_,
  'internal/fs/descriptors': fileDescriptors,
  'internal/fs/paths': filePaths,
  'internal/fs/streams': fileStreams,
  'internal/fs/values': fileValues,
  'internal/fs/watch': fileWatching,
  'internal/http/client': httpClient,
  'internal/http/messages': messages,
  'internal/http/server': httpServer,
  'internal/http/socket': httpSockets,
  'internal/http/status-codes': statusCodes,
  'internal/idle-timer': idleTimers,
  'internal/inspect': inspect_,
  'internal/inspect/collections': inspectCollections,
  'internal/inspect/errors': inspectErrors,
  'internal/inspect/format': inspectFormat,
  'internal/inspect/forms': inspectForms,
  'internal/inspect/kinds': inspectKinds,
  'internal/inspect/layout': inspectLayout,
  'internal/inspect/names': inspectNames,
  'internal/inspect/options': inspectOptions,
  'internal/inspect/property': inspectProperty,
  'internal/inspect/text': inspectText,
  'internal/listener': listeners,
  'internal/proxies': proxies,
  module: (_host, _require, _world) => ({
    createRequire: (from: unknown) =>
      (globalThis as unknown as { __requireFrom(path: string): unknown }).__requireFrom(
        String(from).replace(/^file:\/\//, ''),
      ),
  }),
  net,
  os,
  path,
  'path/posix': path,
  perf_hooks: perfHooks,
  process: process_,
  punycode,
  querystring,
  readline,
  sqlite,
  'readline/promises': (_host, builtin) => builtin('readline').promises,
  stream,
  'stream/promises': (_host, builtin) => builtin('stream').promises,
  string_decoder: stringDecoder,
  timers,
  'timers/promises': timersPromises,
  tty,
  url,
  util,
  zlib,
  'util/types': (_host, builtin) => builtin('util').types,
};

export const builtinNames: readonly string[] = Object.keys(factories);

/** The text that makes a fresh sandbox into Node. */
export function guestSource(config: GuestConfig): string {
  const modules = Object.entries(factories).map(([name, factory]) => `${JSON.stringify(name)}: ${factory.toString()}`);
  return `(${stackTrace.toString()})();
(${promises.toString()})();
(${prelude.toString()})(__host, ${JSON.stringify(config)}, {${modules.join(',\n')}});
(${commonJs.toString()})(__host, __compile, __importNow);`;
}
