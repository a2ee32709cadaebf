import { expect, test } from 'vitest';
import { debianCatalog } from './catalog.ts';

/** What learners' Dockerfiles install. */
const ASKED =
  `curl wget git vim nano python3 python3-pip nodejs npm build-essential gcc g++ make cmake nginx apache2 redis-server
  postgresql-client default-jre-headless default-jdk-headless golang ruby php iputils-ping net-tools iproute2 dnsutils procps htop tree
  jq unzip zip ca-certificates gnupg locales tzdata sudo openssh-client rsync less cowsay fortune-mod figlet sl zsh gosu tini dumb-init
  libpq-dev`.split(/\s+/);

test.each(['bookworm', 'trixie', 'noble'])('%s has what learners install, and all of it is whole', (codename) => {
  const catalog = debianCatalog(codename);
  expect(ASKED.filter((name) => !catalog.has(name))).toEqual([]);
  const unmet = [...catalog.values()].flatMap(({ name, depends }) =>
    depends.filter((each) => !catalog.has(each)).map((each) => `${name} → ${each}`),
  );
  expect(unmet).toEqual([]);
});
