/** The text so far is not a whole command: an interactive shell asks for more with PS2. */
export class Incomplete extends Error {
  readonly failure: SyntaxFailure;
  constructor(failure: SyntaxFailure) {
    super('incomplete');
    this.failure = failure;
  }
}

/** A token as the error messages name it: `word`, `newline`, `end of file`, `redirection` or the token's own text. */
export type TokenName = { readonly name: string; readonly quoted: boolean };

/** A syntax error, independent of how a flavour words it. */
export class SyntaxFailure extends Error {
  readonly line: number;
  readonly detail:
    | { readonly kind: 'unexpected'; readonly token: TokenName; readonly text: string; readonly expecting?: TokenName }
    | { readonly kind: 'message'; readonly message: string; readonly looking?: string };
  /** The source line it is on, for bash. */
  readonly sourceLine: string;

  constructor(line: number, detail: SyntaxFailure['detail'], sourceLine = '') {
    super('syntax error');
    this.line = line;
    this.detail = detail;
    this.sourceLine = sourceLine;
  }
}
