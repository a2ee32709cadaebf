import { isErrno } from '../../../kernel/errno.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { textFromBytes } from '../../commands/common/binary.ts';
import { splitArguments } from './arguments.ts';

export class HttpdSyntaxError extends Error {}

/** A directory section, `<Directory "/x">`. */
interface Section {
  readonly path: string;
  readonly denied: boolean | undefined;
  readonly indexes: boolean | undefined;
}

export interface HttpdConfig {
  readonly listens: { address: string; port: number }[];
  serverName: string | undefined;
  serverRoot: string;
  documentRoot: string;
  directoryIndex: string[];
  errorLog: string;
  customLog: { path: string; format: string } | undefined;
  readonly formats: Map<string, string>;
  readonly types: Map<string, string>;
  readonly sections: Section[];
  readonly aliases: [prefix: string, target: string][];
  readonly redirects: [prefix: string, target: string, status: number][];
}

/** Directives that are obeyed by being there, or say nothing about what is served. */
const INERT = new Set(
  `loadmodule user group serveradmin allowoverride require options loglevel timeout keepalive keepalivetimeout
  maxkeepaliverequests pidfile serversignature servertokens mimemagicfile enablesendfile enablemmap addicon usecanonicalname hostnamelookups`.split(
    /\s+/,
  ),
);

/** Apache's configuration file, as much as serving files takes; other directives are refused, not passed over. */
export function loadHttpdConfig(sys: SystemCalls, path: string): HttpdConfig {
  const config: HttpdConfig = {
    listens: [],
    serverName: undefined,
    serverRoot: '/usr/local/apache2',
    documentRoot: '/usr/local/apache2/htdocs',
    directoryIndex: ['index.html'],
    errorLog: '/proc/self/fd/2',
    customLog: undefined,
    formats: new Map(),
    types: new Map(),
    sections: [],
    aliases: [],
    redirects: [],
  };
  readFile(sys, config, path);
  return config;
}

function readFile(sys: SystemCalls, config: HttpdConfig, path: string): void {
  let text: string;
  try {
    text = textFromBytes(sys.readFile(path));
  } catch (error) {
    if (!isErrno(error)) throw error;
    throw new HttpdSyntaxError(`httpd: Could not open configuration file ${path}: ${error.message}`);
  }
  const open: { name: string; section: { path: string; denied?: boolean; indexes?: boolean } | undefined }[] = [];
  for (const [index, raw] of text
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const where = `AH00526: Syntax error on line ${index + 1} of ${path}:\n`;
    const closing = /^<\/(\w+)>$/.exec(line);
    if (closing) {
      const top = open.pop();
      if (top?.name.toLowerCase() !== closing[1]!.toLowerCase()) {
        throw new HttpdSyntaxError(`${where}</${closing[1]}> without matching <${closing[1]}> section`);
      }
      if (top.section) config.sections.push({ denied: undefined, indexes: undefined, ...top.section });
      continue;
    }
    const opening = /^<(\w+)\s*(.*?)>$/.exec(line);
    if (opening) {
      const [, name = '', rest = ''] = opening;
      const known = /^(Directory|IfModule|IfDefine|Files|FilesMatch)$/i.test(name);
      if (!known) throw new HttpdSyntaxError(`${where}drydock: not simulated: httpd section <${name}>`);
      const [target = ''] = splitArguments(rest);
      open.push({ name, section: /^Directory$/i.test(name) ? { path: target.replace(/(.)\/$/, '$1') } : undefined });
      continue;
    }
    const [name = '', ...args] = splitArguments(line);
    const section = open.findLast((each) => each.section)?.section;
    const isSkipped = open.some((each) => /^Files/i.test(each.name) || /^IfDefine$/i.test(each.name));
    if (isSkipped) continue;
    if (section) inSection(section, name, args);
    if (!directive(sys, config, name, args) && !INERT.has(name.toLowerCase())) {
      throw new HttpdSyntaxError(
        `${where}Invalid command '${name}', perhaps misspelled or defined by a module not included in the server configuration` +
          '\ndrydock: httpd directives beyond serving files are not simulated',
      );
    }
  }
  const left = open.at(-1);
  if (left)
    throw new HttpdSyntaxError(
      `AH00526: Syntax error on line ${text.split('\n').length} of ${path}:\n<${left.name}> was not closed.`,
    );
}

function inSection(section: { denied?: boolean; indexes?: boolean }, name: string, args: readonly string[]): void {
  if (/^Require$/i.test(name) && args[0]?.toLowerCase() === 'all') section.denied = args[1]?.toLowerCase() === 'denied';
  if (/^Options$/i.test(name)) section.indexes = args.some((arg) => /^\+?(Indexes|All)$/i.test(arg));
}

function directive(sys: SystemCalls, config: HttpdConfig, name: string, args: readonly string[]): boolean {
  const [first = '', second = '', third = ''] = args;
  const rooted = (path: string) => (path.startsWith('/') ? path : `${config.serverRoot}/${path}`);
  switch (name.toLowerCase()) {
    case 'listen': {
      const colon = first.lastIndexOf(':');
      const address = colon < 0 ? '0.0.0.0' : first.slice(0, colon).replace('*', '0.0.0.0');
      config.listens.push({ address, port: Number(first.slice(colon + 1)) });
      return true;
    }
    case 'servername':
      config.serverName = first;
      return true;
    case 'serverroot':
      config.serverRoot = first;
      return true;
    case 'documentroot':
      config.documentRoot = rooted(first).replace(/(.)\/$/, '$1');
      return true;
    case 'directoryindex':
      config.directoryIndex = [...args];
      return true;
    case 'errorlog':
      config.errorLog = rooted(first);
      return true;
    case 'customlog':
      config.customLog = { path: rooted(first), format: second };
      return true;
    case 'logformat':
      config.formats.set(second, first);
      return true;
    case 'typesconfig':
      readTypes(sys, config, rooted(first));
      return true;
    case 'addtype':
      for (const extension of args.slice(1)) config.types.set(extension.replace(/^\./, ''), first);
      return true;
    case 'alias':
      config.aliases.push([first, second]);
      return true;
    case 'redirect': {
      const status =
        { permanent: 301, temp: 302, seeother: 303, gone: 410 }[first.toLowerCase()] ??
        (/^\d+$/.test(first) ? Number(first) : undefined);
      config.redirects.push(status === undefined ? [first, second, 302] : [second, third, status]);
      return true;
    }
    case 'include':
    case 'includeoptional':
      if (sys.exists(rooted(first))) readFile(sys, config, rooted(first));
      else if (name.toLowerCase() === 'include')
        throw new HttpdSyntaxError(
          `httpd: Could not open configuration file ${rooted(first)}: No such file or directory`,
        );
      return true;
    default:
      return false;
  }
}

function readTypes(sys: SystemCalls, config: HttpdConfig, path: string): void {
  if (!sys.exists(path)) return;
  for (const line of textFromBytes(sys.readFile(path)).split('\n')) {
    const [type = '', ...extensions] = line.replace(/#.*/, '').trim().split(/\s+/);
    for (const extension of extensions) config.types.set(extension, type);
  }
}
