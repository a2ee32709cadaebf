import { expect, test } from 'vitest';
import { Statements } from './xapi.ts';

const of = new Statements({ mbox: 'mailto:a@example.com' }, 'https://drydock.example/', () => new Date(0));
const goal = { step: 's', goal: 'g', text: 'Done', met: true, credit: 0.5 };
const state = {
  lesson: 't/l',
  title: 'Title',
  step: 's',
  steps: ['s'],
  goals: [goal, { ...goal, goal: 'h' }],
  files: [],
};

/** What xAPI 1.0.3 (Data 2.3) asks of every statement. */
test.each([of.initialized(state), of.goal(state, goal), of.progress(state)])(
  'a statement is one by the specification',
  (statement) => {
    expect(new URL(statement.verb.id).protocol).toBe('http:');
    expect(new URL(statement.object.id).origin).toBe('https://drydock.example');
    expect(Object.keys(statement.verb.display)).toEqual(['en']);
    expect(statement.timestamp).toBe('1970-01-01T00:00:00.000Z');
    expect(statement.actor).toEqual({ objectType: 'Agent', mbox: 'mailto:a@example.com' });
  },
);

test('the score is what counts of the goals', () => {
  expect(of.progress(state).result).toEqual({ completion: true, score: { scaled: 0.5 } });
  const open = { ...goal, goal: 'i', met: false, credit: 0 };
  expect(of.progress({ ...state, goals: [goal, open] })).toMatchObject({
    verb: { display: { en: 'progressed' } },
    result: { completion: false, score: { scaled: 0.25 } },
  });
});
