import { errors } from './errors.ts';
import { files } from './files.ts';
import { information } from './information.ts';
import { process } from './process.ts';
import { signals } from './signals.ts';

/** os, in Go. What has no body is the runtime's. */
export const os = [errors, process, files, information, signals];
