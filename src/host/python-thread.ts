/** What a host runs in the thread that `platform.thread('python', …)` starts. */
export { servePython, type ThreadHost } from '../userland/python/thread/run.ts';
