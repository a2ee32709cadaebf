import type { Case, Expression, Switch, TypeSwitch } from '../ast.ts';
import { isInterface, isInvalid, isUntyped } from '../types/predicates.ts';
import { typeText } from '../types/text.ts';
import { defaultType, INVALID, type Type, UNTYPED_NIL } from '../types/type.ts';
import { impossible } from './assertions.ts';
import { settle } from './assignability.ts';
import type { Checker } from './checker.ts';
import type { ConstantValue } from './constants.ts';
import { describe } from './describe.ts';
import type { Operand } from './objects.ts';
import { checkCondition, operate } from './operators.ts';
import { resolveType } from './type-expressions.ts';

export function checkSwitch(checker: Checker, { before, subject, cases }: Switch): void {
  checker.within(() => {
    if (before) checker.statement(before);
    let of = subject && checker.value(subject);
    if (of && isUntyped(of.type)) of = settle(checker, of, defaultType(of.type));
    oneDefault(checker, cases);
    const seen = new Map<ConstantValue, Expression>();
    for (const { values, body } of cases) {
      for (const value of values ?? []) {
        if (of) checkCase(checker, of, value, seen);
        else checkTruth(checker, value);
      }
      checker.within(() => checker.statements(body));
    }
  });
}

function oneDefault(checker: Checker, cases: readonly Case[]): void {
  const defaults = cases.filter(({ values }) => !values);
  if (defaults.length > 1) checker.error(defaults[1]!.at, 'multiple defaults in switch');
}

/** A case of a switch without subject is a condition. */
function checkTruth(checker: Checker, value: Expression): void {
  const operand = checker.expression(value);
  if (operand.mode === 'invalid') return;
  const { kind } = operand.type;
  if (kind === 'basic' && operand.type.is === 'boolean') return;
  if (kind === 'named') checkCondition(checker, value, 'case');
  else
    checker.error(
      value.at,
      `invalid case ${describe(operand).replace(/ \(.*$/, '')} in switch (mismatched types ${typeText(operand.type)} and bool)`,
    );
}

function checkCase(checker: Checker, subject: Operand, value: Expression, seen: Map<ConstantValue, Expression>): void {
  const given = checker.value(value);
  if (given.mode === 'invalid' || subject.mode === 'invalid') return;
  const before = checker.errors.length;
  const result = operate(
    checker,
    { kind: 'binary', at: value.at, operator: '==', left: value, right: subject.expression },
    given,
    subject,
  );
  if (result.mode === 'invalid') {
    const made = checker.errors[before];
    if (made && /mismatched types/.test(made.error.message)) {
      checker.errors.length = before;
      const text = describe(given).replace(/ \(.*$/s, '');
      const of = describe(subject).replace(/ \(.*$/s, '');
      checker.error(
        value.at,
        isUntyped(given.type)
          ? `cannot convert ${describe(given)} to type ${typeText(subject.type)}`
          : `invalid case ${text} in switch on ${of} (mismatched types ${typeText(given.type)} and ${typeText(subject.type)})`,
      );
    }
    return;
  }
  const constant = checker.info.operands.get(value);
  if (constant?.value === undefined) return;
  const first = seen.get(constant.value);
  if (first && constant.type !== UNTYPED_NIL)
    checker.error(
      value.at,
      `duplicate case ${describe(constant)} in expression switch\n\t./${checker.file}:${first.at.line}:${first.at.column}: previous case`,
    );
  else seen.set(constant.value, value);
}

export function checkTypeSwitch(checker: Checker, { before, name, subject, cases }: TypeSwitch): void {
  checker.within(() => {
    if (before) checker.statement(before);
    const of = checker.value(subject);
    if (of.mode !== 'invalid' && !isInterface(of.type)) {
      checker.error(subject.at, `${describe(of)} is not an interface`);
      return;
    }
    oneDefault(checker, cases);
    let isUsed = false;
    for (const each of cases) {
      const types = each.values?.map((value) => caseType(checker, of, value)) ?? [];
      checker.within(() => {
        if (name) {
          const type = types.length === 1 && types[0] !== UNTYPED_NIL ? types[0]! : of.type;
          const variable = checker.variable(name, type, true);
          variable.isUsed = false;
          checker.scope.names.set(name.text, variable);
          checker.info.caseVariables.set(each, variable);
          checker.statements(each.body);
          isUsed ||= variable.isUsed;
          variable.isUsed = true;
        } else checker.statements(each.body);
      });
    }
    if (name && !isUsed) checker.error(name.at, `declared and not used: ${name.text}`);
  });
}

function caseType(checker: Checker, of: Operand, value: Expression): Type {
  if (value.kind === 'name' && value.text === 'nil' && checker.find('nil')?.kind === 'nil') {
    checker.record({ mode: 'value', type: UNTYPED_NIL, expression: value });
    return UNTYPED_NIL;
  }
  const type = resolveType(checker, value);
  if (isInvalid(type) || of.mode === 'invalid') return INVALID;
  const missing = impossible(of.type, type);
  if (missing !== undefined)
    checker.error(
      value.at,
      `impossible type switch case: ${describe(of)} cannot have dynamic type ${typeText(type)} ${missing.replace(/^.*? (\()/s, '$1')}`,
    );
  return type;
}
