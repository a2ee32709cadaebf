import type { TerminalSettings } from '../../../kernel/tty/types.ts';
import { type Command, Exit } from '../common/context.ts';
import { closeInput } from '../common/input.ts';

const FLAGS: Record<string, keyof TerminalSettings> = {
  icanon: 'canonical',
  echo: 'echo',
  isig: 'signals',
  icrnl: 'mapCarriageReturn',
  onlcr: 'mapNewline',
  opost: 'mapNewline',
};
const RAW = { canonical: false, signals: false, mapCarriageReturn: false, mapNewline: false };
const COOKED = { canonical: true, signals: true, mapCarriageReturn: true, mapNewline: true };
/** Settings that exist and change nothing a program here could see. */
const WITHOUT_EFFECT =
  /^-?(ixon|ixoff|ixany|iexten|echoe|echok|echoctl|echoke|echonl|brkint|imaxbel|iutf8|hupcl|cread|cs[5-8]|noflsh|tostop|istrip|inlcr|igncr|parenb|cstopb|clocal)$/;
const CHARACTERS = /^(intr|quit|erase|kill|eof|eol|eol2|swtch|start|stop|susp|rprnt|werase|lnext|discard|min|time)$/;

/** stty(1), for what a pseudo-terminal here has; the sizes and speeds of others are not simulated. */
export const stty: Command = (context) => {
  // settings begin with a dash, too: getopt would take them for options
  const words = [...context.args];
  let path: string | undefined;
  let listing: 'brief' | 'all' | 'saved' = 'brief';
  for (let own = true; own && words.length > 0; ) {
    const [first = '', second] = words;
    if (first === '-a' || first === '--all') listing = 'all';
    else if (first === '-g' || first === '--save') listing = 'saved';
    else if (first === '-F') path = second;
    else if (/^(-F|--file=)./.test(first)) path = first.replace(/^(-F|--file=)/, '');
    else own = false;
    if (own) words.splice(0, first === '-F' ? 2 : 1);
  }
  const { sys } = context;
  const fd = path === undefined ? 0 : sys.open(path, { read: true });
  if (!sys.isatty(fd)) {
    const name = path === undefined ? "'standard input'" : path;
    throw new Exit(1, `${context.gnu ? name : 'standard input'}: Inappropriate ioctl for device`);
  }
  let settings = sys.terminalSettings(fd);
  const { rows, columns } = sys.windowSize(fd);
  if (words.length === 0) {
    if (listing === 'saved') context.print(`${saved(settings)}\n`);
    else context.print(listing === 'all' ? all(settings, rows, columns) : brief(settings));
  }
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const off = word.startsWith('-');
    const flag = FLAGS[word.replace(/^-/, '')];
    if (flag) settings = { ...settings, [flag]: !off };
    else if (word === 'size') context.print(`${rows} ${columns}\n`);
    else if (word === 'speed') context.print('38400\n');
    else if (word === 'raw' || word === '-cooked') settings = { ...settings, ...RAW };
    else if (word === 'cooked' || word === '-raw') settings = { ...settings, ...COOKED };
    else if (word === 'sane') settings = { ...settings, ...COOKED, echo: true };
    else if (word === 'cbreak') settings = { ...settings, canonical: false };
    else if (word === '-cbreak') settings = { ...settings, canonical: true };
    else if (/^[0-9a-f]+(:[0-9a-f]+){3,}$/.test(word)) settings = restored(word);
    else if (CHARACTERS.test(word)) i++;
    else if (['rows', 'cols', 'columns'].includes(word)) throw new Exit(1, `drydock: not simulated: stty ${word}`);
    else if (!WITHOUT_EFFECT.test(word)) {
      if (context.gnu) context.misuse(`invalid argument ${context.quote(word)}`);
      throw new Exit(1, `invalid argument '${word}'`);
    }
  }
  sys.setTerminalSettings(fd, settings);
  closeInput(context, fd);
};

const ORDER: (keyof TerminalSettings)[] = ['canonical', 'echo', 'signals', 'mapCarriageReturn', 'mapNewline'];
/** Bits of c_iflag, c_oflag and c_lflag on Linux, beside those that are always on. */
const BITS = { mapCarriageReturn: 0x100, mapNewline: 0x4, signals: 0x1, canonical: 0x2, echo: 0x8 };

function saved(settings: TerminalSettings): string {
  const bit = (name: keyof typeof BITS): number => (settings[name] ? BITS[name] : 0);
  const input = 0x4400 | bit('mapCarriageReturn');
  const local = 0x8a30 | bit('signals') | bit('canonical') | bit('echo');
  const characters = '3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0';
  return `${input.toString(16)}:${(0x1 | bit('mapNewline')).toString(16)}:bf:${local.toString(16)}:${characters}`;
}

function restored(text: string): TerminalSettings {
  const [input = 0, output = 0, , local = 0] = text.split(':').map((part) => Number.parseInt(part, 16));
  const words = { mapCarriageReturn: input, mapNewline: output, signals: local, canonical: local, echo: local };
  const flags = ORDER.map((name) => [name, (words[name] & BITS[name]) !== 0]);
  return Object.fromEntries(flags) as unknown as TerminalSettings;
}

function brief(settings: TerminalSettings): string {
  const names = Object.entries(FLAGS).filter(([name, flag]) => name !== 'opost' && !settings[flag]);
  const changed = names.map(([name]) => `-${name}`).join(' ');
  return `speed 38400 baud; line = 0;\n${changed ? `${changed}\n` : ''}`;
}

function all(settings: TerminalSettings, rows: number, columns: number): string {
  const of = (name: string): string => `${settings[FLAGS[name]!] ? '' : '-'}${name}`;
  return [
    `speed 38400 baud; rows ${rows}; columns ${columns}; line = 0;`,
    'intr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; eol = <undef>;',
    'eol2 = <undef>; swtch = <undef>; start = ^Q; stop = ^S; susp = ^Z; rprnt = ^R;',
    'werase = ^W; lnext = ^V; discard = ^O; min = 1; time = 0;',
    '-parenb -parodd -cmspar cs8 -hupcl -cstopb cread -clocal -crtscts',
    `-ignbrk -brkint -ignpar -parmrk -inpck -istrip -inlcr -igncr ${of('icrnl')} ixon -ixoff`,
    '-iuclc -ixany -imaxbel iutf8',
    `${of('opost')} -olcuc -ocrnl ${of('onlcr')} -onocr -onlret -ofill -ofdel nl0 cr0 tab0 bs0 vt0 ff0`,
    `${of('isig')} ${of('icanon')} iexten ${of('echo')} echoe echok -echonl -noflsh -xcase -tostop -echoprt`,
    'echoctl echoke -flusho -extproc',
    '',
  ].join('\n');
}
