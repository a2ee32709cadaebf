/** Monaco's tokenizer of Dockerfiles, which it ships without types. */
declare module 'monaco-editor/languages/definitions/dockerfile/dockerfile.js' {
  import type { languages } from 'monaco-editor';

  export const language: languages.IMonarchLanguage;
}
