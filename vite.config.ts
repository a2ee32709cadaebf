import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lessons } from './vite.lessons.ts';
import { offline } from './vite.offline.ts';
import { pages } from './vite.pages.ts';

export default defineConfig({
  plugins: [lessons(), react(), pages(), offline()],
  worker: { format: 'es' },
  // Its WebAssembly lies beside its modules: they must be served from where they are.
  optimizeDeps: { exclude: ['@electric-sql/pglite'] },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
  server: { port: 5173 },
});
