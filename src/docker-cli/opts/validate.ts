import { ramInBytes } from '../../engine/api/units.ts';

/** opts.ValidateEnv: the value of a bare name is looked up later, where the environment is known. */
export function validateEnv(text: string): string {
  if (text.split('=')[0] === '') throw new Error(`invalid environment variable: ${text}`);
  return text;
}

export function validateLabel(text: string): string {
  const [key, ...rest] = text.split('=');
  const name = key!.trimStart();
  if (name.trim() === '') throw new Error(`invalid label '${text}': empty name`);
  if (/\s/.test(name)) throw new Error(`label '${rest.length ? key : text}' contains whitespaces`);
  return text;
}

const SYSCTLS = ['msgmax', 'msgmnb', 'msgmni', 'sem', 'shmall', 'shmmax', 'shmmni', 'shm_rmid_forced'].map(
  (name) => `kernel.${name}`,
);

/** opts.ValidateSysctl: settings that are a namespace's own. */
export function validateSysctl(text: string): string {
  const [name = '', value] = text.split('=', 2);
  const namespaced = SYSCTLS.includes(name) || name.startsWith('net.') || name.startsWith('fs.mqueue.');
  if (value === undefined || !namespaced) throw new Error(`sysctl '${text}' is not allowed`);
  return text;
}

export function validateAttach(text: string): string {
  const stream = text.toLowerCase();
  if (['stdin', 'stdout', 'stderr'].includes(stream)) return stream;
  throw new Error('valid streams are STDIN, STDOUT and STDERR');
}

export function validateFilter(text: string): string {
  if (!text.includes('=')) throw new Error('bad format of filter (expected name=value)');
  return text;
}

export function validateLink(text: string): string {
  if (text === '') throw new Error('empty string specified for links');
  if (text.split(':').length > 2) throw new Error(`bad format for links: ${text}`);
  return text;
}

/** `name:alias`; one word is both; a link of an old engine has slashes. */
export function parseLink(text: string): { name: string; alias: string } {
  validateLink(text);
  const [name, alias] = text.split(':') as [string, string | undefined];
  if (alias === undefined) return { name, alias: name };
  if (name.startsWith('/')) return { name: name.slice(1), alias: alias.split('/').pop()! };
  return { name, alias };
}

/** `host:ip` or `host=ip`; `host-gateway` stands for the host's own address. */
export function validateExtraHost(text: string): string {
  const equals = text.indexOf('=');
  const colon = text.indexOf(':');
  const at = equals >= 0 ? equals : colon;
  const host = at < 0 ? '' : text.slice(0, at);
  let address = at < 0 ? '' : text.slice(at + 1);
  if (host === '' || host.includes(':') || at < 0) throw new Error(`bad format for add-host: ${JSON.stringify(text)}`);
  if (address !== 'host-gateway') {
    if (address.startsWith('[') && address.endsWith(']')) address = address.slice(1, -1);
    if (!isIp(address)) throw new Error(`invalid IP address in add-host: ${JSON.stringify(address)}`);
  }
  return `${host}:${address}`;
}

export function validateIp(text: string): string {
  const address = text.trim();
  if (!isIp(address)) throw new Error(`IP address is not correctly formatted: ${text}`);
  return address.includes(':') ? canonicalIpv6(address) : address;
}

export const isIp = (text: string): boolean => isIpv4(text) || isIpv6(text);

const isIpv4 = (text: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(text) &&
  text.split('.').every((part) => Number(part) < 256 && (part === '0' || !part.startsWith('0')));

function isIpv6(text: string): boolean {
  return text.includes(':') && expandIpv6(text) !== undefined;
}

function expandIpv6(text: string): number[] | undefined {
  const bare = text.split('%')[0]!;
  const halves = bare.split('::');
  if (halves.length > 2) return undefined;
  const groups = (half: string): number[] | undefined => {
    if (half === '') return [];
    const words: number[] = [];
    const parts = half.split(':');
    for (const [i, part] of parts.entries()) {
      if (i === parts.length - 1 && isIpv4(part)) {
        const [a, b, c, d] = part.split('.').map(Number) as [number, number, number, number];
        words.push(a * 256 + b, c * 256 + d);
      } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) words.push(Number.parseInt(part, 16));
      else return undefined;
    }
    return words;
  };
  const head = groups(halves[0]!);
  const tail = halves.length === 2 ? groups(halves[1]!) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

/** RFC 5952: lower case, the longest run of zeros as `::`. */
function canonicalIpv6(text: string): string {
  const words = expandIpv6(text)!;
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (words[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = words.map((word) => word.toString(16));
  if (best.start < 0) return hex.join(':');
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`;
}

/** opts.ValidateDNSSearch: `.` means none. */
export function validateDnsSearch(text: string): string {
  const domain = text.trim();
  if (domain === '.') return domain;
  if (!/[a-zA-Z]/.test(domain)) throw new Error(`${domain} is not a valid domain`);
  const valid =
    /^(:?(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))(:?\.(:?[a-zA-Z0-9]|(:?[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])))*)\.?\s*$/;
  if (domain.length >= 255 || !valid.test(domain)) throw new Error(`${domain} is not a valid domain`);
  return domain.replace(/\.$/, '');
}

/** container.validateDevice: a CDI name, or `/host[:/container][:rwm]`. */
export function validateDevice(text: string): string {
  if (/^[a-zA-Z][\w.-]*\/[\w.-]+=.+$/.test(text)) return text;
  return validatePath(text, (mode) => /^[rwm]+$/.test(mode) && new Set(mode).size === mode.length);
}

/** container.validateDeviceCgroupRule */
export function validateDeviceRule(text: string): string {
  if (/^[acb] (\d+|\*):(\d+|\*) [rwm]{1,3}$/.test(text)) return text;
  throw new Error(`invalid device cgroup format '${text}'`);
}

function validatePath(text: string, validMode: (mode: string) => boolean): string {
  const parts = text.split(':');
  if (parts.length > 3 || parts[0] === '') throw new Error(`bad format for path: ${text}`);
  const [path, second, mode] = parts as [string, string | undefined, string | undefined];
  if (mode !== undefined && !validMode(mode)) throw new Error(`bad mode specified: ${mode}`);
  const inside = second === undefined || (mode === undefined && validMode(second)) ? path : second;
  if (!inside.startsWith('/')) throw new Error(`${inside} is not an absolute path`);
  return text;
}

export function validateRateDevice(text: string, inBytes: boolean): string {
  const { value } = splitDevice(text);
  const rate = `invalid rate for device: ${text}. The correct format is <device-path>:<number>${inBytes ? '[<unit>]. Number must be a positive integer. Unit is optional and can be kb, mb, or gb' : '. Number must be a positive integer'}`;
  if (inBytes) {
    try {
      ramInBytes(value);
    } catch {
      throw new Error(rate);
    }
  } else if (!/^\d+$/.test(value)) throw new Error(rate);
  return text;
}

export function validateWeightDevice(text: string): string {
  const { value } = splitDevice(text);
  const weight = Number(value);
  if (!/^\d+$/.test(value) || (weight > 0 && (weight < 10 || weight > 1000)))
    throw new Error(`invalid weight for device: ${text}`);
  return text;
}

function splitDevice(text: string): { path: string; value: string } {
  const colon = text.indexOf(':');
  if (colon <= 0) throw new Error(`bad format: ${text}`);
  const path = text.slice(0, colon);
  if (!path.startsWith('/dev/')) throw new Error(`bad format for device path: ${text}`);
  return { path, value: text.slice(colon + 1) };
}
