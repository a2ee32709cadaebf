import type { Context } from '../../commands/common/context.ts';
import { versionOf } from './version.ts';

export interface Module {
  readonly name: string;
  readonly folder: string;
  readonly text: string;
}

/** go.mod here or above. */
export function findModule({ sys }: Context): Module | undefined {
  for (let folder = sys.cwd(); ; folder = folder.replace(/\/[^/]*$/, '')) {
    const path = `${folder}/go.mod`;
    if (sys.exists(path)) {
      const text = new TextDecoder().decode(sys.readFile(path));
      return { text, folder, name: /^module\s+(\S+)/m.exec(text)?.[1] ?? 'main' };
    }
    if (folder === '' || folder === '/') return undefined;
  }
}

/** go mod */
export function mod(context: Context, [command, name]: readonly string[]): number {
  const { sys } = context;
  const module = findModule(context);
  switch (command) {
    case 'init': {
      if (sys.exists('go.mod')) {
        context.out.text(`go: ${sys.cwd()}/go.mod already exists\n`, 2);
        return 1;
      }
      if (name === undefined) {
        context.out.text(
          `go: cannot determine module path for source directory ${sys.cwd()} (outside GOPATH, module path must be specified)\n\nExample usage:\n\t'go mod init example.com/m' to initialize a v0 or v1 module\n\t'go mod init example.com/m/v2' to initialize a v2 module\n\nRun 'go help mod init' for more information.\n`,
          2,
        );
        return 1;
      }
      sys.writeFile('go.mod', `module ${name}\n\ngo ${versionOf(context)}\n`);
      const hasFiles = sys.readdir('.').some((entry) => entry.name.endsWith('.go'));
      context.out.text(
        `go: creating new go.mod: module ${name}\n${hasFiles ? 'go: to add module requirements and sums:\n\tgo mod tidy\n' : ''}`,
        2,
      );
      return 0;
    }
    case 'tidy':
    case 'download':
    case 'verify':
      if (!module) {
        context.out.text(
          "go: go.mod file not found in current directory or any parent directory; see 'go help modules'\n",
          2,
        );
        return 1;
      }
      if (/^\s*require\b/m.test(module.text)) {
        context.out.text('drydock: not simulated: modules of others (require in go.mod)\n', 2);
        return 1;
      }
      if (command === 'download') context.out.text('go: no module dependencies to download\n', 2);
      if (command === 'verify') context.print('all modules verified\n');
      return 0;
    default:
      context.out.text(`drydock: not simulated: go mod ${command ?? ''}\n`, 2);
      return 1;
  }
}
