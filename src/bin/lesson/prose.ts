/** A block of commands in a lesson's text. */
export interface CommandBlock {
  readonly text: string;
  /** `sh` must succeed, `sh fails` must not; `sh tty` needs a terminal and is not run by the check. */
  readonly expects: 'success' | 'failure' | 'terminal';
}

/** The ```sh blocks of a step's CommonMark. */
export function commandBlocks(body: string): CommandBlock[] {
  return [...body.matchAll(/^```sh[ \t]*([a-z]*)\n([\s\S]*?)^```/gm)].map(([, how, text]) => ({
    text: text!.trim(),
    expects: how === 'fails' ? 'failure' : how === 'tty' ? 'terminal' : 'success',
  }));
}

/** Where its links lead. */
export function links(body: string): string[] {
  return [...body.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}
