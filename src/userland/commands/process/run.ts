import { parseSignal, SIGNALS } from '../../../kernel/process/signals.ts';
import { type Command, Exit } from '../common/context.ts';
import { missingOperand, parseOptions, usage } from '../common/options.ts';
import { parseDuration } from '../common/sizes.ts';
import { cannotRun, execute, runChild, shellStatus } from './child.ts';

/** env(1) */
export const env: Command = async (context) => {
  const options = parseOptions(context, '+iu:0C:S:v', {
    status: context.gnu ? 125 : 1,
    long: { 'ignore-environment': 'i', unset: 'u', null: '0', chdir: 'C', 'split-string': 'S' },
  });
  const { sys } = context;
  const operands = [...options.all('S').flatMap((text) => text.trim().split(/\s+/)), ...options.operands];
  const variables = options.has('i') ? new Map<string, string>() : new Map(sys.env);
  if (operands[0] === '-') {
    operands.shift();
    variables.clear();
  }
  for (const name of options.all('u')) variables.delete(name);
  for (let word = operands[0]; word?.includes('='); word = operands[0]) {
    const at = word.indexOf('=');
    variables.set(word.slice(0, at), word.slice(at + 1));
    operands.shift();
  }
  const directory = options.get('C');
  if (directory !== undefined) sys.chdir(directory);
  if (operands.length > 0) {
    return execute(context, operands, variables);
  }
  const end = options.has('0') ? '\0' : '\n';
  for (const [name, value] of variables) context.print(`${name}=${value}${end}`);
  return 0;
};

/** printenv(1) */
export const printenv: Command = (context) => {
  const options = parseOptions(context, '0', { status: 2, long: { null: '0' } });
  const end = options.has('0') ? '\0' : '\n';
  const { env } = context.sys;
  if (options.operands.length === 0) for (const [name, value] of env) context.print(`${name}=${value}${end}`);
  for (const name of options.operands) {
    const value = env.get(name);
    if (value === undefined) context.status = 1;
    else context.print(value + end);
  }
};

/** timeout(1): 124 when the time was up. */
export const timeout: Command = async (context) => {
  const options = parseOptions(context, '+k:s:v', {
    status: context.gnu ? 125 : 1,
    long: { 'kill-after': 'k', signal: 's', 'preserve-status': 'preserve', foreground: 'foreground', verbose: 'v' },
  });
  const [time, ...argv] = options.operands;
  if (time === undefined || argv.length === 0) usage(context, context.gnu ? 125 : 1);
  const duration = parseDuration(time);
  if (duration === undefined) {
    if (context.gnu) context.misuse(`invalid time interval ${context.quote(time)}`, 125);
    throw new Exit(1, `invalid number '${time}'`);
  }
  const name = options.get('s');
  const signal = name === undefined ? SIGNALS.SIGTERM : parseSignal(name);
  if (signal === undefined) {
    if (context.gnu) context.misuse(`${context.quote(name!)}: invalid signal`, 125);
    throw new Exit(1, `bad signal name '${name}'`);
  }
  const { sys } = context;
  let pid: number;
  try {
    pid = sys.spawn({ argv });
  } catch {
    // names the fault in the usual words
    return runChild(context, argv);
  }
  // busybox's becomes the command itself: as PID 1 that is a process signals from inside do nothing to.
  const unkillable = !context.gnu && sys.pid === 1;
  let late = false;
  const timers: (() => void)[] = [];
  const strike = (with_: number): void => {
    if (unkillable) return;
    try {
      sys.kill(pid, with_);
      if (with_ !== SIGNALS.SIGKILL) sys.kill(pid, SIGNALS.SIGCONT);
    } catch {
      // it has just ended
    }
  };
  if (duration > 0 && Number.isFinite(duration)) {
    timers.push(
      sys.platform.timer(Math.min(duration, 2 ** 31 - 1), () => {
        late = true;
        strike(signal);
        const after = parseDuration(options.get('k') ?? '');
        if (after) timers.push(sys.platform.timer(after, () => strike(SIGNALS.SIGKILL)));
      }),
    );
  }
  const result = await sys.wait(pid);
  for (const cancel of timers) cancel();
  const status = result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
  const died = result && 'signal' in result ? result.signal : undefined;
  // busybox's is the command, so to say; GNU's dies of SIGKILL alone as its command did.
  if (died !== undefined && !unkillable && (!context.gnu || (late && died === SIGNALS.SIGKILL))) {
    await context.out.flush();
    if (died !== SIGNALS.SIGKILL) sys.signal(died, 'default');
    sys.kill(sys.pid, died);
    await sys.checkpoint();
  }
  if (!late || unkillable || !context.gnu || options.has('preserve')) return status;
  return 124;
};

