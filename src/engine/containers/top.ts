import { RESIDENT_BYTES, VIRTUAL_BYTES } from '../../kernel/devices/hardware.ts';
import type { Process } from '../../kernel/kernel.ts';
import type { EngineContext } from '../context.ts';
import { badParameter, conflict, systemError } from '../errors.ts';
import type { Container } from './container.ts';

interface Column {
  readonly title: string;
  readonly value: (process: Process, context: EngineContext) => string;
}

/** The columns of procps' ps that `docker top` can be asked for. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: { title: 'PID', value: (process) => String(process.pid) },
  ppid: { title: 'PPID', value: (process) => String(process.parentPid) },
  user: { title: 'USER', value: userOf },
  uid: { title: 'UID', value: (process) => String(process.credentials.euid) },
  gid: { title: 'GID', value: (process) => String(process.credentials.egid) },
  uname: { title: 'UID', value: userOf },
  c: { title: 'C', value: () => '0' },
  stime: { title: 'STIME', value: (process) => clock(process.startTime) },
  tty: { title: 'TTY', value: (process) => process.terminal?.replace('/dev/', '') ?? '?' },
  time: { title: 'TIME', value: () => '00:00:00' },
  etime: { title: 'ELAPSED', value: (process, context) => elapsed(context.platform.now() - process.startTime) },
  stat: {
    title: 'STAT',
    value: (process) => ({ running: 'R', sleeping: 'S', stopped: 'T', zombie: 'Z' })[process.state],
  },
  comm: { title: 'COMMAND', value: (process) => baseName(process.argv[0] ?? '') },
  cmd: { title: 'CMD', value: commandOf },
  args: { title: 'COMMAND', value: commandOf },
  command: { title: 'COMMAND', value: commandOf },
  bsdtime: { title: 'TIME', value: () => '0:00' },
  start: { title: 'START', value: (process) => clock(process.startTime) },
  vsz: { title: 'VSZ', value: () => String(VIRTUAL_BYTES / 1024) },
  rss: { title: 'RSS', value: () => String(RESIDENT_BYTES / 1024) },
  '%cpu': { title: '%CPU', value: () => '0.0' },
  '%mem': { title: '%MEM', value: () => '0.0' },
};
const FULL = ['uname', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
const AUX = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'bsdtime', 'args'];
const BSD = ['pid', 'tty', 'stat', 'bsdtime', 'args'];

/** `GET /containers/{id}/top`: the host's ps over the container's processes. */
export function topOf(
  context: EngineContext,
  container: Container,
  psArgs: string,
): { Processes: string[][]; Titles: string[] } {
  const run = container.running;
  if (!run) throw conflict(`container ${container.id} is not running`);
  if (container.cancelRestart)
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`);
  const columns = columnsOf(psArgs);
  if (!columns.some((column) => column.title === 'PID')) throw systemError("Couldn't find PID field in ps output");
  const own = context.kernel
    .processes()
    .filter((process) => process.namespaces.pid.id === run.namespaces.pid.id && process.state !== 'zombie');
  own.sort((a, b) => a.pid - b.pid);
  return {
    Processes: own.map((process) => columns.map((column) => column.value(process, context))),
    Titles: columns.map((column) => column.title),
  };
}

function columnsOf(psArgs: string): Column[] {
  const words = psArgs.split(/\s+/).filter(Boolean);
  let names: string[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    const output = /^-?[A-Za-z]*o(.*)$/.exec(word);
    if (/^-?[ax]*u[ax]*$/.test(word)) names.push(...AUX);
    else if (/^[ax]+$/.test(word)) names.push(...BSD);
    else if (output) names.push(...(output[1] || words[++i] || '').split(','));
    else if (/^-?[eA]*f[eA]*$/.test(word)) names.push(...FULL);
  }
  if (names.length === 0) names = words.length === 0 ? FULL : ['pid', 'tty', 'time', 'comm'];
  return names.map((name) => {
    const [key = '', title] = name.split('=');
    const column = COLUMNS[key];
    if (!column) throw badParameter(`ps: error: unknown user-defined format specifier "${key}"`);
    return title === undefined ? column : { ...column, title };
  });
}

function userOf(process: Process, context: EngineContext): string {
  const { euid } = process.credentials;
  const files = context.kernel.host.mount.files();
  if (!files.exists('/etc/passwd')) return String(euid);
  const rows = new TextDecoder().decode(files.readFile('/etc/passwd')).split('\n');
  return rows.map((row) => row.split(':')).find((row) => row[2] === String(euid))?.[0] ?? String(euid);
}

function commandOf(process: Process): string {
  return process.argv.join(' ');
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function clock(ms: number): string {
  return new Date(ms).toISOString().slice(11, 16);
}

function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
