/** Versions and ranges as npm understands them (semver.org 2.0.0; grammar of node-semver's ranges). */

export interface Version {
  readonly numbers: readonly [major: number, minor: number, patch: number];
  readonly prerelease: readonly (string | number)[];
}

const VERSION = /^[v=\s]*(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;
const PARTIAL = /^[v=\s]*(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])(?:-([\w.-]+))?(?:\+[\w.-]+)?)?)?$/;

export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim());
  if (!match) return undefined;
  return { numbers: [Number(match[1]), Number(match[2]), Number(match[3])], prerelease: identifiers(match[4]) };
}

function identifiers(text: string | undefined): (string | number)[] {
  return text === undefined ? [] : text.split('.').map((each) => (/^\d+$/.test(each) ? Number(each) : each));
}

export function compareVersions(a: Version, b: Version): number {
  for (const at of [0, 1, 2] as const) {
    const difference = a.numbers[at] - b.numbers[at];
    if (difference !== 0) return difference;
  }
  if (a.prerelease.length === 0 || b.prerelease.length === 0) return b.prerelease.length - a.prerelease.length;
  for (let at = 0; ; at++) {
    const [left, right] = [a.prerelease[at], b.prerelease[at]];
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
    if (left === right) continue;
    if (typeof left !== typeof right) return typeof left === 'number' ? -1 : 1;
    return left < right ? -1 : 1;
  }
}

interface Comparator {
  readonly operator: '<' | '<=' | '>' | '>=' | '=';
  readonly version: Version;
}

/** Whether a text is a range at all (a tag like `latest` is not). */
export function isRange(text: string): boolean {
  return parseRange(text) !== undefined;
}

export function satisfies(version: string, range: string): boolean {
  const parsed = parseVersion(version);
  if (!parsed) return false;
  return parseRange(range)?.some((set) => meets(parsed, set)) ?? false;
}

/** The highest of `versions` a range allows. */
export function highest(versions: readonly string[], range: string): string | undefined {
  return versions
    .filter((version) => satisfies(version, range))
    .sort((a, b) => compareVersions(parseVersion(a)!, parseVersion(b)!))
    .at(-1);
}

function meets(version: Version, set: readonly Comparator[]): boolean {
  if (!set.every((each) => holds(version, each))) return false;
  if (version.prerelease.length === 0) return true;
  // A prerelease is meant only by a range that names a prerelease of the same version.
  return set.some(
    ({ version: named }) =>
      named.prerelease.length > 0 && named.numbers.every((number, at) => number === version.numbers[at]),
  );
}

function holds(version: Version, { operator, version: bound }: Comparator): boolean {
  const order = compareVersions(version, bound);
  if (operator === '=') return order === 0;
  if (order === 0) return operator.endsWith('=');
  return operator.startsWith('<') ? order < 0 : order > 0;
}

/** Alternatives, each a list of comparators that must all hold. */
function parseRange(text: string): Comparator[][] | undefined {
  const sets: Comparator[][] = [];
  for (const part of text.split('||')) {
    const set = parseSet(part.trim());
    if (!set) return undefined;
    sets.push(set);
  }
  // Where one alternative is `*`, node-semver forgets the others, and with them the prereleases they name.
  return sets.some((set) => set.length === 0) ? [[]] : sets;
}

/** What `>=0.0.0` says is said by no comparator at all: `*`. */
function parseSet(text: string): Comparator[] | undefined {
  return parseComparators(text)?.filter(({ operator, version: { numbers, prerelease } }) => {
    return operator !== '>=' || prerelease.length > 0 || numbers.some((number) => number > 0);
  });
}

function parseComparators(text: string): Comparator[] | undefined {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  if (hyphen) {
    const [low, high] = [partial(hyphen[1]!), partial(hyphen[2]!)];
    return low && high ? [at('>=', low.floor), ...below(high, true)] : undefined;
  }
  const words = text.replace(/([<>]=?|[~^=])\s+/g, '$1').split(/\s+/);
  const set: Comparator[] = [];
  for (const word of words) {
    const comparators = parseWord(word);
    if (!comparators) return undefined;
    set.push(...comparators);
  }
  return set;
}

function parseWord(word: string): Comparator[] | undefined {
  const [, operator = '', rest = ''] = /^([<>]=?|~>?|\^|=)?(.*)$/.exec(word)!;
  const range = partial(rest === '' ? '*' : rest);
  if (!range) return undefined;
  const { floor, given } = range;
  const [major, minor, patch] = floor.numbers;
  switch (operator) {
    case '^': {
      const fixed = major > 0 || given < 2 ? 0 : minor > 0 || given < 3 ? 1 : 2;
      if (given === 0) return [];
      return [at('>=', floor), at('<', ceiling(floor, fixed))];
    }
    case '~':
    case '~>':
      if (given === 0) return [];
      return [at('>=', floor), at('<', ceiling(floor, given === 1 ? 0 : 1))];
    case '>':
      if (given === 0) return NONE;
      return given === 3 ? [at('>', floor)] : [at('>=', plain(ceiling(floor, given - 1)))];
    case '>=':
      return [at('>=', floor)];
    case '<':
      if (given === 0) return NONE;
      return [at('<', given === 3 ? floor : version([major, minor, patch], [0]))];
    case '<=':
      return below(range, true);
    default:
      return given === 3 ? [at('=', floor)] : [at('>=', floor), ...below(range, true)];
  }
}

/** What `<*` and `>*` allow. */
const NONE: Comparator[] = [at('<', version([0, 0, 0], [0]))];

interface PartialVersion {
  /** The least version it means. */
  readonly floor: Version;
  /** How many of its three numbers are written. */
  readonly given: number;
}

function partial(text: string): PartialVersion | undefined {
  const match = PARTIAL.exec(text);
  if (!match) return undefined;
  const written = [match[1], match[2], match[3]];
  const wild = written.findIndex((each) => each === undefined || /[xX*]/.test(each));
  const given = wild < 0 ? 3 : wild;
  const numbers = written.map((each, index) => (index < given ? Number(each) : 0)) as [number, number, number];
  return { floor: version(numbers, given === 3 ? identifiers(match[4]) : []), given };
}

/** The upper bound of what a partial version covers. */
function below({ floor, given }: PartialVersion, inclusive: boolean): Comparator[] {
  if (given === 0) return [];
  if (given === 3) return [at(inclusive ? '<=' : '<', floor)];
  return [at('<', ceiling(floor, given - 1))];
}

/** The first prerelease of the version after all that share the numbers up to `index`. */
function ceiling(floor: Version, index: number): Version {
  const numbers = floor.numbers.map((number, at) => (at < index ? number : at === index ? number + 1 : 0));
  return version(numbers as [number, number, number], [0]);
}

function plain({ numbers }: Version): Version {
  return { numbers, prerelease: [] };
}

function version(numbers: readonly [number, number, number], prerelease: readonly (string | number)[]): Version {
  return { numbers, prerelease };
}

function at(operator: Comparator['operator'], bound: Version): Comparator {
  return { operator, version: bound };
}
