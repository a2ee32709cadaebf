import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/clients/**', 'test/runner/**', 'node_modules/**'],
    testTimeout: 20_000,
  },
});
