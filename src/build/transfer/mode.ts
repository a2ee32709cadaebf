export const isOctal = (chmod: string): boolean => /^[0-7]+$/.test(chmod);

/** A file's mode after `--chmod`: octal, or symbolic as chmod(1) has it (umask not applied). */
export function changeMode(mode: number, chmod: string, isDirectory: boolean): number {
  if (chmod === '') return mode;
  if (isOctal(chmod)) return Number.parseInt(chmod, 8);
  return chmod.split(',').reduce((current, clause) => applyClause(current, clause, isDirectory), mode);
}

/** The bit beside a class's own three, which `=` takes away with them unless it copies another's; the sticky one is nobody's. */
const SPECIAL: Readonly<Record<string, number>> = { u: 0o4000, g: 0o2000, o: 0 };

function applyClause(mode: number, clause: string, isDirectory: boolean): number {
  const [, who, operations] = /^([ugoa]*)(.*)$/.exec(clause)!;
  const classes = who === '' || who!.includes('a') ? 'ugo' : who!;
  let result = mode;
  for (const [, operator, permissions] of operations!.matchAll(/([-+=])([rwxXst]*|[ugo])(?=[-+=]|$)/g)) {
    const isCopy = /^[ugo]$/.test(permissions!);
    let bits = 0;
    let affected = 0;
    for (const [index, name] of ['u', 'g', 'o'].entries()) {
      if (!classes.includes(name)) continue;
      const shift = 6 - index * 3;
      affected |= (0o7 << shift) | (isCopy ? 0 : SPECIAL[name]!);
      bits |= permissionBits(permissions!, result, isDirectory) << shift;
      if (permissions!.includes('s') && name === 'u') bits |= 0o4000;
      if (permissions!.includes('s') && name === 'g') bits |= 0o2000;
    }
    if (permissions!.includes('t')) bits |= 0o1000;
    if (operator === '+') result |= bits;
    else if (operator === '-') result &= ~bits;
    else result = (result & ~affected) | bits;
  }
  return result;
}

function permissionBits(permissions: string, mode: number, isDirectory: boolean): number {
  const copied = { u: 6, g: 3, o: 0 }[permissions];
  if (copied !== undefined) return (mode >> copied) & 0o7;
  let bits = 0;
  if (permissions.includes('r')) bits |= 4;
  if (permissions.includes('w')) bits |= 2;
  if (permissions.includes('x') || (permissions.includes('X') && (isDirectory || (mode & 0o111) !== 0))) bits |= 1;
  return bits;
}
