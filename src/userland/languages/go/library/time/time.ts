import { durations } from './durations.ts';
import { layouts } from './layouts.ts';
import { moments } from './moments.ts';
import { timers } from './timers.ts';

/** time, in Go. What has no body is the runtime's. */
export const time = [durations, moments, layouts, timers];
