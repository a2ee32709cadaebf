/**
 * The page without a network: a service worker that keeps everything the build made, so that a second visit needs nothing but the
 * browser. A new version waits until the student says so.
 */
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Files of more bytes than this are kept when they are first used. */
const LARGEST = 4_000_000;

export function offline(): PluginOption {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: false,
    // A large runtime that comes later must not stop the build: it is kept when it is used.
    showMaximumFileSizeToCacheInBytesWarning: true,
    manifest: {
      name: 'Drydock: learn containers by building them',
      short_name: 'Drydock',
      description: 'A whole computer with Docker in a page: lessons and playgrounds that work without a network.',
      start_url: '/',
      display: 'standalone',
      background_color: '#eef2f3',
      theme_color: '#0f766e',
      icons: [{ src: '/favicon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
    },
    workbox: {
      globPatterns: ['**/*.{js,css,html,svg,ttf,wasm,data,json}'],
      // The page of every lesson is the same one.
      globIgnores: ['**/pglite*', 'lesson/**'],
      maximumFileSizeToCacheInBytes: LARGEST,
      navigateFallback: '/index.html',
      cleanupOutdatedCaches: true,
      runtimeCaching: [
        {
          // Their names carry a hash: what is kept never grows old.
          urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
          handler: 'CacheFirst',
          options: { cacheName: 'drydock-large' },
        },
      ],
    },
  });
}
