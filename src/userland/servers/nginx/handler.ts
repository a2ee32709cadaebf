import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { field } from '../../http/message.ts';
import { allowed, authorized } from './access.ts';
import type { Configuration, Location } from './config/model.ts';
import { type Answer, type Exchange, StatusExit } from './exchange.ts';
import { fileFor, serveFile } from './files.ts';
import { type Balancer, proxyPass } from './proxy.ts';
import { runRewrites } from './rewrite.ts';
import { type Found, selectLocation } from './select.ts';
import { fillTemplate } from './template.ts';
import { size } from './units.ts';
import { variable } from './variables.ts';

/** More internal redirects than this are a cycle. */
const MAX_REDIRECTS = 10;
const MEBIBYTE = 1024 ** 2;

export interface Services {
  readonly sys: SystemCalls;
  readonly config: Configuration;
  readonly balancer: Balancer;
  /** Writes to the error log about this request. */
  readonly error: (exchange: Exchange, message: string) => void;
}

/** The phases of one request: rewrite, access, try_files, content. Throws StatusExit. */
export class Handler {
  readonly #services: Services;
  readonly #exchange: Exchange;

  constructor(services: Services, exchange: Exchange) {
    this.#services = services;
    this.#exchange = exchange;
  }

  readonly expand = (text: string): string => {
    const { sys, config } = this.#services;
    return fillTemplate(text, (name) => variable(sys, config, this.#exchange, name));
  };

  readonly error = (message: string): void => this.#services.error(this.#exchange, message);

  async run(): Promise<Answer> {
    const exchange = this.#exchange;
    const outcome = runRewrites(this.#services.sys, exchange, exchange.server.scope.list, this.expand);
    if (outcome.kind === 'answer') return this.#drained(outcome.answer);
    return this.locate();
  }

  /** Finds the location of the URI as it is now, and what it answers. */
  async locate(): Promise<Answer> {
    const exchange = this.#exchange;
    if (exchange.redirects++ > MAX_REDIRECTS) {
      this.error(`rewrite or internal redirection cycle while internally redirecting to "${exchange.uri}"`);
      throw new StatusExit(500);
    }
    const found = selectLocation(exchange.server.locations, exchange.uri) ?? this.#slashRedirect();
    if (found?.location.scope.own('internal').length && exchange.redirects === 1) throw new StatusExit(404);
    return this.#enter(found);
  }

  async named(name: string): Promise<Answer> {
    const location = this.#exchange.server.locations.find(({ pattern }) => pattern === name);
    if (!location) {
      this.error(`could not find named location "${name}"`);
      throw new StatusExit(500);
    }
    return this.#enter({ location, captures: undefined });
  }

  /** `location /x/` with proxy_pass: `/x` is sent there. */
  #slashRedirect(): Found | undefined {
    const { uri, server, args } = this.#exchange;
    const wanted = server.locations.find(({ pattern, kind }) => kind !== 'regex' && pattern === `${uri}/`);
    if (wanted?.scope.own('proxy_pass').length) throw new StatusExit(301, `${uri}/${args === '' ? '' : `?${args}`}`);
    return undefined;
  }

  async #enter(found: Found | undefined): Promise<Answer> {
    const exchange = this.#exchange;
    exchange.location = found?.location;
    exchange.scope = found?.location.scope ?? exchange.server.scope;
    if (found?.captures) exchange.captures = found.captures;
    const before = exchange.uri;
    const list = found ? exchange.scope.list : [];
    const outcome = runRewrites(this.#services.sys, exchange, list, this.expand);
    if (outcome.kind === 'answer') return this.#drained(outcome.answer);
    if (outcome.kind === 'again' && exchange.uri !== before) return this.locate();
    this.#checkAccess();
    return this.#content(found?.location);
  }

  #checkAccess(): void {
    const { scope, head, client } = this.#exchange;
    const { sys } = this.#services;
    const most = size(scope.value('client_max_body_size'), MEBIBYTE);
    const length = Number(field(head.headers, 'content-length') ?? 0);
    if (most > 0 && length > most) {
      this.error(`client intended to send too large body: ${length} bytes`);
      throw new StatusExit(413);
    }
    if (!allowed(scope, client.address)) {
      this.error('access forbidden by rule');
      throw new StatusExit(403);
    }
    const realm = scope.value('auth_basic');
    if (realm === undefined || realm === 'off') return;
    if (!authorized(sys, scope, field(head.headers, 'authorization'), this.error)) throw new StatusExit(401);
  }

  async #content(location: Location | undefined): Promise<Answer> {
    const exchange = this.#exchange;
    const { scope } = exchange;
    const pass = location && scope.own('proxy_pass')[0]?.args[0];
    const tried = scope.own('try_files')[0] ?? exchange.server.scope.own('try_files')[0];
    if (tried) {
      const outcome = await this.#tryFiles(tried.args);
      if (outcome) return outcome;
    }
    if (pass !== undefined) {
      const { sys, config, balancer } = this.#services;
      return proxyPass(exchange, pass, { sys, config, balancer, expand: this.expand, error: this.error });
    }
    return serveFile(exchange, {
      sys: this.#services.sys,
      expand: this.expand,
      error: this.error,
      redirect: (uri) => {
        exchange.uri = uri;
        return this.locate();
      },
    });
  }

  /** The answer of what it falls back to; undefined when one of the files is there (the URI is then that file's). */
  async #tryFiles(args: readonly string[]): Promise<Answer | undefined> {
    const exchange = this.#exchange;
    const { sys } = this.#services;
    for (const arg of args.slice(0, -1)) {
      const wanted = this.expand(arg);
      const path = fileFor(exchange, wanted, this.expand);
      const kind = sys.exists(path) ? sys.stat(path).kind : undefined;
      if (wanted.endsWith('/') ? kind === 'directory' : kind === 'file') {
        exchange.uri = wanted;
        return undefined;
      }
    }
    const last = args.at(-1) ?? '';
    if (/^=\d+$/.test(last)) throw new StatusExit(Number(last.slice(1)));
    if (last.startsWith('@')) return this.named(last);
    const [path = '', query] = this.expand(last).split('?', 2);
    exchange.uri = path;
    if (query !== undefined) exchange.args = query;
    return this.locate();
  }

  async #drained(answer: Answer): Promise<Answer> {
    for await (const _ of this.#exchange.request.body);
    return answer;
  }
}
