import { goQuote } from '../quote.ts';

/** What a `# check=` directive or BUILDKIT_DOCKERFILE_CHECK asks for. */
export interface CheckOptions {
  readonly skipAll: boolean;
  readonly skip: readonly string[];
  readonly experimentalAll: boolean;
  readonly experimental: readonly string[];
  /** A finding fails the build. */
  readonly error: boolean;
}

export const noCheckOptions: CheckOptions = {
  skipAll: false,
  skip: [],
  experimentalAll: false,
  experimental: [],
  error: false,
};

/** Reads `skip=a,b;experimental=all;error=true`. */
export function parseCheckOptions(text: string): CheckOptions {
  const options = { ...noCheckOptions };
  if (text.trim() === '') return options;
  for (const part of splitAtMost(text.trim(), ';', 3)) {
    const equals = part.indexOf('=');
    if (equals < 0) throw new Error(`invalid check option ${goQuote(part)}`);
    const key = part.slice(0, equals).trim();
    const value = part.slice(equals + 1).trim();
    const names = value === 'all' ? [] : value.split(',').map((name) => name.trim());
    if (key === 'skip') Object.assign(options, { skipAll: value === 'all', skip: names });
    else if (key === 'experimental') Object.assign(options, { experimentalAll: value === 'all', experimental: names });
    else if (key === 'error') Object.assign(options, { error: booleanOption(part, value) });
    else throw new Error(`invalid check option ${goQuote(key)}`);
  }
  return options;
}

function splitAtMost(text: string, separator: string, count: number): string[] {
  const parts = text.split(separator);
  return parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}

function booleanOption(part: string, value: string): boolean {
  if (/^(1|t|T|true|TRUE|True)$/.test(value)) return true;
  if (/^(0|f|F|false|FALSE|False)$/.test(value)) return false;
  throw new Error(
    `failed to parse check option ${goQuote(part)}: strconv.ParseBool: parsing ${goQuote(value)}: invalid syntax`,
  );
}
