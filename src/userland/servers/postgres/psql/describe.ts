import { quoteLiteral } from '../storage/quote.ts';

/** The catalog queries of psql's \d family. */

const HIDDEN = "n.nspname !~ '^pg_toast' AND n.nspname <> 'pg_catalog' AND n.nspname <> 'information_schema'";
const KINDS: Readonly<Record<string, { readonly relkinds: string; readonly plural: string }>> = {
  t: { relkinds: "'r','p'", plural: 'tables' },
  i: { relkinds: "'i','I'", plural: 'indexes' },
  v: { relkinds: "'v'", plural: 'views' },
  m: { relkinds: "'m'", plural: 'materialized views' },
  s: { relkinds: "'S'", plural: 'sequences' },
};

export interface Listing {
  readonly title: string;
  readonly sql: string;
  /** Said when there is nothing. */
  readonly nothing?: string;
}

/** A psql pattern (`*`, `?`, schema.name) as conditions. */
function pattern(name: string | undefined, column: string, schema?: string): string {
  if (name === undefined) return '';
  const regexp = (text: string) =>
    quoteLiteral(
      `^(${(/^"/.test(text) ? text.replaceAll('"', '') : text.toLowerCase())
        .replace(/[.$+()[\]{}\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')})$`,
    );
  const parts = name.split('.');
  const own = ` AND ${column} ~ ${regexp(parts.at(-1)!)}`;
  return parts.length > 1 && schema !== undefined ? `${own} AND ${schema} ~ ${regexp(parts[0]!)}` : own;
}

/** \d, \dt, \di, \dv, \dm, \ds without a name, or with one but \d. */
export function relations(letters: string, name: string | undefined): Listing {
  const wanted = [...letters].flatMap((letter) => KINDS[letter] ?? []);
  const kinds = wanted.length === 0 ? ["'r','p','v','m','S','f'"] : wanted.map(({ relkinds }) => relkinds);
  const what = wanted.length === 1 ? wanted[0]!.plural : 'relations';
  const hasTable = letters.includes('i');
  const visible = name === undefined ? ` AND ${HIDDEN} AND pg_catalog.pg_table_is_visible(c.oid)` : '';
  return {
    title: `List of ${what}`,
    nothing: name === undefined ? `Did not find any ${what}.` : `Did not find any ${what} named "${name}".`,
    sql: `SELECT n.nspname AS "Schema", c.relname AS "Name",
      CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'i' THEN 'index' WHEN 'S' THEN 'sequence'
        WHEN 't' THEN 'TOAST table' WHEN 'f' THEN 'foreign table' WHEN 'p' THEN 'partitioned table' WHEN 'I' THEN 'partitioned index' END AS "Type",
      pg_catalog.pg_get_userbyid(c.relowner) AS "Owner"${hasTable ? ', c2.relname AS "Table"' : ''}
    FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      ${hasTable ? 'LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class c2 ON i.indrelid = c2.oid' : ''}
    WHERE c.relkind IN (${kinds.join(',')})${visible}${pattern(name, 'c.relname', 'n.nspname')} ORDER BY 1, 2`,
  };
}

export const DATABASES = (name?: string): Listing => ({
  title: 'List of databases',
  sql: `SELECT d.datname AS "Name", pg_catalog.pg_get_userbyid(d.datdba) AS "Owner", pg_catalog.pg_encoding_to_char(d.encoding) AS "Encoding",
      CASE d.datlocprovider WHEN 'b' THEN 'builtin' WHEN 'c' THEN 'libc' WHEN 'i' THEN 'icu' END AS "Locale Provider",
      d.datcollate AS "Collate", d.datctype AS "Ctype", d.datlocale AS "Locale", d.daticurules AS "ICU Rules",
      CASE WHEN pg_catalog.array_length(d.datacl, 1) = 0 THEN '(none)' ELSE pg_catalog.array_to_string(d.datacl, E'\\n') END AS "Access privileges"
    FROM pg_catalog.pg_database d WHERE true${pattern(name, 'd.datname')} ORDER BY 1`,
});

export const ROLES = (name?: string): Listing => ({
  title: 'List of roles',
  sql: `SELECT r.rolname AS "Role name", pg_catalog.concat_ws(', ', CASE WHEN r.rolsuper THEN 'Superuser' END,
      CASE WHEN NOT r.rolinherit THEN 'No inheritance' END, CASE WHEN r.rolcreaterole THEN 'Create role' END,
      CASE WHEN r.rolcreatedb THEN 'Create DB' END, CASE WHEN NOT r.rolcanlogin THEN 'Cannot login' END,
      CASE WHEN r.rolreplication THEN 'Replication' END, CASE WHEN r.rolbypassrls THEN 'Bypass RLS' END) AS "Attributes"
    FROM pg_catalog.pg_roles r WHERE ${name === undefined ? "r.rolname !~ '^pg_'" : 'true'}${pattern(name, 'r.rolname')} ORDER BY 1`,
});

