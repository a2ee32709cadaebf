import type { Lesson } from '../../lessons/lesson.ts';
import { rows } from './curriculum-rows.ts';

/** docs/curriculum.md: each row of the curriculum, and the steps that show it. */
export function curriculum(lessons: readonly Lesson[]): string {
  const lines = rows.map((row, index) => {
    const number = index + 1;
    const steps = lessons.flatMap((lesson) =>
      lesson.steps
        .filter(({ shows }) => shows.includes(number))
        .map((step) => `[${lesson.title}: ${step.title}](../lessons/${lesson.id}/lesson.md)`),
    );
    return `| ${number} | ${row} | ${steps.join('<br>') || '**none yet**'} |`;
  });
  return `# What is taught, and where

Made by \`npx drydock lesson curriculum\` of what the lessons say they show.

| row | what | steps |
| --: | --- | --- |
${lines.join('\n')}
`;
}

/** Rows that no lesson shows yet. */
export function missingRows(lessons: readonly Lesson[]): number[] {
  const shown = new Set(lessons.flatMap(({ steps }) => steps.flatMap(({ shows }) => shows)));
  return rows.map((_, index) => index + 1).filter((number) => !shown.has(number));
}
