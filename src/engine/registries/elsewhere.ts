/**
 * What the real Docker Hub has and the built-in one lacks. "Does not exist" would be a lie about it; whoever asks is told instead
 * that it is not simulated.
 */
import { familiarName, type Reference } from '../../oci/reference.ts';

/** The official images of November 2025 that are not built in (docker-library/official-images, `library/`). */
const OFFICIAL = new Set(
  `adminer aerospike almalinux alt amazoncorretto amazonlinux api-firewall arangodb archlinux backdrop bash bonita
  buildpack-deps caddy cassandra centos chronograf cirros clearlinux clefos clickhouse clojure composer convertigo couchbase couchdb
  crate dart docker drupal eclipse-mosquitto eggdrop elasticsearch elixir emqx erlang fedora flink fluentd friendica gazebo
  geonetwork ghost gradle groovy haproxy haskell haxe hitch hylang ibm-semeru-runtimes ibmjava influxdb irssi jetty joomla jruby
  julia kapacitor kibana kong krakend lightstreamer liquibase logstash mageia matomo mediawiki mongo-express monica nats neo4j
  neurodebian nextcloud notary odoo open-liberty oraclelinux orientdb percona perl phpmyadmin photon plone postfixadmin pypy r-base
  rakudo-star redmine rethinkdb rocket.chat rockylinux ros sapmachine satosa silverpeas solr sonarqube spark spiped storm swift
  swipl teamspeak telegraf tomcat tomee traefik unit varnish websphere-liberty wordpress xwiki yourls znc zookeeper`.split(
    /\s+/,
  ),
);

/** Images that tutorials name, and names under which there are many. */
const OTHERS = new Set(
  `axllent/mailpit containous/whoami crccheck/hello-world docker/getting-started docker/whalesay dpage/pgadmin4 gitea/gitea
  gitlab/gitlab-ce jenkins/jenkins karthequian/helloworld mailhog/mailhog minio/mc minio/minio n8nio/n8n nginxdemos/hello
  nginxinc/nginx-unprivileged nginxproxy/nginx-proxy nvidia/cuda ollama/ollama pihole/pihole portainer/portainer
  portainer/portainer-ce postgis/postgis prakhar1989/catnip prakhar1989/foodtrucks prakhar1989/static-site pytorch/pytorch
  redis/redis-stack sonatype/nexus3 tensorflow/tensorflow timescale/timescaledb traefik/whoami training/webapp tutum/hello-world
  vaultwarden/server`.split(/\s+/),
);
const NAMESPACES = new Set(
  `apache bitnami confluentinc dockersamples elastic grafana hashicorp jupyter kodekloud linuxserver prom rancher
  selenium`.split(/\s+/),
);

/** Registries a tutorial may name; there is no way to them from here. */
const REGISTRIES = new Set(
  `docker.elastic.co ghcr.io mcr.microsoft.com nvcr.io public.ecr.aws quay.io registry.gitlab.com
  registry.k8s.io`.split(/\s+/),
);

/** The newest releases where those are not built in. */
const NEWER: Readonly<Record<string, string>> = {
  'library/node': '25.2.0',
  'library/redis': '8.2.3',
  'library/ubuntu': '25.10',
};

/** Words that follow a version in a tag, and those that are tags by themselves. */
const VARIANT =
  /^(alpine(3\.\d+)?|slim|jessie|stretch|buster|bullseye|bookworm|trixie|bionic|focal|jammy|noble|perl|otel|apache|cli|fpm|zts|jdk|jre|management|unprivileged|buildpack|debug|rc|onbuild|(windowsservercore|nanoserver)[\w.-]*|ltsc\d+|r\d+)$/;
const NAMED =
  /^(edge|rolling|devel|testing|unstable|sid|experimental|jessie|stretch|buster|bullseye|xenial|bionic|focal|mantic|oracular|plucky|questing|erbium|fermium|gallium|lts|current|mainline|stable|perl|otel)$/;

/** What is not simulated about an image that the built-in hub lacks; undefined when Docker Hub is not known to have it either. */
export function lackedHere(reference: Reference, tags: readonly string[] | undefined): string | undefined {
  const name = familiarName(reference);
  if (!tags) return isElsewhere(reference) ? `the image ${name}` : undefined;
  const { tag } = reference;
  if (tag === undefined || reference.digest || !mayExist(reference.path, tag, tags)) return undefined;
  return `the image ${name}:${tag}; of ${name} there are here ${shortTags(tag, tags).join(', ')}`;
}

/** What is not simulated about a registry that is not found; undefined when nobody knows it. */
export function registryElsewhere(domain: string): string | undefined {
  return REGISTRIES.has(domain) ? `the registry ${domain}; Docker Hub is, and registries of your own are` : undefined;
}

function isElsewhere({ domain, path }: Reference): boolean {
  if (domain !== 'docker.io') return true;
  const [namespace, name] = path.split('/') as [string, string | undefined];
  return namespace === 'library' ? OFFICIAL.has(name!) : OTHERS.has(path) || NAMESPACES.has(namespace);
}

/** A tag of a repository that is built in, but not with it: no newer than the newest, and of words that tags are made of. */
function mayExist(path: string, tag: string, tags: readonly string[]): boolean {
  const [version, ...words] = tag.split('-') as [string, ...string[]];
  if (!words.every((word) => VARIANT.test(word) || /^\d+(\.\d+)*$/.test(word))) return false;
  if (NAMED.test(version)) return true;
  if (!/^\d+(\.\d+)*$/.test(version)) return VARIANT.test(version) && words.length > 0;
  const newest =
    NEWER[path] ??
    tags
      .filter((each) => /^\d+(\.\d+)*$/.test(each))
      .sort(compareVersions)
      .at(-1);
  return newest !== undefined && !isNewer(version, newest);
}

/** The built-in tags that are no more precise than the one asked for: those a reader can choose from. */
function shortTags(tag: string, tags: readonly string[]): readonly string[] {
  const numbers = /^[\d.]*/.exec(tag)![0].split('.').filter(Boolean).length;
  const parts = Math.min(2, Math.max(1, numbers));
  const versions = tags.filter((each) => new RegExp(`^\\d+(\\.\\d+){${parts - 1}}$`).test(each));
  const plain = versions.length > 0 ? versions : tags.filter((each) => !each.includes('-'));
  return [...plain].sort(compareVersions);
}

/** `3.15` is newer than `3.14.0`; `3.14` is not, nor is `3`. */
function isNewer(version: string, than: string): boolean {
  const parts = version.split('.').length;
  return compareVersions(version, than.split('.').slice(0, parts).join('.')) > 0;
}

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((version) => version.split('-')[0]!.split('.').map(Number)) as [number[], number[]];
  for (let at = 0; at < Math.min(a.length, b.length); at++) if (a[at] !== b[at]) return a[at]! - b[at]!;
  return a.length - b.length;
}
