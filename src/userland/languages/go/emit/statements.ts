import type { Assign, Define, If, Select, Statement } from '../ast.ts';
import { underlying } from '../types/type.ts';
import { emitReturn, emitVariables } from './assignments.ts';
import { emitLater } from './calls.ts';
import type { Emitter } from './emitter.ts';
import { emitFor, emitRange } from './loops.ts';
import { emitSimple } from './simple.ts';
import { emitSwitch, emitTypeSwitch } from './switches.ts';
import { emitTarget } from './targets.ts';

export function emitStatements(emitter: Emitter, statements: readonly Statement[]): string {
  return statements.map((each) => `${emitStatement(emitter, each)}\n`).join('');
}

/** `label` is what stands before it: loops carry theirs inside what is set up for them. */
export function emitStatement(emitter: Emitter, statement: Statement, label = ''): string {
  switch (statement.kind) {
    case 'block':
      return label + emitter.block(statement);
    case 'define':
    case 'assign':
    case 'step':
    case 'expression':
      return `${emitSimple(emitter, statement)};`;
    case 'send': {
      const channel = underlying(emitter.type(statement.channel));
      const value = channel.kind === 'channel' ? emitter.value(statement.value, channel.of) : '';
      return `await G.send(${emitter.expression(statement.channel)}, ${value});`;
    }
    case 'return':
      return emitReturn(emitter, statement);
    case 'branch':
      return statement.word === 'fallthrough'
        ? ''
        : `${statement.word}${statement.label ? ` L_${statement.label.text}` : ''};`;
    case 'if':
      return emitIf(emitter, statement);
    case 'for':
      return emitFor(emitter, statement, label);
    case 'range':
      return emitRange(emitter, statement, label);
    case 'switch':
      return emitSwitch(emitter, statement, label);
    case 'typeSwitch':
      return emitTypeSwitch(emitter, statement, label);
    case 'select':
      return emitSelect(emitter, statement, label);
    case 'labeled':
      return emitStatement(emitter, statement.statement, `L_${statement.label.text}: `);
    case 'go':
    case 'defer': {
      const { setup, thunk } = emitLater(emitter, statement.call);
      return `{ ${setup}${statement.kind === 'go' ? 'G.go' : 'F.defer'}(${thunk}); }`;
    }
    case 'declaration':
      return statement.declarations
        .map((each) => (each.kind === 'var' ? `${emitVariables(emitter, each)};` : ''))
        .join(' ');
  }
}

function emitIf(emitter: Emitter, { before, condition, then, otherwise }: If): string {
  const start = before ? `{ ${emitSimple(emitter, before)}; ` : '';
  const otherwiseText = otherwise ? ` else ${emitStatement(emitter, otherwise)}` : '';
  const text = `if (${emitter.expression(condition)}) ${emitter.block(then)}${otherwiseText}`;
  return before ? `${start}${text} }` : text;
}

function emitSelect(emitter: Emitter, { cases }: Select, label: string): string {
  const chosen = emitter.fresh('_s');
  const waits: string[] = [];
  const bodies = cases.map(({ wait, body }) => {
    const text = `{ ${emitStatements(emitter, body)} break; }`;
    if (!wait) return `default: ${text}`;
    const number = waits.length;
    if (wait.kind === 'send') {
      const channel = underlying(emitter.type(wait.channel));
      const value = channel.kind === 'channel' ? emitter.value(wait.value, channel.of) : '';
      waits.push(`[${emitter.expression(wait.channel)}, ${value}]`);
      return `case ${number}: ${text}`;
    }
    const values =
      wait.kind === 'define' || wait.kind === 'assign'
        ? wait.values
        : wait.kind === 'expression'
          ? [wait.expression]
          : [];
    const receive = values[0];
    if (receive?.kind !== 'unary') throw new Error('no receive');
    waits.push(`[${emitter.expression(receive.of)}]`);
    if (wait.kind !== 'define' && wait.kind !== 'assign') return `case ${number}: ${text}`;
    const got = emitReceived(emitter, wait, `${chosen}.got`);
    return `case ${number}: { ${got}; ${text} break; }`;
  });
  const hasDefault = cases.some(({ wait }) => !wait);
  return `{ const ${chosen} = await G.select([${waits.join(', ')}], ${hasDefault}); ${label}switch (${chosen}.at) { ${bodies.join('\n')} } }`;
}

/** v, ok := <-c in a select: what came is there already. */
function emitReceived(emitter: Emitter, wait: Define | Assign, got: string): string {
  const targets = wait.kind === 'define' ? wait.names : wait.targets;
  const word = wait.kind === 'define' ? 'let ' : '';
  const parts = targets.flatMap((target, at) => {
    if (target.kind === 'name' && target.text === '_') return [];
    if (wait.kind === 'assign') return [`${emitAssignedText(emitter, wait, at, `${got}[${at}]`)}`];
    const object = target.kind === 'name' ? emitter.info.objects.get(target) : undefined;
    if (object?.kind !== 'variable') return [];
    const value = `${got}[${at}]`;
    return [`${emitter.name(object)} = ${emitter.isCell(object) ? `new G.Cell(${value})` : value}`];
  });
  return parts.length === 0 ? '' : word + parts.join(', ');
}

function emitAssignedText(emitter: Emitter, { targets }: Assign, at: number, js: string): string {
  return emitTarget(emitter, targets[at]!).write(js);
}
