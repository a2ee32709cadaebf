import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lessons } from './vite.lessons.ts';

export default defineConfig({
  plugins: [lessons(), react()],
  worker: { format: 'es' },
  build: { target: 'es2022', chunkSizeWarningLimit: 4000 },
  server: { port: 5173 },
});
