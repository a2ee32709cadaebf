import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    globalSetup: ['test/browser/site-once.ts'],
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // One page at a time: two starve each other of the processor and of the one real engine, and waits run out.
    fileParallelism: false,
    bail: 1,
  },
});
