import { isErrno } from '../../../kernel/errno.ts';
import { parseSignal } from '../../../kernel/process/signals.ts';
import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { numbered } from '../common/errno-numbers.ts';
import { loadConfiguration } from './config/load.ts';
import type { Configuration } from './config/model.ts';
import { ConfigError } from './config/parse.ts';
import { logTime } from './log.ts';
import { Master } from './master.ts';
import { nginxVersion } from './variables.ts';

interface Invocation {
  config: string;
  globals: string;
  test: boolean;
  dump: boolean;
  quiet: boolean;
  signal: string | undefined;
  show: 'version' | 'build' | 'help' | undefined;
}

/** nginx(8). */
export const nginx: Program = {
  name: 'nginx',
  async main(sys) {
    const said = (level: string, message: string) => sys.write(2, `nginx: [${level}] ${message}\n`);
    let invocation: Invocation;
    try {
      invocation = readArguments(sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      await sys.write(2, `nginx: ${error.message}\n`);
      return 1;
    }
    if (invocation.show) return show(sys, invocation.show);
    const { config: path, globals, test, quiet } = invocation;
    let config: Configuration;
    try {
      config = await loadConfiguration(sys, { path, globals });
      for (const warning of config.warnings) await said('warn', warning);
      if (sys.credentials().euid !== 0) await warnUser(sys, config);
      if (invocation.signal !== undefined) return await signalMaster(sys, config, invocation.signal);
      const master = new Master(sys, config, globals);
      await master.prepare();
      if (test) {
        if (!quiet) {
          await sys.write(2, `nginx: the configuration file ${path} syntax is ok\n`);
          await sys.write(2, `nginx: configuration file ${path} test is successful\n`);
        }
        if (invocation.dump) await dump(sys, config);
        return 0;
      }
      if (config.main.flag('daemon', true)) {
        sys.fork((child) => {
          child.newSession();
          return master.moveTo(child).run();
        });
        return 0;
      }
      return await master.run();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (!test) await logEarly(sys, error.message);
      await said('emerg', error.message);
      if (test) await sys.write(2, `nginx: configuration file ${path} test failed\n`);
      return 1;
    }
  },
};

function readArguments(args: readonly string[]): Invocation {
  const invocation: Invocation = {
    config: '/etc/nginx/nginx.conf',
    globals: '',
    test: false,
    dump: false,
    quiet: false,
    signal: undefined,
    show: undefined,
  };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith('-')) throw new ConfigError(`invalid option: "${arg}"`);
    for (let i = 1; i < arg.length; i++) {
      const letter = arg[i]!;
      if (letter === 'h' || letter === '?') invocation.show = 'help';
      else if (letter === 'v') invocation.show ??= 'version';
      else if (letter === 'V') invocation.show = 'build';
      else if (letter === 't') invocation.test = true;
      else if (letter === 'T') invocation.test = invocation.dump = true;
      else if (letter === 'q') invocation.quiet = true;
      else if ('cgspe'.includes(letter)) {
        const value = arg.slice(i + 1) || args[++at];
        if (value === undefined) throw new ConfigError(`option "-${letter}" requires ${NEEDS[letter]}`);
        if (letter === 'p' || letter === 'e') throw new ConfigError(`drydock: not simulated: option "-${letter}"`);
        if (letter === 'c') invocation.config = value.startsWith('/') ? value : `/etc/nginx/${value}`;
        else if (letter === 'g') invocation.globals = value;
        else if (letter === 's') {
          if (!['stop', 'quit', 'reopen', 'reload'].includes(value))
            throw new ConfigError(`invalid option: "-s ${value}"`);
          invocation.signal = value;
        }
        break;
      } else throw new ConfigError(`invalid option: "${letter}"`);
    }
  }
  return invocation;
}

const NEEDS: Record<string, string> = {
  c: 'file name',
  g: 'parameter',
  s: 'parameter',
  p: 'directory name',
  e: 'file name',
};

