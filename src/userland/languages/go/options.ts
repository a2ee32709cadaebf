import { Exit } from '../../commands/common/context.ts';

/** Options of build and run that take a value. */
const VALUED = /^-(o|ldflags|tags|gcflags|asmflags|installsuffix|mod|p|buildmode|C)$/;

export interface BuildOptions {
  output: string | undefined;
  isStripped: boolean;
  packages: string[];
  rest: string[];
}

export function readOptions(args: readonly string[], isRun: boolean): BuildOptions {
  const options: BuildOptions = { output: undefined, isStripped: false, packages: [], rest: [] };
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!.replace(/^--/, '-');
    const [name = '', joined] = arg.split(/=(.*)/s);
    if (VALUED.test(name)) {
      const value = joined ?? args[++at] ?? '';
      if (name === '-o') options.output = value;
      if (name === '-ldflags') options.isStripped = /(^|\s)-s(\s|$)/.test(value);
      if (name === '-C') throw new Exit(2, 'drydock: not simulated: go build -C');
    } else if (!arg.startsWith('-')) {
      options.packages.push(arg);
      if (isRun && !/\.go$/.test(args[at + 1] ?? '')) {
        options.rest = args.slice(at + 1);
        break;
      }
    } else if (!/^-(a|v|x|trimpath|race|buildvcs)$/.test(name)) {
      throw new Exit(
        2,
        `flag provided but not defined: ${arg}\nusage: go build [-o output] [build flags] [packages]\nRun 'go help build' for details.`,
      );
    }
  }
  return options;
}
