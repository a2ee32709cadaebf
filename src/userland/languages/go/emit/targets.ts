import type { Expression } from '../ast.ts';
import { isAggregate } from '../types/predicates.ts';
import { type Type, underlying } from '../types/type.ts';
import type { Emitter } from './emitter.ts';
import { emitField } from './members.ts';
import { overwrite, zero } from './values.ts';

/** What stands left of an assignment. */
export interface Target {
  readonly read: string;
  readonly write: (js: string) => string;
  readonly type: Type | undefined;
}

/**
 * The place an expression names. With `steps`, what it is made of is evaluated there first, once: for x op= y, and where several are
 * assigned at a time.
 */
export function emitTarget(emitter: Emitter, expression: Expression, steps?: string[]): Target {
  if (expression.kind === 'parenthesized') return emitTarget(emitter, expression.of, steps);
  if (expression.kind === 'name' && expression.text === '_')
    return { read: 'undefined', write: (js) => `void (${js})`, type: undefined };
  const variable = expression.kind === 'name' ? emitter.info.objects.get(expression) : undefined;
  const type = variable?.kind === 'variable' ? variable.type : emitter.type(expression);
  const stable = (js: string, mayChange = true) => {
    if (!steps || /^\(?-?\d+\)?$/.test(js) || (!mayChange && /^[\w$]+$/.test(js))) return js;
    const name = emitter.temporary();
    steps.push(`${name} = ${js}`);
    return name;
  };
  const plain = (js: string): Target => ({
    read: js,
    write: (value) => (isAggregate(type) ? overwrite(type, js, value) : `${js} = ${value}`),
    type,
  });
  switch (expression.kind) {
    case 'star': {
      const pointer = stable(emitter.expression(expression.of));
      return plain(isAggregate(type) ? `G.there(${pointer})` : `${pointer}.v`);
    }
    case 'selector': {
      const object = emitter.info.objects.get(expression.name);
      if (object?.kind === 'variable') return plain(emitter.read(object));
      const whole = emitField(emitter, expression);
      const dot = whole.lastIndexOf('.');
      return plain(`${stable(whole.slice(0, dot), false)}${whole.slice(dot)}`);
    }
    case 'index': {
      const of = emitter.type(expression.of);
      const base = underlying(of);
      const js = stable(emitter.expression(expression.of));
      if (base.kind === 'map') {
        const key = stable(emitter.value(expression.index, base.key));
        return {
          read: `G.get(${js}, ${key}, ${zero(emitter, base.of)})`,
          write: (value) => `G.set(${js}, ${key}, ${value})`,
          type,
        };
      }
      const at = stable(emitter.expression(expression.index));
      const suffix = base.kind === 'slice' ? '' : 'Array';
      if (isAggregate(type)) return plain(`G.at${suffix}(${js}, ${at})`);
      return { read: `G.at${suffix}(${js}, ${at})`, write: (value) => `G.put${suffix}(${js}, ${at}, ${value})`, type };
    }
    default:
      return plain(variable?.kind === 'variable' ? emitter.read(variable) : emitter.expression(expression));
  }
}
