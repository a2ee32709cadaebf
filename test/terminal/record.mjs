#!/usr/bin/env node
/** `BUSYBOX=/path/to/busybox node test/terminal/record.mjs`: records what the real programs of this machine show. */
import { bundled } from '../support/bundle.mjs';

const load = await bundled(import.meta.dirname, ['record'], 'terminal');
const { record } = await load('record');
await record({ folder: import.meta.dirname, busybox: process.env.BUSYBOX ?? '/bin/busybox' });
process.exit(0);
