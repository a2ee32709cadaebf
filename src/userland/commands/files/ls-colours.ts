import type { Stat } from '../../../kernel/fs/types.ts';

/** The SGR numbers a name is shown with: dircolors' defaults (GNU) or busybox's own. */
export function colourOf(stat: Stat, target: Stat | undefined, gnu: boolean, name: string): string | undefined {
  const { kind, mode } = stat;
  if (!gnu) {
    if (kind === 'directory') return '1;34';
    if (kind === 'symlink') return target ? '1;36' : '1;31';
    if (kind === 'fifo') return '0;33';
    if (kind === 'socket') return '1;35';
    if (kind === 'character' || kind === 'block') return '1;33';
    return mode & 0o111 ? '1;32' : '0;0';
  }
  if (kind === 'directory') {
    if (mode & 0o1000 && mode & 0o002) return '30;42';
    return mode & 0o002 ? '34;42' : '01;34';
  }
  if (kind === 'symlink') return '01;36';
  if (kind === 'fifo') return '40;33';
  if (kind === 'socket') return '01;35';
  if (kind === 'character' || kind === 'block') return '40;33;01';
  if (mode & 0o4000) return '37;41';
  if (mode & 0o2000) return '30;43';
  if (mode & 0o111) return '01;32';
  return /\.(tar|tgz|gz|zip|xz|bz2|deb|rpm|jar|zst)$/i.test(name) ? '01;31' : undefined;
}

export function paint(text: string, colour: string | undefined, gnu: boolean): string {
  if (colour === undefined) return text;
  return gnu ? `\x1b[0m\x1b[${colour}m${text}\x1b[0m` : `\x1b[${colour}m${text}\x1b[m`;
}
