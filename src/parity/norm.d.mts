/** One line of a session: what was typed and what came of it. */
export interface Row {
  readonly line: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

/** Without what chance decides; ids, names and ports numbered. `cwds` are paths that stand for the working directory. */
export function normalise(rows: readonly Row[], cwds?: readonly string[]): Row[];

/** Which numbered thing of one text is which of another. */
export class Bijection {
  /** '' when the texts agree. */
  match(a: string, b: string): '' | 'text' | 'identity';
}
