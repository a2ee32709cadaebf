import type { Outline, OutlineSecret, TargetList } from '../../../engine/api/build-request.ts';
import type { Cli } from '../../cli.ts';
import { alignTabs } from '../../table/tabwriter.ts';

const COLUMNS = { minimum: 0, padding: 3 };

/** `--call=outline` and `--call=targets`, as BuildKit's subrequests print themselves. */
export async function printDescription(cli: Cli, description: Outline | TargetList, json: boolean): Promise<number> {
  if (json) await cli.out(`${JSON.stringify(description, null, 2)}\n`);
  else await cli.out('targets' in description ? targets(description) : outline(description));
  return 0;
}

function targets({ targets }: TargetList): string {
  const rows = targets.map(({ name, default: isDefault, description = '' }) => {
    const shown = name === undefined ? '(default)' : isDefault ? `${name} (default)` : name;
    return `${shown}\t${description}\n`;
  });
  return alignTabs(`TARGET\tDESCRIPTION\n${rows.join('')}`, { minimum: 0, padding: 1 });
}

function outline({ name, description, args = [], secrets = [], ssh = [] }: Outline): string {
  let text = '';
  if (name !== undefined || description !== undefined) {
    const lines = `TARGET:\t${name ?? '(default)'}\n${description === undefined ? '' : `DESCRIPTION:\t${description}\n`}`;
    text += `${alignTabs(lines, { minimum: 0, padding: 1 })}\n`;
  }
  if (args.length > 0) {
    const rows = args.map((arg) => `${arg.name}\t${arg.value ?? ''}\t${arg.description ?? ''}\n`);
    text += `${alignTabs(`BUILD ARG\tVALUE\tDESCRIPTION\n${rows.join('')}`, COLUMNS)}\n`;
  }
  return text + required('SECRET', secrets) + required('SSH', ssh);
}

function required(title: string, entries: readonly OutlineSecret[]): string {
  if (entries.length === 0) return '';
  const rows = entries.map((entry) => `${entry.name}\t${entry.required ? 'true' : ''}\n`);
  return `${alignTabs(`${title}\tREQUIRED\n${rows.join('')}`, COLUMNS)}\n`;
}
