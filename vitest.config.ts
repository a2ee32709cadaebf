import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/clients/**', 'test/runner/**', 'node_modules/**'],
    testTimeout: 30_000,
    // Most of a test's time is waiting.
    maxWorkers: '100%',
  },
});
