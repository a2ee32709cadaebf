/** curlimages/curl: a container for one command. */

import { GROUP, PASSWD } from '../alpine/accounts.ts';
import { alpine322 } from '../alpine/images.ts';
import { tagged, toolchainImage } from '../languages/toolchain.ts';
import type { ImageRecipe } from '../recipe.ts';

const ENTRYPOINT = `#!/bin/sh
set -e

# options and addresses alone are curl's
if [ "\${1#-}" != "\${1}" ] || ! command -v "\${1}" > /dev/null; then
  set -- curl "$@"
fi

exec "$@"
`;

const image = toolchainImage({
  base: alpine322,
  created: '2025-11-05T08:50:42Z',
  env: ['CURL_CA_BUNDLE=/cacert.pem'],
  layers: [
    {
      command: 'apk add --no-cache brotli brotli-dev libssh2 nghttp2-dev libidn2 &&     rm -fr /var/cache/apk/*',
      size: 12_700_000,
      compressed: 5_900_000,
      programs: { 'usr/bin/curl': 'gnu/curl' },
      more: (tree) =>
        tree
          .binary('cacert.pem', 225_076)
          .file('etc/passwd', `${PASSWD}curl_user:x:100:101:Linux User,,,:/home/curl_user:/sbin/nologin\n`)
          .file('etc/group', `${GROUP}curl_group:x:101:curl_user\n`)
          .directory('home/curl_user', { uid: 100, gid: 101 }),
      bulk: 'usr/lib/libcurl.so.4.8.0',
    },
    {
      command: 'COPY entrypoint.sh /entrypoint.sh',
      isCopy: true,
      size: 0,
      compressed: 320,
      more: (tree) => tree.script('entrypoint.sh', ENTRYPOINT),
    },
  ],
  config: { Entrypoint: ['/entrypoint.sh'], Cmd: ['curl'], User: 'curl_user' },
});

export const curl: Readonly<Record<string, ImageRecipe>> = tagged(image, 'latest', '8.17.0');
