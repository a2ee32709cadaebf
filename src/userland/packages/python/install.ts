import { readText } from '../common/file-tree.ts';
import { isOnline } from '../common/online.ts';
import { Cache } from './cache.ts';
import { afterwards, formatSize, notice, type PipContext } from './context.ts';
import { installed } from './environment.ts';
import { installFiles, uninstallFiles } from './install-files.ts';
import { managedError } from './managed.ts';
import { isFor, parseRequirement, type Requirement } from './requirement.ts';
import {
  type Chosen,
  Conflict,
  installationOrder,
  resolve,
  type Step,
  sortedVersions,
  Unsatisfied,
} from './resolve.ts';

/** `pip install`. */
export async function install(context: PipContext): Promise<number> {
  const { sys, environment, options, complain, say } = context;
  if (environment.managedBy && !options.flags.has('--break-system-packages') && !allowedByEnvironment(context)) {
    await complain(managedError(environment));
    return 1;
  }
  for (const unsupported of ['--target', '--editable', '--index-url', '--constraint']) {
    if (!options.values.has(unsupported)) continue;
    await complain(`drydock: not simulated: pip install ${unsupported}\n`);
    return 1;
  }
  const wanted = readRequirements(context);
  if (typeof wanted === 'string') {
    await complain(wanted);
    return 1;
  }
  if (wanted.length === 0) {
    if (options.requirementFiles.length > 0) {
      await notice(context, false);
      return 0;
    }
    await complain('ERROR: You must give at least one requirement to install (see "pip help install")\n');
    return 1;
  }
  const present = installed(sys, environment);
  const force = options.flags.has('--force-reinstall') || options.flags.has('--ignore-installed');
  let steps: Step[];
  try {
    if (!isOnline(sys)) throw new Unsatisfied(wanted[0]!, []);
    steps = resolve(wanted, present, {
      python: context.environment.python.version,
      upgrade: options.flags.has('--upgrade'),
      force,
    });
  } catch (error) {
    return failed(context, error);
  }
  const cache = new Cache(sys, options);
  const chosen: Chosen[] = [];
  for (const step of steps) {
    if ('chosen' in step) chosen.push(step.chosen);
    await say(stepLines(context, step, cache));
  }
  for (const each of chosen) await say(download(context, each, cache));
  if (chosen.length > 0 && !options.flags.has('--dry-run')) await lay(context, chosen, present);
  await afterwards(context, chosen.length > 0);
  return 0;
}

function allowedByEnvironment({ sys }: PipContext): boolean {
  const value = sys.env.get('PIP_BREAK_SYSTEM_PACKAGES');
  return value !== undefined && value !== '' && value !== '0';
}

/** What was asked for, or what is wrong with it in pip's words. */
function readRequirements({ sys, options, environment }: PipContext): Requirement[] | string {
  const found: Requirement[] = [];
  const read = (text: string, from?: string): string | undefined => {
    if (!isFor(text, environment.python.version)) return undefined;
    const requirement = parseRequirement(text, from);
    if (requirement) found.push(requirement);
    return requirement ? undefined : `ERROR: Invalid requirement: '${text}'${from ? `: (from ${from})` : ''}\n`;
  };
  for (const argument of options.args) {
    if (argument === '.' || argument.includes('/') || argument.endsWith('.whl'))
      return `drydock: not simulated: pip install ${argument}\n`;
    const wrong = read(argument);
    if (wrong) return wrong;
  }
  for (const file of options.requirementFiles) {
    const text = readText(sys, file);
    if (text === undefined)
      return `ERROR: Could not open requirements file: [Errno 2] No such file or directory: '${file}'\n`;
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const content = line.replace(/(^|\s)#.*$/, '').trim();
      if (content === '' || /^--?(index-url|extra-index-url|no-cache-dir|prefer-binary|trusted-host)/.test(content))
        continue;
      const wrong = read(content, `-r ${file} (line ${index + 1})`);
      if (wrong) return wrong;
    }
  }
  return found;
}

