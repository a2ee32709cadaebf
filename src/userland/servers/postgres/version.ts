/** What PGlite 0.5 is a build of. */
export const VERSION = '18.6';
