/** The official nginx images (nginx/docker-nginx). */
import { GROUP as ALPINE_GROUP, PASSWD as ALPINE_PASSWD } from '../alpine/accounts.ts';
import { alpine319, alpine320, alpine321, alpine322 } from '../alpine/images.ts';
import { GROUP as DEBIAN_GROUP, DEBIAN_PASSWD } from '../debian/etc.ts';
import { bookwormSlim, trixieSlim } from '../debian/images.ts';
import { copy, from, type ImageRecipe, type LayerRecipe, PATH, run, type Step, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import * as files from './nginx-files.ts';

const MAINTAINER = 'NGINX Docker Maintainers <docker-maint@nginx.com>';
const SCRIPTS = [
  ['10-listen-on-ipv6-by-default.sh', files.LISTEN_ON_IPV6],
  ['15-local-resolvers.envsh', files.LOCAL_RESOLVERS],
  ['20-envsubst-on-templates.sh', files.ENVSUBST_ON_TEMPLATES],
  ['30-tune-worker-processes.sh', files.TUNE_WORKER_PROCESSES],
] as const;

interface NginxRelease {
  readonly version: string;
  readonly created: string;
  readonly njs: string;
  readonly acme?: string;
  readonly debian: 'trixie' | 'bookworm';
  readonly alpine: 'alpine3.22' | 'alpine3.21' | 'alpine3.20' | 'alpine3.19';
}

const BASES: Readonly<Record<NginxRelease['debian' | 'alpine'], ImageRecipe>> = {
  trixie: trixieSlim,
  bookworm: bookwormSlim,
  'alpine3.22': alpine322,
  'alpine3.21': alpine321,
  'alpine3.20': alpine320,
  'alpine3.19': alpine319,
};

function nginxImage({ version, created, njs, acme, debian, alpine }: NginxRelease, isAlpine: boolean): ImageRecipe {
  const release = isAlpine ? '1' : `1~${debian}`;
  const env = [`NGINX_VERSION=${version}`, `NJS_VERSION=${njs}`, `NJS_RELEASE=${release}`];
  if (acme) env.push(`ACME_VERSION=${acme}`);
  const packaging = [`PKG_RELEASE=${release}`, `DYNPKG_RELEASE=${release}`];
  // The alpine image is the slim one and, on top, the module packages.
  const base = isAlpine ? [env[0]!, packaging[0]!, packaging[1]!] : [...env, ...packaging];
  const late = isAlpine ? env.slice(1) : [];
  const server = serverLayer(created, isAlpine);
  const steps: Step[] = [
    step(`LABEL maintainer=${MAINTAINER}`),
    ...base.map((item) => step(`ENV ${item}`)),
    run(
      isAlpine
        ? `set -x     && addgroup -g 101 -S nginx     && adduser -S -D -H -u 101 -h /var/cache/nginx -s /sbin/nologin -G nginx -g nginx nginx     && apkArch="$(cat /etc/apk/arch)"     && nginxPackages="         nginx=\${NGINX_VERSION}-r\${PKG_RELEASE}     "     && apk add -X "https://nginx.org/packages/mainline/alpine/v$(egrep -o '^[0-9]+\\.[0-9]+' /etc/alpine-release)/main" --no-cache $nginxPackages     && ln -sf /dev/stdout /var/log/nginx/access.log     && ln -sf /dev/stderr /var/log/nginx/error.log     && mkdir /docker-entrypoint.d`
        : `set -x     && groupadd --system --gid 101 nginx     && useradd --system --gid nginx --no-create-home --home /nonexistent --comment "nginx user" --shell /bin/false --uid 101 nginx     && apt-get update     && apt-get install --no-install-recommends --no-install-suggests -y gnupg1 ca-certificates     && apt-get install --no-install-recommends --no-install-suggests -y nginx=\${NGINX_VERSION}-\${PKG_RELEASE} gettext-base curl     && rm -rf /var/lib/apt/lists/*     && ln -sf /dev/stdout /var/log/nginx/access.log     && ln -sf /dev/stderr /var/log/nginx/error.log     && mkdir /docker-entrypoint.d`,
      server,
    ),
    copy('COPY docker-entrypoint.sh /', scriptLayer(created, 'docker-entrypoint.sh', files.ENTRYPOINT)),
    ...SCRIPTS.map(([name, text]) =>
      copy(`COPY ${name} /docker-entrypoint.d`, scriptLayer(created, `docker-entrypoint.d/${name}`, text)),
    ),
    step('ENTRYPOINT ["/docker-entrypoint.sh"]'),
    step('EXPOSE map[80/tcp:{}]'),
    step('STOPSIGNAL SIGQUIT'),
    step('CMD ["nginx" "-g" "daemon off;"]'),
  ];
  if (isAlpine) {
    steps.push(
      ...late.map((item) => step(`ENV ${item}`)),
      run(
        'set -x     && apkArch="$(cat /etc/apk/arch)"     && nginxPackages="         nginx=${NGINX_VERSION}-r${PKG_RELEASE}         nginx-module-xslt=${NGINX_VERSION}-r${DYNPKG_RELEASE}         nginx-module-geoip=${NGINX_VERSION}-r${DYNPKG_RELEASE}         nginx-module-image-filter=${NGINX_VERSION}-r${DYNPKG_RELEASE}         nginx-module-njs=${NGINX_VERSION}.${NJS_VERSION}-r${NJS_RELEASE}     "     && apk add --no-cache $nginxPackages     && apk add --no-cache curl ca-certificates',
        modulesLayer(created),
      ),
    );
  }
  return {
    created,
    config: {
      ExposedPorts: { '80/tcp': {} },
      Env: [PATH, ...base, ...late],
      Entrypoint: ['/docker-entrypoint.sh'],
      Cmd: ['nginx', '-g', 'daemon off;'],
      ...(isAlpine && { WorkingDir: '/' }),
      Labels: { maintainer: MAINTAINER },
      StopSignal: 'SIGQUIT',
    },
    steps: from(BASES[isAlpine ? alpine : debian], steps),
  };
}

function scriptLayer(created: string, path: string, text: string): LayerRecipe {
  return {
    compressed: Math.round(text.length * 0.45),
    changes: () => new RootTree(created).script(path, text).changes(),
  };
}

function modulesLayer(created: string): LayerRecipe {
  return {
    compressed: 16_900_000,
    changes: () =>
      new RootTree(created)
        .program('usr/bin/curl', 'gnu/curl', 260_000)
        .binary('usr/lib/nginx/modules/ngx_http_js_module.so', 1_900_000)
        .total(40_000_000, 'usr/lib/libicudata.so.76.1')
        .changes(),
  };
}

function serverLayer(created: string, isAlpine: boolean): LayerRecipe {
  return {
    compressed: isAlpine ? 1_810_000 : 30_100_000,
    changes: () => {
      const tree = new RootTree(created)
        .file(
          'etc/passwd',
          isAlpine
            ? `${ALPINE_PASSWD}nginx:x:101:101:nginx:/var/cache/nginx:/sbin/nologin\n`
            : `${DEBIAN_PASSWD}nginx:x:101:101:nginx user:/nonexistent:/bin/false\n`,
        )
        .file('etc/group', `${isAlpine ? ALPINE_GROUP : DEBIAN_GROUP}nginx:x:101:${isAlpine ? 'nginx' : ''}\n`)
        .directory('docker-entrypoint.d')
        .file('etc/nginx/nginx.conf', files.NGINX_CONF)
        .file('etc/nginx/conf.d/default.conf', files.DEFAULT_CONF)
        .file('etc/nginx/mime.types', files.MIME_TYPES)
        .file(
          'etc/nginx/fastcgi_params',
          'fastcgi_param  QUERY_STRING       $query_string;\nfastcgi_param  REQUEST_METHOD     $request_method;\n',
        )
        .symlink('etc/nginx/modules', '/usr/lib/nginx/modules')
        .directory('usr/lib/nginx/modules')
        .file('usr/share/nginx/html/index.html', files.WELCOME)
        .file('usr/share/nginx/html/50x.html', files.ERROR_PAGE)
        .directory('var/cache/nginx')
        .symlink('var/log/nginx/access.log', '/dev/stdout')
        .symlink('var/log/nginx/error.log', '/dev/stderr')
        .program('usr/sbin/nginx', 'nginx', 1_580_000);
      if (isAlpine)
        return tree
          .program('usr/bin/envsubst', 'gnu/envsubst', 35_000)
          .total(4_460_000, 'usr/lib/libpcre2-8.so.0')
          .changes();
      return tree
        .program('usr/bin/curl', 'gnu/curl', 320_000)
        .program('usr/bin/envsubst', 'gnu/envsubst', 35_000)
        .total(82_400_000, 'usr/lib/x86_64-linux-gnu/libicudata.so.76')
        .changes();
    },
  };
}

/** Each with the names it goes by; '' is no name. */
const RELEASES: readonly (readonly [NginxRelease, readonly string[]])[] = [
  [
    {
      version: '1.29.3',
      created: '2025-10-28T22:17:23Z',
      njs: '0.9.4',
      acme: '0.2.0',
      debian: 'trixie',
      alpine: 'alpine3.22',
    },
    ['', '1', '1.29', '1.29.3', 'mainline'],
  ],
  [
    { version: '1.28.0', created: '2025-10-08T17:32:11Z', njs: '0.8.10', debian: 'bookworm', alpine: 'alpine3.21' },
    ['stable', '1.28', '1.28.0'],
  ],
  [
    { version: '1.27.5', created: '2025-04-16T17:40:03Z', njs: '0.8.10', debian: 'bookworm', alpine: 'alpine3.21' },
    ['1.27', '1.27.5'],
  ],
  [
    { version: '1.26.3', created: '2025-02-05T21:27:16Z', njs: '0.8.9', debian: 'bookworm', alpine: 'alpine3.20' },
    ['1.26', '1.26.3'],
  ],
  [
    { version: '1.25.5', created: '2024-04-16T18:24:18Z', njs: '0.8.4', debian: 'bookworm', alpine: 'alpine3.19' },
    ['1.25', '1.25.5'],
  ],
];

function tags(): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  for (const [release, names] of RELEASES) {
    const debian = nginxImage(release, false);
    const alpine = nginxImage(release, true);
    for (const name of names) {
      found[name === '' ? 'latest' : name] = debian;
      found[name === '' ? release.debian : `${name}-${release.debian}`] = debian;
      found[name === '' ? 'alpine' : `${name}-alpine`] = alpine;
      found[name === '' ? release.alpine : `${name}-${release.alpine}`] = alpine;
    }
  }
  return found;
}

export const nginx: Readonly<Record<string, ImageRecipe>> = tags();
