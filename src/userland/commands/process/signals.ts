import { parseSignal, SIGNALS, type Signal, signalName } from '../../../kernel/process/signals.ts';
import { type Command, type Context, Exit, reason } from '../common/context.ts';
import { missingOperand, parseOptions, usage } from '../common/options.ts';
import { basename } from '../common/paths.ts';
import { processList } from './process-list.ts';

/** kill(1) */
export const kill: Command = (context) => {
  const args = [...context.args];
  let signal: Signal = SIGNALS.SIGTERM;
  const first = args[0] ?? '';
  if (first === '-l' || first === '-L') {
    list(context, args.slice(1));
    return;
  }
  if (first === '-s' || first === '-n') {
    signal = wanted(context, args[1] ?? '');
    args.splice(0, 2);
  } else if (first === '--') args.shift();
  else if (/^-./.test(first)) {
    signal = wanted(context, first.slice(1));
    args.shift();
  }
  if (args[0] === '--') args.shift();
  if (args.length === 0) usage(context);
  for (const text of args) {
    if (!/^-?\d+$/.test(text)) {
      context.fail(context.gnu ? `failed to parse argument: '${text}'` : `invalid number '${text}'`);
      continue;
    }
    try {
      context.sys.kill(Number(text), signal);
    } catch (error) {
      if (context.gnu) context.fail(`(${text}): ${reason(error)}`);
      else context.fail(`can't kill pid ${text}: ${reason(error)}`);
    }
  }
};

function wanted(context: Context, text: string): Signal {
  if (text === '0') return 0;
  const signal = parseSignal(text);
  if (signal === undefined)
    throw new Exit(1, context.gnu ? `unknown signal name ${text}` : `bad signal name '${text}'`);
  return signal;
}

function list(context: Context, names: string[]): void {
  if (names.length === 0) {
    Object.entries(SIGNALS).forEach(([name, number]) => {
      context.print(context.gnu ? `${name.slice(3)}\n` : `${String(number).padStart(2)}) ${name.slice(3)}\n`);
    });
    return;
  }
  for (const text of names) {
    const number = parseSignal(text);
    if (number === undefined) context.fail(`unknown signal '${text}'`);
    else if (/^\d+$/.test(text)) {
      context.print(`${signalName(number > 128 ? number - 128 : number)?.slice(3) ?? text}\n`);
    } else context.print(`${number}\n`);
  }
}

/** pidof(8) */
export const pidof: Command = (context) => {
  const options = parseOptions(context, 'so:x');
  const pids = processList(context.sys)
    .filter(({ name, argv, pid }) => {
      const called = [name, basename(argv[0] ?? '')];
      return pid !== context.sys.pid && options.operands.some((wanted) => called.includes(basename(wanted)));
    })
    .map(({ pid }) => pid)
    .reverse();
  if (pids.length === 0) return 1;
  context.print(`${(options.has('s') ? pids.slice(0, 1) : pids).join(' ')}\n`);
  return 0;
};

/** killall(1) */
export const killall: Command = (context) => {
  const args = [...context.args];
  let signal: Signal = SIGNALS.SIGTERM;
  const given = args.findIndex((arg) => /^-(?!q$|-)/.test(arg));
  if (given >= 0) {
    const [option = ''] = args.splice(given, 1);
    signal = wanted(context, option === '-s' ? (args.splice(given, 1)[0] ?? '') : option.slice(1));
  }
  const quiet = args.includes('-q');
  const names = args.filter((arg) => arg !== '-q');
  if (names.length === 0) missingOperand(context);
  for (const wantedName of names) {
    const found = processList(context.sys).filter(
      ({ name, argv, pid }) =>
        pid !== context.sys.pid && (name === wantedName || basename(argv[0] ?? '') === wantedName),
    );
    if (found.length === 0) {
      if (!quiet) context.warn(`${wantedName}: no process ${context.gnu ? 'found' : 'killed'}`);
      context.status = 1;
    }
    for (const { pid } of found) {
      try {
        context.sys.kill(pid, signal);
      } catch (error) {
        context.fail(`${context.gnu ? `${wantedName}(${pid})` : `can't kill pid ${pid}`}: ${reason(error)}`);
      }
    }
  }
};

/** pgrep(1), pkill(1) */
export const pgrep: Command = (context) => {
  const killing = basename(context.name) === 'pkill';
  const args = [...context.args];
  let signal: Signal = SIGNALS.SIGTERM;
  const given = killing ? args.findIndex((arg) => /^-(\d+|[A-Z]{3,})$/.test(arg)) : -1;
  if (given >= 0) signal = wanted(context, args.splice(given, 1)[0]!.slice(1));
  const options = parseOptions(Object.assign(Object.create(context), { args }), 'lafnovxd:P:s:u:', {
    long: { full: 'f', exact: 'x', newest: 'n', oldest: 'o', inverse: 'v', signal: 'signal:', 'list-name': 'l' },
    status: 2,
  });
  const named = options.get('signal');
  if (named !== undefined) signal = wanted(context, named);
  const [source = ''] = options.operands;
  if (options.operands.length === 0 && !options.has('P')) usage(context, 2);
  const pattern = new RegExp(options.has('x') ? `^(?:${source})$` : source);
  let found = processList(context.sys).filter(({ pid, name, argv, ppid }) => {
    if (pid === context.sys.pid) return false;
    const parent = options.get('P');
    if (parent !== undefined && String(ppid) !== parent) return false;
    return pattern.test(options.has('f') ? argv.join(' ') : name) !== options.has('v');
  });
  if (options.has('n')) found = found.slice(-1);
  if (options.has('o')) found = found.slice(0, 1);
  for (const { pid, name, argv } of found) {
    if (!killing) {
      const label = options.has('a') ? ` ${argv.join(' ')}` : options.has('l') ? ` ${name}` : '';
      context.print(`${pid}${label}\n`);
      continue;
    }
    try {
      context.sys.kill(pid, signal);
    } catch (error) {
      context.fail(`killing pid ${pid} failed: ${reason(error)}`);
    }
  }
  return found.length > 0 ? context.status : 1;
};
