import type { Mount } from './types.ts';

const PROPAGATIONS = ['rprivate', 'private', 'rshared', 'shared', 'rslave', 'slave'];

/** `source:target:mode` of a service's volumes (compose-go's format.ParseVolume). */
export function parseMount(spec: string): Mount {
  if (spec === '') throw new Error('invalid empty volume spec');
  const fail = (why: string) => new Error(`invalid spec: ${spec}: ${why}`);
  const parts: string[] = [];
  let buffer = '';
  for (const c of `${spec}:`) {
    // A letter before a colon is a Windows drive, even here.
    if (c === ':' && spec.length > 2 && !/^[a-zA-Z]$/.test(buffer)) {
      if (buffer === '') throw fail('empty section between colons');
      parts.push(buffer);
      buffer = '';
    } else buffer += c;
  }
  if (spec.length <= 2) return { type: 'volume', target: spec, volume: {} };
  if (buffer !== '') parts.push(buffer.slice(0, -1));
  if (parts.length > 3) throw fail('too many colons');
  if (parts.length === 1) return { type: 'volume', target: parts[0]!, volume: {} };
  const [source, target, modes = ''] = parts as [string, string, string?];
  const options = modes.split(',');
  const isPath = /^[./~]/.test(source) || /^[a-zA-Z]:/.test(source);
  const mount: Mount = { type: isPath ? 'bind' : 'volume', source, target };
  if (options.includes('ro')) mount.read_only = true;
  if (isPath) {
    mount.bind = {};
    const selinux = options.find((option) => option === 'z' || option === 'Z');
    const propagation = options.find((option) => PROPAGATIONS.includes(option));
    if (selinux) mount.bind.selinux = selinux;
    if (propagation) mount.bind.propagation = propagation;
    // The short form makes what is missing on the host, as the first docker-compose did.
    mount.bind.create_host_path = true;
  } else {
    mount.volume = {};
    if (options.includes('nocopy')) mount.volume.nocopy = true;
  }
  return mount;
}
