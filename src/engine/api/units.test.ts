import { describe, expect, it } from 'vitest';
import { bytesSize, fromHumanSize, humanDuration, humanSize, humanSizeWithPrecision, ramInBytes } from './units.ts';

const SECOND = 1_000_000_000;

describe('units', () => {
  it('write sizes as docker tables do', () => {
    expect(humanSize(1_048_576)).toBe('1.049MB');
    expect(humanSizeWithPrecision(1_120_440_000, 3)).toBe('1.12GB');
    expect(humanSizeWithPrecision(999_999, 3)).toBe('1e+03kB');
    expect(humanSizeWithPrecision(0, 3)).toBe('0B');
    expect(bytesSize(512 * 1024 * 1024)).toBe('512MiB');
  });

  it('read sizes and refuse what is none', () => {
    expect(ramInBytes('1.5g')).toBe(1_610_612_736);
    expect(fromHumanSize('32kB')).toBe(32_000);
    expect(() => ramInBytes('64x')).toThrow("invalid suffix: 'x'");
    expect(() => ramInBytes('x')).toThrow("invalid size: 'x'");
  });

  it('write durations', () => {
    expect(humanDuration(60 * SECOND)).toBe('About a minute');
    expect(humanDuration(15 * 24 * 3600 * SECOND)).toBe('2 weeks');
  });
});
