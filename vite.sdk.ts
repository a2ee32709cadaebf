import { defineConfig } from 'vite';

/** The SDK for pages that hold a lesson: one ES module, `sdk/drydock.js` beside the page. */
export default defineConfig({
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: 'dist/sdk',
    lib: { entry: 'src/embed/index.ts', formats: ['es'], fileName: () => 'drydock.js' },
  },
});
