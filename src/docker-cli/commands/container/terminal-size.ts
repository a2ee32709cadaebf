import type { Cli } from '../../cli.ts';

/** Tells the engine the size of the terminal now and whenever it changes. */
export function followTerminalSize(cli: Cli, path: string): () => void {
  const { host } = cli;
  if (!host.stdout.isTerminal) return () => {};
  const tell = () => {
    const { rows, columns } = host.stdout.size();
    if (rows === 0 && columns === 0) return Promise.resolve();
    return cli.engine.send('POST', path, { query: { h: String(rows), w: String(columns) } }).catch(() => {});
  };
  void tell();
  return host.onSignal((signal) => {
    if (signal === 'SIGWINCH') void tell();
  });
}
