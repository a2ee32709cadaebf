import { Break, type Place, type Scope } from './environment.ts';
import { formatted } from './formats.ts';
import { at, deletePaths, getPath, iterated, pathOf, setPath } from './paths.ts';
import type { Filter, Pattern } from './tree.ts';
import {
  calculate,
  compare,
  described,
  isObject,
  isTrue,
  JqError,
  type Json,
  kindOf,
  object,
  shown,
} from './values.ts';

type Places = Generator<Place, void, undefined>;

/** A value that lies nowhere in the input. */
function made(value: Json): Place {
  return { value, path: undefined };
}

/** The values a filter gives for an input. */
export function* values(filter: Filter, value: Json, scope: Scope): Generator<Json, void, undefined> {
  for (const place of run(filter, { value, path: undefined }, scope)) yield place.value;
}

/** The values, and where they lie. */
export function* run(filter: Filter, place: Place, scope: Scope): Places {
  const { value } = place;
  switch (filter.kind) {
    case 'identity':
      yield place;
      return;
    case 'recurse':
      yield* descend(place);
      return;
    case 'number':
      yield made(filter.value);
      return;
    case 'string':
      for (const text of interpolated(filter, 0, value, scope)) yield made(text);
      return;
    case 'format':
      yield made(formatted(filter.name, value));
      return;
    case 'index':
      for (const of of run(filter.of, place, scope))
        for (const key of values(filter.key, value, scope)) yield at(of, key);
      return;
    case 'slice':
      yield* slice(filter, place, scope);
      return;
    case 'iterate':
      for (const of of run(filter.of, place, scope)) yield* iterated(of);
      return;
    case 'array':
      yield made(filter.body ? [...values(filter.body, value, scope)] : []);
      return;
    case 'object':
      for (const entries of product(filter.entries, 0, value, scope)) yield made(object(entries));
      return;
    case 'negate':
      for (const number of values(filter.body, value, scope)) {
        if (typeof number !== 'number') throw new JqError(`${described(number)} cannot be negated`);
        yield made(-number);
      }
      return;
    case 'pipe':
      for (const left of run(filter.left, place, scope)) yield* run(filter.right, left, scope);
      return;
    case 'comma':
      yield* run(filter.left, place, scope);
      yield* run(filter.right, place, scope);
      return;
    case 'binary':
      yield* binary(filter, place, scope);
      return;
    case 'update':
      for (const result of update(filter, value, scope)) yield made(result);
      return;
    case 'if':
      for (const test of values(filter.test, value, scope))
        yield* run(isTrue(test) ? filter.then : filter.otherwise, place, scope);
      return;
    case 'try':
      yield* attempt(filter, place, scope);
      return;
    case 'reduce':
    case 'foreach':
      yield* fold(filter, place, scope);
      return;
    case 'bind':
      for (const source of values(filter.source, value, scope)) yield* bind(filter, source, place, scope);
      return;
    case 'define':
      yield* run(filter.body, place, scope.withDefinition(filter.definition));
      return;
    case 'label': {
      const label = {};
      try {
        yield* run(filter.body, place, scope.withLabel(filter.name, label));
      } catch (error) {
        if (!(error instanceof Break) || error.label !== label) throw error;
      }
      return;
    }
    case 'break':
      throw new Break(scope.label(filter.name));
    case 'variable':
      yield made(scope.variable(filter.name));
      return;
    case 'call':
      yield* call(filter.name, filter.args, place, scope);
  }
}

function* descend(place: Place): Places {
  yield place;
  if (typeof place.value === 'object' && place.value !== null)
    for (const inner of iterated(place)) yield* descend(inner);
}

function* interpolated(
  filter: Filter & { kind: 'string' },
  index: number,
  value: Json,
  scope: Scope,
): Generator<string, void, undefined> {
  const part = filter.parts[index];
  if (part === undefined) {
    yield '';
    return;
  }
  for (const rest of interpolated(filter, index + 1, value, scope)) {
    if (typeof part === 'string') yield part + rest;
    else for (const inner of values(part, value, scope)) yield formatted(filter.format ?? 'text', inner) + rest;
  }
}

