import type { Native, Place } from '../environment.ts';
import { run, values } from '../evaluate.ts';
import { isTrue } from '../values.ts';
import { number } from './plain.ts';

/** Filters that give several results, or some of another one’s. */
export const streamsBuiltins: Record<string, Native> = {
  'range/1': function* ({ value }, [to], scope) {
    for (const end of values(to!, value, scope)) {
      for (let i = 0; i < number(end, 'Range bounds must be numeric'); i++) yield { value: i, path: undefined };
    }
  },
  'range/2': function* ({ value }, [from, to], scope) {
    for (const start of values(from!, value, scope)) {
      for (const end of values(to!, value, scope)) {
        for (let i = number(start); i < number(end); i++) yield { value: i, path: undefined };
      }
    }
  },
  'range/3': function* ({ value }, [from, to, step], scope) {
    for (const start of values(from!, value, scope)) {
      for (const end of values(to!, value, scope)) {
        for (const by of values(step!, value, scope)) {
          const [last, move] = [number(end), number(by)];
          if (move === 0) continue;
          for (let i = number(start); move > 0 ? i < last : i > last; i += move) yield { value: i, path: undefined };
        }
      }
    }
  },
  'first/1': function* (place, [filter], scope) {
    for (const one of run(filter!, place, scope)) {
      yield one;
      return;
    }
  },
  'last/1': function* (place, [filter], scope) {
    let last: Place | undefined;
    for (const one of run(filter!, place, scope)) last = one;
    if (last) yield last;
  },
  'limit/2': function* (place, [count, filter], scope) {
    for (const most of values(count!, place.value, scope)) {
      let left = number(most);
      if (left <= 0) continue;
      for (const one of run(filter!, place, scope)) {
        yield one;
        if (--left <= 0) break;
      }
    }
  },
  'skip/2': function* (place, [count, filter], scope) {
    for (const some of values(count!, place.value, scope)) {
      let left = number(some);
      for (const one of run(filter!, place, scope)) if (left-- <= 0) yield one;
    }
  },
  'until/2': function* (place, [test, update], scope) {
    const go = function* (from: Place): Generator<Place> {
      let at = from;
      for (;;) {
        if (isTrue(values(test!, at.value, scope).next().value ?? null)) {
          yield at;
          return;
        }
        const next = run(update!, at, scope).next();
        if (next.done) return;
        at = next.value;
      }
    };
    yield* go(place);
  },
  'isempty/1': function* ({ value }, [filter], scope) {
    yield { value: values(filter!, value, scope).next().done === true, path: undefined };
  },
};
