/** What this docker command says it is. */
export const clientVersion = {
  version: '28.5.2',
  apiVersion: '1.51',
  goVersion: 'go1.25.3',
  gitCommit: 'ecc6942',
  buildTime: 'Wed Nov  5 14:43:11 2025',
  os: 'linux',
  arch: 'amd64',
};
