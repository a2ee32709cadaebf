import { BUILT_IN, type Frontend } from '../instructions/frontend.ts';
import type { Range } from '../location.ts';
import { DirectiveReader } from '../parser/directives.ts';
import { type CheckOptions, parseCheckOptions } from './options.ts';
import { type Rule, type RuleName, rules } from './rules.ts';

/** One thing a build check found. */
export interface Finding {
  readonly rule: RuleName;
  readonly description: string;
  readonly url: string;
  readonly message: string;
  readonly ranges: readonly Range[];
}

/** Runs build checks: collects what the options do not skip. */
export class Lint {
  readonly frontend: Frontend;
  readonly #options: CheckOptions;
  readonly #findings: Finding[];

  constructor(options: CheckOptions, frontend: Frontend = BUILT_IN, findings: Finding[] = []) {
    this.frontend = frontend;
    this.#options = options;
    this.#findings = findings;
  }

  get findings(): readonly Finding[] {
    return this.#findings;
  }

  run(name: RuleName, ranges: readonly Range[], ...values: string[]): void {
    const rule: Rule = rules[name];
    const options = this.#options;
    const tried = rule.experimental && this.frontend.minor < (rule.settled ?? Number.POSITIVE_INFINITY);
    const wanted = tried
      ? options.experimentalAll || options.experimental.includes(name)
      : !options.skipAll && !options.skip.includes(name);
    if (!wanted) return;
    const { description, url } = rule;
    const message = rule.message(...values);
    const told = this.#findings.some(
      (finding) => finding.message === message && finding.ranges.every((range, i) => range === ranges[i]),
    );
    if (!told) this.#findings.push({ rule: name, description, url, message, ranges });
  }

  /** The same with what a `check=` comment right above an instruction adds, which frontends read since 1.21. */
  withComments(comments: readonly string[]): Lint {
    if (this.frontend.minor < 21) return this;
    for (const comment of comments) {
      const directive = new DirectiveReader('').read(comment);
      if (directive?.name !== 'check') continue;
      try {
        return this.#merged(parseCheckOptions(directive.value.split(' ', 1)[0]!));
      } catch {
        return this;
      }
    }
    return this;
  }

  #merged(other: CheckOptions): Lint {
    const own = this.#options;
    const options: CheckOptions = {
      ...own,
      skipAll: own.skipAll || other.skipAll,
      skip: [...own.skip, ...other.skip],
      experimentalAll: own.experimentalAll || other.experimentalAll,
      experimental: [...own.experimental, ...other.experimental],
    };
    return new Lint(options, this.frontend, this.#findings);
  }

  /** What a build with `error=true` fails with; undefined when nothing was found. */
  failure(): string | undefined {
    if (!this.#options.error || this.#findings.length === 0) return undefined;
    const names = [...new Set(this.#findings.map((finding) => finding.rule))];
    return `lint violation found for rules: ${names.join(', ')}`;
  }
}
