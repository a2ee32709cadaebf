import type { Deferred, Expression, If, Select, Send, Statement } from '../ast.ts';
import { isInvalid } from '../types/predicates.ts';
import { underlying } from '../types/type.ts';
import { assign, isValue } from './assignability.ts';
import { checkAssign, checkDefine, checkReturn, checkStep } from './assignments.ts';
import type { Checker } from './checker.ts';
import { describe } from './describe.ts';
import { checkLocal } from './local-declarations.ts';
import { checkFor, checkRange } from './loops.ts';
import { checkCondition } from './operators.ts';
import { checkSwitch, checkTypeSwitch } from './switches.ts';

export function checkStatements(checker: Checker, statements: readonly Statement[]): void {
  for (const statement of statements) checkStatement(checker, statement);
}

export function checkStatement(checker: Checker, statement: Statement): void {
  switch (statement.kind) {
    case 'block':
      checker.within(() => checkStatements(checker, statement.statements));
      return;
    case 'define':
      checkDefine(checker, statement);
      return;
    case 'assign':
      checkAssign(checker, statement);
      return;
    case 'step':
      checkStep(checker, statement);
      return;
    case 'send':
      checkSend(checker, statement);
      return;
    case 'expression':
      checkExpressionStatement(checker, statement.expression);
      return;
    case 'return':
      checkReturn(checker, statement);
      return;
    case 'if':
      checkIf(checker, statement);
      return;
    case 'for':
      checkFor(checker, statement);
      return;
    case 'range':
      checkRange(checker, statement);
      return;
    case 'switch':
      checkSwitch(checker, statement);
      return;
    case 'typeSwitch':
      checkTypeSwitch(checker, statement);
      return;
    case 'select':
      checkSelect(checker, statement);
      return;
    case 'labeled':
      checkStatement(checker, statement.statement);
      return;
    case 'go':
    case 'defer':
      checkDeferred(checker, statement);
      return;
    case 'declaration':
      for (const declaration of statement.declarations) checkLocal(checker, declaration);
      return;
    case 'branch':
      return;
  }
}

function checkExpressionStatement(checker: Checker, expression: Expression): void {
  const operand = checker.expression(expression);
  if (operand.mode === 'invalid' || operand.mode === 'novalue') return;
  let inner = expression;
  while (inner.kind === 'parenthesized') inner = inner.of;
  const isReceive = inner.kind === 'unary' && inner.operator === '<-';
  if (isReceive) return;
  if (inner.kind === 'call') {
    const callee = checker.info.operands.get(inner.callee);
    const name = inner.callee.kind === 'name' ? inner.callee.text : '';
    if (callee?.mode !== 'type' && !(callee?.mode === 'builtin' && !/^(copy|recover)$/.test(name))) return;
  }
  if (operand.mode === 'builtin') isValue(checker, operand);
  else checker.error(expression.at, `${describe(operand)} is not used`);
}

function checkSend(checker: Checker, { channel, value }: Send): void {
  const to = checker.value(channel);
  const what = checker.value(value);
  if (to.mode === 'invalid' || what.mode === 'invalid') return;
  const of = underlying(to.type);
  if (of.kind !== 'channel') checker.error(channel.at, `invalid operation: cannot send to non-channel ${describe(to)}`);
  else if (of.direction === 'receive')
    checker.error(channel.at, `invalid operation: cannot send to receive-only channel ${describe(to)}`);
  else assign(checker, what, of.of, 'send');
}

function checkIf(checker: Checker, { before, condition, then, otherwise }: If): void {
  checker.within(() => {
    if (before) checkStatement(checker, before);
    checkCondition(checker, condition, 'if');
    checkStatement(checker, then);
    if (otherwise) checkStatement(checker, otherwise);
  });
}

function checkDeferred(checker: Checker, { kind, call }: Deferred): void {
  if (call.kind !== 'call') {
    const operand = checker.expression(call);
    if (!isInvalid(operand.type) || operand.mode !== 'invalid')
      checker.error(call.at, `expression in ${kind} must be function call`);
    return;
  }
  const { mode, type } = checker.expression(call);
  const callee = checker.info.operands.get(call.callee);
  if (callee?.mode === 'type') checker.error(call.at, `${kind} requires function call, not conversion`);
  else if (callee?.mode === 'builtin' && mode !== 'novalue' && mode !== 'invalid' && !isInvalid(type)) {
    const name = call.callee.kind === 'name' ? call.callee.text : '';
    if (!/^(copy|recover)$/.test(name))
      checker.error(call.at, `${kind} discards result of ${describe({ mode, type, expression: call })}`);
  }
}

function checkSelect(checker: Checker, { cases }: Select): void {
  for (const { wait, body } of cases)
    checker.within(() => {
      if (wait) {
        checkStatement(checker, wait);
        const values =
          wait.kind === 'define' || wait.kind === 'assign'
            ? wait.values
            : wait.kind === 'expression'
              ? [wait.expression]
              : [];
        const isReceive = values.length === 1 && values[0]!.kind === 'unary' && values[0]!.operator === '<-';
        if (wait.kind !== 'send' && !isReceive)
          checker.error(wait.at, 'select case must be receive, send or assign recv');
      }
      checkStatements(checker, body);
    });
}
