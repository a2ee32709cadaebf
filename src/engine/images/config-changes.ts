import type { ContainerConfig } from '../../oci/image.ts';
import { badParameter } from '../errors.ts';

const ALLOWED = [
  'CMD',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** One `--change` of commit and import: a Dockerfile instruction that only changes the configuration. */
export function applyChange(config: ContainerConfig, line: string): ContainerConfig {
  const [, word = '', rest = ''] = /^\s*(\S+)\s*(.*)$/s.exec(line) ?? [];
  const instruction = word.toUpperCase();
  if (!ALLOWED.includes(instruction)) throw badParameter(`${word} is not a valid change command`);
  const text = rest.trim();
  switch (instruction) {
    case 'CMD':
      return { ...config, Cmd: commandOf(text) };
    case 'ENTRYPOINT':
      return { ...config, Entrypoint: commandOf(text) };
    case 'ENV':
      return { ...config, Env: merge(config.Env ?? [], pairs(text)) };
    case 'LABEL':
      return { ...config, Labels: { ...config.Labels, ...Object.fromEntries(pairs(text)) } };
    case 'EXPOSE':
      return {
        ...config,
        ExposedPorts: {
          ...config.ExposedPorts,
          ...keys(text.split(/\s+/).map((port) => (port.includes('/') ? port : `${port}/tcp`))),
        },
      };
    case 'VOLUME':
      return { ...config, Volumes: { ...config.Volumes, ...keys(jsonWords(text) ?? text.split(/\s+/)) } };
    case 'USER':
      return { ...config, User: text };
    case 'WORKDIR':
      return {
        ...config,
        WorkingDir: text.startsWith('/') ? text : `${(config.WorkingDir ?? '/').replace(/\/$/, '')}/${text}`,
      };
    case 'STOPSIGNAL':
      return { ...config, StopSignal: text };
    case 'ONBUILD':
      return { ...config, OnBuild: [...(config.OnBuild ?? []), text] };
    default:
      return { ...config, Healthcheck: healthcheckOf(text) };
  }
}

function healthcheckOf(text: string): ContainerConfig['Healthcheck'] {
  if (/^none$/i.test(text)) return { Test: ['NONE'] };
  const command = /^CMD\s+(.*)$/is.exec(text)?.[1];
  if (command === undefined) throw badParameter(`drydock: not simulated: options of HEALTHCHECK in --change (${text})`);
  const words = jsonWords(command);
  return { Test: words ? ['CMD', ...words] : ['CMD-SHELL', command] };
}

function commandOf(text: string): string[] {
  return jsonWords(text) ?? ['/bin/sh', '-c', text];
}

function jsonWords(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** `A=b C="d e"`, or the old `A b c`. */
function pairs(text: string): [string, string][] {
  const first = /^[^\s=]+/.exec(text)?.[0] ?? '';
  if (text[first.length] !== '=') {
    const value = text.slice(first.length).trim();
    if (value === '') throw badParameter('ENV must have two arguments');
    return [[first, value]];
  }
  const found: [string, string][] = [];
  for (const [, name = '', value = ''] of text.matchAll(/([^\s=]+)=("(?:\\.|[^"\\])*"|'[^']*'|(?:\\.|[^\s\\])*)/g)) {
    found.push([unquote(name), unquote(value)]);
  }
  return found;
}

function unquote(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1);
  const inner = text.startsWith('"') ? text.slice(1, -1) : text;
  return inner.replace(/\\(.)/g, '$1');
}

function merge(env: readonly string[], added: readonly [string, string][]): string[] {
  const result = [...env];
  for (const [name, value] of added) {
    const at = result.findIndex((entry) => entry.startsWith(`${name}=`));
    if (at >= 0) result[at] = `${name}=${value}`;
    else result.push(`${name}=${value}`);
  }
  return result;
}

function keys(names: readonly string[]): Record<string, Record<string, never>> {
  return Object.fromEntries(names.map((name) => [name, {}]));
}
