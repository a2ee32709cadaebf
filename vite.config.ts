import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lessons } from './vite.lessons.ts';
import { offline } from './vite.offline.ts';
import { pages } from './vite.pages.ts';

export default defineConfig({
  plugins: [lessons(), react(), pages(), offline()],
  worker: { format: 'es' },
  // Its WebAssembly lies beside its modules: they must be served from where they are.
  // The worker's libraries are named by no page: found late, they would reload the one that is open.
  optimizeDeps: {
    entries: ['index.html', 'src/worker/machine.worker.ts'],
    exclude: ['@electric-sql/pglite'],
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
  server: {
    port: 5173,
    // Made ready while somebody opens the printed address.
    warmup: { clientFiles: ['./src/app/main.tsx', './src/worker/machine.worker.ts'] },
  },
});
