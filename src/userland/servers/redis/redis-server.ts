import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import { LogFile } from '../common/log-file.ts';
import { ConfigFailure, RedisConfig } from './config.ts';
import { RedisServer } from './server.ts';
import { type Log, REDIS_VERSION } from './storage/persistence.ts';
import { RdbError } from './storage/rdb.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21 Nov 2025 03:00:00.000` */
function logTime(ms: number): string {
  const date = new Date(ms);
  return `${String(date.getUTCDate()).padStart(2, '0')} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${date.toISOString().slice(11, 23)}`;
}

/** redis-server 7.4. */
export const redisServer: Program = {
  name: 'redis-server',
  async main(sys) {
    const args = sys.argv.slice(1);
    if (args[0] === '--version' || args[0] === '-v') {
      await sys.write(1, `Redis server v=${REDIS_VERSION} sha=00000000:0 malloc=jemalloc-5.3.0 bits=64\n`);
      return 0;
    }
    if (args[0] === '--help' || args[0] === '-h') {
      await sys.write(1, 'Usage: ./redis-server [/path/to/redis.conf] [options] [-]\n');
      return 1;
    }
    const out = new LogFile(sys, 1);
    const line = (role: string, level: string, message: string) =>
      out.write(`${sys.pid}:${role} ${logTime(sys.now())} ${level} ${message}\n`);
    let config: RedisConfig;
    try {
      config = RedisConfig.read(sys, args);
    } catch (error) {
      if (!(error instanceof ConfigFailure)) throw error;
      if (error.message.startsWith('Fatal error')) line('C', '#', error.message);
      else await sys.write(2, `${error.message}\n`);
      await out.flushed();
      return 1;
    }
    line('C', '*', 'oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo');
    line(
      'C',
      '*',
      `Redis version=${REDIS_VERSION}, bits=64, commit=00000000, modified=0, pid=${sys.pid}, just started`,
    );
    const named = sys.env.get('REDIS_VERSION') ?? REDIS_VERSION;
    if (named !== REDIS_VERSION) {
      line('C', '#', `drydock: not simulated: Redis ${named}; Redis ${REDIS_VERSION} answers in its place`);
    }
    if (config.path === undefined && !config.hasArguments) {
      line(
        'C',
        '#',
        'Warning: no config file specified, using the default config. In order to specify a config file use redis-server /path/to/redis.conf',
      );
    } else line('C', '*', 'Configuration loaded');
    const log: Log = (level, message) => line('M', level, message);
    log('*', 'monotonic clock: POSIX clock_gettime');
    const port = config.number('port');
    let listener: number;
    try {
      const bind = config.get('bind').split(' ')[0]?.replace(/^-/, '') ?? '*';
      listener = sys.listen(port, bind === '*' || bind === '0.0.0.0' ? '0.0.0.0' : bind);
    } catch (error) {
      if (!isErrno(error)) throw error;
      log('#', `Warning: Could not create server TCP listening socket *:${port}: bind: ${error.message}`);
      log('#', `Failed listening on port ${port} (tcp), aborting.`);
      await out.flushed();
      return 1;
    }
    sys.setTitle([`${sys.argv[0] ?? 'redis-server'} *:${port}`]);
    log('*', `Running mode=standalone, port=${port}.`);
    log('*', 'Server initialized');
    const server = new RedisServer(sys, config, log);
    try {
      sys.chdir(config.get('dir'));
      await server.load();
    } catch (error) {
      if (!(error instanceof RdbError) && !isErrno(error)) throw error;
      log('#', error instanceof RdbError ? error.message : `Can't chdir to '${config.get('dir')}': ${error.message}`);
      await out.flushed();
      return 1;
    }
    log('*', 'Ready to accept connections tcp');
    const status = await server.serve(listener, (message) => {
      out.write(`${sys.pid}:signal-handler (${Math.floor(sys.now() / 1000)}) ${message}\n`);
    });
    await out.flushed();
    return status;
  },
};