function* slice(filter: Filter & { kind: 'slice' }, place: Place, scope: Scope): Places {
  for (const of of run(filter.of, place, scope)) {
    for (const end of filter.to ? values(filter.to, place.value, scope) : [null]) {
      for (const start of filter.from ? values(filter.from, place.value, scope) : [null]) {
        if (typeof of.value === 'string') {
          const characters = [...of.value];
          yield made(characters.slice((start as number) ?? 0, (end as number) ?? characters.length).join(''));
        } else
          yield at(
            of,
            object([
              ['start', start],
              ['end', end],
            ]),
          );
      }
    }
  }
}

function* product(
  entries: readonly { key: Filter; value: Filter }[],
  index: number,
  value: Json,
  scope: Scope,
): Generator<[string, Json][], void, undefined> {
  const entry = entries[index];
  if (!entry) {
    yield [];
    return;
  }
  for (const key of values(entry.key, value, scope)) {
    if (typeof key !== 'string') throw new JqError(`Object keys must be strings`);
    for (const one of values(entry.value, value, scope)) {
      for (const rest of product(entries, index + 1, value, scope)) yield [[key, one], ...rest];
    }
  }
}

function* binary(filter: Filter & { kind: 'binary' }, place: Place, scope: Scope): Places {
  const { operator, left, right } = filter;
  const { value } = place;
  if (operator === '//') {
    let any = false;
    try {
      for (const one of run(left, place, scope)) {
        if (!isTrue(one.value)) continue;
        any = true;
        yield one;
      }
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
    }
    if (!any) yield* run(right, place, scope);
    return;
  }
  if (operator === 'and' || operator === 'or') {
    for (const one of values(left, value, scope)) {
      if (isTrue(one) === (operator === 'or')) yield made(operator === 'or');
      else for (const other of values(right, value, scope)) yield made(isTrue(other));
    }
    return;
  }
  for (const b of values(right, value, scope)) {
    for (const a of values(left, value, scope)) yield made(operate(operator, a, b));
  }
}

function operate(operator: string, a: Json, b: Json): Json {
  switch (operator) {
    case '==':
      return compare(a, b) === 0;
    case '!=':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    case '>=':
      return compare(a, b) >= 0;
    default:
      return calculate(operator, a, b);
  }
}

export function pathsOf(filter: Filter, value: Json, scope: Scope): (readonly Json[])[] {
  return Array.from(run(filter, { value, path: [] }, scope), pathOf);
}

function* update(filter: Filter & { kind: 'update' }, value: Json, scope: Scope): Generator<Json, void, undefined> {
  const { operator, left, right } = filter;
  if (operator === '|=') {
    let result = value;
    const gone: (readonly Json[])[] = [];
    for (const path of pathsOf(left, value, scope)) {
      const next = values(right, getPath(result, path), scope).next();
      if (next.done) gone.push(path);
      else result = setPath(result, path, () => next.value);
    }
    yield deletePaths(result, gone);
    return;
  }
  for (const given of values(right, value, scope)) {
    const change = (old: Json): Json => {
      if (operator === '=') return given;
      if (operator === '//=') return isTrue(old) ? old : given;
      return calculate(operator[0]!, old, given);
    };
    yield pathsOf(left, value, scope).reduce((result, path) => setPath(result, path, change), value);
  }
}

function* attempt(filter: Filter & { kind: 'try' }, place: Place, scope: Scope): Places {
  const results = run(filter.body, place, scope);
  for (;;) {
    let next: IteratorResult<Place, void>;
    // Errors of what comes after are not those of the body.
    try {
      next = results.next();
    } catch (error) {
      if (!(error instanceof JqError)) throw error;
      if (isObject(error.value) && error.value.__jq !== undefined) return;
      if (filter.handler) yield* run(filter.handler, made(error.value), scope);
      return;
    }
    if (next.done) return;
    yield next.value;
  }
}

function* fold(filter: Filter & { kind: 'reduce' | 'foreach' }, place: Place, scope: Scope): Places {
  for (const start of run(filter.start, place, scope)) {
    let state: Place | undefined = start;
    for (const item of values(filter.source, place.value, scope)) {
      for (const inner of bindings(filter.pattern, item, place.value, scope)) {
        let last: Place | undefined;
        if (filter.kind === 'reduce') {
          for (const next of run(filter.update, state ?? { value: null, path: undefined }, inner)) last = next;
          state = last ?? { value: null, path: undefined };
          continue;
        }
        for (const next of run(filter.update, state!, inner)) {
          last = next;
          yield* run(filter.extract, next, inner);
        }
        state = last ?? state;
      }
    }
    if (filter.kind === 'reduce' && state) yield state;
  }
}