async function failed(context: PipContext, error: unknown): Promise<number> {
  const asked = ({ text, from }: Requirement) => `${text}${from ? ` (from ${from})` : ''}`;
  if (error instanceof Unsatisfied) {
    const { requirement, versions } = error;
    const known = versions.length > 0 ? sortedVersions(versions).join(', ') : 'none';
    await context.complain(
      `ERROR: Could not find a version that satisfies the requirement ${asked({ ...requirement, from: undefined })} (from versions: ${known})\n`,
    );
    if (isOnline(context.sys)) await notice(context, false);
    await context.complain(`ERROR: No matching distribution found for ${requirement.text}\n`);
    return 1;
  }
  if (!(error instanceof Conflict)) throw error;
  const lines = error.requirements.map(({ text, from }) =>
    from && !from.startsWith('-r') ? `    ${from.split('->')[0]} depends on ${text}` : `    The user requested ${text}`,
  );
  const names = error.requirements.map(({ text }) => text);
  await context.complain(
    `ERROR: Cannot install ${names.slice(0, -1).join(', ')} and ${names.at(-1)} because these package versions have conflicting dependencies.\n`,
  );
  await context.say(
    `\nThe conflict is caused by:\n${lines.join('\n')}\n\nTo fix this you could try to:\n1. loosen the range of package versions you've specified\n2. remove package versions to allow pip to attempt to solve the dependency conflict\n\n`,
  );
  await context.complain(
    'ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts\n',
  );
  return 1;
}

function wheelName({ sys, environment }: PipContext, { about, version }: Chosen): string {
  const stem = `${about.name.replaceAll('-', '_')}-${version}`;
  if (about.platform === 'any') return `${stem}-py3-none-any.whl`;
  const tag = `cp${environment.minor.replace('.', '')}`;
  const libc = sys.exists('/etc/alpine-release')
    ? 'musllinux_1_2_x86_64'
    : 'manylinux2014_x86_64.manylinux_2_17_x86_64';
  return `${stem}-${tag}-${tag}-${libc}.whl`;
}

/** A kilobyte and a bit, by the length of what it says. */
function metadataSize({ about }: Chosen): number {
  return 1200 + about.requires.join('').length * 12 + about.summary.length * 8;
}

function stepLines(context: PipContext, step: Step, cache: Cache): string {
  const { from, text } = 'chosen' in step ? step.chosen.requirement : step.requirement;
  const because = from === undefined ? '' : ` (from ${from})`;
  if ('satisfied' in step) {
    const folder = step.satisfied.folder.slice(0, step.satisfied.folder.lastIndexOf('/'));
    return `Requirement already satisfied: ${text} in ${folder}${because} (${step.satisfied.version})\n`;
  }
  const name = `${wheelName(context, step.chosen)}.metadata`;
  const size = metadataSize(step.chosen);
  const how = cache.has(name) ? 'Using cached' : 'Downloading';
  cache.put(name, size);
  return `Collecting ${text}${because}\n  ${how} ${name} (${formatSize(size)})\n`;
}

function download(context: PipContext, chosen: Chosen, cache: Cache): string {
  const name = wheelName(context, chosen);
  const how = cache.has(name) ? 'Using cached' : 'Downloading';
  cache.put(name, chosen.about.wheel);
  return `${how} ${name} (${formatSize(chosen.about.wheel)})\n`;
}

async function lay(
  context: PipContext,
  chosen: readonly Chosen[],
  present: ReturnType<typeof installed>,
): Promise<void> {
  const { sys, environment, say } = context;
  const order = installationOrder(chosen);
  await say(`Installing collected packages: ${order.map(({ about }) => about.name).join(', ')}\n`);
  for (const { about, version, requested } of order) {
    const before = present.find(({ name }) => name === about.name);
    if (before) {
      await say(
        `  Attempting uninstall: ${about.name}\n    Found existing installation: ${before.written} ${before.version}\n`,
      );
      await say(
        `    Uninstalling ${before.written}-${before.version}:\n      Successfully uninstalled ${before.written}-${before.version}\n`,
      );
      uninstallFiles(sys, environment.sitePackages, before.folder);
    }
    await installFiles(sys, environment, about, version, requested);
  }
  const names = order.map(({ about, version }) => `${about.name}-${version}`).sort();
  // Newer releases set it apart from the progress bar above it.
  await say(`${environment.pipVersion.startsWith('25.') ? '\n' : ''}Successfully installed ${names.join(' ')}\n`);
}
