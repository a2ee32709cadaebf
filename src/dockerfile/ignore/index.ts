export { IgnoreMatcher } from './matcher.ts';
export { cleanPath, readIgnoreFile } from './read.ts';
