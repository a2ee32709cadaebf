/** The official registry image (distribution/distribution-library-image). */
import { alpine319 } from '../alpine/images.ts';
import { copy, from, type ImageRecipe, type LayerRecipe, PATH, run, step } from '../recipe.ts';
import { RootTree } from '../root-tree.ts';

const CREATED = '2023-10-02T18:42:53Z';

const CONFIGURATION = `version: 0.1
log:
  fields:
    service: registry
storage:
  cache:
    blobdescriptor: inmemory
  filesystem:
    rootdirectory: /var/lib/registry
http:
  addr: :5000
  headers:
    X-Content-Type-Options: [nosniff]
health:
  storagedriver:
    enabled: true
    interval: 10s
    threshold: 3
`;

const ENTRYPOINT = `#!/bin/sh

set -e

case "$1" in
    *.yaml|*.yml) set -- registry serve "$@" ;;
    serve|garbage-collect|help|-*) set -- registry "$@" ;;
esac

exec "$@"
`;

const certificates: LayerRecipe = {
  compressed: 244_000,
  changes: () => new RootTree(CREATED).total(580_000, 'etc/ssl/certs/ca-certificates.crt').changes(),
};
const binary: LayerRecipe = {
  compressed: 7_300_000,
  changes: () => new RootTree(CREATED).program('bin/registry', 'registry', 17_400_000).changes(),
};
const configuration: LayerRecipe = {
  compressed: 400,
  changes: () => new RootTree(CREATED).file('etc/docker/registry/config.yml', CONFIGURATION).changes(),
};
const entrypoint: LayerRecipe = {
  compressed: 213,
  changes: () => new RootTree(CREATED).script('entrypoint.sh', ENTRYPOINT).changes(),
};

const registry2: ImageRecipe = {
  created: CREATED,
  config: {
    ExposedPorts: { '5000/tcp': {} },
    Env: [PATH],
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['/etc/docker/registry/config.yml'],
    Volumes: { '/var/lib/registry': {} },
  },
  steps: from(alpine319, [
    run('apk add --no-cache ca-certificates', certificates),
    run(
      `set -eux; \tversion='2.8.3'; \tapkArch="$(apk --print-arch)"; \tcase "$apkArch" in \t\tx86_64)  arch='amd64'; ;; \t\t*) echo >&2 "error: unsupported architecture: $apkArch"; exit 1 ;; \tesac; \twget -O registry.tar.gz "https://github.com/distribution/distribution/releases/download/v\${version}/registry_\${version}_linux_\${arch}.tar.gz"; \ttar --extract --file registry.tar.gz --directory /bin/ registry; \trm registry.tar.gz; \tregistry --version`,
      binary,
    ),
    copy('COPY ./config-example.yml /etc/docker/registry/config.yml', configuration),
    step('VOLUME [/var/lib/registry]'),
    step('EXPOSE map[5000/tcp:{}]'),
    copy('COPY docker-entrypoint.sh /entrypoint.sh', entrypoint),
    step('ENTRYPOINT ["/entrypoint.sh"]'),
    step('CMD ["/etc/docker/registry/config.yml"]'),
  ]),
};

export const registry: Readonly<Record<string, ImageRecipe>> = {
  '2': registry2,
  '2.8': registry2,
  '2.8.3': registry2,
};
