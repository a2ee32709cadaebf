import type { MaybePromise } from '../../../kernel/program.ts';
import { binaryTest, unaryTest } from '../builtins/test-operators.ts';
import { arithmetic } from '../expand/calculate.ts';
import { wordExpression, wordPattern, wordText } from '../expand/expand.ts';
import { matches, narrow, widen } from '../expand/pattern.ts';
import type { TestExpression, Word } from '../grammar/tree.ts';
import { ShellFailure } from './outcome.ts';
import type { Shell } from './shell.ts';
import { chain } from './waiting.ts';

const NUMERIC = new Set(['-eq', '-ne', '-lt', '-le', '-gt', '-ge']);

/** bash's `[[ … ]]`: words are not split, the right side of = and != is a pattern, =~ a regular expression. */
export function evaluateTest(shell: Shell, node: TestExpression): MaybePromise<boolean> {
  switch (node.kind) {
    case 'not':
      return chain(evaluateTest(shell, node.operand), (truth) => !truth);
    case 'logical':
      return logical(shell, node.operator, node.operands, 0);
    case 'unary':
      return chain(wordText(shell, node.operand), (text) => {
        if (node.operator === '-v') return isSet(shell, text);
        return unaryTest(shell, node.operator, text);
      });
    case 'binary':
      return chain(wordText(shell, node.left), (left) => binary(shell, node.operator, left, node.right));
  }
}

function isSet(shell: Shell, text: string): boolean {
  const match = /^(\w+)\[(.*)\]$/.exec(text);
  return (match ? shell.element(match[1]!, match[2]!) : shell.parameter(text)) !== undefined;
}

function logical(
  shell: Shell,
  operator: '&&' | '||',
  operands: readonly TestExpression[],
  from: number,
): MaybePromise<boolean> {
  return chain(evaluateTest(shell, operands[from]!), (truth) => {
    if (from === operands.length - 1 || truth === (operator === '||')) return truth;
    return logical(shell, operator, operands, from + 1);
  });
}

function binary(shell: Shell, operator: string, left: string, right: Word): MaybePromise<boolean> {
  if (operator === '=' || operator === '==' || operator === '!=') {
    return chain(wordPattern(shell, right), (pattern) => {
      const fold = shell.shopt.has('nocasematch');
      const matching = { ...shell.matching, extended: true };
      const truth = fold
        ? matches(pattern.toLowerCase(), left.toLowerCase(), matching)
        : matches(pattern, left, matching);
      return truth === (operator !== '!=');
    });
  }
  if (operator === '=~')
    return chain(loadPosix(), (posix) =>
      chain(wordExpression(shell, right), (pattern) => regular(posix, shell, left, pattern)),
    );
  return chain(wordText(shell, right), (text) => {
    if (NUMERIC.has(operator)) return binaryTest(shell, operator, arithmetic(shell, left), arithmetic(shell, text));
    return binaryTest(shell, operator, left, text);
  });
}

type Posix = typeof import('../../regexp/posix.ts');
let loaded: Posix | undefined;

/** Regular expressions as POSIX has them, which a prompt does without. */
function loadPosix(): MaybePromise<Posix> {
  if (loaded) return loaded;
  return import('../../regexp/posix.ts').then((posix) => {
    loaded = posix;
    return posix;
  });
}

function regular({ compilePattern, BadPattern }: Posix, shell: Shell, text: string, pattern: string): boolean {
  const { bytes } = shell.matching;
  let match: RegExpExecArray | null;
  try {
    const options = { extended: true, ignoreCase: shell.shopt.has('nocasematch') };
    match = bytes
      ? compilePattern(narrow(pattern), options).exec(narrow(text))
      : compilePattern(pattern, { ...options, flags: 'u' }).exec(text);
  } catch (error) {
    if (error instanceof BadPattern) throw new ShellFailure('', 2);
    throw error;
  }
  const variable = shell.variables.declare('BASH_REMATCH');
  variable.array = new Map(
    (match ?? []).map((part, index) => [String(index), bytes ? widen(part ?? '') : (part ?? '')]),
  );
  return match !== null;
}
