import type { Messages } from '../../messages/en.ts';

type FixTitles = Messages['views']['fixes'];

/** One finding of the build checks, as far as a fix needs it. */
export interface FixableFinding {
  readonly ruleName: string;
  readonly detail: string;
  /** 1-based, inclusive. */
  readonly range?: { readonly start: number; readonly end: number };
}

export interface Fix {
  readonly title: string;
  /** Lines from `start` to `end` (1-based, inclusive) become `lines`. */
  readonly edits: readonly { readonly start: number; readonly end: number; readonly lines: readonly string[] }[];
}

type Fixer = (text: FixText) => Fix | undefined;

interface FixText {
  readonly all: readonly string[];
  readonly start: number;
  readonly end: number;
  /** The finding's first line. */
  readonly line: string;
  readonly detail: string;
  readonly say: FixTitles;
}

/** The mechanical way out of a finding that keeps what the Dockerfile does; undefined where a person must decide. */
export function fixOf(finding: FixableFinding, all: readonly string[], say: FixTitles): Fix | undefined {
  const fixer = fixers[finding.ruleName];
  const { start, end } = finding.range ?? { start: 0, end: 0 };
  const line = all[start - 1];
  if (!fixer || line === undefined) return undefined;
  return fixer({ all, start, end, line, detail: finding.detail, say });
}

const fixers: Readonly<Record<string, Fixer>> = {
  ConsistentInstructionCasing(text) {
    const upper = text.detail.includes('(uppercase)');
    const line = text.line.replace(/\S+/, (word) => (upper ? word.toUpperCase() : word.toLowerCase()));
    return inLine(text, line, upper ? text.say.upperCase : text.say.lowerCase);
  },
  FromAsCasing(text) {
    const upper = /^\s*FROM/.test(text.line);
    const line = text.line.replace(/(\s)as(\s+\S+\s*)$/i, `$1${upper ? 'AS' : 'as'}$2`);
    return inLine(text, line, text.say.write(upper ? 'AS' : 'as'));
  },
  StageNameCasing(text) {
    const name = /\sas\s+(\S+)\s*$/i.exec(text.line)?.[1];
    if (name === undefined) return undefined;
    const named = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const uses = new RegExp(`(^\\s*FROM\\s.*\\sas\\s+|^\\s*FROM\\s+(?:--\\S+\\s+)*|from=)${named}(?=[\\s,]|$)`, 'gi');
    const edits = text.all.flatMap((line, index) => {
      const renamed = line.replace(uses, (match) => match.slice(0, -name.length) + name.toLowerCase());
      return renamed === line ? [] : [{ start: index + 1, end: index + 1, lines: [renamed] }];
    });
    return { title: text.say.renameStage(name.toLowerCase()), edits };
  },
  LegacyKeyValueFormat(text) {
    const [, head, key, value] = /^(\s*\S+\s+)([^\s=]+)\s+(.*?)\s*$/.exec(text.line) ?? [];
    // Quotes and continued lines mean something else in the other format.
    if (value === undefined || text.end > text.start || /["'\\`]/.test(value)) return undefined;
    return inLine(text, `${head}${key}=${/\s/.test(value) ? `"${value}"` : value}`, text.say.withEquals);
  },
  JSONArgsRecommended(text) {
    const [, head, command] = /^(\s*(?:ONBUILD\s+)?\S+\s+)(.*?)\s*$/i.exec(text.line) ?? [];
    if (command === undefined || text.end > text.start) return undefined;
    const isPlain = /^[\w./:=@%+,-]+(\s+[\w./:=@%+,-]+)*$/.test(command) && !/^[\w]+=/.test(command);
    if (isPlain) return inLine(text, head + json(command.split(/\s+/)), text.say.jsonPlain);
    if (text.all.some((line) => /^\s*SHELL\s/i.test(line))) return undefined;
    return inLine(text, head + json(['/bin/sh', '-c', command]), text.say.jsonShell);
  },
  MaintainerDeprecated(text) {
    const name = /^\s*\S+\s+(.*?)\s*$/.exec(text.line)?.[1]?.replace(/^"(.*)"$/, '$1');
    if (!name || /["\\]/.test(name)) return undefined;
    return inLine(text, `LABEL org.opencontainers.image.authors="${name}"`, text.say.label);
  },
  RedundantTargetPlatform(text) {
    return inLine(text, text.line.replace(/--platform=\S+\s+/, ''), text.say.noFlag);
  },
  NoEmptyContinuation(text) {
    const lines = text.all.slice(text.start - 1, text.end);
    const kept = lines.filter((line) => line.trim() !== '');
    if (kept.length === lines.length) return undefined;
    return { title: text.say.noEmptyLines, edits: [{ start: text.start, end: text.end, lines: kept }] };
  },
  ExposeProtoCasing(text) {
    const line = text.line.replace(/\/[A-Za-z]+(?=\s|$)/g, (protocol) => protocol.toLowerCase());
    return inLine(text, line, text.say.protocol);
  },
  ExposeInvalidFormat(text) {
    const found = /found '(.*)'$/.exec(text.detail)?.[1];
    if (found === undefined) return undefined;
    const port = found.slice(found.lastIndexOf(':') + 1);
    return inLine(text, text.line.replace(found, port), text.say.expose(port));
  },
  MultipleInstructionsDisallowed(text) {
    const keyword = /^\s*(\S+)/.exec(text.line)![1]!.toUpperCase();
    const after = text.all.slice(text.end);
    const nextStage = after.findIndex((line) => /^\s*FROM\s/i.test(line));
    const inStage = nextStage < 0 ? after : after.slice(0, nextStage);
    if (!inStage.some((line) => line.trim().toUpperCase().startsWith(`${keyword} `))) return undefined;
    return { title: text.say.remove(keyword), edits: [{ start: text.start, end: text.end, lines: [] }] };
  },
  UndefinedVar: rename,
  UndefinedArgInFrom: rename,
};

/** A misspelt variable, where the check knows the one that was meant. */
function rename(text: FixText): Fix | undefined {
  const [, name] = /'\$?(\w+)'/.exec(text.detail) ?? [];
  const [, meant] = /did you mean \$?(\w+)\?/.exec(text.detail) ?? [];
  if (!name || !meant) return undefined;
  const use = new RegExp(`(\\$\\{?)${name}\\b`, 'g');
  const lines = text.all.slice(text.start - 1, text.end).map((line) => line.replace(use, `$1${meant}`));
  return { title: text.say.write(`$${meant}`), edits: [{ start: text.start, end: text.end, lines }] };
}

function inLine({ start, line: before }: FixText, line: string, title: string): Fix | undefined {
  return line === before ? undefined : { title, edits: [{ start, end: start, lines: [line] }] };
}

function json(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}
