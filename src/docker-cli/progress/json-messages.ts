import { humanSize } from '../../engine/api/units.ts';
import type { CliOutput } from '../host.ts';

/** One message of the stream that pull, push, load and the classic build answer (moby's pkg/jsonmessage). */
export interface JsonMessage {
  id?: string;
  status?: string;
  stream?: string;
  from?: string;
  progressDetail?: { current?: number; total?: number; start?: number; units?: string; hidecounts?: boolean };
  error?: string;
  errorDetail?: { code?: number; message?: string };
  aux?: unknown;
}

/** Prints the messages: in place by id on a terminal, otherwise without the progress in between. Stops at an error. */
export async function displayMessages(
  messages: AsyncIterable<JsonMessage>,
  out: CliOutput,
  onAux: (message: JsonMessage) => void | Promise<void> = () => {},
): Promise<void> {
  const terminal = out.isTerminal;
  let lines = new Map<string, number>();
  for await (const message of messages) {
    if (message.aux !== undefined) {
      await onAux(message);
      continue;
    }
    let up = 0;
    let text = '';
    if (message.id && message.progressDetail) {
      let line = lines.get(message.id);
      if (line === undefined) {
        line = lines.size;
        lines.set(message.id, line);
        if (terminal) text += '\n';
      }
      up = lines.size - line;
      if (terminal && up > 0) text += `\x1b[${up}A`;
    } else lines = new Map();
    if (message.errorDetail || message.error) throw new Error(message.errorDetail?.message ?? message.error);
    text += render(message, terminal, out);
    if (message.id && terminal && up > 0) text += `\x1b[${up}B`;
    if (text !== '') await out.write(text);
  }
}

function render(message: JsonMessage, terminal: boolean, out: CliOutput): string {
  const detail = message.progressDetail;
  const bar = detail ? progressBar(detail, terminal ? out.size().columns : 200) : '';
  let text = '';
  let end = '';
  if (terminal && !message.stream && detail) {
    text += '\x1b[2K\r';
    end = '\r';
  } else if (bar !== '') return '';
  if (message.id) text += `${message.id}: `;
  if (message.from) text += `(from ${message.from}) `;
  if (detail && terminal) return `${text}${message.status ?? ''} ${bar}${end}`;
  if (message.stream) return `${text}${message.stream}${end}`;
  return `${text}${message.status ?? ''}${end}\n`;
}

function progressBar(detail: NonNullable<JsonMessage['progressDetail']>, columns: number): string {
  const current = detail.current ?? 0;
  const total = detail.total ?? 0;
  if (current <= 0 && total <= 0) return '';
  if (total <= 0) return detail.units ? `${current} ${detail.units}` : humanSize(current).padStart(8);
  const half = Math.min(50, Math.trunc(Math.trunc((current / total) * 100) / 2));
  const box = columns > 110 ? `[${'='.repeat(half)}>${' '.repeat(50 - half)}] ` : '';
  if (detail.hidecounts) return box;
  if (detail.units) return `${box}${current > total ? current : `${current}/${total}`} ${detail.units}`;
  return box + humanSize(current).padStart(8) + (current > total ? '' : `/${humanSize(total)}`);
}
