const NAMES = new Set(
  'ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT SEGV STKFLT STOP SYS TERM TRAP TSTP TTIN TTOU URG USR1 USR2 VTALRM WINCH XCPU XFSZ RTMIN RTMAX'.split(
    ' ',
  ),
);

/** Refuses what moby/sys/signal does not know: names with or without SIG, numbers, RTMIN+n and RTMAX-n. */
export function parseSignal(text: string): void {
  if (/^\d+$/.test(text)) {
    if (Number(text) === 0) throw new Error(`invalid signal: ${text}`);
    return;
  }
  const name = text.toUpperCase().replace(/^SIG/, '');
  const realTime = /^RTM(?:IN\+|AX-)(\d+)$/.exec(name);
  if (NAMES.has(name) || (realTime && Number(realTime[1]) >= 1 && Number(realTime[1]) <= 15)) return;
  throw new Error(`invalid signal: ${text}`);
}
