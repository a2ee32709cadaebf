import { isErrno } from '../../../../kernel/errno.ts';
import type { SystemCalls } from '../../../../kernel/system-calls.ts';
import { textFromBytes } from '../../../commands/common/binary.ts';
import { dirname } from '../../../commands/common/paths.ts';
import { numbered } from '../../common/errno-numbers.ts';
import { templateNames } from '../template.ts';
import { isKnownVariable, isMissingVariable } from '../variable-names.ts';
import { checkDirective } from './directives.ts';
import { expandInclude } from './include.ts';
import { parseListen } from './listen.ts';
import type { Configuration, Location, Peer, Server, VariableMap } from './model.ts';
import { at, ConfigError, type Directive, parseConfiguration } from './parse.ts';
import { Scope } from './scope.ts';

export interface LoadOptions {
  readonly path: string;
  /** The text of -g. */
  readonly globals: string;
}

/** The whole configuration, included files and all; ConfigError with nginx's message for the first mistake. */
export async function loadConfiguration(sys: SystemCalls, { path, globals }: LoadOptions): Promise<Configuration> {
  return new Loader(sys, path).load(globals);
}

/** Directives whose arguments hold variables. */
const WITH_VARIABLES = new Set(
  'return rewrite set if root alias try_files proxy_pass proxy_set_header add_header log_format index error_page'.split(
    ' ',
  ),
);

class Loader {
  readonly #sys: SystemCalls;
  readonly #path: string;
  readonly #servers: Server[] = [];
  readonly #upstreams = new Map<string, readonly Peer[]>();
  readonly #maps = new Map<string, VariableMap>();
  readonly #formats = new Map<string, string>();
  readonly #variables = new Set<string>();
  readonly #passes: Directive[] = [];
  readonly #warnings: string[] = [];
  readonly #files = new Map<string, string>();
  readonly #used: { name: string; directive: Directive }[] = [];

  constructor(sys: SystemCalls, path: string) {
    this.#sys = sys;
    this.#path = path;
  }

  async load(globals: string): Promise<Configuration> {
    const main = new Scope('main');
    let http: Scope | undefined;
    this.#fill(main, parseConfiguration(globals, 'command line'));
    this.#fill(main, this.#read(this.#path));
    for (const directive of main.list) {
      if (directive.name === 'events') this.#fill(new Scope('events', main), directive.block ?? []);
      if (directive.name !== 'http') continue;
      if (http) throw at(directive, '"http" directive is duplicate');
      http = new Scope('http', main);
      this.#fill(http, directive.block ?? []);
    }
    if (main.own('events').length === 0) throw new ConfigError('no "events" section in configuration');
    if (http) await this.#http(http);
    for (const { name, directive } of this.#used) {
      if (this.#variables.has(name) || isKnownVariable(name)) continue;
      if (isMissingVariable(name)) throw at(directive, `drydock: not simulated: nginx variable "${name}"`);
      throw at(directive, `unknown "${name}" variable`);
    }
    await this.#checkPasses();
    return {
      path: this.#path,
      files: this.#files,
      main,
      http,
      servers: this.#servers,
      upstreams: this.#upstreams,
      maps: this.#maps,
      formats: this.#formats,
      warnings: this.#warnings,
    };
  }

  #read(path: string, from?: Directive): Directive[] {
    try {
      const text = textFromBytes(this.#sys.readFile(path));
      this.#files.set(path, text);
      return parseConfiguration(text, path);
    } catch (error) {
      if (!isErrno(error)) throw error;
      const message = `open() "${path}" failed (${numbered(error)})`;
      throw from ? at(from, message) : new ConfigError(message);
    }
  }

  /** Checks directives and puts them into their level, included ones in the place of their include. */
  #fill(scope: Scope, directives: readonly Directive[]): void {
    for (const directive of directives) {
      if (directive.name === 'include') {
        checkDirective(directive, scope.place);
        for (const path of expandInclude(this.#sys, directive.args[0] ?? '', dirname(this.#path))) {
          this.#fill(scope, this.#read(path, directive));
        }
        continue;
      }
      checkDirective(directive, scope.place);
      if (SINGLE.has(directive.name) && scope.own(directive.name).length > 0) {
        throw at(directive, `"${directive.name}" directive is duplicate`);
      }
      if (WITH_VARIABLES.has(directive.name)) {
        for (const arg of directive.args) for (const name of templateNames(arg)) this.#used.push({ name, directive });
      }
      if (directive.name === 'set') this.#variables.add((directive.args[0] ?? '').replace(/^\$/, ''));
      if (directive.name === 'proxy_pass') this.#passes.push(directive);
      if (directive.name === 'log_format') this.#formats.set(directive.args[0] ?? '', directive.args.slice(1).join(''));
      if (directive.name === 'types') this.#checkTypes(directive);
      scope.add(directive);
    }
  }

  #checkTypes({ block }: Directive): void {
    for (const entry of block ?? []) {
      if (entry.name !== 'include' && entry.args.length === 0) {
        throw at(entry, `invalid number of arguments in "${entry.name}" directive`);
      }
    }
  }

