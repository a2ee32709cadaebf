import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    globalSetup: ['test/browser/site-once.ts'],
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // A page mostly waits for its student; with more pages at a time than cores, waits become too long.
    maxWorkers: 2,
    bail: 1,
  },
});
