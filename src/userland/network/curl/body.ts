import { concat } from '../../../kernel/bytes.ts';
import { KernelError } from '../../../kernel/errno.ts';
import { binaryFromBytes, binaryFromText, bytesFromBinary } from '../../commands/common/binary.ts';
import type { Context } from '../../commands/common/context.ts';
import { basename } from '../../commands/common/paths.ts';
import { CurlError } from './error.ts';
import type { DataOption } from './options.ts';

export interface RequestBody {
  readonly bytes: Uint8Array;
  readonly type: string;
}

/** What -d, -F and their like send; undefined without any of them. */
export async function requestBody(context: Context, data: readonly DataOption[]): Promise<RequestBody | undefined> {
  if (data.length === 0) return undefined;
  const forms = data.filter(({ kind }) => kind === 'form' || kind === 'form-string');
  if (forms.length > 0) return multipart(context, forms);
  const parts: string[] = [];
  for (const option of data) parts.push(await part(context, option));
  return { bytes: bytesFromBinary(parts.join('&')), type: 'application/x-www-form-urlencoded' };
}

async function part(context: Context, { kind, value }: DataOption): Promise<string> {
  if (kind === 'urlencode') return urlencode(context, value);
  if (kind === 'raw' || !value.startsWith('@')) return binaryFromText(value);
  const content = binaryFromBytes(await contentOf(context, value.slice(1)));
  return kind === 'ascii' ? content.replace(/[\r\n\0]/g, '') : content;
}

async function urlencode(context: Context, value: string): Promise<string> {
  const match = /^([^=@]*)([=@])(.*)$/s.exec(value);
  if (!match) return percentEncode(binaryFromText(value));
  const [, name = '', sign, rest = ''] = match;
  const content = sign === '@' ? binaryFromBytes(await contentOf(context, rest)) : binaryFromText(rest);
  return `${name === '' ? '' : `${name}=`}${percentEncode(content)}`;
}

function percentEncode(binary: string): string {
  return binary.replace(
    /[^A-Za-z0-9\-._~]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

async function contentOf(context: Context, path: string): Promise<Uint8Array> {
  if (path === '-') return context.sys.readAll(0);
  try {
    return context.sys.readFile(path);
  } catch (error) {
    if (!(error instanceof KernelError)) throw error;
    throw new CurlError(26, `Failed to open ${path}`);
  }
}

async function multipart(context: Context, forms: readonly DataOption[]): Promise<RequestBody> {
  const random = [...context.sys.platform.random(8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const boundary = `------------------------${random}`;
  const pieces: Uint8Array[] = [];
  for (const { kind, value } of forms) {
    const equals = value.indexOf('=');
    if (equals < 0) throw new CurlError(2, `Illegally formatted input field`);
    const name = value.slice(0, equals);
    const text = value.slice(equals + 1);
    const isFile = kind === 'form' && /^[@<]/.test(text);
    const [, path = '', settings = ''] = /^.([^;]*)(.*)$/s.exec(text) ?? [];
    const content = isFile ? await contentOf(context, path) : bytesFromBinary(binaryFromText(text));
    const attach = isFile && text.startsWith('@');
    const filename = /;filename=([^;]*)/.exec(settings)?.[1] ?? basename(path);
    const type = /;type=([^;]*)/.exec(settings)?.[1] ?? (attach ? typeOf(path) : undefined);
    const head =
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${attach ? `; filename="${filename}"` : ''}\r\n` +
      `${type === undefined ? '' : `Content-Type: ${type}\r\n`}\r\n`;
    pieces.push(bytesFromBinary(binaryFromText(head)), content, bytesFromBinary('\r\n'));
  }
  pieces.push(bytesFromBinary(`--${boundary}--\r\n`));
  return { bytes: concat(pieces), type: `multipart/form-data; boundary=${boundary}` };
}

const TYPES: Record<string, string> = {
  gif: 'image/gif',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
  htm: 'text/html',
  html: 'text/html',
  pdf: 'application/pdf',
  xml: 'application/xml',
};

function typeOf(path: string): string {
  return TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
}
