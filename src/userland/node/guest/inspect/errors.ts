import type { ModuleFactory } from '../globals.ts';
import type { InspectContext } from './context.ts';

export interface ErrorTexts {
  /** Its stack, or `[message]` when it has none; takes out of `keys` what that says already, and adds causes. */
  readonly errorBase: (
    context: InspectContext,
    error: Error,
    constructorName: string | null,
    prefix: string,
    keys: (string | symbol)[],
  ) => string;
}

/** Errors as inspect writes them (lib/internal/util/inspect.js, formatError). */
export const errorTexts: ModuleFactory = (): ErrorTexts => {
  /** QuickJS's stacks have no first line. */
  const stackOf = (error: Error): string => {
    const head = error.message === '' ? String(error.name) : `${error.name}: ${error.message}`;
    const frames = String(error.stack ?? '').trimEnd();
    if (frames === '') return head;
    return /^\s*at /.test(frames) ? `${head}\n${frames}` : frames;
  };
  const framesOf = (stack: string): string[] => {
    const start = stack.indexOf('\n    at');
    return start < 0 ? [] : stack.slice(start + 1).split('\n');
  };

  /** A class's own name goes before that of the error it is. */
  const named = (stack: string, name: string, constructorName: string | null, prefix: string): string => {
    const isNamed = name.endsWith('Error') && stack.startsWith(name) && /^[:\n]?$/.test(stack.charAt(name.length));
    if (constructorName !== null && !isNamed) return stack;
    if (name === prefix) return stack;
    if (prefix.includes(name)) return `${prefix}${stack.slice(name.length)}`;
    return `${prefix} [${name}]${stack.slice(name.length)}`;
  };

  /** Frames that its cause has too are told once. */
  const shortened = (frames: string[], cause: unknown): string[] => {
    if (!(cause instanceof Error)) return frames;
    const others = framesOf(stackOf(cause));
    for (let at = 0; at < frames.length - 3; at += 1) {
      const other = others.indexOf(frames[at]!);
      if (other < 0) continue;
      let length = 0;
      while (at + length < frames.length && frames[at + length] === others[other + length]) length += 1;
      if (length > 3)
        return [
          ...frames.slice(0, at + 1),
          `    ... ${length - 2} lines matching cause stack trace ...`,
          ...frames.slice(at + length - 1),
        ];
    }
    return frames;
  };

  const errorBase: ErrorTexts['errorBase'] = (context, error, constructorName, prefix, keys) => {
    const name = String(error.name ?? 'Error');
    const whole = stackOf(error);
    if (!context.showHidden) {
      for (const each of ['name', 'message', 'stack'] as const) {
        const at = keys.indexOf(each);
        const told: unknown = error[each];
        if (at >= 0 && (typeof told !== 'string' || whole.includes(told) || each === 'stack')) keys.splice(at, 1);
      }
    }
    for (const each of ['cause', 'errors'])
      if (
        Object.hasOwn(error, each) &&
        !keys.includes(each) &&
        (each === 'cause' || Array.isArray((error as AggregateError).errors))
      )
        keys.push(each);
    const stack = named(whole, name, constructorName, prefix);
    const after = error.message === '' ? 0 : Math.max(0, stack.indexOf(error.message)) + error.message.length;
    const start = stack.indexOf('\n    at', after);
    const text =
      start < 0
        ? `[${stack}]`
        : `${stack.slice(0, start)}\n${shortened(stack.slice(start + 1).split('\n'), (error as { cause?: unknown }).cause).join('\n')}`;
    return context.indentation === 0 ? text : text.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
  };
  return { errorBase };
};
