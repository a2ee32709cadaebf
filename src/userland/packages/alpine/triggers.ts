import type { Context } from '../../commands/common/context.ts';
import type { AlpinePackage } from './catalog.ts';
import type { Installed } from './database.ts';

/** Says which packages' triggers ran: busybox watches the folders of commands, ca-certificates its certificates. */
export function printTriggers(
  context: Context,
  touched: readonly Pick<AlpinePackage, 'name'>[],
  installed: ReadonlyMap<string, Installed>,
): void {
  if (touched.length === 0) return;
  for (const name of ['busybox', 'ca-certificates']) {
    const item = installed.get(name);
    if (!item || (name === 'ca-certificates' && !touched.some((each) => each.name === name))) continue;
    context.print(`Executing ${name}-${item.version}.trigger\n`);
  }
}
