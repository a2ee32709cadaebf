import { expect, test } from 'vitest';
import { Looks } from './looks.ts';

/** A promise and the way to resolve it. */
function gate(): { promise: Promise<void>; resolve(): void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}

test('a removal waits for looks that are under way, and new looks for the removal', async () => {
  const looks = new Looks();
  const order: string[] = [];
  const first = gate();
  const removal = gate();
  const done = [
    looks.look(() => first.promise.then(() => order.push('look'))),
    looks.remove(() => {
      order.push('removal begins');
      return removal.promise.then(() => order.push('removal ends'));
    }),
    looks.look(async () => order.push('later look')),
  ];
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(order).toEqual([]);
  first.resolve();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(order).toEqual(['look', 'removal begins']);
  removal.resolve();
  await Promise.all(done);
  expect(order).toEqual(['look', 'removal begins', 'removal ends', 'later look']);
});

test('what fails holds nobody up', async () => {
  const looks = new Looks();
  await expect(looks.look(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(looks.remove(() => Promise.reject(new Error('never')))).rejects.toThrow('never');
  expect(await looks.look(async () => 1)).toBe(1);
});