/** nice(1): priorities make no difference here. */
export const nice: Command = async (context) => {
  const options = parseOptions(context, '+n:#', { status: 125, long: { adjustment: 'n' } });
  if (options.operands.length > 0) return execute(context, options.operands);
  context.print('0\n');
  return 0;
};

/** nohup(1) */
export const nohup: Command = async (context) => {
  const { operands } = parseOptions(context, '+', { status: 125 });
  const { sys } = context;
  if (operands.length === 0) missingOperand(context, undefined, 125);
  sys.signal(SIGNALS.SIGHUP, 'ignore');
  if (sys.isatty(1)) {
    const fd = sys.open('nohup.out', { write: true, append: true, create: true }, 0o600);
    context.warn(`${sys.isatty(0) ? 'ignoring input and ' : ''}appending output to 'nohup.out'`);
    await context.out.flush();
    sys.dup2(fd, 1);
    if (sys.isatty(2)) sys.dup2(1, 2);
    sys.close(fd);
    if (sys.isatty(0)) sys.dup2(sys.open('/dev/null', { read: true }), 0);
  }
  return execute(context, operands);
};

/** setsid(1) */
export const setsid: Command = async (context) => {
  const options = parseOptions(context, '+cfw', { long: { ctty: 'c', fork: 'f', wait: 'w' } });
  if (options.operands.length === 0) missingOperand(context);
  const { sys } = context;
  if (!options.has('f') && sys.processGroup() !== sys.pid) {
    sys.newSession();
    return execute(context, options.operands);
  }
  let pid: number;
  try {
    pid = sys.spawn({ argv: options.operands, newSession: true });
  } catch (error) {
    return cannotRun(context, options.operands[0]!, error);
  }
  if (!options.has('w')) return 0;
  const result = await sys.wait(pid);
  return result && ('code' in result || 'signal' in result) ? shellStatus(result) : 1;
};

/** time(1): only the wall clock is known. */
export const time: Command = async (context) => {
  const options = parseOptions(context, '+pvo:f:', {});
  if (options.operands.length === 0) missingOperand(context);
  const begin = context.sys.now();
  const status = await runChild(context, options.operands);
  const seconds = (context.sys.now() - begin) / 1000;
  if (options.has('p') || context.gnu) {
    context.out.text(`real ${seconds.toFixed(2)}\nuser 0.00\nsys 0.00\n`, 2);
  } else {
    const shown = `${Math.floor(seconds / 60)}m ${(seconds % 60).toFixed(2)}s`;
    context.out.text(`real\t${shown}\nuser\t0m 0.00s\nsys\t0m 0.00s\n`, 2);
  }
  return status;
};

/** chroot(1) */
export const chroot: Command = async (context) => {
  const { operands } = parseOptions(context, '+', { status: 125 });
  const [root, ...argv] = operands;
  if (root === undefined) missingOperand(context, undefined, 125);
  const { sys } = context;
  try {
    sys.chroot(root);
    sys.chdir('/');
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    throw new Exit(
      context.gnu ? 125 : 1,
      context.gnu
        ? `cannot change root directory to ${context.quote(root)}: ${message}`
        : `can't change root directory to '${root}': ${message}`,
    );
  }
  return execute(context, argv.length > 0 ? argv : [sys.env.get('SHELL') ?? '/bin/sh', '-i']);
};