async function show(sys: SystemCalls, what: 'version' | 'build' | 'help'): Promise<number> {
  let text = `nginx version: nginx/${nginxVersion(sys)}\n`;
  if (what === 'build') {
    text +=
      'configure arguments: --prefix=/etc/nginx --sbin-path=/usr/sbin/nginx --conf-path=/etc/nginx/nginx.conf ' +
      '--error-log-path=/var/log/nginx/error.log --http-log-path=/var/log/nginx/access.log --pid-path=/run/nginx.pid\n';
  } else if (what === 'help') {
    text +=
      'Usage: nginx [-?hvVtTq] [-s signal] [-p prefix]\n             [-e filename] [-c filename] [-g directives]\n\nOptions:\n' +
      '  -?,-h         : this help\n  -v            : show version and exit\n' +
      '  -V            : show version and configure options then exit\n  -t            : test configuration and exit\n' +
      '  -T            : test configuration, dump it and exit\n' +
      '  -q            : suppress non-error messages during configuration testing\n' +
      '  -s signal     : send signal to a master process: stop, quit, reopen, reload\n' +
      '  -p prefix     : set prefix path (default: /etc/nginx/)\n' +
      '  -e filename   : set error log file (default: /var/log/nginx/error.log)\n' +
      '  -c filename   : set configuration file (default: /etc/nginx/nginx.conf)\n' +
      '  -g directives : set global directives out of configuration file\n\n';
  }
  await sys.write(2, text);
  return 0;
}

async function warnUser(sys: SystemCalls, config: Configuration): Promise<void> {
  const user = config.main.get('user');
  if (!user) return;
  const message =
    'the "user" directive makes sense only if the master process runs with super-user privileges, ignored' +
    ` in ${user.file}:${user.line}`;
  await logEarly(sys, message, 'warn');
  await sys.write(2, `nginx: [warn] ${message}\n`);
}

/** Before the configuration's own logs are open, messages go to the standard error log, too. */
async function logEarly(sys: SystemCalls, message: string, level = 'emerg'): Promise<void> {
  try {
    const fd = sys.open('/var/log/nginx/error.log', { write: true, append: true, create: true });
    await sys.write(fd, `${logTime(sys.now())} [${level}] ${sys.pid}#${sys.pid}: ${message}\n`);
    sys.close(fd);
  } catch (error) {
    if (!isErrno(error)) throw error;
    await sys.write(
      2,
      `nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (${numbered(error)})\n`,
    );
  }
}

async function signalMaster(sys: SystemCalls, config: Configuration, name: string): Promise<number> {
  const signal = { stop: 'TERM', quit: 'QUIT', reopen: 'USR1', reload: 'HUP' }[name] ?? 'TERM';
  const path = config.main.value('pid') ?? '/run/nginx.pid';
  await logEarly(sys, 'signal process started', 'notice');
  const fail = async (message: string) => {
    await logEarly(sys, message, 'error');
    await sys.write(2, `nginx: [error] ${message}\n`);
    return 1;
  };
  let pid: string;
  try {
    pid = textFromBytes(sys.readFile(path)).trim();
  } catch (error) {
    if (!isErrno(error)) throw error;
    return fail(`open() "${path}" failed (${numbered(error)})`);
  }
  if (!/^\d+$/.test(pid)) return fail(`invalid PID number "${pid}" in "${path}"`);
  try {
    sys.kill(Number(pid), parseSignal(signal)!);
    return 0;
  } catch (error) {
    if (!isErrno(error)) throw error;
    return fail(`kill(${pid}, ${parseSignal(signal)}) failed (3: ${error.message})`);
  }
}

async function dump(sys: SystemCalls, { files }: Configuration): Promise<void> {
  for (const [path, text] of files) await sys.write(1, `# configuration file ${path}:\n${text}\n`);
}
