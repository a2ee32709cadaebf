import type { ArgumentRule } from './cli.ts';
import { StatusError } from './errors.ts';
import type { CommandSpec } from './reference/reference.ts';

/** Fails in docker's words when there are too few or too many arguments (cli/required.go, its odd `SRun` included). */
export function checkArguments(rule: ArgumentRule | undefined, spec: CommandSpec, count: number): void {
  if (!rule) return;
  const fail = (complaint: string, advice: string): never => {
    const text = `docker: 'docker ${spec.path}' ${complaint}\n\nUsage:  docker ${spec.usage}\n\n${advice} 'docker ${spec.path} --help' for more information`;
    throw new StatusError(spec.path.startsWith('buildx') ? `ERROR: ${text}` : text, 1);
  };
  const words = (n: number) => `${n} argument${n === 1 ? '' : 's'}`;
  switch (rule.kind) {
    case 'none':
      if (count > 0) fail('accepts no arguments', 'Run');
      return;
    case 'exact':
      if (count !== rule.count) fail(`requires ${words(rule.count)}`, 'Run');
      return;
    case 'at-least':
      if (count < rule.count) fail(`requires at least ${words(rule.count)}`, 'See');
      return;
    case 'at-most':
      if (count > rule.count) fail(`requires at most ${words(rule.count)}`, 'SRun');
      return;
    case 'range':
      if (count < rule.least || count > rule.most)
        fail(`requires at least ${rule.least} and at most ${words(rule.most)}`, 'Run');
  }
}
