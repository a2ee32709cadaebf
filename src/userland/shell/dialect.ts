/** What tells the three shells apart. Everything else is POSIX and shared. */

export type Flavour = 'busybox' | 'dash' | 'bash';

export interface Dialect {
  readonly flavour: Flavour;
  /** `[[ … ]]`, `function f`, `$'…'`, `&>`, `${x/a/b}`, `${x:1:2}`: bash has them, and busybox ash too. */
  readonly extended: boolean;
  /** Arrays, brace expansion, here-strings, process substitution, `(( … ))`. */
  readonly bash: boolean;
}

const DIALECTS: Record<Flavour, Dialect> = {
  busybox: { flavour: 'busybox', extended: true, bash: false },
  dash: { flavour: 'dash', extended: false, bash: false },
  bash: { flavour: 'bash', extended: true, bash: true },
};

export function dialectOf(flavour: Flavour): Dialect {
  return DIALECTS[flavour];
}
