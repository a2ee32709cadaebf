import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { splitArgument } from '../../src/docker-cli/commands/container/cp.ts';
import { networkColumns, networkFormat } from '../../src/docker-cli/commands/network/index.ts';
import { volumeColumns, volumeFormat } from '../../src/docker-cli/commands/volume/index.ts';
import { displayablePorts } from '../../src/docker-cli/formats/container.ts';
import { ellipsis, truncateId } from '../../src/docker-cli/formats/values.ts';
import { parseMount } from '../../src/docker-cli/opts/mount.ts';
import { parseNetwork } from '../../src/docker-cli/opts/network.ts';
import { parseExpose } from '../../src/docker-cli/opts/ports.ts';
import { parseRestartPolicy } from '../../src/docker-cli/opts/restart.ts';
import {
  validateDevice,
  validateExtraHost,
  validateIp,
  validateLabel,
  validateLink,
  validateRateDevice,
  validateWeightDevice,
} from '../../src/docker-cli/opts/validate.ts';
import { commandTable } from '../../src/docker-cli/reference/reference.ts';
import { formatRows } from '../../src/docker-cli/table/formatter.ts';
import { Template } from '../../src/docker-cli/template/execute.ts';
import type { PortSummary } from '../../src/engine/api/containers.ts';
import type { NetworkInspect } from '../../src/engine/api/networks.ts';
import type { Volume } from '../../src/engine/api/volumes.ts';
import { type Report, Tally } from './tally.ts';

/** What rows of these tables may hold; each table has some of it. */
interface Row {
  value?: string;
  input: string;
  path: string;
  os?: string;
  expErr?: string;
  expectedErr?: string;
  expectedError: string;
  exp?: unknown;
  expected: string;
  expectedOut?: string;
  expectedContainer?: string;
  expectedPath?: string;
  source: string;
  width: number;
  id: string;
  template: string;
  ports: (Omit<PortSummary, 'IP'> & { IP?: { $sym: string } })[];
  context: { Format?: string | { $sym: string } };
}

interface Table {
  tests: Row[];
  testCases: Row[];
  testcases: Row[];
  cases: Row[];
  invalid: Record<string, string>;
  volumes: Volume[];
  networks: { Network: NetworkInspect & { ID: string } }[];
}

type Tables = Readonly<Record<string, Readonly<Record<string, Table>>>>;

/** docker/cli's own unit test tables, as far as they can be put to parts of ours, and its command reference. */
export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('docker-cli');
  const read = async (file: string) => JSON.parse(await readFile(join(dataDir, 'docker-cli', file), 'utf8'));
  const tables: Record<string, Record<string, Table>> = {};
  for (const name of ['container', 'opts', 'formatter', 'network', 'volume', 'templates'])
    tables[name] = await read(`tables/${name}.json`);
  const check: Check = (what, expected, work) =>
    tally.equal(
      what,
      () => {
        try {
          return work();
        } catch (error) {
          return `error: ${(error as Error).message}`;
        }
      },
      expected,
    );
  options(tables, check);
  formats(tables, check);
  reference(await read('command-reference.json'), check);
  return tally.report();
}

type Check = (what: string, expected: unknown, work: () => unknown) => void;

