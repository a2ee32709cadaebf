/** Servers that are known and not simulated: their images resolve, with the metadata a course shows, and say so when they run. */

import { alpine322 } from '../alpine/images.ts';
import { bookwormSlim, noble, trixieSlim } from '../debian/images.ts';
import { refused, tagged, toolchainImage } from '../languages/toolchain.ts';
import type { ImageRecipe } from '../recipe.ts';

interface RefusedServer {
  readonly base: ImageRecipe;
  readonly created: string;
  readonly size: number;
  readonly env: readonly string[];
  readonly commands: string;
  /** What the entrypoint says it is not. */
  readonly title: string;
  readonly command: string;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
}

function serverImage(server: RefusedServer): ImageRecipe {
  const entrypoint = `#!/bin/sh
# A command of the image is run; the server itself is not simulated.
case "$1" in
	-* | ${server.command}) echo >&2 'drydock: not simulated: ${server.title}'; exit 1 ;;
esac
exec "$@"
`;
  return toolchainImage({
    base: server.base,
    created: server.created,
    env: server.env,
    layers: [
      {
        command: `set -eux; \tapt-get update; \tapt-get install -y --no-install-recommends ${server.command}; \trm -rf /var/lib/apt/lists/*`,
        size: server.size,
        compressed: Math.round(server.size * 0.28),
        programs: refused('usr/bin', server.commands),
        bulk: `usr/lib/${server.command}/${server.command}.so`,
      },
      {
        command: 'COPY docker-entrypoint.sh /usr/local/bin/',
        isCopy: true,
        size: 0,
        compressed: 5_200,
        more: (tree) => tree.script('usr/local/bin/docker-entrypoint.sh', entrypoint),
      },
    ],
    config: {
      Entrypoint: ['docker-entrypoint.sh'],
      Cmd: [server.command],
      ExposedPorts: Object.fromEntries(server.ports.map((port) => [`${port}/tcp`, {}])),
      ...(server.volumes.length > 0 && { Volumes: Object.fromEntries(server.volumes.map((path) => [path, {}])) }),
    },
  });
}

const MYSQL_COMMANDS = 'mysqld mysql mysqladmin mysqldump mysql_upgrade';

function mysqlImage(version: string): ImageRecipe {
  const major = version.startsWith('9') ? 'innovation' : version.split('.').slice(0, 2).join('.');
  return serverImage({
    base: bookwormSlim,
    created: '2025-10-21T16:58:44Z',
    size: 700_000_000,
    env: ['GOSU_VERSION=1.19', `MYSQL_MAJOR=${major}`, `MYSQL_VERSION=${version}-1.el9`],
    commands: MYSQL_COMMANDS,
    title: `MySQL ${version}; PostgreSQL is: try the image postgres`,
    command: 'mysqld',
    ports: ['3306', '33060'],
    volumes: ['/var/lib/mysql'],
  });
}

export const mysql: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(mysqlImage('9.5.0'), 'latest', '9', '9.5', '9.5.0', 'innovation'),
  ...tagged(mysqlImage('8.4.7'), 'lts', '8', '8.4', '8.4.7'),
  ...tagged(mysqlImage('8.0.44'), '8.0', '8.0.44'),
  ...tagged(mysqlImage('5.7.44'), '5', '5.7', '5.7.44'),
};

function mariadbImage(version: string): ImageRecipe {
  return serverImage({
    base: noble,
    created: '2025-11-18T18:11:03Z',
    size: 252_000_000,
    env: ['GOSU_VERSION=1.19', 'LANG=C.UTF-8', `MARIADB_VERSION=1:${version}+maria~ubu2404`],
    commands: 'mariadbd mariadb mariadb-admin mariadb-dump mysql mysqld',
    title: `MariaDB ${version}; PostgreSQL is: try the image postgres`,
    command: 'mariadbd',
    ports: ['3306'],
    volumes: ['/var/lib/mysql'],
  });
}

export const mariadb: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(mariadbImage('12.1.2'), 'latest', '12', '12.1', '12.1.2'),
  ...tagged(mariadbImage('11.8.5'), 'lts', '11', '11.8', '11.8.5'),
  ...tagged(mariadbImage('10.11.15'), '10', '10.11', '10.11.15'),
};

function mongoImage(version: string): ImageRecipe {
  return serverImage({
    base: noble,
    created: '2025-11-19T22:25:17Z',
    size: 828_000_000,
    env: [
      'GOSU_VERSION=1.19',
      'JSYAML_VERSION=3.13.1',
      `MONGO_MAJOR=${version.split('.').slice(0, 2).join('.')}`,
      `MONGO_VERSION=${version}`,
      'HOME=/data/db',
    ],
    commands: 'mongod mongos mongosh mongodump mongorestore',
    title: `MongoDB ${version}; redis and postgres are`,
    command: 'mongod',
    ports: ['27017'],
    volumes: ['/data/configdb', '/data/db'],
  });
}

export const mongo: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(mongoImage('8.2.2'), 'latest', '8', '8.2', '8.2.2', 'noble'),
  ...tagged(mongoImage('7.0.26'), '7', '7.0', '7.0.26'),
  ...tagged(mongoImage('6.0.27'), '6', '6.0', '6.0.27'),
};

function memcachedImage(isAlpine: boolean): ImageRecipe {
  return serverImage({
    base: isAlpine ? alpine322 : trixieSlim,
    created: '2025-11-04T01:00:58Z',
    size: isAlpine ? 2_600_000 : 6_900_000,
    env: ['MEMCACHED_VERSION=1.6.39'],
    commands: 'memcached',
    title: 'memcached; redis is',
    command: 'memcached',
    ports: ['11211'],
    volumes: [],
  });
}

export const memcached: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(memcachedImage(false), 'latest', '1', '1.6', '1.6.39'),
  ...tagged(memcachedImage(true), 'alpine', '1-alpine', '1.6-alpine', '1.6.39-alpine'),
};

function rabbitmqImage(hasManagement: boolean): ImageRecipe {
  return serverImage({
    base: noble,
    created: '2025-11-04T03:20:31Z',
    size: hasManagement ? 190_000_000 : 172_000_000,
    env: ['RABBITMQ_VERSION=4.2.0', 'RABBITMQ_HOME=/opt/rabbitmq', 'HOME=/var/lib/rabbitmq', 'LANG=C.UTF-8'],
    commands: 'rabbitmq-server rabbitmqctl rabbitmq-diagnostics rabbitmq-plugins',
    title: 'RabbitMQ',
    command: 'rabbitmq-server',
    ports: ['15691', '15692', '25672', '4369', '5671', '5672', ...(hasManagement ? ['15671', '15672'] : [])],
    volumes: ['/var/lib/rabbitmq'],
  });
}

export const rabbitmq: Readonly<Record<string, ImageRecipe>> = {
  ...tagged(rabbitmqImage(false), 'latest', '4', '4.2', '4.2.0'),
  ...tagged(rabbitmqImage(true), 'management', '4-management', '4.2-management'),
};
