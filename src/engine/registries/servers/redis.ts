/** The official redis images (redis/docker-library-redis). */
import { GROUP as ALPINE_GROUP, PASSWD as ALPINE_PASSWD } from '../alpine/accounts.ts';
import { alpine320, alpine322 } from '../alpine/images.ts';
import { GROUP as DEBIAN_GROUP, DEBIAN_PASSWD } from '../debian/etc.ts';
import { bookwormSlim } from '../debian/images.ts';
import { copy, EMPTY_LAYER, from, type ImageRecipe, type LayerRecipe, PATH, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

const VERSION = '7.4.1';
const CREATED = '2024-10-02T17:55:12Z';
const URL = 'http://download.redis.io/releases/redis-VERSION.tar.gz';
const SHA = 'bc34b878eb89421bbfca6fa78752343bf37af312a09eb0fae47c9575977dfaa2';

/** Runs the server as the user redis, who must own /data. */
const ENTRYPOINT = `#!/bin/sh
set -e

# options or a configuration file alone are for redis-server
if [ "\${1#-}" != "$1" ] || [ "\${1%.conf}" != "$1" ]; then
	set -- redis-server "$@"
fi

# started as root: hand /data and the process over to redis
if [ "$1" = 'redis-server' -a "$(id -u)" = '0' ]; then
	find . \\! -user redis -exec chown redis '{}' +
	exec SWITCH redis "$0" "$@"
fi

# files the server makes are nobody else's business, unless a umask was chosen
um="$(umask)"
if [ "$um" = '0022' ]; then
	umask 0077
fi

exec "$@"
`;

function redisImage(base: ImageRecipe, isAlpine: boolean, version = VERSION): ImageRecipe {
  const [passwd, group] = isAlpine ? [ALPINE_PASSWD, ALPINE_GROUP] : [DEBIAN_PASSWD, DEBIAN_GROUP];
  const gid = isAlpine ? 1000 : 999;
  const owner = { uid: 999, gid };
  const account: LayerRecipe = {
    compressed: 1_250,
    changes: () =>
      new RootTree(CREATED)
        .file(
          'etc/passwd',
          `${passwd}redis:x:999:${gid}:${isAlpine ? 'Linux User,,,' : ''}:/home/redis:/bin/${isAlpine ? 'false' : 'sh'}\n`,
        )
        .file('etc/group', `${group}redis:x:${gid}:\n`)
        .changes(),
  };
  const tools: LayerRecipe = {
    compressed: 1_100_000,
    changes: () => {
      const tree = new RootTree(CREATED).binary('usr/lib/tzdata/zones', 400_000);
      if (!isAlpine) tree.program('usr/local/bin/gosu', 'gosu', 2_400_000);
      return isAlpine
        ? tree.program('sbin/su-exec', 'su-exec', 14_000).changes()
        : tree.total(4_120_000, 'usr/share/zoneinfo/tzdata.zi').changes();
    },
  };
  const server: LayerRecipe = {
    compressed: isAlpine ? 12_900_000 : 15_500_000,
    changes: () =>
      new RootTree(CREATED)
        .program('usr/local/bin/redis-server', 'redis-server', 16_000_000)
        .program('usr/local/bin/redis-cli', 'redis-cli', 6_900_000)
        .program('usr/local/bin/redis-benchmark', 'redis-benchmark', 6_600_000)
        .symlink('usr/local/bin/redis-check-aof', 'redis-server')
        .symlink('usr/local/bin/redis-check-rdb', 'redis-server')
        .symlink('usr/local/bin/redis-sentinel', 'redis-server')
        .total(isAlpine ? 32_190_000 : 38_300_000, 'usr/local/lib/libssl-static.a')
        .changes(),
  };
  const data: LayerRecipe = { compressed: 98, changes: () => new RootTree(CREATED).directory('data', owner).changes() };
  const script = ENTRYPOINT.replace('SWITCH', isAlpine ? 'su-exec' : 'gosu');
  const entrypoint: LayerRecipe = {
    compressed: 573,
    changes: () => new RootTree(CREATED).script('usr/local/bin/docker-entrypoint.sh', script).changes(),
  };
  const env = [
    `REDIS_VERSION=${version}`,
    `REDIS_DOWNLOAD_URL=${URL.replace('VERSION', version)}`,
    ...(version === VERSION ? [`REDIS_DOWNLOAD_SHA=${SHA}`] : []),
  ];
  return {
    created: CREATED,
    config: {
      ExposedPorts: { '6379/tcp': {} },
      Env: [PATH, ...(isAlpine ? [] : ['GOSU_VERSION=1.17']), ...env],
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['redis-server'],
      Volumes: { '/data': {} },
      WorkingDir: '/data',
    },
    steps: from(base, [
      run(
        isAlpine
          ? 'set -eux; \taddgroup -S -g 1000 redis; \tadduser -S -G redis -u 999 redis'
          : 'set -eux; \tgroupadd -r -g 999 redis; \tuseradd -r -g redis -u 999 redis',
        account,
      ),
      ...(isAlpine ? [] : [step('ENV GOSU_VERSION=1.17')]),
      run(
        isAlpine
          ? "set -eux; \tapk add --no-cache \t\t'su-exec>=0.2' \t\ttzdata \t;"
          : 'set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends ca-certificates tzdata wget; \trm -rf /var/lib/apt/lists/*; \twget -O /usr/local/bin/gosu "https://github.com/tianon/gosu/releases/download/$GOSU_VERSION/gosu-amd64"; \tchmod +x /usr/local/bin/gosu; \tgosu nobody true',
        tools,
      ),
      ...env.map((item) => step(`ENV ${item}`)),
      run(
        'set -eux; \t\twget -O redis.tar.gz "$REDIS_DOWNLOAD_URL"; \techo "$REDIS_DOWNLOAD_SHA *redis.tar.gz" | sha256sum -c -; \tmkdir -p /usr/src/redis; \ttar -xzf redis.tar.gz -C /usr/src/redis --strip-components=1; \tmake -C /usr/src/redis -j "$(nproc)" all; \tmake -C /usr/src/redis install; \trm -r /usr/src/redis; \tredis-cli --version; \tredis-server --version;',
        server,
      ),
      run('mkdir /data && chown redis:redis /data', data),
      step('VOLUME [/data]'),
      { ...step('WORKDIR /data'), layer: EMPTY_LAYER },
      copy('COPY docker-entrypoint.sh /usr/local/bin/', entrypoint),
      step('ENTRYPOINT ["docker-entrypoint.sh"]'),
      step('EXPOSE map[6379/tcp:{}]'),
      step('CMD ["redis-server"]'),
    ]),
  };
}

const debian = redisImage(bookwormSlim, false);
const alpine = redisImage(alpine322, true);
const olderAlpine = redisImage(alpine320, true);

/** Other releases: their names for an image, whose server is the one there is and says so. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '5.0.14': ['5', '5.0', '5.0.14'],
  '6.2.20': ['6', '6.2', '6.2.20'],
  '7.0.15': ['7.0', '7.0.15'],
  '7.2.11': ['7.2', '7.2.11'],
  '8.2.3': ['8', '8.2', '8.2.3'],
};

function others(): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  for (const [version, names] of Object.entries(OTHERS)) {
    const [onDebian, onAlpine] = [redisImage(bookwormSlim, false, version), redisImage(alpine322, true, version)];
    for (const name of names) {
      found[name] = found[`${name}-bookworm`] = onDebian;
      found[`${name}-alpine`] = onAlpine;
    }
  }
  return found;
}

export const redis: Readonly<Record<string, ImageRecipe>> = {
  ...others(),
  '7-bookworm': debian,
  '7.4-bookworm': debian,
  latest: debian,
  bookworm: debian,
  '7': debian,
  '7.4': debian,
  [VERSION]: debian,
  alpine,
  'alpine3.22': alpine,
  '7-alpine': alpine,
  '7.4-alpine': alpine,
  'alpine3.20': olderAlpine,
  [`${VERSION}-alpine`]: olderAlpine,
};
