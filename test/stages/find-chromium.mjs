import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a Chromium: $CHROMIUM, one that is installed, or Debian's, installed now when that is possible. */
export function findChromium({ install = false } = {}) {
  const found = [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path));
  if (found || !install || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return found;
  console.log('installing Debian’s Chromium for the browser tests');
  spawnSync(
    'sh',
    [
      '-c',
      'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium',
    ],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return places.find((path) => existsSync(path));
}
