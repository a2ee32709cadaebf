import { Lint } from '../../dockerfile/checks/linter.ts';
import { noCheckOptions, parseCheckOptions } from '../../dockerfile/checks/options.ts';
import type { Frontend } from '../../dockerfile/instructions/frontend.ts';
import type { Stage } from '../../dockerfile/instructions/types.ts';
import type { Range } from '../../dockerfile/location.ts';
import { findDirective } from '../../dockerfile/parser/directives.ts';
import { expand } from '../../dockerfile/shell/lex.ts';
import { parseNormalized } from '../../oci/reference.ts';
import type { Environment } from './environment.ts';

/** A linter set up by BUILDKIT_DOCKERFILE_CHECK or the file's own `# check=` line. */
export function createLint(dockerfile: string, buildArgs: Readonly<Record<string, string>>, frontend: Frontend): Lint {
  const given = buildArgs.BUILDKIT_DOCKERFILE_CHECK;
  const text = given ?? findDirective('check', dockerfile)?.value;
  if (text === undefined) return new Lint(noCheckOptions, frontend);
  try {
    return new Lint(parseCheckOptions(text), frontend);
  } catch (error) {
    throw new Error(`failed to parse check options: ${(error as Error).message}`);
  }
}

export function lintStageNames(stages: readonly Stage[], lint: Lint): void {
  const seen = new Set<string>();
  for (const { name, range } of stages) {
    if (name === '') continue;
    if (name === 'context' || name === 'scratch') lint.run('ReservedStageName', [range], name);
    if (seen.has(name)) lint.run('DuplicateStageName', [range], name);
    seen.add(name);
  }
}

/** Every keyword should be written as most of them are. */
export function lintCasing(stages: readonly Stage[], lint: Lint): void {
  const keywords = stages.flatMap((stage): { keyword: string; range: Range; comments: readonly string[] }[] => [
    stage,
    ...stage.commands,
  ]);
  let lower = 0;
  let upper = 0;
  for (const { keyword } of keywords) {
    if (keyword === keyword.toLowerCase()) lower++;
    else if (keyword === keyword.toUpperCase()) upper++;
  }
  const majorityLower = lower > upper;
  for (const { keyword, range } of keywords) {
    const wanted = majorityLower ? keyword.toLowerCase() : keyword.toUpperCase();
    if (keyword !== wanted) {
      lint.run('ConsistentInstructionCasing', [range], keyword, majorityLower ? 'lowercase' : 'uppercase');
    }
  }
}

/** Base names must stay valid when no build argument is given. */
export function lintDefaultBases(
  stages: readonly Stage[],
  env: Environment | undefined,
  escapeToken: string,
  lint: Lint,
): void {
  if (!env) return;
  for (const stage of stages) {
    let name: string;
    try {
      name = expand(stage.base, env, escapeToken).result;
    } catch {
      return;
    }
    try {
      parseNormalized(name);
    } catch {
      lint.run('InvalidDefaultArgInFrom', [stage.range], stage.base);
    }
  }
}

const SECRET = /(?:_|^)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const PUBLIC = /(?:_|^)public(?:_|$)/i;
/** Since 1.22 these are taken for no secrets either. */
const ABOUT_A_SECRET = /(?:_|^)(?:file|version)(?:_|$)/i;

export function lintSecret(instruction: string, key: string, range: Range, lint: Lint): void {
  if (!SECRET.test(key) || PUBLIC.test(key)) return;
  if (lint.frontend.minor >= 22 && ABOUT_A_SECRET.test(key)) return;
  lint.run('SecretsUsedInArgOrEnv', [range], instruction, key);
}
