import { readText } from '../../common/file-tree.ts';
import { readSetting, type Settings } from '../settings.ts';
import type { NpmCommand } from './command.ts';

const DEFAULTS: Readonly<Record<string, string>> = {
  registry: 'https://registry.npmjs.org/',
  prefix: '/usr/local',
  'fetch-retries': '2',
  loglevel: 'notice',
  audit: 'true',
  fund: 'true',
  'package-lock': 'true',
  'save-exact': 'false',
  'update-notifier': 'true',
};

function value(settings: Settings, key: string): string {
  if (key === 'cache') return settings.cache;
  if (key === 'userconfig') return settings.userConfig;
  return settings.get(key) ?? DEFAULTS[key] ?? 'undefined';
}

/** `npm config get|set|delete KEY` */
export const config: NpmCommand = ({ context, settings, operands }) => {
  const [action, ...keys] = operands;
  const path = settings.userConfig;
  if (action === 'get' && keys.length > 0) {
    for (const key of keys) context.print(`${keys.length > 1 ? `${key}=` : ''}${value(settings, key)}\n`);
    return 0;
  }
  const lines = (readText(context.sys, path) ?? '').split('\n').filter((line) => line !== '');
  const without = (key: string) => lines.filter((line) => readSetting(line, key) === undefined);
  if (action === 'set' && keys.length > 0) {
    const [key = '', set = ''] = keys[0]!.includes('=') ? keys[0]!.split(/=(.*)/s) : keys;
    context.sys.writeFile(path, `${[...without(key), `${key}=${set}`].join('\n')}\n`);
    return 0;
  }
  if (action === 'delete' && keys[0] !== undefined) {
    context.sys.writeFile(
      path,
      without(keys[0])
        .map((line) => `${line}\n`)
        .join(''),
    );
    return 0;
  }
  throw new Error(`drydock: not simulated: npm config ${action ?? ''}`.trimEnd());
};
