import type { Program } from '../../../kernel/program.ts';
import { type Context, runCommand } from '../../commands/common/context.ts';
import { basename } from '../../commands/common/paths.ts';
import { type Installed, readFileList, readStatus } from './database.ts';
import { codename } from './lists.ts';

const VERSIONS: Readonly<Record<string, string>> = {
  bookworm: '1.21.22',
  trixie: '1.22.21',
  noble: '1.22.6',
  jammy: '1.21.1',
  bullseye: '1.20.13',
  focal: '1.19.7',
  bionic: '1.19.0.5',
};

/** dpkg and dpkg-query, where they tell what is installed. */
export const dpkgProgram: Program = {
  name: 'dpkg',
  main: (sys) => runCommand(dpkg, sys, basename(sys.argv[0] ?? 'dpkg'), sys.argv.slice(1), 'gnu'),
};

function dpkg(context: Context): number {
  const { sys } = context;
  const [action, ...names] = context.args;
  const status = readStatus(sys);
  switch (action) {
    case '--version':
      context.print(
        `Debian '${context.name}' package management program version ${VERSIONS[codename(sys)]} (amd64).\n`,
      );
      return 0;
    case '--print-architecture':
      context.print('amd64\n');
      return 0;
    case '-l':
    case '--list':
      return list(context, status, names);
    case '-W':
    case '--show':
      return show(context, status, names);
    case '-s':
    case '--status':
      return each(context, names, (name) => {
        const item = status.get(name);
        if (!item) {
          context.out.text(
            `dpkg-query: package '${name}' is not installed and no information is available\nUse dpkg --info (= dpkg-deb --info) to examine archive files.\n`,
            2,
          );
          return 1;
        }
        context.print(`${item.text.trimEnd()}\n\n`);
        return 0;
      });
    case '-L':
    case '--listfiles':
      return each(context, names, (name) => {
        if (!status.has(name)) {
          context.out.text(
            `dpkg-query: package '${name}' is not installed\nUse dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n`,
            2,
          );
          return 1;
        }
        context.print(['/.', ...readFileList(sys, name)].map((path) => `${path}\n`).join(''));
        return 0;
      });
    case '-S':
    case '--search':
      return each(context, names, (path) => {
        const owner = [...status.keys()].find((name) => readFileList(sys, name).some((file) => file.includes(path)));
        if (owner) context.print(`${owner}: ${path}\n`);
        else context.out.text(`dpkg-query: no path found matching pattern ${path}\n`, 2);
        return owner ? 0 : 1;
      });
    case '--get-selections':
      for (const { name, isGone } of status.values())
        context.print(`${name.padEnd(47)} ${isGone ? 'deinstall' : 'install'}\n`);
      return 0;
    case '--configure':
      return 0;
    default:
      context.out.text(
        action === undefined
          ? 'dpkg: error: need an action option\n'
          : `drydock: not simulated: ${context.name} ${action}\n`,
        2,
      );
      return 2;
  }
}

function each(_context: Context, names: readonly string[], run: (name: string) => number): number {
  return names.reduce((status, name) => Math.max(status, run(name)), 0);
}

const HEAD = `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
`;

function list(context: Context, status: ReadonlyMap<string, Installed>, patterns: readonly string[]): number {
  const shown = select(status, patterns);
  for (const pattern of patterns) {
    if (select(status, [pattern]).length === 0)
      context.out.text(`dpkg-query: no packages found matching ${pattern}\n`, 2);
  }
  if (shown.length === 0) return 1;
  const width = (values: readonly string[], least: number) => Math.max(least, ...values.map((value) => value.length));
  const [names, versions] = [
    width(
      shown.map(({ name }) => name),
      14,
    ),
    width(
      shown.map(({ version }) => version),
      12,
    ),
  ];
  const rest = Math.max(80 - names - versions - 20, 33);
  context.print(`${HEAD}||/ ${'Name'.padEnd(names)} ${'Version'.padEnd(versions)} Architecture Description\n`);
  context.print(`+++-${'='.repeat(names)}-${'='.repeat(versions)}-============-${'='.repeat(rest)}\n`);
  for (const { name, version, description, isGone } of shown) {
    context.print(
      `${isGone ? 'rc' : 'ii'}  ${name.padEnd(names)} ${version.padEnd(versions)} amd64        ${description}\n`,
    );
  }
  return 0;
}

function show(context: Context, status: ReadonlyMap<string, Installed>, words: readonly string[]): number {
  const format =
    words.find((word) => /^(-f|--showformat)=/.test(word))?.replace(/^[^=]*=/, '') ??
    '$' + '{Package}\\t$' + '{Version}\\n';
  const patterns = words.filter((word) => !word.startsWith('-'));
  const shown = select(status, patterns);
  for (const { text } of shown) {
    const filled = format.replace(
      /\$\{([\w-]+)(?:;-?\d+)?\}/g,
      (_whole, field: string) => new RegExp(`^${field}: (.*)$`, 'm').exec(text)?.[1] ?? '',
    );
    context.print(filled.replaceAll('\\n', '\n').replaceAll('\\t', '\t'));
  }
  const missing = patterns.filter((pattern) => select(status, [pattern]).length === 0);
  for (const pattern of missing) context.out.text(`dpkg-query: no packages found matching ${pattern}\n`, 2);
  return missing.length > 0 ? 1 : 0;
}

function select(status: ReadonlyMap<string, Installed>, patterns: readonly string[]): Installed[] {
  if (patterns.length === 0) return [...status.values()];
  const tests = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .replace(/[.+^${}()|[\]\\]/g, '\\$&')
          .replaceAll('*', '.*')
          .replaceAll('?', '.')}$`,
      ),
  );
  return [...status.values()].filter(({ name }) => tests.some((test) => test.test(name)));
}
