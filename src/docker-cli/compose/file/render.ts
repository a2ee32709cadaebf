import { NETWORK_FIELDS, ordered, withNulls } from './fields.ts';
import { isMapping } from './tree.ts';
import type { Project } from './types.ts';

/** The project as `docker compose config` prints it: the YAML that go-yaml writes. */
export function renderYaml(project: Project): string {
  return lines(escaped(documentOf(project)), 0).join('');
}

/** The same as Go's encoding/json writes it: sections by name, and with what it keeps although there is nothing in it. */
export function renderJson(project: Project): string {
  const services = Object.fromEntries(
    Object.entries(project.services).map(([name, service]) => [name, withNulls(service)]),
  );
  const networks = Object.fromEntries(
    Object.entries(project.networks).map(([key, network]) => [key, ordered({ ipam: {}, ...network }, NETWORK_FIELDS)]),
  );
  const whole = Object.entries({
    ...documentOf({ ...project, networks: {} }),
    services,
    ...(Object.keys(networks).length && { networks }),
  });
  return JSON.stringify(escaped(Object.fromEntries(whole.sort(([a], [b]) => (a < b ? -1 : 1)))), null, 2);
}

function documentOf(project: Project): Record<string, unknown> {
  const sections = Object.entries({
    networks: project.networks,
    volumes: project.volumes,
    secrets: project.secrets,
    configs: project.configs,
    models: project.models,
  }).filter(([, section]) => Object.keys(section).length);
  const services = Object.fromEntries(Object.entries(project.services).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { name: project.name, services, ...Object.fromEntries(sections), ...project.extensions };
}

/** A dollar sign that should stay one. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$', '$$$$');
  if (Array.isArray(value)) return value.map(escaped);
  if (!isMapping(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, escaped(inner)]),
  );
}

function lines(value: unknown, indent: number): string[] {
  const margin = ' '.repeat(indent);
  if (Array.isArray(value))
    return value.flatMap((item) => {
      const [first = '', ...rest] = isEmptyOrScalar(item) ? [`${scalar(item, indent + 2)}\n`] : lines(item, indent + 2);
      return [`${margin}- ${first.trimStart()}`, ...rest];
    });
  return Object.entries(value as object).flatMap(([key, inner]) => {
    const head = `${margin}${scalar(key, indent)}:`;
    return isEmptyOrScalar(inner)
      ? [`${head} ${scalar(inner, indent + 2)}\n`]
      : [`${head}\n`, ...lines(inner, indent + 2)];
  });
}

const isEmptyOrScalar = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || Object.keys(value).length === 0;

function scalar(value: unknown, indent: number): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  if (typeof value !== 'string') return String(value);
  if (value === '') return '""';
  if (MEANS_SOMETHING_ELSE.test(value) || /[\x00-\x08\x0b-\x1f\x7f]/.test(value)) return JSON.stringify(value);
  if (value.includes('\n')) {
    const keep = value.endsWith('\n\n') ? '+' : value.endsWith('\n') ? '' : '-';
    const text = value.replace(/\n$/, '').replace(/^(?=.)/gm, ' '.repeat(indent));
    return `|${/^\s/.test(value) ? '4' : ''}${keep}\n${text}`;
  }
  return NOT_PLAIN.test(value) ? `'${value.replaceAll("'", "''")}'` : value;
}

/** Text that would be read as a number, a truth value, nothing or a date, in YAML 1.1 too. */
const MEANS_SOMETHING_ELSE =
  /^(y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF|null|Null|NULL|~|<<|[-+]?(0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?|\.[0-9][0-9_]*([eE][-+]?[0-9]+)?|\.(inf|Inf|INF))|\.(nan|NaN|NAN)|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?|\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?)$/;

/** Text that YAML would cut or read as its own signs. */
const NOT_PLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[-?:](\s|$)|^(---|\.\.\.)|:(\s|$)|\s#|\s$/;
