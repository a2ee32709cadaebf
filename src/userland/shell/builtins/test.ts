import { matches } from '../expand/pattern.ts';
import type { Shell } from '../run/shell.ts';
import { AlmquistTest } from './almquist-test.ts';
import { BashTest } from './bash-test.ts';
import type { Builtins } from './builtin.ts';
import { BadNumber, TestError } from './test-operators.ts';

function run(shell: Shell, argv: string[], extended: boolean): number {
  const name = argv[0]!;
  let words = argv.slice(1);
  if (name !== 'test') {
    const close = name === '[[' ? ']]' : ']';
    if (words.at(-1) !== close) {
      report(shell, name, shell.dialect.bash ? `missing \`${close}'` : `missing ${close}`);
      return 2;
    }
    words = words.slice(0, -1);
  }
  try {
    if (extended && words.length === 3) {
      const [left = '', operator = '', right = ''] = words;
      if (operator === '=' || operator === '==' || operator === '!=')
        return matches(right, left, shell.matching) === (operator !== '!=') ? 0 : 1;
      if (operator === '=~') return new RegExp(right).test(left) ? 0 : 1;
    }
    const expression = shell.dialect.bash ? new BashTest(shell, words) : new AlmquistTest(shell, words);
    return expression.evaluate() ? 0 : 1;
  } catch (error) {
    if (error instanceof BadNumber) {
      const { flavour } = shell.dialect;
      if (flavour === 'busybox') report(shell, name, `${error.text}: bad number`);
      else
        report(
          shell,
          name,
          flavour === 'dash' ? `Illegal number: ${error.text}` : `${error.text}: integer expression expected`,
        );
      return 2;
    }
    if (!(error instanceof TestError)) throw error;
    report(shell, name, error.message);
    return 2;
  }
}

/** busybox's test is the applet, which names only itself. */
function report(shell: Shell, name: string, message: string): void {
  shell.complain(message, shell.dialect.flavour === 'busybox' ? undefined : name);
}

export const testBuiltins: Builtins = {
  test: { run: (shell, argv) => run(shell, argv, false) },
  '[': { run: (shell, argv) => run(shell, argv, false) },
};

/** busybox: `[[` is `[` with patterns. */
export const doubleBracketBuiltins: Builtins = {
  '[[': { run: (shell, argv) => run(shell, argv, true) },
};
