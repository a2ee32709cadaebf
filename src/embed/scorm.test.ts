import { expect, test } from 'vitest';
import { Attempt, findApi, type Scorm12Api, timespan } from './scorm.ts';

/** A system that keeps what it is told. */
function system(values: Record<string, string> = {}): Scorm12Api & { values: Record<string, string> } {
  return {
    values,
    LMSInitialize: () => 'true',
    LMSFinish: () => 'true',
    LMSCommit: () => 'true',
    LMSGetValue: (element) => values[element] ?? '',
    LMSSetValue(element, value) {
      values[element] = value;
      return 'true';
    },
  };
}

const goal = (id: string, credit: number) => ({ step: 's', goal: id, text: id, met: credit > 0, credit });
const state = (...goals: ReturnType<typeof goal>[]) => ({
  lesson: 't/l',
  title: 't',
  step: 's',
  steps: ['s'],
  goals,
  files: [],
});

test('what was reached in another browser is not lost', () => {
  const first = system({ 'cmi.core.lesson_status': 'not attempted' });
  new Attempt(first).tell(state(goal('a', 1), goal('b', 0), goal('c', 0.5)));
  expect(first.values).toMatchObject({
    'cmi.core.lesson_status': 'incomplete',
    'cmi.core.score.raw': '50',
    'cmi.core.lesson_location': 's',
  });
  const again = new Attempt(system(first.values));
  expect(again.step).toBe('s');
  again.tell(state(goal('a', 0), goal('b', 1), goal('c', 0)));
  expect(first.values).toMatchObject({ 'cmi.core.lesson_status': 'completed', 'cmi.core.score.raw': '83' });
});

test('the interface is the nearest above, or above who opened the window', () => {
  const api = system();
  const top = { API: api } as unknown as Window & { parent: Window };
  Object.assign(top, { parent: top });
  const frame = { parent: { parent: top } } as unknown as Window;
  expect(findApi(frame)).toBe(api);
  const alone = { opener: frame } as unknown as Window & { parent: Window };
  Object.assign(alone, { parent: alone });
  expect(findApi(alone)).toBe(api);
});

test('a time as SCORM writes it', () => {
  expect(timespan(0)).toBe('0000:00:00.00');
  expect(timespan(3_723_450)).toBe('0001:02:03.45');
  expect(timespan(59_999)).toBe('0000:01:00.00');
});
