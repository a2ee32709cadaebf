import type { Lesson } from '../lessons/lesson.ts';
import { Bijection, normalise, type Row } from './norm.mjs';
import type { Outcome } from './run.ts';

export interface Difference {
  readonly line: string;
  /** What of it differs. */
  readonly what: readonly ('exit' | 'stdout' | 'stderr' | 'missing')[];
  readonly real: Row;
  readonly simulated: Row | undefined;
}

/** A terminal’s line ends are line ends. */
function inLines(row: Row): Row {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n');
  return { ...row, stdout: plain(row.stdout), stderr: plain(row.stderr) };
}

/** A base that was pulled has a digest, one that was made by hand (where no registry is reached) has none, and builds say so. */
function withoutBaseDigests(row: Row): Row {
  const plain = (text: string) => text.replace(/^( *FROM \S+?)@sha256:…/gm, '$1');
  return { ...row, stdout: plain(row.stdout), stderr: plain(row.stderr) };
}

/** BuildKit names the rules of a check that failed in an order of chance (its Linter.Error goes through a map). */
function rulesInOrder(row: Row): Row {
  const sorted = (text: string) =>
    text.replace(/(?<=lint violation found for rules: )\w+(?:, \w+)+/g, (rules) => rules.split(', ').sort().join(', '));
  return { ...row, stdout: sorted(row.stdout), stderr: sorted(row.stderr) };
}

/** Each line that was run for real: how it came out differently on the simulated engine, or undefined where it did not. */
export function compareLines(real: Outcome, simulated: Outcome): (Difference | undefined)[] {
  const [expected, actual] = [real, simulated].map(({ rows, folders }) =>
    normalise(rows.map(inLines), [...folders])
      .map(withoutBaseDigests)
      .map(rulesInOrder),
  );
  const known = new Bijection();
  return expected!.map((row, index) => {
    const other = actual![index];
    if (!other) return { line: row.line, what: ['missing'], real: row, simulated: undefined };
    const what = (['stdout', 'stderr'] as const).filter((stream) => known.match(row[stream], other[stream]) !== '');
    const all = row.exit === other.exit ? what : (['exit', ...what] as const);
    return all.length > 0 ? { line: row.line, what: all, real: row, simulated: other } : undefined;
  });
}

/** A goal of a lesson that is met on one of the two. */
export interface GoalDifference {
  readonly step: string;
  readonly goal: string;
  readonly metOn: 'real' | 'simulated';
}

export function compareGoals(lesson: Lesson | undefined, real: Outcome, simulated: Outcome): GoalDifference[] {
  const isMet = ({ goals }: Outcome, step: string, goal: string) =>
    goals.some((state) => state.met && state.step === step && state.goal === goal);
  const all = lesson?.steps.flatMap(({ id, goals }) => goals.map((goal) => ({ step: id, goal: goal.id }))) ?? [];
  return all.flatMap(({ step, goal }): GoalDifference[] => {
    const [there, here] = [isMet(real, step, goal), isMet(simulated, step, goal)];
    return there === here ? [] : [{ step, goal, metOn: there ? 'real' : 'simulated' }];
  });
}
