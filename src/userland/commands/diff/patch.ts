import { binaryFromText, bytesFromBinary } from '../common/binary.ts';
import { type Command, type Context, Exit } from '../common/context.ts';
import { readWhole } from '../common/input.ts';
import { type Options, parseOptions } from '../common/options.ts';
import { dirname } from '../common/paths.ts';
import { makeParents } from '../files/mkdir.ts';
import { type FilePatch, type Hunk, parsePatches, reversed } from './unified.ts';

const MAX_FUZZ = 2;

/** patch(1), for unified diffs. */
export const patch: Command = async (context) => {
  const options = parseOptions(context, 'bd:EF:fi:lNo:p:Rr:stuV:z:', {
    status: 2,
    long: {
      strip: 'p',
      input: 'i',
      reverse: 'R',
      forward: 'N',
      'dry-run': 'dry-run',
      directory: 'd',
      backup: 'b',
      output: 'o',
      quiet: 's',
      silent: 's',
      force: 'f',
      batch: 't',
      'remove-empty-files': 'E',
      fuzz: 'F',
      unified: 'u',
    },
  });
  const input = options.get('i') ?? options.operands[1] ?? '-';
  const text = await readWhole(context, input);
  const directory = options.get('d');
  if (directory !== undefined) context.sys.chdir(directory);
  const patches = parsePatches(text);
  if (patches.length === 0) {
    if (text.trim() === '') return 0;
    throw new Exit(2, `**** Only garbage was found in the patch input.`);
  }
  for (const one of patches) await apply(context, options, options.has('R') ? reversed(one) : one);
};

async function apply(context: Context, options: Options, one: FilePatch): Promise<void> {
  const { sys } = context;
  const path = options.operands[0] ?? target(context, options, one);
  if (path === undefined) {
    context.fail("can't find file to patch");
    return;
  }
  const say = (words: string): void => {
    if (!options.has('s')) context.print(words);
  };
  const isThere = sys.exists(path);
  say(
    `${options.has('dry-run') && context.gnu ? 'checking' : 'patching'} file ${/\s/.test(path) ? `'${path}'` : path}\n`,
  );
  const before = isThere ? await readWhole(context, path) : '';
  const lines = before === '' ? [] : before.split('\n');
  const ended = before === '' || lines.at(-1) === '';
  if (lines.at(-1) === '') lines.pop();
  const file = { lines, ended };
  const rejected: Hunk[] = [];
  let shift = 0;
  one.hunks.forEach((hunk, index) => {
    const found = place(file.lines, hunk, hunk.from + shift, Number(options.get('F') ?? MAX_FUZZ));
    if (!found) {
      rejected.push(hunk);
      say(`Hunk #${index + 1} FAILED at ${hunk.from}.\n`);
      return;
    }
    const { at, lead, tail } = found;
    const old = hunk.lines.filter(({ kind }) => kind !== '+').map(({ text }) => text);
    const fresh = hunk.lines.filter(({ kind }) => kind !== '-').map(({ text }) => text);
    const end = old.length - tail;
    const touchesEnd = at + end - lead >= file.lines.length;
    file.lines.splice(at, end - lead, ...fresh.slice(lead, fresh.length - tail));
    if (touchesEnd) file.ended = !hunk.newLacksEnd;
    const expected = (old.length === 0 ? hunk.from : hunk.from - 1) + shift + lead;
    if (at !== expected || lead + tail > 0) {
      const by = at - expected;
      const fuzz = Math.max(lead, tail);
      const where = `Hunk #${index + 1} succeeded at ${at - lead + 1}`;
      const offset = by === 0 ? '' : ` (offset ${by} line${Math.abs(by) === 1 ? '' : 's'})`;
      say(`${where}${fuzz > 0 ? ` with fuzz ${fuzz}` : ''}${offset}.\n`);
    }
    shift += at - expected + fresh.length - old.length;
  });
  if (rejected.length > 0) {
    const saved = `saving rejects to file ${path}.rej`;
    const count = `${rejected.length} out of ${one.hunks.length} hunk${one.hunks.length === 1 ? '' : 's'} FAILED`;
    say(`${count}${options.has('dry-run') ? '' : ` -- ${saved}`}\n`);
    context.status = 1;
  }
  if (options.has('dry-run')) return;
  if (rejected.length > 0) {
    const text = rejected.map(
      ({ header, lines: body }) => `${header}\n${body.map(({ kind, text: line }) => `${kind}${line}\n`).join('')}`,
    );
    sys.writeFile(`${path}.rej`, bytesFromBinary(binaryFromText(`--- ${one.from}\n+++ ${one.to}\n`) + text.join('')));
    if (rejected.length === one.hunks.length) return;
  }
  if (options.has('b') && isThere) sys.writeFile(`${path}.orig`, bytesFromBinary(before));
  const after = file.lines.join('\n') + (file.ended && file.lines.length > 0 ? '\n' : '');
  if (after === '' && (one.to === '/dev/null' || options.has('E'))) {
    if (isThere) sys.unlink(path);
    return;
  }
  const out = options.get('o') ?? path;
  if (!isThere && out.includes('/')) makeParents(context, dirname(out));
  sys.writeFile(out, bytesFromBinary(after));
}

/** Which file a patch means: of the old and the new name, the one that is there. */
function target(context: Context, options: Options, { from, to }: FilePatch): string | undefined {
  const strip = options.get('p');
  const stripped = [from, to]
    .filter((name) => name !== '/dev/null')
    .map((name) => {
      // without -p only the last part counts, unless the whole path is there
      if (strip === undefined) return context.sys.exists(name) ? name : name.slice(name.lastIndexOf('/') + 1);
      return name.split('/').slice(Number(strip)).join('/').replace(/^\/+/, '');
    })
    .filter((name) => name !== '');
  return stripped.find((name) => context.sys.exists(name)) ?? (from === '/dev/null' ? stripped.at(-1) : undefined);
}

/** Where a hunk fits: as near as can be to where it should, with as little of its context left out as can be. */
function place(
  lines: readonly string[],
  hunk: Hunk,
  from: number,
  fuzz: number,
): { at: number; lead: number; tail: number } | undefined {
  const old = hunk.lines.filter(({ kind }) => kind !== '+').map(({ text }) => text);
  const leading = hunk.lines.findIndex(({ kind }) => kind !== ' ');
  const trailing = [...hunk.lines].reverse().findIndex(({ kind }) => kind !== ' ');
  for (let ignored = 0; ignored <= fuzz; ignored++) {
    const lead = Math.min(ignored, leading);
    const tail = Math.min(ignored, trailing);
    if (ignored > Math.max(leading, trailing)) break;
    const wanted = old.slice(lead, old.length - tail);
    const start = old.length === 0 ? from : from - 1 + lead;
    const last = lines.length - wanted.length;
    for (let distance = 0; distance <= lines.length + start; distance++) {
      for (const at of distance === 0 ? [start] : [start + distance, start - distance]) {
        if (at < 0 || at > last) continue;
        if (wanted.every((line, i) => lines[at + i] === line)) return { at, lead, tail };
      }
    }
  }
  return undefined;
}
