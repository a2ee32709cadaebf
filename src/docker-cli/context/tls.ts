import { joinPath } from '../client/paths.ts';
import { messageOf } from '../errors.ts';
import type { Flags } from '../flags/flags.ts';
import type { CliHost } from '../host.ts';

/** TLS of the default context. */
export interface TlsOptions {
  readonly on: boolean;
  /** PEM files that must be there. */
  readonly files: readonly string[];
}

/** From the flags and DOCKER_TLS…; a variable counts when it is not empty, whatever it says (cli/flags/options.go). */
export function tlsOptions({ env }: CliHost, folder: string, flags: Flags): TlsOptions {
  // `--tlsverify=false` is TLS too, without looking at who answers.
  const verify = flags.changed('tlsverify') || !!env.get('DOCKER_TLS_VERIFY');
  const on = verify || (flags.changed('tls') ? flags.bool('tls') : !!env.get('DOCKER_TLS'));
  const usual = joinPath(env.get('DOCKER_CERT_PATH') || folder, 'ca.pem');
  const own = ['tlscert', 'tlskey'].filter((flag) => flags.changed(flag)).map((flag) => flags.string(flag));
  return { on, files: [flags.changed('tlscacert') ? flags.string('tlscacert') : usual, ...own] };
}

export function checkTls(host: CliHost, { on, files }: TlsOptions): void {
  if (!on) return;
  for (const file of files) {
    try {
      host.files.read(file);
    } catch (error) {
      throw new Error(`open ${file}: ${messageOf(error)}`);
    }
  }
  throw new Error('drydock: not simulated: TLS to an engine');
}
