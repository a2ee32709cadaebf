import { atMost, type Cli, type Command, exactly } from '../../cli.ts';
import { encodeBase64 } from '../../client/base64.ts';
import { filtersQuery } from '../../client/client.ts';
import { HUB_SERVER, readConfig, registryAuth, writeConfig } from '../../client/credentials.ts';
import { ellipsis } from '../../formats/values.ts';
import { type Columns, formatRows } from '../../table/formatter.ts';

/** `docker login`, with a password that is given; the web login has no place here. */
export const login: Command = {
  args: atMost(1),
  async run(cli, { args, flags }) {
    const server = serverName(args[0]);
    const username = flags.string('username');
    let password = flags.string('password');
    if (flags.changed('username') && username === '') throw new Error('username is empty');
    if (flags.changed('password') && flags.bool('password-stdin'))
      throw new Error('conflicting options: cannot specify both --password and --password-stdin');
    if (flags.changed('password'))
      await cli.err('WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n');
    if (flags.bool('password-stdin')) {
      if (username === '') throw new Error('the --password-stdin option requires --username to be set');
      password = (await readLine(cli)).replace(/\r?\n$/, '');
    }
    if (password === '' && !cli.host.stdin.isTerminal)
      throw new Error('Error: Cannot perform an interactive login from a non TTY device');
    if (username === '' || password === '')
      throw new Error('drydock: not simulated: interactive login; use --username and --password-stdin');
    const answer = await cli.engine.post<{ Status: string; IdentityToken?: string }>(
      '/auth',
      {},
      { username, password, serveraddress: server },
    );
    const config = readConfig(cli.host);
    const auth = encodeBase64(new TextEncoder().encode(`${username}:${password}`));
    const path = writeConfig(cli.host, { ...config, auths: { ...config.auths, [server]: { auth } } });
    await cli.err(
      `\nWARNING! Your credentials are stored unencrypted in '${path}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n\n`,
    );
    await cli.out(`${answer.Status}\n`);
  },
};

async function readLine(cli: Cli): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const bytes = await cli.host.stdin.read();
    if (bytes.length === 0) return text;
    text += decoder.decode(bytes, { stream: true });
  }
}

const serverName = (given: string | undefined): string =>
  given === undefined || given === 'docker.io' ? HUB_SERVER : given.replace(/^https?:\/\//, '').split('/')[0]!;

export const logout: Command = {
  args: atMost(1),
  async run(cli, { args }) {
    const server = serverName(args[0]);
    const config = readConfig(cli.host);
    await cli.out(`Removing login credentials for ${server}\n`);
    // Said whether or not there was anything to remove.
    if (!config.auths?.[server]) return;
    const { [server]: _gone, ...auths } = config.auths;
    writeConfig(cli.host, { ...config, auths });
  },
};

interface SearchResult {
  name: string;
  description: string;
  star_count: number;
  is_official: boolean;
}

export const search: Command = {
  args: exactly(1),
  async run(cli, { args, flags }) {
    const results = await cli.engine.json<SearchResult[]>('GET', '/images/search', {
      query: {
        term: args[0],
        limit: flags.number('limit') || undefined,
        filters: filtersQuery(flags.strings('filter')),
      },
      headers: registryAuth(cli, 'docker.io'),
    });
    const columns: Columns<SearchResult> = {
      type: 'registry.searchContext',
      headers: { Name: 'NAME', Description: 'DESCRIPTION', StarCount: 'STARS', IsOfficial: 'OFFICIAL' },
      cells: {
        Name: ({ name }) => name,
        Description: ({ description }) => {
          const text = description.replaceAll('\n', ' ').replaceAll('\r', ' ');
          return flags.bool('no-trunc') ? text : ellipsis(text, 45);
        },
        StarCount: ({ star_count }) => String(star_count),
        IsOfficial: ({ is_official }) => (is_official ? '[OK]' : ''),
      },
    };
    const table = 'table {{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}';
    await cli.out(formatRows(flags.string('format') || table, columns, results));
  },
};
