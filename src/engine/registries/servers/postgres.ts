/** The official postgres images (docker-library/postgres). */
import { GROUP as ALPINE_GROUP, PASSWD as ALPINE_PASSWD } from '../alpine/accounts.ts';
import { alpine322 } from '../alpine/images.ts';
import { GROUP as DEBIAN_GROUP, DEBIAN_PASSWD } from '../debian/etc.ts';
import { bookwormSlim, trixieSlim } from '../debian/images.ts';
import { copy, from, type ImageRecipe, type LayerRecipe, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';
import { POSTGRES_ENTRYPOINT } from './postgres-entrypoint.ts';

type Base = 'trixie' | 'bookworm' | 'alpine';

interface Release {
  readonly version: string;
  readonly created: string;
  /** Bytes of the server's own layer, by base. */
  readonly sizes: Readonly<Record<Base, number>>;
}

const GOSU = '1.19';
const BASES: Readonly<Record<Base, ImageRecipe>> = { trixie: trixieSlim, bookworm: bookwormSlim, alpine: alpine322 };
const COMMANDS =
  `clusterdb createdb createuser dropdb dropuser initdb pg_amcheck pg_archivecleanup pg_basebackup pg_checksums pg_config
  pg_controldata pg_ctl pg_dump pg_dumpall pg_isready pg_receivewal pg_resetwal pg_restore pg_rewind pg_upgrade pg_verifybackup pg_waldump
  pgbench postgres psql reindexdb vacuumdb`.split(/\s+/);
/** The commands that have a program of their own here; the others say that they have none. */
const SIMULATED = new Set(
  'createdb createuser dropdb initdb pg_ctl pg_dump pg_dumpall pg_isready pg_restore postgres psql'.split(' '),
);
const SIZES: Readonly<Record<string, number>> = { postgres: 9_900_000, psql: 760_000, pg_dump: 470_000 };

function postgresImage({ version, created, sizes }: Release, base: Base): ImageRecipe {
  const isAlpine = base === 'alpine';
  const major = version.split('.')[0]!;
  const [uid, gid] = isAlpine ? [70, 70] : [999, 999];
  const owner = { uid, gid };
  const bin = isAlpine ? 'usr/local/bin' : `usr/lib/postgresql/${major}/bin`;
  // From 18 on a volume holds the data of all majors.
  const volume = Number(major) >= 18 ? '/var/lib/postgresql' : '/var/lib/postgresql/data';
  const data = Number(major) >= 18 ? `/var/lib/postgresql/${major}/docker` : volume;
  const packageVersion = isAlpine ? version : `${version}-1.pgdg${base === 'trixie' ? '13' : '12'}+1`;

  const account: LayerRecipe = {
    compressed: 1_330,
    changes: () =>
      new RootTree(created)
        .file(
          'etc/passwd',
          `${isAlpine ? ALPINE_PASSWD : DEBIAN_PASSWD}postgres:x:${uid}:${gid}:${isAlpine ? 'Linux User,,,' : ''}:/var/lib/postgresql:/bin/${isAlpine ? 'sh' : 'bash'}\n`,
        )
        .file('etc/group', `${isAlpine ? ALPINE_GROUP : DEBIAN_GROUP}postgres:x:${gid}:\n`)
        .directory('var/lib/postgresql', { mode: 0o1777, ...owner })
        .changes(),
  };
  const tools: LayerRecipe = {
    compressed: 5_230_000,
    changes: () => {
      const tree = new RootTree(created).program('usr/local/bin/gosu', 'gosu', 2_400_000);
      if (isAlpine) tree.program('bin/bash', 'bash', 750_000);
      else tree.program('usr/bin/less', 'gnu/less', 199_000).program('usr/bin/xz', 'gnu/xz', 87_000);
      return tree.total(isAlpine ? 4_300_000 : 13_900_000, 'usr/lib/locale/locale-archive').changes();
    },
  };
  const scripts: LayerRecipe = {
    compressed: 116,
    changes: () => new RootTree(created).directory('docker-entrypoint-initdb.d').changes(),
  };
  const server: LayerRecipe = {
    compressed: Math.round(sizes[base] * 0.31),
    changes: () => {
      const tree = new RootTree(created);
      for (const name of COMMANDS)
        tree.program(`${bin}/${name}`, SIMULATED.has(name) ? name : `not-simulated/${name}`, SIZES[name] ?? 120_000);
      if (!isAlpine)
        for (const name of ['psql', 'pg_dump', 'pg_isready']) tree.symlink(`usr/bin/${name}`, `/${bin}/${name}`);
      return tree.total(sizes[base], 'usr/lib/postgresql/libLLVM.so').changes();
    },
  };
  const sample: LayerRecipe = {
    compressed: 10_400,
    changes: () => new RootTree(created).file('usr/share/postgresql/postgresql.conf.sample', SAMPLE).changes(),
  };
  const runtime: LayerRecipe = {
    compressed: 128,
    changes: () => {
      const tree = new RootTree(created).directory('var/lib/postgresql', { mode: 0o1777, ...owner });
      if (volume === data) tree.directory('var/lib/postgresql/data', { mode: 0o1777, ...owner });
      return tree.directory('run/postgresql', { mode: 0o3777, ...owner }).changes();
    },
  };
  const entrypoint: LayerRecipe = {
    compressed: 6_080,
    changes: () => new RootTree(created).script('usr/local/bin/docker-entrypoint.sh', POSTGRES_ENTRYPOINT).changes(),
  };
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const env = [
    isAlpine ? path : `${path}:/usr/lib/postgresql/${major}/bin`,
    ...(isAlpine ? [] : [`GOSU_VERSION=${GOSU}`]),
    `LANG=en_US.utf8`,
    `PG_MAJOR=${major}`,
    `PG_VERSION=${packageVersion}`,
    `PGDATA=${data}`,
  ];
  return {
    created,
    config: {
      ExposedPorts: { '5432/tcp': {} },
      Env: env,
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: ['postgres'],
      Volumes: { [volume]: {} },
      ...(isAlpine && { WorkingDir: '/' }),
      StopSignal: 'SIGINT',
    },
    steps: from(BASES[base], [
      run(
        isAlpine
          ? 'set -eux; \taddgroup -g 70 -S postgres; \tadduser -u 70 -S -D -G postgres -H -h /var/lib/postgresql -s /bin/sh postgres; \tinstall --verbose --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql'
          : 'set -eux; \tgroupadd -r postgres --gid=999; \tuseradd -r -g postgres --uid=999 --home-dir=/var/lib/postgresql --shell=/bin/bash postgres; \tinstall --verbose --directory --owner postgres --group postgres --mode 1777 /var/lib/postgresql',
        account,
      ),
      step(`ENV GOSU_VERSION=${GOSU}`),
      run(
        isAlpine
          ? 'set -eux; \tapk add --no-cache bash icu-data-full llvm19 tzdata zstd'
          : 'set -ex; \tapt-get update; \tapt-get install -y --no-install-recommends \t\tgnupg \t\tless \t\tlocales \t\tlibnss-wrapper \t\txz-utils \t\tzstd \t; \trm -rf /var/lib/apt/lists/*',
        tools,
      ),
      step('ENV LANG=en_US.utf8'),
      run('mkdir /docker-entrypoint-initdb.d', scripts),
      step(`ENV PG_MAJOR=${major}`),
      ...(isAlpine ? [] : [step(`ENV ${env[0]}`)]),
      step(`ENV PG_VERSION=${packageVersion}`),
      run(
        'set -ex; \tapt-get install -y --no-install-recommends "postgresql-$PG_MAJOR=$PG_VERSION"; \tpostgres --version',
        server,
      ),
      run(
        `set -eux; \tsed -ri "s!^#?(listen_addresses)\\s*=\\s*\\S+.*!\\1 = '*'!" /usr/share/postgresql/postgresql.conf.sample; \tgrep -F "listen_addresses = '*'" /usr/share/postgresql/postgresql.conf.sample`,
        sample,
      ),
      run('install --verbose --directory --owner postgres --group postgres --mode 3777 /var/run/postgresql', runtime),
      step(`ENV PGDATA=${data}`),
      step(`VOLUME [${volume}]`),
      copy('COPY docker-entrypoint.sh /usr/local/bin/', entrypoint),
      step('ENTRYPOINT ["docker-entrypoint.sh"]'),
      step('STOPSIGNAL SIGINT'),
      step('EXPOSE map[5432/tcp:{}]'),
      step('CMD ["postgres"]'),
    ]),
  };
}

const SAMPLE = `# -----------------------------
# PostgreSQL configuration file
# -----------------------------

listen_addresses = '*'
#port = 5432				# (change requires restart)
max_connections = 100			# (change requires restart)
shared_buffers = 128MB
`;

const RELEASES: Readonly<Record<string, Release>> = {
  '18': {
    version: '18.6',
    created: '2026-11-13T01:17:40Z',
    sizes: { trixie: 350_000_000, bookworm: 347_000_000, alpine: 265_000_000 },
  },
  '17': {
    version: '17.7',
    created: '2025-11-18T00:40:11Z',
    sizes: { trixie: 350_000_000, bookworm: 340_000_000, alpine: 262_000_000 },
  },
  '16': {
    version: '16.11',
    created: '2025-11-18T00:42:35Z',
    sizes: { trixie: 348_000_000, bookworm: 337_000_000, alpine: 259_000_000 },
  },
  '15': {
    version: '15.15',
    created: '2025-11-18T00:45:02Z',
    sizes: { trixie: 345_000_000, bookworm: 334_000_000, alpine: 257_000_000 },
  },
  '14': {
    version: '14.20',
    created: '2025-11-18T00:47:30Z',
    sizes: { trixie: 342_000_000, bookworm: 331_000_000, alpine: 253_000_000 },
  },
  '13': {
    version: '13.23',
    created: '2025-11-18T00:49:58Z',
    sizes: { trixie: 337_000_000, bookworm: 327_000_000, alpine: 249_000_000 },
  },
};

function tags(): Record<string, ImageRecipe> {
  const found: Record<string, ImageRecipe> = {};
  for (const [major, release] of Object.entries(RELEASES)) {
    for (const base of ['trixie', 'bookworm', 'alpine'] as const) {
      const recipe = postgresImage(release, base);
      const suffixes =
        base === 'trixie' ? ['', '-trixie'] : base === 'alpine' ? ['-alpine', '-alpine3.22'] : ['-bookworm'];
      for (const suffix of suffixes) {
        found[major + suffix] = recipe;
        found[release.version + suffix] = recipe;
        if (major === '18') found[suffix === '' ? 'latest' : suffix.slice(1)] = recipe;
      }
    }
  }
  return found;
}

export const postgres: Readonly<Record<string, ImageRecipe>> = tags();
