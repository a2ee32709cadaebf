import { type Cli, type Command, noArguments } from '../../cli.ts';
import { API_VERSION } from '../../client/client.ts';
import { messageOf } from '../../errors.ts';
import { versionType } from '../../formats/version.ts';
import { alignTabs } from '../../table/tabwriter.ts';
import { Template, TemplateError } from '../../template/execute.ts';
import { clientVersion } from '../../version.ts';

interface Component {
  Name: string;
  Version: string;
  Details?: Record<string, string>;
}

interface ServerVersion {
  Platform?: { Name: string };
  Version: string;
  ApiVersion: string;
  MinAPIVersion?: string;
  Components?: Component[];
  [other: string]: unknown;
}

/** `docker version` (cli/command/system/version.go); without an engine it still says what the client is, and fails. */
export const version: Command = {
  args: noArguments,
  async run(cli, { flags }) {
    const format = flags.string('format');
    const template = format && format !== 'json' ? readTemplate(format) : undefined;
    let server: ServerVersion | undefined;
    let failure: unknown;
    try {
      server = await cli.engine.get<ServerVersion>('/version');
    } catch (error) {
      failure = error;
    }
    const value = { Client: client(cli), Server: server ? pick(server) : undefined };
    if (format === 'json') await cli.out(`${JSON.stringify(value)}\n`);
    else if (template) await printTemplate(cli, template, value, failure);
    else await cli.out(`${alignTabs(table(value.Client, server), { minimum: 20, padding: 1 })}\n`);
    if (failure) throw failure;
  },
};

function readTemplate(format: string): Template {
  try {
    return new Template('version', format);
  } catch (error) {
    throw new Error(`template parsing error: ${messageOf(error)}`);
  }
}

async function printTemplate(cli: Cli, template: Template, value: object, failure: unknown): Promise<void> {
  try {
    await cli.out(`${template.execute({ type: versionType, value })}\n`);
  } catch (error) {
    await cli.out(`${error instanceof TemplateError ? error.partial : ''}\n`);
    // That no engine was reached is said before anything else.
    throw failure ?? error;
  }
}

const client = ({ endpoint, engine }: Cli) => ({
  Version: clientVersion.version,
  ApiVersion: engine.apiVersion,
  DefaultAPIVersion: API_VERSION,
  GitCommit: clientVersion.gitCommit,
  GoVersion: clientVersion.goVersion,
  Os: clientVersion.os,
  Arch: clientVersion.arch,
  BuildTime: clientVersion.buildTime,
  Context: endpoint.context,
});

/** Members in the order the command marshals them. */
function pick(server: ServerVersion): object {
  const names = [
    'Platform',
    'Components',
    'Version',
    'ApiVersion',
    'MinAPIVersion',
    'GitCommit',
    'GoVersion',
    'Os',
    'Arch',
    'KernelVersion',
    'Experimental',
    'BuildTime',
  ];
  return Object.fromEntries(names.filter((name) => name in server).map((name) => [name, server[name]]));
}

function table(own: ReturnType<typeof client>, server: ServerVersion | undefined): string {
  const lines = [
    'Client:',
    ` Version:\t${own.Version}`,
    ` API version:\t${own.ApiVersion}`,
    ` Go version:\t${own.GoVersion}`,
    ` Git commit:\t${own.GitCommit}`,
    ` Built:\t${own.BuildTime}`,
    ` OS/Arch:\t${own.Os}/${own.Arch}`,
    ` Context:\t${own.Context}`,
  ];
  if (server) {
    lines.push('', `Server:${server.Platform?.Name ? ` ${server.Platform.Name}` : ''}`);
    for (const { Name, Version, Details = {} } of server.Components ?? []) {
      lines.push(` ${Name}:`, `  Version:\t${Version}`);
      if (Name !== 'Engine') {
        for (const key of Object.keys(Details).sort()) lines.push(`  ${key}:\t${Details[key]}`);
        continue;
      }
      lines.push(
        `  API version:\t${Details.ApiVersion} (minimum version ${Details.MinAPIVersion})`,
        `  Go version:\t${Details.GoVersion}`,
        `  Git commit:\t${Details.GitCommit}`,
        `  Built:\t${buildTime(Details.BuildTime ?? '')}`,
        `  OS/Arch:\t${Details.Os}/${Details.Arch}`,
        `  Experimental:\t${Details.Experimental}`,
      );
    }
  }
  return lines.join('\n');
}

/** As Go's time.ANSIC; what is not a time stays. */
function buildTime(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const [weekday, day, month, year, time] = new Date(at).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
}
