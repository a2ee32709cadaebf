import { ShellFailure } from '../run/outcome.ts';
import type { Shell } from '../run/shell.ts';
import { ArithmeticError, type ArithmeticScope, evaluate } from './arithmetic.ts';

/** Evaluates arithmetic in a shell's variables, with that shell's words for what is wrong. */
export function arithmetic(shell: Shell, text: string, command?: string): string {
  try {
    return evaluate(text, scopeOf(shell), shell.dialect.flavour);
  } catch (error) {
    if (error instanceof ArithmeticError)
      throw new ShellFailure(describe(shell, error, text), shell.dialect.bash ? 1 : 2, command);
    throw error;
  }
}

function scopeOf(shell: Shell): ArithmeticScope {
  return {
    get(name, index) {
      if (index !== undefined) return shell.element(name, index) ?? '';
      const value = shell.parameter(name);
      if (value === undefined && shell.options.nounset && shell.dialect.bash) {
        throw new ShellFailure(`${name}: unbound variable`, shell.commandString && shell.subshells === 0 ? 127 : 1);
      }
      return value ?? '';
    },
    set(name, value, index) {
      if (index !== undefined) shell.setElement(name, index, value);
      else shell.assign(name, value);
    },
  };
}

function describe(shell: Shell, error: ArithmeticError, text: string): string {
  switch (shell.dialect.flavour) {
    case 'busybox':
      if (error.kind === 'zero') return 'divide by zero';
      if (error.kind === 'ternary') return 'malformed ?: operator';
      if (error.kind === 'recursion') return 'expression recursion loop detected';
      if (error.kind === 'exponent') return 'exponent less than 0';
      return 'arithmetic syntax error';
    case 'dash': {
      const start = 'arithmetic expression: ';
      if (error.kind === 'zero') return `${start}division by zero: "${text}"`;
      if (error.kind === 'value') return `Illegal number: ${error.token}`;
      const wanted = error.token === '' || /^[)*/%&|<>=?:"']/.test(error.token) ? 'expecting primary' : 'expecting EOF';
      return `${start}${wanted}: "${text}"`;
    }
    case 'bash': {
      const shown = text.trimStart();
      if (error.kind === 'zero') return `${shown}: division by 0 (error token is "${error.token}")`;
      if (error.kind === 'assignment')
        return `${shown}: attempted assignment to non-variable (error token is "${error.token}")`;
      if (error.kind === 'recursion')
        return `${shown}: expression recursion level exceeded (error token is "${error.token}")`;
      if (error.kind === 'exponent') return `${shown}: exponent less than 0 (error token is "${error.token}")`;
      if (error.kind === 'value') return `${shown}: value too great for base (error token is "${error.token}")`;
      const operand = error.token === '' || /^[)*/%&|<>=?:,+'"-]/.test(error.token);
      return operand
        ? `${shown}: syntax error: operand expected (error token is "${error.token || (shown.at(-1) ?? '')}")`
        : `${shown}: syntax error in expression (error token is "${error.token}")`;
    }
  }
}
