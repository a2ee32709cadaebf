/** Files of its working directory that a command is known to read. */
export interface Needs {
  /** Without these it would fail. */
  readonly required: readonly string[];
  /** Read when they are there. */
  readonly optional: readonly string[];
}

const nothing: Needs = { required: [], optional: [] };

/**
 * What a RUN reads of the files copied before it; undefined for everything that is not known for certain, as most
 * commands may read anything. Known are the package managers' installs and a few commands that read no project file.
 */
export function needsOf(args: readonly string[]): Needs | undefined {
  const text = args.length === 3 && args[1] === '-c' ? args[2]! : args.join(' ');
  // Redirections, pipes, substitutions and quotes: nobody can tell without running it.
  if (/[|<>`"'(){}]|\$|&(?!&)/.test(text.replaceAll('&&', ''))) return undefined;
  const all = text.split(/&&|;|\n/).map((part) => commandNeeds(part.trim().split(/\s+/)));
  if (all.includes(undefined)) return undefined;
  return {
    required: [...new Set(all.flatMap((needs) => needs!.required))],
    optional: [...new Set(all.flatMap((needs) => needs!.optional))],
  };
}

function commandNeeds(words: readonly string[]): Needs | undefined {
  const [command = '', sub = '', ...rest] = words;
  const operands = rest.filter((word) => !word.startsWith('-'));
  switch (command) {
    case '':
    case 'set':
    case 'corepack':
    case 'adduser':
    case 'addgroup':
    case 'useradd':
    case 'groupadd':
    case 'mkdir':
      return nothing;
    case 'apk':
    case 'apt-get':
    case 'apt':
    case 'dnf':
    case 'yum':
      return operands.some(isLocal) ? undefined : nothing;
    case 'rm':
      return [sub, ...rest].every((word) => /^(-|\/(var|tmp|root)\/)/.test(word)) ? nothing : undefined;
    case 'npm':
      return npmNeeds(sub, rest, operands);
    case 'yarn':
      if (!['', 'install'].includes(sub) && !sub.startsWith('-')) return undefined;
      return { required: ['package.json'], optional: ['yarn.lock', '.yarnrc', '.yarnrc.yml', '.npmrc'] };
    case 'pnpm':
      if (!['install', 'i'].includes(sub)) return undefined;
      return { required: ['package.json'], optional: ['pnpm-lock.yaml', '.npmrc'] };
    case 'pip':
    case 'pip3':
      return sub === 'install' ? pipNeeds(rest) : undefined;
    case 'python':
    case 'python3':
      return sub === '-m' && rest[0] === 'pip' && rest[1] === 'install' ? pipNeeds(rest.slice(2)) : undefined;
    case 'go':
      return sub === 'mod' && rest[0] === 'download' ? { required: ['go.mod'], optional: ['go.sum'] } : undefined;
    case 'bundle':
      return sub === 'install' ? { required: ['Gemfile'], optional: ['Gemfile.lock'] } : undefined;
    default:
      return undefined;
  }
}

function npmNeeds(sub: string, flags: readonly string[], operands: readonly string[]): Needs | undefined {
  if (sub === 'config' || sub === 'cache') return nothing;
  if (!['install', 'i', 'ci', 'clean-install'].includes(sub) || operands.some(isLocal)) return undefined;
  if (flags.includes('-g') || flags.includes('--global')) return operands.length > 0 ? nothing : undefined;
  return { required: ['package.json'], optional: ['package-lock.json', 'npm-shrinkwrap.json', '.npmrc'] };
}

function pipNeeds(words: readonly string[]): Needs | undefined {
  const required: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at]!;
    if (word === '-r' || word === '--requirement') required.push(words[(at += 1)] ?? '');
    else if (word.startsWith('--requirement=')) required.push(word.slice('--requirement='.length));
    else if (word === '-e' || word === '--editable' || word === '-c' || word === '--constraint') return undefined;
    else if (!word.startsWith('-') && isLocal(word)) return undefined;
  }
  return { required, optional: [] };
}

/** A package given as a file or folder. */
function isLocal(word: string): boolean {
  return /^[./~]|[/\\]|\.(whl|deb|apk|rpm|tgz|gz|zip)$/.test(word) && !word.startsWith('@');
}

/** Whether a manifest says that installing reads more of the project than the manifest itself. */
export function readsMore(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'Gemfile') return /\bgemspec\b|\bpath:|:path\b/.test(text);
  if (name === 'go.mod') return /^\s*(replace\b.*)?=>\s*\./m.test(text) || /=>\s*\.{0,2}\//.test(text);
  if (name !== 'package.json') return name.endsWith('.txt') && /^\s*(-e|--editable|-r|-c|\.|\/|file:)/m.test(text);
  try {
    const { scripts = {}, workspaces, ...rest } = JSON.parse(text) as Record<string, Record<string, string>>;
    const local = ['dependencies', 'devDependencies', 'optionalDependencies']
      .flatMap((kind) => Object.values(rest[kind] ?? {}))
      .some((version) => /^(file:|link:|workspace:|[./~])/.test(version));
    return (
      local ||
      workspaces !== undefined ||
      Object.keys(scripts).some((script) => /^(pre|post)?(install|prepare)$/.test(script))
    );
  } catch {
    return true;
  }
}
