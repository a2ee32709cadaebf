/** A block of commands in a lesson's text. */
export interface CommandBlock {
  readonly text: string;
  /** `sh` must succeed, `sh fails` must not; `sh tty` needs a terminal and is not run by the check. */
  readonly expects: 'success' | 'failure' | 'terminal';
  /** `sh after`: to be typed once the step's own work is done. */
  readonly after: boolean;
}

/** The ```sh blocks of a step's CommonMark. */
export function commandBlocks(body: string): CommandBlock[] {
  return [...body.matchAll(/^```sh([a-z\t ]*)\n([\s\S]*?)^```/gm)].map(([, words, text]) => {
    const how = words!.split(/\s+/);
    const expects = how.includes('fails') ? 'failure' : how.includes('tty') ? 'terminal' : 'success';
    return { text: text!.trim(), expects, after: how.includes('after') };
  });
}

/** Where its links lead. */
export function links(body: string): string[] {
  return [...body.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);
}
