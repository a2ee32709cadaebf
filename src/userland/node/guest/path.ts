import type { ModuleFactory } from './globals.ts';

/** node:path (POSIX) */
export const path: ModuleFactory = (host) => {
  const normalizeParts = (parts: string[], absolute: boolean): string[] => {
    const kept: string[] = [];
    for (const part of parts) {
      if (part === '' || part === '.') continue;
      if (part !== '..') kept.push(part);
      else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
      else if (!absolute) kept.push('..');
    }
    return kept;
  };
  const normalize = (path: string): string => {
    if (path === '') return '.';
    const absolute = path.startsWith('/');
    const trailing = path.endsWith('/');
    const body = normalizeParts(path.split('/'), absolute).join('/');
    if (body === '') return absolute ? '/' : trailing ? './' : '.';
    return `${absolute ? '/' : ''}${body}${trailing ? '/' : ''}`;
  };
  const resolve = (...paths: string[]): string => {
    let result = '';
    for (const path of paths.reverse()) {
      if (path === '') continue;
      result = result === '' ? path : `${path}/${result}`;
      if (path.startsWith('/')) break;
    }
    if (!result.startsWith('/')) result = result === '' ? String(host('cwd')) : `${host('cwd')}/${result}`;
    return `/${normalizeParts(result.split('/'), true).join('/')}`;
  };
  const dirname = (path: string): string => {
    const trimmed = path.replace(/(.)\/+$/, '$1');
    const slash = trimmed.lastIndexOf('/');
    return slash < 0 ? '.' : slash === 0 ? '/' : trimmed.slice(0, slash).replace(/(.)\/+$/, '$1');
  };
  const basename = (path: string, suffix?: string): string => {
    const name = path.replace(/\/+$/, '').split('/').at(-1) ?? '';
    return suffix !== undefined && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  };
  const extname = (path: string): string => /(?<=[^/])(\.[^./]*)\/*$/.exec(basename(path))?.[1] ?? '';
  const relative = (from: string, to: string): string => {
    const start = resolve(from).split('/').filter(Boolean);
    const end = resolve(to).split('/').filter(Boolean);
    let shared = 0;
    while (shared < start.length && shared < end.length && start[shared] === end[shared]) shared += 1;
    return [...start.slice(shared).map(() => '..'), ...end.slice(shared)].join('/');
  };
  const parse = (path: string) => {
    const base = basename(path);
    const ext = extname(path);
    const root = path.startsWith('/') ? '/' : '';
    const dir = dirname(path);
    return {
      root,
      dir: dir === '.' && !path.startsWith('.') ? '' : dir,
      base,
      ext,
      name: ext === '' ? base : base.slice(0, -ext.length),
    };
  };
  const format = (parts: { dir?: string; root?: string; base?: string; name?: string; ext?: string }): string => {
    const base = parts.base ?? `${parts.name ?? ''}${parts.ext ?? ''}`;
    if (!parts.dir) return `${parts.root ?? ''}${base}`;
    return parts.dir === parts.root ? `${parts.dir}${base}` : `${parts.dir}/${base}`;
  };
  const join = (...paths: string[]): string => normalize(paths.filter((path) => path !== '').join('/'));
  const isAbsolute = (path: string): boolean => path.startsWith('/');
  const module = {
    sep: '/',
    delimiter: ':',
    normalize,
    resolve,
    dirname,
    basename,
    extname,
    relative,
    parse,
    format,
    join,
    isAbsolute,
  };
  return Object.assign(module, { posix: module });
};