export const SCHEMAS = (name?: string): Listing => ({
  title: 'List of schemas',
  sql: `SELECT n.nspname AS "Name", pg_catalog.pg_get_userbyid(n.nspowner) AS "Owner" FROM pg_catalog.pg_namespace n
    WHERE ${name === undefined ? "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : 'true'}${pattern(name, 'n.nspname')} ORDER BY 1`,
});

export const EXTENSIONS = (name?: string): Listing => ({
  title: 'List of installed extensions',
  sql: `SELECT e.extname AS "Name", e.extversion AS "Version", ae.default_version AS "Default version", n.nspname AS "Schema", d.description AS "Description"
    FROM pg_catalog.pg_extension e LEFT JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
      LEFT JOIN pg_catalog.pg_description d ON d.objoid = e.oid AND d.classoid = 'pg_catalog.pg_extension'::pg_catalog.regclass
      LEFT JOIN pg_catalog.pg_available_extensions() ae(name, default_version, comment) ON ae.name = e.extname
    WHERE true${pattern(name, 'e.extname')} ORDER BY 1`,
});

/** The relations \d NAME describes: oid, schema, name, kind. */
export const described = (name: string) =>
  `SELECT c.oid, n.nspname, c.relname, c.relkind FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
   WHERE true${name.includes('.') ? '' : ' AND pg_catalog.pg_table_is_visible(c.oid)'}${pattern(name, 'c.relname', 'n.nspname')} ORDER BY 2, 3`;

export const columns = (oid: string) =>
  `SELECT a.attname AS "Column", pg_catalog.format_type(a.atttypid, a.atttypmod) AS "Type",
     (SELECT c.collname FROM pg_catalog.pg_collation c, pg_catalog.pg_type t WHERE c.oid = a.attcollation AND t.oid = a.atttypid AND a.attcollation <> t.typcollation) AS "Collation",
     CASE WHEN a.attnotnull THEN 'not null' ELSE '' END AS "Nullable",
     CASE WHEN a.attidentity = 'a' THEN 'generated always as identity' WHEN a.attidentity = 'd' THEN 'generated by default as identity'
       WHEN a.attgenerated = 's' THEN 'generated always as (' || pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) || ') stored'
       ELSE pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) END AS "Default"
   FROM pg_catalog.pg_attribute a LEFT JOIN pg_catalog.pg_attrdef d ON a.attrelid = d.adrelid AND a.attnum = d.adnum AND a.atthasdef
   WHERE a.attrelid = ${oid} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;

/** The lines below a table: title, then what belongs under it. */
export const FOOTERS: readonly { readonly title: string; readonly sql: (oid: string) => string }[] = [
  {
    title: 'Indexes:',
    sql: (
      oid,
    ) => `SELECT '    "' || c2.relname || '"' || CASE WHEN i.indisprimary THEN ' PRIMARY KEY,' WHEN con.contype = 'u' THEN ' UNIQUE CONSTRAINT,' WHEN i.indisunique THEN ' UNIQUE,' ELSE '' END
      || ' ' || substring(pg_catalog.pg_get_indexdef(i.indexrelid, 0, true) from ' USING (.*)$')
     FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c2 ON i.indexrelid = c2.oid
       LEFT JOIN pg_catalog.pg_constraint con ON con.conrelid = i.indrelid AND con.conindid = i.indexrelid AND con.contype IN ('p','u','x')
     WHERE i.indrelid = ${oid} ORDER BY i.indisprimary DESC, c2.relname`,
  },
  {
    title: 'Check constraints:',
    sql: (oid) =>
      `SELECT '    "' || conname || '" ' || pg_catalog.pg_get_constraintdef(oid, true) FROM pg_catalog.pg_constraint WHERE conrelid = ${oid} AND contype = 'c' ORDER BY conname`,
  },
  {
    title: 'Foreign-key constraints:',
    sql: (oid) =>
      `SELECT '    "' || conname || '" ' || pg_catalog.pg_get_constraintdef(oid, true) FROM pg_catalog.pg_constraint WHERE conrelid = ${oid} AND contype = 'f' ORDER BY conname`,
  },
  {
    title: 'Referenced by:',
    sql: (oid) =>
      `SELECT '    TABLE "' || conrelid::pg_catalog.regclass || '" CONSTRAINT "' || conname || '" ' || pg_catalog.pg_get_constraintdef(oid, true) FROM pg_catalog.pg_constraint WHERE confrelid = ${oid} AND contype = 'f' ORDER BY conname`,
  },
];

export const KIND_TITLES: Readonly<Record<string, string>> = {
  r: 'Table',
  p: 'Partitioned table',
  v: 'View',
  m: 'Materialized view',
  i: 'Index',
  I: 'Partitioned index',
  S: 'Sequence',
};
