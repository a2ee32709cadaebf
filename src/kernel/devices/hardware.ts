/** The simulated computer, for /proc and whoever asks for its size. */
export const CPUS = 4;
export const MEMORY_BYTES = 8 * 2 ** 30;
/** What programs may hold together: far less than the machine says it has, since it all lies in one worker. */
export const PROCESS_MEMORY_BYTES = 2 ** 29;
/** Every process counts as this much resident memory: programs here have no address space to measure. */
export const RESIDENT_BYTES = 4 * 2 ** 20;
export const VIRTUAL_BYTES = 16 * 2 ** 20;
export const PAGE_BYTES = 4096;
/** USER_HZ: the unit of times in /proc/PID/stat. */
export const TICKS_PER_SECOND = 100;
