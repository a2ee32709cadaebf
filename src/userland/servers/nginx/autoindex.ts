import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { type Answer, type Exchange, escapeUri, textAnswer } from './exchange.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const NAME_WIDTH = 50;

/** A directory's listing as ngx_http_autoindex_module prints it. */
export function autoindex(exchange: Exchange, sys: SystemCalls, path: string): Answer {
  const entries = sys
    .readdir(path)
    .filter(({ name }) => !name.startsWith('.') && sys.exists(`${path}${name}`))
    .map(({ name }) => ({ name, stat: sys.stat(`${path}${name}`) }))
    .sort((a, b) => {
      const kinds = Number(b.stat.kind === 'directory') - Number(a.stat.kind === 'directory');
      return kinds || (a.name < b.name ? -1 : 1);
    });
  const exact = exchange.scope.flag('autoindex_exact_size', true);
  const rows = entries.map(({ name, stat }) => {
    const isDirectory = stat.kind === 'directory';
    const shown = isDirectory ? `${name}/` : name;
    const label = shown.length > NAME_WIDTH ? `${shown.slice(0, NAME_WIDTH - 3)}..&gt;` : escapeHtml(shown);
    const padding = ' '.repeat(Math.max(0, NAME_WIDTH - shown.length));
    const size = isDirectory ? '-' : exact ? String(stat.size) : short(stat.size);
    const link = `<a href="${escapeUri(name)}${isDirectory ? '/' : ''}">${label}</a>${padding}`;
    return `${link} ${date(stat.mtime)} ${size.padStart(exact ? 19 : 7)}\r\n`;
  });
  const title = escapeHtml(exchange.uri);
  return textAnswer(
    200,
    `<html>\r\n<head><title>Index of ${title}</title></head>\r\n<body>\r\n<h1>Index of ${title}</h1><hr><pre>` +
      `<a href="../">../</a>\r\n${rows.join('')}</pre><hr></body>\r\n</html>\r\n`,
    { type: 'text/html' },
  );
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function date(ms: number): string {
  const at = new Date(ms);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${two(at.getUTCDate())}-${MONTHS[at.getUTCMonth()]}-${at.getUTCFullYear()}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
}

function short(size: number): string {
  if (size < 9999) return String(size);
  if (size < 10_238_976) return `${Math.round(size / 1024)}K`;
  return `${Math.round(size / 1024 ** 2)}M`;
}
