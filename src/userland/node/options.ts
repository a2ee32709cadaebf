export interface NodeOptions {
  readonly version: boolean;
  readonly print: boolean;
  /** -e or -p */
  readonly code: string | undefined;
  readonly script: string | undefined;
  readonly rest: readonly string[];
}

/** Flags that change nothing here. */
const harmless =
  /^--(no-warnings|enable-source-maps|trace-warnings|trace-uncaught|experimental-[a-z-]+|max-old-space-size=\d+|no-deprecation)$/;

/** The command line, or what is wrong with it, in Node's words. */
export function parseOptions(args: readonly string[]): NodeOptions | string {
  let version = false;
  let print = false;
  let code: string | undefined;
  let at = 0;
  for (; at < args.length; at += 1) {
    const arg = args[at]!;
    if (!arg.startsWith('-') || arg === '-') break;
    if (arg === '--') {
      at += 1;
      break;
    }
    if (arg === '-v' || arg === '--version') version = true;
    else if (['-e', '--eval', '-p', '--print', '-pe'].includes(arg)) {
      print = arg !== '-e' && arg !== '--eval';
      at += 1;
      code = args[at];
      if (code === undefined) return `${arg} requires an argument`;
    } else if (!harmless.test(arg)) return arg === '--watch' ? 'drydock: not simulated: --watch' : `bad option: ${arg}`;
  }
  const script = code === undefined && args[at] !== '-' ? args[at] : undefined;
  return { version, print, code, script, rest: args.slice(script === undefined ? at : at + 1) };
}
