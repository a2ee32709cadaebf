import { isErrno } from '../../../../kernel/errno.ts';
import { VERSION } from '../version.ts';
import * as describe from './describe.ts';
import { formatTable, type Table } from './format.ts';
import { setFormat } from './options.ts';
import type { Psql } from './psql.ts';
import { metaWords } from './scan.ts';

export type MetaOutcome = 'done' | 'failed' | 'quit' | 'send';

const HELP = `You are using psql, the command-line interface to PostgreSQL.
Type:  \\copyright for distribution terms
       \\h for help with SQL commands
       \\? for help with psql commands
       \\g or terminate with semicolon to execute query
       \\q to quit
`;
const COMMANDS = `Simulated here:
  \\c [DBNAME [USER [HOST [PORT]]]]  \\conninfo  \\d[S+] [NAME]  \\dt \\di \\dv \\dm \\ds [PATTERN]  \\dn \\du \\dx \\l [PATTERN]
  \\a \\t \\x \\pset NAME [VALUE]  \\timing  \\echo TEXT  \\qecho TEXT  \\set [NAME [VALUE]]  \\unset NAME  \\i FILE  \\ir FILE
  \\g  \\gx  \\p  \\r  \\! [COMMAND]  \\password [USER]  \\encoding  \\q
`;

/** A backslash command. */
export async function runMeta(psql: Psql, name: string, rest: string): Promise<MetaOutcome> {
  const { context, format, runner } = psql;
  const words = metaWords(rest).map((word) =>
    /^:\w+$/.test(word) ? (psql.variables.get(word.slice(1)) ?? word) : word,
  );
  const [first] = words;
  const plain = name.replace(/[S+]+$/, '');
  switch (name) {
    case 'q':
      return 'quit';
    case 'c':
    case 'connect':
      return (await psql.reconnect(words)) ? 'done' : 'failed';
    case 'conninfo':
      context.print(`${psql.connectionText()}\n`);
      return 'done';
    case 'echo':
    case 'qecho':
      context.print(`${words.join(' ')}\n`);
      return 'done';
    case 'warn':
      context.out.text(`${words.join(' ')}\n`, 2);
      return 'done';
    case 'x':
      format.isExpanded = first === undefined ? !format.isExpanded : first === 'on';
      return say(psql, `Expanded display is ${format.isExpanded ? 'on' : 'off'}.`);
    case 't':
      format.tuplesOnly = first === undefined ? !format.tuplesOnly : first === 'on';
      return say(psql, `Tuples only is ${format.tuplesOnly ? 'on' : 'off'}.`);
    case 'a':
      format.style = format.style === 'aligned' ? 'unaligned' : 'aligned';
      return say(psql, `Output format is ${format.style}.`);
    case 'pset': {
      const problem = setFormat(format, first ?? '', words[1]);
      if (problem === undefined) return 'done';
      context.out.text(problem, 2);
      return 'failed';
    }
    case 'timing':
      runner.options.isTimed = first === undefined ? !runner.options.isTimed : first === 'on';
      return say(psql, `Timing is ${runner.options.isTimed ? 'on' : 'off'}.`);
    case 'set':
      if (first === undefined)
        for (const [key, value] of [...psql.variables].sort()) context.print(`${key} = '${value}'\n`);
      else psql.variables.set(first, words.slice(1).join(''));
      return 'done';
    case 'unset':
      psql.variables.delete(first ?? '');
      return 'done';
    case 'i':
    case 'ir':
    case 'include':
      return (await psql.runFile(first ?? '')) ? 'done' : 'failed';
    case 'g':
      return 'send';
    case 'gx':
      psql.expandOnce();
      return 'send';
    case 'p':
      context.print(psql.buffer === '' ? 'Query buffer is empty.\n' : `${psql.buffer}\n`);
      return 'done';
    case 'r':
      psql.clearBuffer();
      return say(psql, 'Query buffer reset (cleared).');
    case 'encoding':
      context.print(`${runner.connection.parameters.get('client_encoding') ?? ''}\n`);
      return 'done';
    case '!':
      await psql.shell(rest);
      return 'done';
    case '?':
      context.print(COMMANDS);
      return 'done';
    case 'copyright':
      context.print(
        `PostgreSQL Database Management System\n\npsql here is drydock's own; the server is PostgreSQL ${VERSION} as PGlite builds it.\n`,
      );
      return 'done';
    case 'h':
    case 'help':
      context.out.text('drydock: not simulated: \\h, the help with SQL commands\n', 2);
      return 'failed';
    case 'cd':
      try {
        context.sys.chdir(first ?? context.sys.env.get('HOME') ?? '/');
        return 'done';
      } catch (error) {
        if (!isErrno(error)) throw error;
        context.out.text(`\\cd: could not change directory to "${first}": ${error.message}\n`, 2);
        return 'failed';
      }
  }
  if (plain === 'd' && first !== undefined) return describeRelations(psql, first);
  const listing =
    plain === 'l' || plain === 'list'
      ? describe.DATABASES(first)
      : plain === 'du' || plain === 'dg'
        ? describe.ROLES(first)
        : plain === 'dn'
          ? describe.SCHEMAS(first)
          : plain === 'dx'
            ? describe.EXTENSIONS(first)
            : /^d[tivms]*$/.test(plain)
              ? describe.relations(plain.slice(1), first)
              : undefined;
  if (listing) return list(psql, listing);
  if (
    /^(copy|password|df|dp|z|dT|dD|da|do|db|dc|dC|dy|sf|sv|ef|ev|e|o|w|s|watch|gset|gexec|gdesc|if|elif|else|endif|crosstabview|prompt|lo_\w+|bind|parse|getenv|setenv|errverbose|H|T|f|C)$/.test(
      plain,
    )
  ) {
    context.out.text(`drydock: not simulated: \\${name}\n`, 2);
    return 'failed';
  }
  context.out.text(`invalid command \\${name}\n${psql.isInteractive ? 'Try \\? for help.\n' : ''}`, 2);
  return 'failed';
}

export const helpText = HELP;

function say(psql: Psql, text: string): MetaOutcome {
  if (!psql.isQuiet) psql.context.print(`${text}\n`);
  return 'done';
}

async function list(psql: Psql, listing: describe.Listing): Promise<MetaOutcome> {
  const table = await psql.runner.rows(listing.sql);
  if (!table) return 'failed';
  if (table.rows.length === 0 && listing.nothing !== undefined) {
    psql.context.out.text(`${listing.nothing}\n`, 2);
    return 'failed';
  }
  psql.context.print(formatTable({ ...table, title: listing.title }, psql.format));
  return 'done';
}

/** \d NAME */
async function describeRelations(psql: Psql, name: string): Promise<MetaOutcome> {
  const found = await psql.runner.rows(describe.described(name));
  if (!found) return 'failed';
  if (found.rows.length === 0) {
    psql.context.out.text(`Did not find any relation named "${name}".\n`, 2);
    return 'failed';
  }
  for (const [oid, schema, relation, kind] of found.rows) {
    const columns = await psql.runner.rows(describe.columns(oid!));
    if (!columns) return 'failed';
    const footers: string[] = [];
    for (const footer of describe.FOOTERS) {
      const lines = await psql.runner.rows(footer.sql(oid!));
      if (lines && lines.rows.length > 0) footers.push(footer.title, ...lines.rows.map(([line]) => line ?? ''));
    }
    const title = `${describe.KIND_TITLES[kind!] ?? 'Relation'} "${schema}.${relation}"`;
    const table: Table = { ...columns, title, footers };
    psql.context.print(formatTable(table, psql.format));
  }
  return 'done';
}