/** Whether a value is taken, and with which words it is refused. */
function options({ opts, container }: Tables, check: Check): void {
  const refusal = (what: string, value: string, expected: string | undefined, read: (text: string) => unknown) =>
    check(`${what} ${JSON.stringify(value)}`, expected ?? 'taken', () => {
      try {
        read(value);
        return 'taken';
      } catch (error) {
        const { message } = error as Error;
        // The tables often hold only the beginning or a part of a message.
        return expected !== undefined && message.includes(expected) ? expected : message;
      }
    });
  const known = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
  for (const row of opts!.TestMountOptErrors!.tests)
    if (known(row.expErr)) refusal('--mount', row.value ?? '', row.expErr, parseMount);
  for (const row of opts!.TestValidateLabel!.tests) refusal('--label', row.value ?? '', row.expectedErr, validateLabel);
  for (const row of opts!.TestNetworkOptAdvancedSyntaxInvalid!.testCases)
    refusal('--network', row.value ?? '', row.expectedError, parseNetwork);
  for (const row of opts!.TestValidateThrottleBpsDevice!.tests)
    refusal('bps', row.input, row.expectedErr, (text) => validateRateDevice(text, true));
  for (const row of opts!.TestValidateThrottleIOpsDevice!.tests)
    refusal('iops', row.input, row.expectedErr, (text) => validateRateDevice(text, false));
  for (const row of opts!.TestValidateWeightDevice!.tests)
    refusal('weight', row.input, row.expectedErr, validateWeightDevice);
  for (const row of container!.TestParseRestartPolicy!.tests)
    refusal('--restart', row.input, row.expectedErr, parseRestartPolicy);
  for (const [value, message] of Object.entries(opts!.TestValidateLink!.invalid))
    refusal('--link', value, message, validateLink);
  for (const [value, message] of Object.entries(container!.TestValidateDevice!.invalid))
    refusal('--device', value, message, validateDevice);
  for (const [value, message] of Object.entries(
    container!.TestParseWithExpose!.tests as unknown as Record<string, string>,
  ))
    refusal('--expose', value, message, (text) => parseExpose([text]));
  for (const row of opts!.TestMountOptReadOnly!.tests)
    check(
      `readonly ${row.value}`,
      row.expErr ? `error: ${row.expErr}` : row.exp,
      () => parseMount(`type=bind,target=/foo,source=/foo${row.value ? `,${row.value}` : ''}`).ReadOnly ?? false,
    );
  for (const row of opts!.TestValidateExtraHosts!.tests)
    check(
      `--add-host ${row.input}`,
      row.expectedErr ? `error: ${row.expectedErr}` : (row.expectedOut ?? row.input),
      () => validateExtraHost(row.input),
    );
  for (const row of opts!.TestValidateIPAddress!.tests)
    check(`ip ${row.input}`, row.expectedErr ? `error: ${row.expectedErr}` : row.expectedOut, () =>
      validateIp(row.input),
    );
  for (const row of container!.TestSplitCpArg!.testcases)
    if (row.os !== 'windows')
      check(`cp ${row.path}`, [row.expectedContainer ?? '', row.expectedPath ?? ''], () => {
        const { container: name = '', path } = splitArgument(row.path);
        return [name, path];
      });
}

function formats({ formatter, network, templates }: Tables, check: Check): void {
  for (const row of formatter!.TestEllipsis!.testcases)
    check(`ellipsis ${row.width}`, row.expected, () => ellipsis(row.source, row.width));
  for (const row of formatter!.TestTruncateID!.tests) check(`id ${row.id}`, row.expected, () => truncateId(row.id));
  for (const row of formatter!.TestDisplayablePorts!.cases) {
    const ports = row.ports.map((port) => ({ ...port, IP: /"(.*)"/.exec(port.IP?.$sym ?? '')?.[1] }));
    check(`ports ${row.expected}`, row.expected, () => displayablePorts(ports));
  }
  for (const row of templates!.TestParseTruncateFunction!.testCases)
    check(row.template, row.expected, () =>
      new Template('', row.template).execute({ type: { kind: 'string' }, value: 'tupx5xzf6hvsrhnruz5cr8gwp' }),
    );
  const formatOf = (context: Row['context'], make: (format: string, quiet: boolean) => string): string => {
    const [, text, quiet] =
      /\("(.*)", (true|false)\)/.exec(typeof context.Format === 'object' ? context.Format.$sym : '') ?? [];
    return text === undefined ? String(context.Format) : make(JSON.parse(`"${text}"`), quiet === 'true');
  };
  const volumes = formatter!.TestVolumeContextWrite!;
  for (const row of volumes.cases)
    if (typeof row.expected === 'string')
      check(`volume ${JSON.stringify(row.context.Format)}`, written(row.expected), () =>
        formatRows(formatOf(row.context, volumeFormat), volumeColumns, volumes.volumes),
      );
  const networks = network!.TestNetworkContextWrite!;
  const rows = networks.networks.map(({ Network }, i) => ({
    ...Network,
    Id: Network.ID,
    Created: `${2016 + i}-01-01T00:00:00Z`,
  }));
  for (const row of networks.cases)
    if (typeof row.expected === 'string')
      check(`network ${JSON.stringify(row.context.Format)}`, written(row.expected), () =>
        formatRows(formatOf(row.context, networkFormat), networkColumns(false), rows),
      );
}

/** The tables hold output and errors alike. */
const written = (text: string): string => (text.startsWith('template parsing error') ? `error: ${text}` : text);

/** Names, shorthands and types of flags. What this version has not yet, or has no more, counts as a difference. */
function reference(
  commands: { command: string; options: { long: string; short: string | null; type: string }[] }[],
  check: Check,
): void {
  const table = commandTable();
  for (const { command, options } of commands) {
    const spec = table.get(command.replace(/^docker ?/, ''));
    if (!spec) continue;
    for (const { long, short } of options ?? []) {
      const flag = spec.flags.find(({ name }) => `--${name}` === long);
      check(`${command} ${long}`, short ?? '', () =>
        flag?.shorthand ? `-${flag.shorthand}` : flag ? '' : 'no such flag',
      );
    }
  }
}
