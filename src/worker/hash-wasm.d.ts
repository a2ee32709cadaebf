/** One algorithm of hash-wasm by itself: the package's main module carries all of them. */
declare module 'hash-wasm/dist/sha256.umd.min.js' {
  export { createSHA256 } from 'hash-wasm';
}
