/** The official httpd images (docker-library/httpd). */
import { alpine322 } from '../alpine/images.ts';
import { bookwormSlim } from '../debian/images.ts';
import { copy, EMPTY_LAYER, from, type ImageRecipe, type LayerRecipe, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

const VERSION = '2.4.65';
const SHA256 = '58b8be97d9940ec17f7656c0c6b9f41b618aac468b894b534148e3296c53b8b3';
const CREATED = '2025-11-04T00:40:19Z';
const PREFIX = '/usr/local/apache2';
const SEARCH = `PATH=${PREFIX}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

const CONFIGURATION = `ServerRoot "${PREFIX}"
Listen 80
LoadModule mpm_event_module modules/mod_mpm_event.so
LoadModule authz_core_module modules/mod_authz_core.so
LoadModule mime_module modules/mod_mime.so
LoadModule log_config_module modules/mod_log_config.so
LoadModule unixd_module modules/mod_unixd.so
LoadModule dir_module modules/mod_dir.so
<IfModule unixd_module>
User www-data
Group www-data
</IfModule>
ServerAdmin you@example.com
<Directory />
    AllowOverride none
    Require all denied
</Directory>
DocumentRoot "${PREFIX}/htdocs"
<Directory "${PREFIX}/htdocs">
    Options Indexes FollowSymLinks
    AllowOverride None
    Require all granted
</Directory>
<IfModule dir_module>
    DirectoryIndex index.html
</IfModule>
ErrorLog /proc/self/fd/2
LogLevel warn
<IfModule log_config_module>
    LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
    CustomLog /proc/self/fd/1 common
</IfModule>
<IfModule mime_module>
    TypesConfig conf/mime.types
</IfModule>
`;

const FOREGROUND = `#!/bin/sh
set -e

# Apache gets grumpy about PID files pre-existing
rm -f ${PREFIX}/logs/httpd.pid

exec httpd -DFOREGROUND "$@"
`;

function httpdImage(base: ImageRecipe, isAlpine: boolean): ImageRecipe {
  const prefix = PREFIX.slice(1);
  const account: LayerRecipe = { compressed: 145, changes: () => new RootTree(CREATED).directory(prefix).changes() };
  const prepared: LayerRecipe = {
    compressed: 32,
    changes: () =>
      new RootTree(CREATED).directory(prefix, { uid: isAlpine ? 82 : 33, gid: isAlpine ? 82 : 33 }).changes(),
  };
  const runtime: LayerRecipe = {
    compressed: isAlpine ? 1_330_000 : 4_020_000,
    changes: () =>
      new RootTree(CREATED).total(isAlpine ? 3_300_000 : 10_900_000, 'usr/lib/libaprutil-1.so.0').changes(),
  };
  const server: LayerRecipe = {
    compressed: isAlpine ? 15_200_000 : 12_900_000,
    changes: () =>
      new RootTree(CREATED)
        .program(`${prefix}/bin/httpd`, 'httpd', 870_000)
        .program(`${prefix}/bin/apachectl`, 'apachectl', 3_500)
        .program(`${prefix}/bin/htpasswd`, 'gnu/htpasswd', 27_000)
        .file(`${prefix}/conf/httpd.conf`, CONFIGURATION)
        .file(
          `${prefix}/conf/mime.types`,
          'text/html\t\t\thtml htm\ntext/css\t\t\tcss\ntext/javascript\t\t\tjs mjs\napplication/json\t\tjson\nimage/png\t\t\tpng\nimage/jpeg\t\t\tjpeg jpg\nimage/svg+xml\t\t\tsvg\ntext/plain\t\t\ttxt\n',
        )
        .file(`${prefix}/htdocs/index.html`, '<html><body><h1>It works!</h1></body></html>\n')
        .directories(`${prefix}/cgi-bin`, `${prefix}/logs`, `${prefix}/icons`)
        .total(isAlpine ? 51_600_000 : 31_400_000, `${prefix}/modules/modules.so`)
        .changes(),
  };
  const foreground: LayerRecipe = {
    compressed: 290,
    changes: () => new RootTree(CREATED).script('usr/local/bin/httpd-foreground', FOREGROUND).changes(),
  };
  const env = [
    `HTTPD_PREFIX=${PREFIX}`,
    SEARCH,
    `HTTPD_VERSION=${VERSION}`,
    `HTTPD_SHA256=${SHA256}`,
    'HTTPD_PATCHES=',
  ];
  return {
    created: CREATED,
    config: {
      ExposedPorts: { '80/tcp': {} },
      Env: [SEARCH, `HTTPD_PREFIX=${PREFIX}`, ...env.slice(2)],
      Cmd: ['httpd-foreground'],
      WorkingDir: PREFIX,
      StopSignal: 'SIGWINCH',
    },
    steps: from(base, [
      step(`ENV HTTPD_PREFIX=${PREFIX}`),
      step(`ENV ${SEARCH}`),
      run(
        isAlpine
          ? 'set -x \t&& adduser -u 82 -D -S -G www-data www-data'
          : 'mkdir -p "$HTTPD_PREFIX" \t&& chown www-data:www-data "$HTTPD_PREFIX"',
        isAlpine ? account : prepared,
      ),
      { ...step(`WORKDIR ${PREFIX}`), layer: EMPTY_LAYER },
      run(
        isAlpine
          ? 'set -eux; \tapk add --no-cache \t\tapr \t\tapr-util \t\tca-certificates \t;'
          : 'set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tca-certificates \t\tlibaprutil1-ldap \t\tlibldap-common \t; \trm -rf /var/lib/apt/lists/*',
        runtime,
      ),
      ...env.slice(2).map((item) => step(`ENV ${item}`)),
      run(
        'set -eux; \twget -O httpd.tar.bz2 "https://www.apache.org/dist/httpd/httpd-$HTTPD_VERSION.tar.bz2"; \techo "$HTTPD_SHA256 *httpd.tar.bz2" | sha256sum -c -; \tmkdir -p src; \ttar -xf httpd.tar.bz2 -C src --strip-components=1; \tcd src; \t./configure --prefix="$HTTPD_PREFIX" --enable-mods-shared=reallyall --enable-mpms-shared=all; \tmake -j "$(nproc)"; \tmake install; \thttpd -v',
        server,
      ),
      step('STOPSIGNAL SIGWINCH'),
      copy('COPY httpd-foreground /usr/local/bin/', foreground),
      step('EXPOSE map[80/tcp:{}]'),
      step('CMD ["httpd-foreground"]'),
    ]),
  };
}

const debian = httpdImage(bookwormSlim, false);
const alpine = httpdImage(alpine322, true);

export const httpd: Readonly<Record<string, ImageRecipe>> = {
  latest: debian,
  '2': debian,
  '2.4': debian,
  [VERSION]: debian,
  alpine,
  '2-alpine': alpine,
  '2.4-alpine': alpine,
  [`${VERSION}-alpine`]: alpine,
};