  async #http(http: Scope): Promise<void> {
    for (const directive of http.list) {
      if (directive.name === 'map') this.#map(directive);
      if (directive.name === 'upstream') await this.#upstream(directive);
      if (directive.name === 'server') this.#server(http, directive);
      if (directive.name === 'access_log') this.#checkFormat(directive);
    }
    const pairs = new Map<string, boolean>();
    const names = new Set<string>();
    for (const server of this.#servers) {
      for (const listen of server.listens) {
        const key = `${listen.address}:${listen.port}`;
        if (listen.isDefault && pairs.get(key)) throw new ConfigError(`a duplicate default server for ${key}`);
        pairs.set(key, listen.isDefault || (pairs.get(key) ?? false));
        for (const name of server.names) {
          if (names.has(`${key} ${name}`)) {
            this.#warnings.push(`conflicting server name "${name}" on ${key}, ignored`);
          }
          names.add(`${key} ${name}`);
        }
      }
    }
  }

  #checkFormat(directive: Directive): void {
    const [path, format] = directive.args;
    if (path === 'off' || format === undefined || format === 'combined' || /=/.test(format)) return;
    if (!this.#formats.has(format)) throw at(directive, `unknown log format "${format}"`);
  }

  #map(directive: Directive): void {
    const [source = '', target = ''] = directive.args;
    const exact = new Map<string, string>();
    const patterns: [RegExp, string][] = [];
    let fallback = '';
    for (const entry of directive.block ?? []) {
      const value = entry.args[0] ?? '';
      if (entry.name === 'default') fallback = value;
      else if (entry.name.startsWith('~')) patterns.push([regex(entry, entry.name), value]);
      else exact.set(entry.name.toLowerCase(), value);
    }
    const name = target.replace(/^\$/, '');
    this.#variables.add(name);
    this.#maps.set(name, { source, exact, patterns, fallback });
  }

  async #upstream(directive: Directive): Promise<void> {
    const name = directive.args[0] ?? '';
    const scope = new Scope('upstream');
    this.#fill(scope, directive.block ?? []);
    const peers: Peer[] = [];
    for (const server of scope.own('server')) {
      const [target = '', ...settings] = server.args;
      const colon = target.lastIndexOf(':');
      const host = colon < 0 ? target : target.slice(0, colon);
      const port = colon < 0 ? 80 : Number(target.slice(colon + 1));
      if (!(port > 0 && port < 65536)) throw at(server, `invalid port in upstream "${target}"`);
      if (settings.includes('down')) continue;
      const addresses = await this.#sys.resolve(host);
      if (addresses.length === 0) throw at(server, `host not found in upstream "${target}"`);
      const weight = Number(settings.find((each) => each.startsWith('weight='))?.slice(7) ?? 1);
      for (const address of addresses) peers.push({ address, port, weight, isBackup: settings.includes('backup') });
    }
    if (peers.length === 0) throw at(directive, `no servers are inside upstream`);
    this.#upstreams.set(name, peers);
  }

  #server(http: Scope, directive: Directive): void {
    const scope = new Scope('server', http);
    this.#fill(scope, directive.block ?? []);
    const listens = scope
      .own('listen')
      .map(parseListen)
      .filter((each) => each !== undefined);
    const standard = { address: '0.0.0.0', port: this.#sys.credentials().euid === 0 ? 80 : 8000, isDefault: false };
    for (const each of scope.own('access_log')) this.#checkFormat(each);
    this.#servers.push({
      scope,
      names: scope.own('server_name').flatMap(({ args }) => args),
      listens: scope.own('listen').length === 0 ? [standard] : listens,
      locations: this.#locations(scope),
    });
  }

  #locations(scope: Scope): Location[] {
    for (const condition of scope.own('if')) this.#fill(new Scope('if', scope), condition.block ?? []);
    const found: Location[] = [];
    for (const directive of scope.own('location')) {
      const location = this.#location(scope, directive);
      const key = `${location.kind === 'prefer' ? 'prefix' : location.kind} ${location.pattern}`;
      const isTaken = found.some((one) => `${one.kind === 'prefer' ? 'prefix' : one.kind} ${one.pattern}` === key);
      if (isTaken && location.kind !== 'regex') throw at(directive, `duplicate location "${location.pattern}"`);
      found.push(location);
    }
    return found;
  }

  #location(around: Scope, directive: Directive): Location {
    const [first = '', second] = directive.args;
    for (const [, name = ''] of (second ?? first).matchAll(/\(\?P?<(\w+)>/g)) this.#variables.add(name);
    const scope = new Scope('location', around);
    this.#fill(scope, directive.block ?? []);
    for (const each of scope.own('access_log')) this.#checkFormat(each);
    const locations = this.#locations(scope);
    const made = (kind: Location['kind'], pattern: string, regex?: RegExp): Location => ({
      kind,
      pattern,
      regex,
      scope,
      locations,
    });
    if (second !== undefined) {
      if (first === '=') return made('exact', second);
      if (first === '^~') return made('prefer', second);
      if (first === '~' || first === '~*') return made('regex', second, regex(directive, first + second));
      throw at(directive, `invalid location modifier "${first}"`);
    }
    if (first.startsWith('@')) return made('named', first);
    const modifier = /^(=|\^~|~\*|~)(.+)$/.exec(first);
    if (!modifier) return made('prefix', first);
    const [, sign = '', pattern = ''] = modifier;
    if (sign === '=') return made('exact', pattern);
    if (sign === '^~') return made('prefer', pattern);
    return made('regex', pattern, regex(directive, first));
  }

  /** Names in proxy_pass are looked up once, when the configuration is read. */
  async #checkPasses(): Promise<void> {
    for (const directive of this.#passes) {
      const target = directive.args[0] ?? '';
      const match = /^(\w+):\/\/([^/]*)/.exec(target);
      if (target.startsWith('$')) continue;
      if (!match) throw at(directive, 'invalid URL prefix');
      const [, scheme, place = ''] = match;
      if (scheme === 'https') throw at(directive, 'drydock: not simulated: TLS (https:// in "proxy_pass")');
      if (scheme !== 'http') throw at(directive, 'invalid URL prefix');
      if (place.includes('$') || this.#upstreams.has(place)) continue;
      if (place.startsWith('unix:')) throw at(directive, 'drydock: not simulated: unix sockets in "proxy_pass"');
      const [host = '', port = '80'] = place.split(':');
      if (host === '') throw at(directive, 'no host in upstream');
      if (!/^\d+$/.test(port) || Number(port) > 65535) throw at(directive, `invalid port in upstream "${place}"`);
      const addresses = await this.#sys.resolve(host);
      if (addresses.length === 0) throw at(directive, `host not found in upstream "${host}"`);
      this.#upstreams.set(
        place,
        addresses.map((address) => ({ address, port: Number(port), weight: 1, isBackup: false })),
      );
    }
  }
}

/** Directives that may stand once in a level. */
const SINGLE = new Set(
  `root alias autoindex default_type worker_processes daemon pid user proxy_pass worker_connections events
  keepalive_timeout sendfile client_max_body_size server_tokens expires charset`.split(/\s+/),
);

/** `~pattern` or `~*pattern` (ignoring case). */
function regex(directive: Directive, text: string): RegExp {
  const [, ignoreCase, pattern = ''] = /^~(\*?)(.*)$/s.exec(text) ?? [];
  try {
    return new RegExp(pattern.replace(/\(\?P</g, '(?<'), ignoreCase ? 'i' : '');
  } catch {
    throw at(directive, `pcre2_compile() failed: syntax error in "${pattern}"`);
  }
}
