import { NO_ARRAY, type Received, RedisError, Status } from './reply.ts';

const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** A byte string in double quotes, as redis-cli prints it. */
export function quoted(text: string): string {
  const inner = text.replace(/[\\"\n\r\t\x07\b]|[^ -~]/g, (char) => {
    return ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `"${inner}"`;
}

/** For people: with types, quotes and numbered items. */
export function formatForTerminal(reply: Received, prefix = ''): string {
  if (reply === null) return '(nil)\n';
  if (reply === NO_ARRAY) return '(nil)\n';
  if (typeof reply === 'number') return `(integer) ${reply}\n`;
  if (typeof reply === 'string') return `${quoted(reply)}\n`;
  if (reply instanceof Status) return `${reply.text}\n`;
  if (reply instanceof RedisError) return `(error) ${reply.message}\n`;
  if (reply.length === 0) return '(empty array)\n';
  const width = String(reply.length).length;
  const inner = prefix + ' '.repeat(width + 2);
  return reply
    .map(
      (item, index) =>
        `${index === 0 ? '' : prefix}${String(index + 1).padStart(width)}) ${formatForTerminal(item, inner)}`,
    )
    .join('');
}

/** For programs: the values alone. */
export function formatRaw(reply: Received): string {
  if (reply === null || reply === NO_ARRAY) return '';
  if (typeof reply === 'number') return String(reply);
  if (typeof reply === 'string') return reply;
  if (reply instanceof Status) return reply.text;
  if (reply instanceof RedisError) return `${reply.message}\n`;
  return reply.map(formatRaw).join('\n');
}
