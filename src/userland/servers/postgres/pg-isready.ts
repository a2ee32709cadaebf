import { isErrno } from '../../../kernel/errno.ts';
import type { Program } from '../../../kernel/program.ts';
import { VERSION } from './version.ts';

/** Exit statuses of pg_isready. */
const ACCEPTING = 0;
const NO_RESPONSE = 2;

/** pg_isready: whether a server answers. Who asks need not be let in. */
export const pgIsReady: Program = {
  name: 'pg_isready',
  async main(sys) {
    let host = sys.env.get('PGHOST');
    let port = Number(sys.env.get('PGPORT') ?? 5432);
    let isQuiet = false;
    const args = sys.argv.slice(1).flatMap((arg) => {
      const [, name, value] = /^(--[a-z]+)=(.*)$/.exec(arg) ?? /^(-[hpUdt])(.+)$/.exec(arg) ?? [];
      return name === undefined ? [arg] : [name, value!];
    });
    for (let at = 0; at < args.length; at++) {
      const arg = args[at]!;
      if (arg === '-h' || arg === '--host') host = args[++at];
      else if (arg === '-p' || arg === '--port') port = Number(args[++at]);
      else if (/^(-U|--username|-d|--dbname|-t|--timeout)$/.test(arg)) at++;
      else if (arg === '-q' || arg === '--quiet') isQuiet = true;
      else if (arg === '-V' || arg === '--version') {
        await sys.write(1, `pg_isready (PostgreSQL) ${VERSION}\n`);
        return 0;
      } else {
        await sys.write(
          2,
          `pg_isready: error: invalid option "${arg}"\npg_isready: hint: Try "pg_isready --help" for more information.\n`,
        );
        return 3;
      }
    }
    const isLocal = host === undefined || host.startsWith('/');
    const say = async (what: string, status: number) => {
      if (!isQuiet) await sys.write(1, `${host ?? '/var/run/postgresql'}:${port} - ${what}\n`);
      return status;
    };
    const [address] = await sys.resolve(isLocal ? '127.0.0.1' : host!);
    if (address === undefined) return say('no response', NO_RESPONSE);
    try {
      sys.close(await sys.connect(address, port));
    } catch (error) {
      if (!isErrno(error)) throw error;
      return say('no response', NO_RESPONSE);
    }
    return say('accepting connections', ACCEPTING);
  },
};
