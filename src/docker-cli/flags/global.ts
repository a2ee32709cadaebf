import type { FlagSpec } from '../reference/reference.ts';

/** Flags of `docker` itself, with the folder that it keeps its own files in. */
export const globalFlags = (folder = '/root/.docker'): readonly FlagSpec[] => [
  { name: 'config', type: 'string', usage: `Location of client config files (default "${folder}")` },
  {
    name: 'context',
    shorthand: 'c',
    type: 'string',
    usage:
      'Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with "docker context use")',
  },
  { name: 'debug', shorthand: 'D', type: 'bool', usage: 'Enable debug mode' },
  {
    name: 'host',
    shorthand: 'H',
    type: 'string',
    usage: 'Daemon socket to connect to',
    once: 'specify only one -H',
  },
  {
    name: 'log-level',
    shorthand: 'l',
    type: 'string',
    usage: 'Set the logging level ("debug", "info", "warn", "error", "fatal") (default "info")',
  },
  { name: 'tls', type: 'bool', usage: 'Use TLS; implied by --tlsverify' },
  { name: 'tlscacert', type: 'string', usage: `Trust certs signed only by this CA (default "${folder}/ca.pem")` },
  { name: 'tlscert', type: 'string', usage: `Path to TLS certificate file (default "${folder}/cert.pem")` },
  { name: 'tlskey', type: 'string', usage: `Path to TLS key file (default "${folder}/key.pem")` },
  { name: 'tlsverify', type: 'bool', usage: 'Use TLS and verify the remote' },
  { name: 'version', shorthand: 'v', type: 'bool', usage: 'Print version information and quit' },
];
