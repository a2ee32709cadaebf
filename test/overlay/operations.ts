/** A system call by path, in a form both sides understand, by root or by the user and group `as`. */
export type Operation = Call & { as?: number };

type Call =
  | { op: 'write' | 'append'; path: string; text: string; mode: number }
  | { op: 'pwrite'; path: string; text: string; offset: number }
  | { op: 'truncate'; path: string; size: number }
  | { op: 'exclusive' | 'mkdir'; path: string; mode: number }
  | { op: 'open'; path: string; write: boolean; truncate: boolean }
  | { op: 'chmod'; path: string; mode: number }
  | { op: 'chown'; path: string; uid: number; gid: number }
  | { op: 'utimes'; path: string; seconds: number }
  | { op: 'rmdir' | 'unlink' | 'readlink' | 'stat' | 'lstat' | 'list' | 'read'; path: string }
  | { op: 'rename' | 'link'; path: string; to: string }
  | { op: 'symlink'; path: string; target: string }
  | { op: 'mknod'; path: string; kind: 'fifo' | 'character'; major: number; minor: number; mode: number }
  | { op: 'setxattr'; path: string; name: string; value: string }
  | { op: 'removexattr'; path: string; name: string };

export type Random = (below: number) => number;

/** mulberry32: small, seeded, the same everywhere. */
export function random(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const MODES = [0o644, 0o755, 0o777, 0o2777, 0o600, 0o700, 0o4755, 0o2755, 0o1777, 0o6711, 0o000];

export function nextOperation(pick: Random, existing: readonly string[]): Operation {
  const call = nextCall(pick, existing);
  return pick(5) === 0 ? { ...call, as: 1 + pick(2) } : call;
}

/** `existing` are paths that are there now, so that most operations have something to work on. */
function nextCall(pick: Random, existing: readonly string[]): Call {
  const any = () => existing[pick(existing.length)] ?? '/a';
  const fresh = () => {
    const parent = pick(6) === 0 ? '' : any();
    const name = NAMES[pick(NAMES.length)];
    return parent.split('/').length > 5 ? `/${name}` : `${parent}/${name}`.replace('//', '/');
  };
  const path = () => (pick(4) === 0 ? fresh() : any());
  const place = () => (pick(4) === 0 ? any() : fresh());
  const slash = () => (pick(40) === 0 ? '/' : '');
  const text = () => 'x'.repeat(pick(40)) + String(pick(1000));
  const mode = () => MODES[pick(MODES.length)]!;
  switch (pick(26)) {
    case 0:
    case 1:
      return { op: 'write', path: place(), text: text(), mode: mode() };
    case 2:
      return { op: 'append', path: path(), text: text(), mode: mode() };
    case 3:
      return { op: 'pwrite', path: path(), text: text(), offset: pick(60) };
    case 4:
      return { op: 'truncate', path: path(), size: pick(80) };
    case 5:
      return { op: 'exclusive', path: place() + slash(), mode: mode() };
    case 6:
    case 7:
      return { op: 'mkdir', path: place() + slash(), mode: mode() };
    case 8:
      return { op: 'open', path: path() + slash(), write: pick(2) === 0, truncate: pick(4) === 0 };
    case 9:
      return { op: 'chmod', path: path(), mode: mode() };
    case 10:
      return { op: 'chown', path: path(), uid: pick(4) - 1, gid: pick(4) - 1 };
    case 11:
      return { op: 'utimes', path: path(), seconds: 1 + pick(100_000) };
    case 12:
    case 13:
      return { op: 'rmdir', path: any() + slash() };
    case 14:
    case 15:
      return { op: 'unlink', path: any() + slash() };
    case 16:
    case 17:
    case 18:
      return { op: 'rename', path: any() + slash(), to: (pick(2) === 0 ? any() : fresh()) + slash() };
    case 19:
      return { op: 'link', path: any(), to: fresh() };
    case 20:
      return { op: 'symlink', path: place() + slash(), target: pick(3) === 0 ? any() : NAMES[pick(NAMES.length)]! };
    case 21:
      return { op: 'mknod', path: place(), mode: mode(), ...device(pick(5)) };
    case 22:
      return { op: 'setxattr', path: path(), name: `trusted.t${pick(2)}`, value: text() };
    case 23:
      return { op: 'removexattr', path: path(), name: `trusted.t${pick(2)}` };
    case 24:
      return { op: pick(2) === 0 ? 'stat' : 'lstat', path: path() + slash() };
    default:
      return { op: (['list', 'read', 'readlink'] as const)[pick(3)]!, path: path() };
  }
}

/** 0:0 is a whiteout's number, which overlayfs refuses to make; 250:77 is nobody's. */
function device(choice: number): { kind: 'fifo' | 'character'; major: number; minor: number } {
  if (choice < 2) return { kind: 'fifo', major: 0, minor: 0 };
  return choice === 2 ? { kind: 'character', major: 0, minor: 0 } : { kind: 'character', major: 250, minor: 77 };
}
