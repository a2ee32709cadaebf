import type { Changes } from './tree/reify.ts';

export interface Summary extends Changes {
  /** Packages in the tree besides the project; undefined when nothing was audited. */
  readonly audited: number | undefined;
  readonly funding: number;
  readonly milliseconds: number;
}

/** What npm says at the end of an install (npm's lib/utils/reify-output.js). */
export function summaryText({ added, removed, changed, audited, funding, milliseconds }: Summary): string {
  const parts = [
    added > 0 ? `added ${packages(added)}` : '',
    removed > 0 ? `removed ${packages(removed)}` : '',
    changed > 0 ? `changed ${packages(changed)}` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) parts.push('up to date');
  // Without changes there is no comma list, but the audit still follows one.
  const audit =
    audited === undefined
      ? ''
      : `${parts.length > 1 || parts[0] !== 'up to date' ? ', and' : ','} audited ${packages(audited + 1)}`;
  const head =
    parts.length > 1 && audited === undefined
      ? `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)}`
      : parts.join(', ');
  let text = `\n${head}${audit} in ${duration(milliseconds)}\n`;
  if (funding > 0)
    text += `\n${packages(funding)} ${funding === 1 ? 'is' : 'are'} looking for funding\n  run \`npm fund\` for details\n`;
  if (audited !== undefined) text += '\nfound 0 vulnerabilities\n';
  return text;
}

function packages(count: number): string {
  return `${count} package${count === 1 ? '' : 's'}`;
}

/** As the package `ms` words a duration. */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)}ms`;
  if (milliseconds < 60_000) return `${Math.round(milliseconds / 1000)}s`;
  return `${Math.round(milliseconds / 60_000)}m`;
}
