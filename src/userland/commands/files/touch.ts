import { isErrno } from '../../../kernel/errno.ts';
import { type Command, Exit, reason } from '../common/context.ts';
import { missingOperand, parseOptions } from '../common/options.ts';
import { parseDate, parseStamp } from '../common/time/parse-date.ts';
import { timeZone } from '../common/time/zone.ts';

/** touch(1) */
export const touch: Command = (context) => {
  const { sys } = context;
  const options = parseOptions(context, 'acd:fhmr:t:', {
    long: {
      date: 'd',
      reference: 'r',
      'no-create': 'c',
      'no-dereference': 'h',
      ...(context.gnu ? { time: 'time:' } : {}),
    },
  });
  if (options.operands.length === 0) {
    if (context.gnu) context.misuse('missing file operand');
    missingOperand(context);
  }
  const zone = timeZone(sys);
  const now = sys.now();
  let times = { atime: now, mtime: now };
  const reference = options.get('r');
  const date = options.get('d');
  if (context.gnu && options.has('t') && (options.has('d') || options.has('r'))) {
    context.misuse('cannot specify times from more than one source');
  }
  const stamp = options.get('t');
  if (reference !== undefined) {
    try {
      times = sys.stat(reference);
    } catch (error) {
      throw new Exit(
        1,
        context.gnu
          ? `failed to get attributes of ${context.quote(reference)}: ${reason(error)}`
          : `can't stat '${reference}': ${reason(error)}`,
      );
    }
  }
  if (date !== undefined || stamp !== undefined) {
    const text = (date ?? stamp)!;
    const parsed =
      date !== undefined
        ? (parseDate(text, reference === undefined ? now : times.mtime, zone) ??
          (context.gnu ? undefined : parseStamp(text, 'date', now, zone)))
        : parseStamp(text, 'touch', now, zone);
    if (parsed === undefined) {
      throw new Exit(1, context.gnu ? `invalid date format ${context.quote(text)}` : `invalid date '${text}'`);
    }
    times = { atime: parsed, mtime: parsed };
  }
  const which = options.get('time') ?? '';
  const access = options.has('a') || /^(a|use)/.test(which);
  const modify = options.has('m') || /^m/.test(which);
  const wanted = {
    ...(access || !modify ? { atime: times.atime } : {}),
    ...(modify || !access ? { mtime: times.mtime } : {}),
  };
  const noFollow = options.has('h');
  for (const path of options.operands) {
    if (path === '-' && context.gnu) continue;
    try {
      try {
        sys.utimes(path, wanted, { noFollow });
      } catch (error) {
        if (!isErrno(error, 'ENOENT')) throw error;
        if (options.has('c') || noFollow) continue;
        sys.close(sys.open(path, { write: true, create: true }));
        sys.utimes(path, wanted);
      }
    } catch (error) {
      if (context.gnu) context.fail(`cannot touch ${context.quote(path)}: ${reason(error)}`);
      else context.fail(`${path}: ${reason(error)}`);
    }
  }
};
