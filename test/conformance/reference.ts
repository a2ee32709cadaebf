import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest } from '../../src/oci/image.ts';
import { familiarMatch } from '../../src/oci/path-match.ts';
import * as reference from '../../src/oci/reference.ts';
import * as grammar from '../../src/oci/reference-grammar.ts';
import { type Report, Tally } from './tally.ts';

type Failure = { readonly name: string; readonly message: string | null } | null;
/** Members differ from table to table; the checks name the ones a table has. */
type Row = Readonly<
  Record<
    | 'input'
    | 'err'
    | 'repository'
    | 'domain'
    | 'tag'
    | 'digest'
    | 'FamiliarName'
    | 'FullName'
    | 'AmbiguousName'
    | 'Domain'
    | 'RemoteName'
    | 'Reference'
    | 'Equivalent'
    | 'path'
    | 'pattern'
    | 'reference'
    | 'expected'
    | 'name'
    | 'description'
    | 'combined'
    | 'match'
    | 'subs',
    never
  >
>;

export async function run(dataDir: string): Promise<Report> {
  const tally = new Tally('reference');
  const data = JSON.parse(readFileSync(join(dataDir, 'reference/reference.json'), 'utf8')) as Record<string, never>;
  const rows = (test: string): Row[] => data[test] as unknown as Row[];
  const plain = (text: unknown): text is string => typeof text === 'string';
  const fails = (label: string, failure: NonNullable<Failure>, call: () => unknown) =>
    tally.throws(label, call, failure.message?.replace('%v', '255'));

  for (const { input, err, repository, domain, tag, digest } of rows('TestReferenceParse')) {
    const label = `Parse ${input}`;
    if (err) fails(label, err, () => reference.parse(input));
    else {
      const parse = () => {
        const got = reference.parse(input);
        return [
          reference.repositoryName(got),
          got.domain,
          got.tag ?? '',
          got.digest ?? '',
          reference.referenceString(got),
        ];
      };
      tally.equal(label, parse, [repository, domain, tag, digest, input]);
    }
  }
  for (const row of rows('TestParseRepositoryInfo')) {
    for (const name of new Set([row.FamiliarName, row.FullName, row.AmbiguousName] as string[]).values()) {
      if (name === '') continue;
      const parse = () => {
        const got = reference.parseNormalized(name);
        return [reference.familiarName(got), reference.repositoryName(got), got.domain, got.path];
      };
      tally.equal(`ParseNormalizedNamed ${name}`, parse, [row.FamiliarName, row.FullName, row.Domain, row.RemoteName]);
    }
  }
  for (const row of rows('TestParseAnyReference')) {
    const text = () => reference.referenceString(reference.parseAny(row.Reference));
    tally.equal(`ParseAnyReference ${row.Reference}`, text, row.Equivalent);
  }
  for (const row of rows('TestNormalizedSplitHostname')) {
    const split = () => {
      const got = reference.parseNormalized(row.input);
      return [got.domain, got.path];
    };
    tally.equal(`normalised ${row.input}`, split, [row.domain, row.path]);
  }
  for (const row of rows('TestMatch')) {
    const match = () => familiarMatch(row.pattern, reference.parseAny(row.reference));
    tally.equal(`FamiliarMatch ${row.pattern} ${row.reference}`, match, row.expected);
  }
  for (const row of rows('TestParseDockerRef')) {
    const text = () => reference.referenceString(reference.parseDockerReference(row.input));
    tally.equal(`ParseDockerRef ${row.name}`, text, row.expected);
  }
  for (const { input, err } of rows('TestWithNameFailure')) {
    fails(`WithName ${input}`, err, () => reference.withName(input));
  }
  for (const row of rows('TestDomainAndPath')) {
    const split = () => {
      const got = reference.withName(row.input);
      return [got.domain, got.path];
    };
    tally.equal(`WithName ${row.input}`, split, [row.domain, row.path]);
  }
  for (const { description, err, input, name, tag, digest } of rows('TestSerialization')) {
    if (err) fails(description, err, () => reference.parse(input));
    else {
      const parse = () => {
        const got = reference.parse(input);
        return [reference.repositoryName(got), got.tag ?? '', got.digest ?? '', reference.referenceString(got)];
      };
      tally.equal(description, parse, [name, tag, digest, input]);
    }
  }
  for (const { name, tag, digest, combined } of rows('TestWithTag')) {
    const text = () => {
      const named = reference.withName(name);
      const base = digest ? reference.withDigest(named, digest as Digest) : named;
      return reference.referenceString(reference.withTag(base, tag));
    };
    tally.equal(`WithTag ${combined}`, text, combined);
  }
  for (const { name, tag, digest, combined } of rows('TestWithDigest')) {
    const text = () => {
      const named = reference.withName(name);
      return reference.referenceString(reference.withDigest(tag ? reference.withTag(named, tag) : named, digest));
    };
    tally.equal(`WithDigest ${combined}`, text, combined);
  }
  for (const { input, err, domain, path } of rows('TestParseNamed')) {
    if (err) fails(`ParseNamed ${input}`, err, () => reference.parseNamed(input));
    else {
      const split = () => {
        const got = reference.parseNamed(input);
        return [got.domain, got.path];
      };
      tally.equal(`ParseNamed ${input}`, split, [domain, path]);
    }
  }
  const patterns = {
    TestDomainRegexp: grammar.DOMAIN,
    TestFullNameRegexp: grammar.NAME,
    TestReferenceRegexp: grammar.REFERENCE,
    TestIdentifierRegexp: grammar.IDENTIFIER,
  };
  for (const [test, pattern] of Object.entries(patterns)) {
    for (const { input, match, subs } of rows(test)) {
      if (!plain(input)) continue;
      const groups = () => {
        const found = pattern.exec(input);
        return [found !== null, subs ? found?.slice(1).map((group) => group ?? '') : undefined];
      };
      tally.equal(`${test} ${input}`, groups, [match, subs ?? undefined]);
    }
  }
  const names = data.TestValidateReferenceName as unknown as { valid: string[]; invalid: string[] };
  const remotes = data.TestValidateRemoteName as unknown as {
    validRepositoryNames: string[];
    invalidRepositoryNames: string[];
  };
  for (const name of [...names.valid, ...remotes.validRepositoryNames]) {
    tally.check(`valid ${name}`, () => void reference.parseNormalized(name));
  }
  for (const name of [...names.invalid, ...remotes.invalidRepositoryNames]) {
    tally.throws(`invalid ${name}`, () => reference.parseNormalized(name));
  }
  for (const row of rows('TestReferenceSorting')) {
    const { unsorted, expected } = row as unknown as { unsorted: unknown[]; expected: string[] };
    if (!unsorted.every(plain)) continue;
    tally.equal(`Sort ${unsorted.join(' ')}`, () => reference.sortReferences(unsorted), expected);
  }
  return tally.report();
}
