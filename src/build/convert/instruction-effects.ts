import type { Lint } from '../../dockerfile/checks/linter.ts';
import type { IgnoreMatcher } from '../../dockerfile/ignore/index.ts';
import type { Frontend } from '../../dockerfile/instructions/frontend.ts';
import type { Command } from '../../dockerfile/instructions/types.ts';
import { ExpansionError, expand, type LexOptions } from '../../dockerfile/shell/lex.ts';
import { suggestion } from '../../dockerfile/suggest.ts';
import type { Vertex } from '../graph.ts';
import { timestamp } from '../solve/progress.ts';
import type { BuildRequest } from '../types.ts';
import type { Environment } from './environment.ts';
import type { StageState } from './stage-state.ts';
import { type StepList, uppercaseKeyword } from './steps.ts';

/** What carrying out any instruction may need besides its stage. */
export interface DispatchContext {
  readonly request: BuildRequest;
  readonly lint: Lint;
  readonly escape: string;
  readonly frontend: Frontend;
  readonly globals: Environment;
  readonly ignore: IgnoreMatcher | undefined;
  readonly steps: StepList;
  readonly context: Vertex;
  usesContext: boolean;
}

/** ARGs that only steer the frontend and never reach a command's environment. */
export const FRONTEND_ARGS = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

/** Expands one word and reports variables nobody defined, also where the word is then found to be wrong. */
export function expandIn(
  state: StageState,
  command: Command,
  text: string,
  lint: Lint,
  escapeToken: string,
  options?: LexOptions,
): string {
  try {
    const { result, unmatched } = expand(text, state.env, escapeToken, options);
    reportUndefined(state, command, unmatched, lint);
    return result;
  } catch (error) {
    if (error instanceof ExpansionError) reportUndefined(state, command, error.unmatched, lint);
    throw error;
  }
}

function reportUndefined(state: StageState, command: Command, names: ReadonlySet<string>, lint: Lint): void {
  for (const name of names) {
    if (FRONTEND_ARGS.has(name) || state.buildArgs.some((arg) => arg.key === name)) continue;
    lint.run('UndefinedVar', [command.range], name, suggestion(name, state.env.names(), true) ?? '');
  }
}

/** An instruction as a step shows it: variables expanded, the keyword in capitals. */
export function stepName(state: StageState, code: string, escapeToken: string): string {
  try {
    return uppercaseKeyword(expand(code, state.env, escapeToken).result);
  } catch {
    return uppercaseKeyword(code);
  }
}

/** Adds a history entry. */
export function commit(state: StageState, createdBy: string, withLayer = false): void {
  state.image.history.push({
    ...(state.epoch !== undefined && { created: timestamp(state.epoch) }),
    created_by: createdBy,
    comment: 'buildkit.dockerfile.v0',
    ...(!withLayer && { empty_layer: true }),
  });
}

export function withShell(state: StageState, args: readonly string[]): string[] {
  const shell = state.image.config.Shell;
  return [...(shell && shell.length > 0 ? shell : ['/bin/sh', '-c']), args.join(' ')];
}
