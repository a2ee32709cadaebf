import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatPlatform,
  formatPlatformFully,
  normalizePlatform,
  type OciPlatform,
  onlyOs,
  onlyPlatform,
  onlyStrictPlatform,
  type PlatformMatcher,
  parsePlatform,
} from '../../src/oci/platform.ts';
import { type Report, Tally } from './tally.ts';

interface GoPlatform {
  readonly OS: string;
  readonly Architecture: string;
  readonly Variant?: string;
  readonly OSVersion?: string;
  readonly OSFeatures?: string[];
}
/** Members differ from table to table; the checks name the ones a table has. */
type Row = Readonly<
  Record<'skip' | 'input' | 'expected' | 'formatted' | 'useV2Format' | 'matches' | 'platform' | 'platforms', never>
>;

const toGo = (platform: OciPlatform) => [
  platform.os,
  platform.architecture,
  platform.variant ?? '',
  platform.osVersion ?? '',
  platform.osFeatures ?? [],
];
const goParts = (platform: GoPlatform) => [
  platform.OS,
  platform.Architecture,
  platform.Variant ?? '',
  platform.OSVersion ?? '',
  platform.OSFeatures ?? [],
];
const fromGo = (platform: GoPlatform): OciPlatform => ({
  os: platform.OS,
  architecture: platform.Architecture,
  variant: platform.Variant,
  osVersion: platform.OSVersion,
  osFeatures: platform.OSFeatures,
});

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('platforms');
  const data = JSON.parse(readFileSync(join(dataDir, 'platforms/platforms.json'), 'utf8')) as Record<
    string,
    { range: Row[] }
  >;
  const rows = (test: string): Row[] => data[test]?.range ?? [];

  for (const { skip, input, expected, formatted, useV2Format, matches } of rows('TestParseSelector')) {
    if (skip) continue;
    tally.equal(`Parse ${input}`, () => toGo(parsePlatform(input)), goParts(expected));
    const format = useV2Format ? formatPlatformFully : formatPlatform;
    tally.equal(`Format ${input}`, () => format(parsePlatform(input)), formatted);
    for (const other of (matches ?? []) as GoPlatform[]) {
      const match = () => onlyStrictPlatform(parsePlatform(input)).match(normalizePlatform(fromGo(other)));
      tally.equal(`${input} is ${JSON.stringify(other)}`, match, true);
    }
  }
  for (const { platform, expected } of rows('TestFormatAllEncoding')) {
    tally.equal(`FormatAll ${expected}`, () => formatPlatformFully(fromGo(platform)), expected);
    tally.equal(`Parse ${expected}`, () => toGo(parsePlatform(expected)), goParts(platform));
  }
  for (const { input } of rows('TestParseSelectorInvalid'))
    tally.throws(`Parse "${input}"`, () => parsePlatform(input));

  const matchers: Record<string, (platform: OciPlatform) => PlatformMatcher> = {
    TestOnly: onlyPlatform,
    TestOnlyStrict: onlyStrictPlatform,
    TestOnlyOS: onlyOs,
  };
  for (const [test, matcher] of Object.entries(matchers)) {
    for (const { platform, matches } of rows(test)) {
      for (const [answer, others] of Object.entries(matches as Record<string, string[]>)) {
        tally.check(`${test} ${platform} ${answer}`, () => {
          const only = matcher(parsePlatform(platform));
          const wrong = others.filter((other) => String(only.match(parsePlatform(other))) !== answer);
          return wrong.length > 0 ? `wrong for ${wrong.join(' ')}` : undefined;
        });
      }
    }
  }
  for (const [test, matcher] of [
    ['TestOnlyOSLess', onlyOs],
    ['TestCompareOSFeatures', onlyPlatform],
  ] as const) {
    for (const { platform, platforms, expected } of rows(test)) {
      const sort = () => {
        const { compare } = matcher(parsePlatform(platform));
        return [...(platforms as string[])].sort((a, b) => compare(parsePlatform(a), parsePlatform(b)));
      };
      tally.equal(`${test} ${platform}`, sort, expected);
    }
  }
  return tally.report();
}
