import type { Call, Expression, Selector } from '../ast.ts';
import { parameterType } from '../check/calls.ts';
import { findMember } from '../types/members.ts';
import { type Signature, underlying } from '../types/type.ts';
import { emitBuiltin } from './builtins.ts';
import { emitConversion } from './conversions.ts';
import type { Emitter } from './emitter.ts';
import { methodReceiver } from './members.ts';
import { methodFunction } from './type-table.ts';
import { converted } from './values.ts';
import { calledObject } from './waits.ts';

/** What is called, and with what. */
export interface CallParts {
  readonly callee: string;
  readonly given: readonly string[];
}

export function emitCall(emitter: Emitter, call: Call): string {
  const callee = emitter.operand(call.callee);
  if (callee.mode === 'type') return emitConversion(emitter, call, callee.type);
  const parts = callParts(emitter, call);
  const js = `${parts.callee}(${parts.given.join(', ')})`;
  return emitter.waits.callWaits(call) ? `(await ${js})` : js;
}

/** The parts of a call, the receiver of a method among what is given: go and defer evaluate them before the call. */
export function callParts(emitter: Emitter, call: Call): CallParts {
  let { callee } = call;
  while (callee.kind === 'parenthesized') callee = callee.of;
  const operand = emitter.operand(callee);
  if (operand.mode === 'builtin') return emitBuiltin(emitter, call);
  const signature = underlying(operand.type) as Signature;
  const given = emitArguments(emitter, call, signature);
  const object = calledObject(emitter.info, callee);
  if (callee.kind === 'selector' && !object && emitter.operand(callee.of).mode !== 'type') {
    const method = methodCall(emitter, callee);
    if (method) return { callee: method.callee, given: [...method.given, ...given] };
  }
  const js = emitter.expression(callee);
  if (object?.kind === 'function') return { callee: js, given };
  return { callee: callee.kind === 'function' ? `(${js})` : `G.callable(${js})`, given };
}

function methodCall(emitter: Emitter, selector: Selector): CallParts | undefined {
  const type = emitter.type(selector.of);
  const { text } = selector.name;
  const member = findMember(type, text)!;
  if (member.field) return undefined;
  const receiver = methodReceiver(emitter, selector);
  if (member.method && member.path.length === 0)
    return { callee: emitter.functionName(member.method), given: [receiver] };
  if (member.path.length === 0) return { callee: 'G.invoke', given: [receiver, JSON.stringify(text)] };
  return { callee: `(${methodFunction(emitter, type, text)})`, given: [receiver] };
}

/** The arguments as the parameters want them: those of `...T` gathered in a slice. */
function emitArguments(emitter: Emitter, { given, isSpread }: Call, signature: Signature): string[] {
  const [only] = given;
  const type = only && emitter.type(only);
  if (given.length === 1 && type?.kind === 'tuple') {
    // f(g()): the results of one are the arguments of the other.
    const inner = type.types.map((each, at) => ({ js: `r[${at}]`, type: each }));
    const list = gather(
      signature,
      inner.map(({ js, type: from }, at) => converted(emitter, js, from, parameterType(signature, at, false), true)),
      false,
    );
    return [`...((r) => [${list.join(', ')}])(${emitter.expression(only!)})`];
  }
  return gather(
    signature,
    given.map((each, at) => emitter.value(each, parameterType(signature, at, isSpread))),
    isSpread,
  );
}

function gather({ parameters, isVariadic }: Signature, values: readonly string[], isSpread: boolean): string[] {
  if (!isVariadic || isSpread) return [...values];
  const fixed = parameters.length - 1;
  const rest = values.slice(fixed);
  return [...values.slice(0, fixed), rest.length === 0 ? 'null' : `G.list([${rest.join(', ')}])`];
}

/** For go and defer: what is given is evaluated now, `setup`, the call itself later. */
export function emitLater(emitter: Emitter, call: Expression): { readonly setup: string; readonly thunk: string } {
  if (call.kind === 'parenthesized') return emitLater(emitter, call.of);
  if (call.kind !== 'call') throw new Error('no call');
  const parts = callParts(emitter, call);
  const names = parts.given.map((js) => (/^("[^"]*"|\d+|null|true|false)$/.test(js) ? js : emitter.fresh('_a')));
  const isSimple = /^[\w$.]+$/.test(parts.callee) || call.callee.kind === 'function';
  const callee = isSimple ? parts.callee : emitter.fresh('_f');
  const consts = parts.given.flatMap((js, at) => {
    const spread = js.startsWith('...');
    return names[at] === js ? [] : [`${names[at]} = ${spread ? `[${js}]` : js}`];
  });
  if (!isSimple) consts.unshift(`${callee} = ${parts.callee}`);
  const given = names.map((each, at) => (parts.given[at]!.startsWith('...') ? `...${each}` : each));
  return {
    setup: consts.length === 0 ? '' : `const ${consts.join(', ')}; `,
    thunk: given.length === 0 && /^\w+$/.test(callee) ? callee : `() => ${callee}(${given.join(', ')})`,
  };
}
