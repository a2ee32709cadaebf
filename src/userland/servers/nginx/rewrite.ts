import type { SystemCalls } from '../../../kernel/system-calls.ts';
import type { Directive } from './config/parse.ts';
import type { Scope } from './config/scope.ts';
import { type Answer, type Exchange, StatusExit, textAnswer } from './exchange.ts';
import { fileFor } from './files.ts';
import { STATUS_TEXT } from './pages.ts';

export type RewriteOutcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** The URI has changed: look for a location again. */
  | { readonly kind: 'again' }
  | { readonly kind: 'go on' };

const GO_ON: RewriteOutcome = { kind: 'go on' };

/** Runs the directives of ngx_http_rewrite_module of one level, in the order written. */
export function runRewrites(
  sys: SystemCalls,
  exchange: Exchange,
  directives: readonly Directive[],
  expand: (text: string) => string,
): RewriteOutcome {
  let changed = false;
  for (const directive of directives) {
    const { name, args } = directive;
    if (name === 'set') exchange.variables.set((args[0] ?? '').replace(/^\$/, ''), expand(args[1] ?? ''));
    else if (name === 'break') return GO_ON;
    else if (name === 'return') return { kind: 'answer', answer: returned(args, expand) };
    else if (name === 'rewrite') {
      const outcome = rewrite(exchange, args, expand);
      if (outcome === 'break') return GO_ON;
      if (outcome === 'last') return { kind: 'again' };
      if (outcome === 'changed') changed = true;
    } else if (name === 'if' && holds(sys, exchange, args, expand)) {
      const outcome = runRewrites(sys, exchange, directive.block ?? [], expand);
      if (outcome.kind !== 'go on') return outcome;
    }
  }
  return changed ? { kind: 'again' } : GO_ON;
}

export function hasRewrites(scope: Scope): boolean {
  return scope.list.some(({ name }) => ['set', 'break', 'return', 'rewrite', 'if'].includes(name));
}

function returned(args: readonly string[], expand: (text: string) => string): Answer {
  const [first = '', second] = args;
  if (!/^\d{3}$/.test(first)) throw new StatusExit(302, expand(first));
  const status = Number(first);
  if ([301, 302, 303, 307, 308].includes(status) && second !== undefined) throw new StatusExit(status, expand(second));
  if (second === undefined && (status >= 300 || STATUS_TEXT[status] === undefined)) throw new StatusExit(status);
  return textAnswer(status, expand(second ?? ''));
}

function rewrite(
  exchange: Exchange,
  [pattern = '', replacement = '', flag]: readonly string[],
  expand: (text: string) => string,
): 'no' | 'changed' | 'last' | 'break' {
  const match = new RegExp(pattern).exec(exchange.uri);
  if (!match) return 'no';
  exchange.captures = match;
  const dropArguments = replacement.endsWith('?');
  const target = expand(dropArguments ? replacement.slice(0, -1) : replacement);
  const isExternal = /^(https?:\/\/|\$scheme)/.test(replacement);
  const [path = '', query] = split(target);
  const args = [query, dropArguments ? '' : exchange.args].filter(Boolean).join('&');
  if (isExternal || flag === 'redirect' || flag === 'permanent') {
    throw new StatusExit(flag === 'permanent' ? 301 : 302, args === '' ? path : `${path}?${args}`);
  }
  exchange.uri = path;
  exchange.args = args;
  return flag === 'last' || flag === 'break' ? flag : 'changed';
}

function split(target: string): [string, string | undefined] {
  const at = target.indexOf('?');
  return at < 0 ? [target, undefined] : [target.slice(0, at), target.slice(at + 1)];
}

/** The condition of an `if`. */
function holds(
  sys: SystemCalls,
  exchange: Exchange,
  args: readonly string[],
  expand: (text: string) => string,
): boolean {
  const words = args
    .join(' ')
    .replace(/^\(\s*/, '')
    .replace(/\s*\)$/, '')
    .split(/\s+/);
  const [first = '', operator, ...rest] = words;
  if (operator === undefined) {
    const value = expand(first);
    return value !== '' && value !== '0';
  }
  if (/^!?-[fdex]$/.test(first)) return fileTest(sys, exchange, first, expand(operator));
  const value = expand(first);
  const operand = rest.join(' ');
  if (operator === '=') return value === expand(operand);
  if (operator === '!=') return value !== expand(operand);
  const match = new RegExp(operand, operator.endsWith('*') ? 'i' : '').exec(value);
  if (operator.startsWith('!')) return !match;
  if (match) exchange.captures = match;
  return match !== null;
}

function fileTest(sys: SystemCalls, exchange: Exchange, test: string, path: string): boolean {
  const full = path.startsWith('/') ? path : fileFor(exchange, `/${path}`);
  const kind = sys.exists(full) ? sys.stat(full).kind : undefined;
  const letter = test.at(-1);
  const found = letter === 'f' ? kind === 'file' : letter === 'd' ? kind === 'directory' : kind !== undefined;
  return test.startsWith('!') ? !found : found;
}
