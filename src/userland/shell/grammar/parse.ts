import type { Dialect } from '../dialect.ts';
import { TreeBuilder } from './build.ts';
import { Incomplete } from './failure.ts';
import type { Aliases } from './lexer.ts';
import { plainCommand } from './plain.ts';
import { type CompleteCommand, Reader } from './reader.ts';
import type { Command, Script, Word } from './tree.ts';
import { buildText } from './words.ts';

/** Reads a script command by command; each is a tree ready to run. */
export class ScriptReader {
  private readonly reader: Reader;
  private readonly dialect: Dialect;
  private readonly aliases: Aliases;

  private readonly added: string;

  constructor(source: string, dialect: Dialect, aliases: Aliases, line = 1) {
    this.dialect = dialect;
    this.aliases = aliases;
    // bash ends every text in a newline, which a here-document that is cut off keeps
    this.added = dialect.bash && source.includes('<<') && !source.endsWith('\n') ? '\n' : '';
    this.reader = new Reader(source + this.added, dialect, aliases, line);
  }

  get rest(): string {
    return this.reader.rest;
  }
  get line(): number {
    return this.reader.line;
  }
  /** Whether a here-document was cut off by the end of the source. */
  get unfinished(): boolean {
    return this.reader.unfinished;
  }
  /** The here-documents that the end of the source has ended since it was last asked, and the line of that end. */
  cutOff(): { readonly delimiter: string; readonly line: number; readonly end: number }[] {
    const end = this.reader.line - this.added.length;
    return this.reader.cutOff().map((one) => ({ ...one, end }));
  }
  /** Whether only blanks and comments are left, so that the command just read was the last. */
  get finished(): boolean {
    return /^(?:\s|#.*)*$/.test(this.reader.rest);
  }

  /** The next command, or undefined at the end. Throws Incomplete and SyntaxFailure. */
  next(): Command | undefined {
    for (;;) {
      const command = this.reader.next();
      if (!command) return undefined;
      const tree = this.build(command);
      if (tree) return tree;
    }
  }

  private build(command: CompleteCommand): Command | undefined {
    const plain = plainCommand(command.text, command.line);
    if (plain) return plain;
    const nested = (source: string, line: number): Script => nestedScript(source, line, this.dialect, this.aliases);
    return new TreeBuilder(command.text, command.line, this.dialect, nested).build();
  }
}

/** The script of a substitution: read as a whole, when it first runs. */
export function nestedScript(source: string, line: number, dialect: Dialect, aliases: Aliases): Script {
  let made: { tree: Command | undefined } | undefined;
  return {
    source,
    tree() {
      made ??= { tree: wholeScript(source, line, dialect, aliases) };
      return made.tree;
    },
  };
}

function wholeScript(source: string, line: number, dialect: Dialect, aliases: Aliases): Command | undefined {
  const reader = new ScriptReader(source, dialect, aliases, line);
  const items: { command: Command; background: boolean }[] = [];
  try {
    for (let command = reader.next(); command; command = reader.next()) items.push({ command, background: false });
  } catch (error) {
    throw error instanceof Incomplete ? error.failure : error;
  }
  if (items.length < 2) return items[0]?.command;
  return { kind: 'list', line, items, source };
}

/** Text in which only parameters, substitutions and backslashes are expanded: PS1, PS4, ENV. */
export function textWord(text: string, dialect: Dialect, aliases: Aliases): Word {
  const nested = (source: string, line: number): Script => nestedScript(source, line, dialect, aliases);
  return buildText(new TreeBuilder(text, 1, dialect, nested), text);
}