function* bind(filter: Filter & { kind: 'bind' }, source: Json, place: Place, scope: Scope): Places {
  for (const [index, pattern] of filter.patterns.entries()) {
    // With alternatives, the names of all of them are there.
    const names = filter.patterns.length > 1 ? filter.patterns.flatMap(namesOf) : [];
    const outer = names.reduce((inner, name) => inner.withVariable(name, null), scope);
    try {
      for (const inner of bindings(pattern, source, place.value, outer)) yield* run(filter.body, place, inner);
      return;
    } catch (error) {
      if (!(error instanceof JqError) || index === filter.patterns.length - 1) throw error;
    }
  }
}

export function namesOf(pattern: Pattern): string[] {
  if (pattern.kind === 'name') return [pattern.name];
  if (pattern.kind === 'array') return pattern.items.flatMap(namesOf);
  return pattern.entries.flatMap(({ name, value }) => [...(name ? [name] : []), ...(value ? namesOf(value) : [])]);
}

function* bindings(pattern: Pattern, item: Json, input: Json, scope: Scope): Generator<Scope, void, undefined> {
  if (pattern.kind === 'name') yield scope.withVariable(pattern.name, item);
  else if (pattern.kind === 'array') {
    if (item !== null && !Array.isArray(item)) throw new JqError(`Cannot index ${kindOf(item)} with number`);
    yield* each(pattern.items, 0, scope, (part, index, inner) => bindings(part, item?.[index] ?? null, input, inner));
  } else {
    yield* each(pattern.entries, 0, scope, function* ({ key, name, value }, _, inner) {
      for (const text of values(key, input, inner)) {
        if (typeof text !== 'string') throw new JqError(`Cannot index ${kindOf(item)} with ${shown(text)}`);
        if (item !== null && !isObject(item)) throw new JqError(`Cannot index ${kindOf(item)} with "${text}"`);
        const found = item?.[text] ?? null;
        const named = name === undefined ? inner : inner.withVariable(name, found);
        if (value) yield* bindings(value, found, input, named);
        else yield named;
      }
    });
  }
}

/** All ways to bind a row of parts, one after the other. */
function* each<Part>(
  parts: readonly Part[],
  index: number,
  scope: Scope,
  one: (part: Part, index: number, scope: Scope) => Iterable<Scope>,
): Generator<Scope, void, undefined> {
  if (index === parts.length) yield scope;
  else for (const inner of one(parts[index]!, index, scope)) yield* each(parts, index + 1, inner, one);
}

function* call(name: string, args: readonly Filter[], place: Place, scope: Scope): Places {
  const callable = scope.callable(name, args.length);
  if (!callable) {
    const native = scope.runtime.natives[`${name}/${args.length}`];
    if (!native) throw new JqError(`${name}/${args.length} is not defined`);
    yield* native(place, args, scope);
    return;
  }
  if ('filter' in callable) {
    yield* run(callable.filter, place, callable.scope);
    return;
  }
  const { parameters, body } = callable.definition;
  yield* withParameters(parameters, args, callable.scope, place, scope, body);
}

/** The body of a definition, once for each combination of the values its arguments have. */
function* withParameters(
  parameters: readonly string[],
  args: readonly Filter[],
  defined: Scope,
  place: Place,
  scope: Scope,
  body: Filter,
): Places {
  const scopes = each(parameters, 0, defined, function* (parameter, index, inner) {
    const arg = args[index]!;
    if (!parameter.startsWith('$')) {
      yield inner.withArgument(parameter, arg, scope);
      return;
    }
    const bare = parameter.slice(1);
    for (const value of values(arg, place.value, scope)) {
      const bound = inner.withVariable(bare, value);
      yield bound.withArgument(bare, { kind: 'variable', name: bare }, bound);
    }
  });
  for (const inner of scopes) yield* run(body, place, inner);
}
