import type { Program } from '../../../kernel/program.ts';
import type { SystemCalls } from '../../../kernel/system-calls.ts';
import { users } from '../../commands/common/accounts.ts';
import { makeDirectories } from '../../packages/common/file-tree.ts';
import { Engine } from './storage/engine.ts';
import { quoteLiteral, quoteName } from './storage/quote.ts';
import { VERSION } from './version.ts';

/** Where distributions and the official image keep what postgresql.conf starts as. */
const SAMPLE = '/usr/share/postgresql/postgresql.conf.sample';
const TRUST = `initdb: warning: enabling "trust" authentication for local connections
initdb: hint: You can change this by editing pg_hba.conf or using the option -A, or --auth-local and --auth-host, the next time you run initdb.
`;

interface Options {
  directory: string | undefined;
  username: string | undefined;
  passwordFile: string | undefined;
  auth: string;
}

/** initdb: makes a data directory. */
export const initdb: Program = {
  name: 'initdb',
  async main(sys) {
    const say = (text: string) => sys.write(1, text);
    const refuse = async (text: string) => {
      await sys.write(2, text);
      return 1;
    };
    const options = readOptions(sys);
    if (typeof options === 'string') {
      if (options.startsWith('initdb (')) {
        await say(options);
        return 0;
      }
      return refuse(options);
    }
    const { directory } = options;
    if (sys.credentials().euid === 0)
      return refuse(
        'initdb: error: cannot be run as root\ninitdb: hint: Please log in (using, e.g., "su") as the (unprivileged) user that will own the server process.\n',
      );
    if (directory === undefined)
      return refuse(
        'initdb: error: no data directory specified\ninitdb: hint: You must identify the directory where the data for this database system will reside.  Do this with either the invocation option -D or the environment variable PGDATA.\n',
      );
    const owner = users(sys).find(({ uid }) => uid === sys.credentials().euid)?.name ?? String(sys.credentials().euid);
    await say(
      `The files belonging to this database system will be owned by user "${owner}".\nThis user must also own the server process.\n\n` +
        'The database cluster will be initialized with locale "en_US.UTF-8".\nThe default text search configuration will be set to "english".\n\nData page checksums are enabled.\n\n',
    );
    if (sys.exists(directory) && sys.readdir(directory).length > 0) {
      return refuse(
        `initdb: error: directory "${directory}" exists but is not empty\ninitdb: hint: If you want to create a new database system, either remove or empty the directory "${directory}" or run initdb with an argument other than "${directory}".\n`,
      );
    }
    if (sys.exists(directory)) {
      await say(`fixing permissions on existing directory ${directory} ... `);
      sys.chmod(directory, 0o700);
    } else {
      await say(`creating directory ${directory} ... `);
      makeDirectories(sys, directory, 0o700);
    }
    await say('ok\nrunning bootstrap script ... ');
    const password =
      options.passwordFile === undefined ? undefined : firstLine(await readAll(sys, options.passwordFile));
    const superuser = options.username ?? owner;
    const engine = await Engine.open(sys, { directory, database: 'postgres' }, superuser);
    await say('ok\nperforming post-bootstrap initialization ... ');
    if (password !== undefined)
      engine.query(`ALTER ROLE ${quoteName(superuser)} WITH PASSWORD ${quoteLiteral(password)}`);
    await say('ok\nsyncing data to disk ... ');
    await engine.close();
    configure(sys, directory, options.auth);
    if (sys.exists(`${directory}/postmaster.pid`)) sys.unlink(`${directory}/postmaster.pid`);
    await say('ok\n\n');
    if (options.auth === 'trust') await sys.write(2, TRUST);
    await say(
      `\nSuccess. You can now start the database server using:\n\n    pg_ctl -D ${directory} -l logfile start\n\n`,
    );
    return 0;
  },
};

function readOptions(sys: SystemCalls): Options | string {
  const options: Options = {
    directory: sys.env.get('PGDATA'),
    username: undefined,
    passwordFile: undefined,
    auth: 'trust',
  };
  const args = sys.argv
    .slice(1)
    .flatMap((arg) =>
      /^--[\w-]+=/.test(arg) ? [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)] : [arg],
    );
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--version' || arg === '-V') return `initdb (PostgreSQL) ${VERSION}\n`;
    if (arg === '-D' || arg === '--pgdata') options.directory = args[++at];
    else if (arg === '-U' || arg === '--username') options.username = args[++at];
    else if (arg === '--pwfile') options.passwordFile = args[++at];
    else if (arg === '-A' || arg === '--auth') options.auth = args[++at] ?? '';
    // The locale is en_US and the encoding UTF8 whatever is asked for, as in the official image.
    else if (/^(-E|--encoding|--locale|--lc-[a-z]+)$/.test(arg)) at++;
    else if (/^(--data-checksums|-k)$/.test(arg)) continue;
    else if (arg.startsWith('-')) return `drydock: not simulated: initdb ${arg}\n`;
    else options.directory = arg;
  }
  return options;
}

/** What initdb writes into the configuration besides the engine's own. */
function configure(sys: SystemCalls, directory: string, auth: string): void {
  const change = (name: string, edit: (text: string) => string) => {
    const path = `${directory}/${name}`;
    sys.writeFile(path, edit(new TextDecoder().decode(sys.readFile(path))), { mode: 0o600 });
  };
  if (auth !== 'trust') change('pg_hba.conf', (text) => text.replace(/^((?:local|host)\s.*)\btrust$/gm, `$1${auth}`));
  const sample = sys.exists(SAMPLE) ? new TextDecoder().decode(sys.readFile(SAMPLE)) : '';
  const addresses = /^listen_addresses = .*$/m.exec(sample)?.[0];
  if (addresses !== undefined)
    change('postgresql.conf', (text) => text.replace(/^#?listen_addresses = .*$/m, addresses));
}

async function readAll(sys: SystemCalls, path: string): Promise<string> {
  const fd = sys.open(path, { read: true });
  const bytes = await sys.readAll(fd);
  sys.close(fd);
  return new TextDecoder().decode(bytes);
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? '';
