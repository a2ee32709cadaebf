import type { SystemCalls } from '../../../kernel/program.ts';
import type { Environment } from './environment.ts';
import type { PipOptions } from './options.ts';

/** One run of `pip`. */
export interface PipContext {
  readonly sys: SystemCalls;
  readonly environment: Environment;
  readonly options: PipOptions;
  /** To stdout, unless --quiet. */
  say(text: string): Promise<void>;
  /** To stderr. */
  complain(text: string): Promise<void>;
}

/** The release the index has. */
const NEWEST_PIP = '25.3';

/** What pip adds at its end about itself: running as root, and a newer release of its own. */
export async function afterwards(context: PipContext, installed: boolean): Promise<void> {
  const { sys, environment, options } = context;
  if (installed && sys.credentials().euid === 0 && !environment.isVirtual && rootAction(context) !== 'ignore') {
    const risk = environment.pipVersion.startsWith('25.')
      ? ', possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.'
      : '. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv';
    await context.complain(
      `WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager${risk}\n`,
    );
  }
  await notice(context, options.flags.has('--disable-pip-version-check'));
}

/** Distributions turn this off in their own pip. */
export async function notice({ sys, environment, complain }: PipContext, disabled: boolean): Promise<void> {
  const { pipVersion, managedBy, python, scripts } = environment;
  const off = sys.env.get('PIP_DISABLE_PIP_VERSION_CHECK');
  if (disabled || (off && off !== '0') || managedBy || python.prefix === '/usr' || pipVersion === NEWEST_PIP) return;
  const program = environment.isVirtual ? `${scripts}/python -m pip` : 'pip';
  await complain(
    `\n[notice] A new release of pip is available: ${pipVersion} -> ${NEWEST_PIP}\n[notice] To update, run: ${program} install --upgrade pip\n`,
  );
}

function rootAction({ sys, options }: PipContext): string | undefined {
  return options.values.get('--root-user-action') ?? sys.env.get('PIP_ROOT_USER_ACTION');
}

/** pip's way of writing sizes (pip._internal.utils.misc.format_size). */
export function formatSize(bytes: number): string {
  if (bytes > 1_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  if (bytes > 10_000) return `${Math.floor(bytes / 1000)} kB`;
  if (bytes > 1000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${bytes} bytes`;
}
