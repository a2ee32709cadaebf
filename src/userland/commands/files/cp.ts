import type { Command, Context } from '../common/context.ts';
import { missingOperand, type Options, parseOptions, usage } from '../common/options.ts';
import { dirname, join } from '../common/paths.ts';
import { Copier, type CopyRules, destinations } from './copy.ts';
import { makeParents } from './mkdir.ts';

/** cp(1) */
export const cp: Command = async (context) => {
  const options = parseOptions(context, 'abdfHilLnPpRrst:Tuvx', {
    long: {
      archive: 'a',
      force: 'f',
      interactive: 'i',
      link: 'l',
      dereference: 'L',
      'no-clobber': 'n',
      'no-dereference': 'P',
      preserve: 'preserve::',
      'no-preserve': 'no-preserve:',
      recursive: 'R',
      'symbolic-link': 's',
      'target-directory': 't',
      'no-target-directory': 'T',
      update: 'u',
      verbose: 'v',
      'one-file-system': 'x',
      'remove-destination': 'remove',
      parents: 'parents',
      reflink: 'reflink::',
    },
  });
  checkOperands(context, options, 'file');
  const pairs = destinations(context, options.operands, options.get('t'), options.has('T'));
  if (!pairs) return 1;
  const directory = options.get('t') ?? options.operands.at(-1)!;
  if (options.has('parents') && !(context.sys.exists(directory) && context.sys.stat(directory).kind === 'directory')) {
    context.misuse('with --parents, the destination must be a directory');
  }
  const copier = new Copier(context, copyRules(options));
  for (const [from, to] of pairs) {
    if (!options.has('parents')) await copier.copy(from, to);
    else {
      const target = join(directory, from);
      makeParents(context, dirname(target));
      await copier.copy(from, target);
    }
  }
};

/** Complains about too few operands, as cp, mv and ln do. */
export function checkOperands(context: Context, options: Options, what: string): void {
  const { operands } = options;
  const needed = options.has('t') ? 1 : 2;
  if (operands.length >= needed) return;
  if (!context.gnu) usage(context);
  if (operands.length === 0) missingOperandOf(context, `missing ${what} operand`);
  context.misuse(`missing destination ${what} operand after ${context.quote(operands[0]!)}`);
}

function missingOperandOf(context: Context, message: string): never {
  return context.gnu ? context.misuse(message) : missingOperand(context);
}

function copyRules(options: Options): CopyRules {
  const wanted = new Set(options.all('preserve').flatMap((list) => (list || 'mode,ownership,timestamps').split(',')));
  for (const dropped of options.all('no-preserve').flatMap((list) => list.split(','))) wanted.delete(dropped);
  const archive = options.has('a');
  const usual = archive || options.has('p') || wanted.has('all');
  const recursive = archive || options.any('rR');
  const follow = options.list.findLast(([key]) => 'adPLH'.includes(key) && key.length === 1)?.[0];
  return {
    recursive,
    follow: follow === 'L' ? 'L' : follow === 'H' ? 'H' : follow || recursive ? 'P' : 'L',
    preserve: {
      mode: usual || wanted.has('mode'),
      owner: usual || wanted.has('ownership'),
      times: usual || wanted.has('timestamps'),
      links: archive || options.has('d') || wanted.has('links') || wanted.has('all'),
    },
    force: options.has('f'),
    interactive: options.last('in') === 'i',
    noClobber: options.last('in') === 'n',
    update: options.has('u'),
    verbose: options.has('v'),
    hardLink: options.has('l'),
    symlink: options.has('s'),
    removeFirst: options.has('remove'),
  };
}
