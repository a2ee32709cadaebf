/// <reference types="vite-plugin-pwa/client" />

/** What the page's build makes (vite.lessons.ts). */
declare module 'virtual:lesson-index' {
  const tracks: readonly import('./lessons.ts').Track[];
  export default tracks;
}
