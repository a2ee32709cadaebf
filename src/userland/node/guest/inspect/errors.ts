import type { ModuleFactory } from '../globals.ts';
import type { Context, Key } from './context.ts';
import type { NamesModule } from './names.ts';

export interface ErrorsModule {
  /** An error's text. `keys`, its properties to be shown, lose what the text says and gain what hides. */
  describe(error: Error, className: string | null, tag: string, context: Context, keys: Key[]): string;
}

/** Errors: their stack, named as they are. */
export const inspectErrors: ModuleFactory = (_host, builtin): ErrorsModule => {
  const { prefix } = builtin('internal/inspect/names') as unknown as NamesModule;
  const places = (globalThis as unknown as { __stack(text: string): string }).__stack;

  const stackOf = (error: Error): string => {
    const stack = error.stack ? String(error.stack) : '';
    const head = () => Error.prototype.toString.call(error);
    if (stack === '') return head();
    // Thrown by QuickJS itself: only where it came from.
    if (!/^\s*at /.test(stack)) return stack.trimEnd();
    const frames = places(`\n${stack}`).trimEnd().split('\n').slice(1, 11);
    return [head(), ...frames].join('\n');
  };

  /** A stack says what `name` is; it should say of which class the error is, too. */
  const withClass = (stack: string, className: string | null, name: string, tag: string): string => {
    const begins = stack.startsWith(name) && /^(?:$|:|\n)/.test(stack.slice(name.length));
    if (className !== null && !(name.endsWith('Error') && begins)) return stack;
    let length = name.length;
    let fallback = 'Error';
    if (className === null) {
      const found =
        /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/.exec(stack)?.[1] ??
        /^([a-z_A-Z0-9-]*Error)$/.exec(stack)?.[1] ??
        '';
      length = found.length;
      fallback = found || 'Error';
    }
    const full = prefix(className, tag, fallback).slice(0, -1);
    if (name === full) return stack;
    if (!full.includes(name)) return `${full} [${name}]${stack.slice(length)}`;
    return length === 0 ? `${full}: ${stack}` : full + stack.slice(length);
  };

  /** Frames that the cause's stack has too are shown there. */
  const withoutCauses = (frames: string[], error: Error, context: Context): string[] => {
    const { cause } = error;
    if (!(cause instanceof Error)) return frames;
    const causeFrames = stackOf(cause).split('\n').slice(1);
    for (let at = 0; at < frames.length - 3; at += 1) {
      const same = causeFrames.indexOf(frames[at]!);
      if (same < 0) continue;
      let count = 1;
      while (
        at + count < frames.length &&
        same + count < causeFrames.length &&
        frames[at + count] === causeFrames[same + count]
      )
        count += 1;
      if (count <= 3) continue;
      const note = context.stylize(`    ... ${count - 2} lines matching cause stack trace ...`, 'undefined');
      return [...frames.slice(0, at + 1), note, ...frames.slice(at + count - 1)];
    }
    return frames;
  };

  const describe: ErrorsModule['describe'] = (error, className, tag, context, keys) => {
    const name = error.name == null ? 'Error' : String(error.name);
    const said = stackOf(error);
    if (!context.showHidden) {
      for (const key of ['name', 'message', 'stack'] as const) {
        const at = keys.indexOf(key);
        if (at >= 0 && (key === 'stack' || said.includes(String(error[key])))) keys.splice(at, 1);
      }
    }
    if ('cause' in error && !keys.includes('cause')) keys.push('cause');
    if (Array.isArray((error as AggregateError).errors) && !keys.includes('errors')) keys.push('errors');
    let stack = withClass(said, className, name, tag);
    const message = error.message ? stack.indexOf(error.message) : -1;
    const frames = stack.indexOf('\n    at', message < 0 ? 0 : message + error.message.length);
    if (frames < 0) stack = `[${stack}]`;
    else {
      const lines = withoutCauses(stack.slice(frames + 1).split('\n'), error, context);
      const shown = context.colors ? lines.map((line) => internal(line, context)) : lines;
      stack = [stack.slice(0, frames), ...shown].join('\n');
    }
    return stack.replaceAll('\n', `\n${' '.repeat(context.indentation)}`);
  };
  const internal = (line: string, context: Context) =>
    /^ {4}at (?:.*\()?node:/.test(line) ? context.stylize(line, 'undefined') : line;

  return { describe };
};
