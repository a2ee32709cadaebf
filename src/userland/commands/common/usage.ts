/** The first line of every usage text of busybox. */
export const BUSYBOX_BANNER = 'BusyBox v1.36.1 (2024-06-10 07:11:47 UTC) multi-call binary.';

/** Operands and options of the applets, as far as they are done here. */
const SYNOPSIS: Record<string, string> = {
  basename: 'FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...',
  cat: '[-nbvteA] [FILE]...',
  chgrp: '[-Rh]... GROUP FILE...',
  chmod: '[-R] MODE[,MODE]... FILE...',
  chown: '[-Rh]... USER[:[GRP]] FILE...',
  cmp: '[-ls] [-n NUM] FILE1 [FILE2]',
  cp: '[-arPLHpfinlsTu] SOURCE DEST\n   or: cp [-arPLHpfinlsu] SOURCE... { -t DIRECTORY | DIRECTORY }',
  cut: '{-b|c LIST | -f LIST [-d SEP] [-s]} [-D] [-O SEP] [FILE]...',
  dd: '[if=FILE] [of=FILE] [ibs=N obs=N/bs=N] [count=N] [skip=N] [seek=N]\n\t[conv=notrunc|noerror|sync|fsync]\n\t[iflag=skip_bytes|count_bytes|fullblock|direct] [oflag=seek_bytes|append|direct]',
  dirname: 'FILENAME',
  grep: '[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
  head: '[OPTIONS] [FILE]...',
  hexdump: '[-bcdoxCv] [-e FMT] [-f FMT_FILE] [-n LEN] [-s OFS] [FILE]...',
  install: '[-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST',
  kill: '[-l] [-SIG] PID...',
  less: '[-EFIMmNSRh~] [FILE]...',
  ln: '[-sfnbtv] [-S SUF] TARGET... LINK|DIR',
  ls: '[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...',
  mkdir: '[-m MODE] [-p] DIRECTORY...',
  mv: '[-finT] SOURCE DEST\n   or: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }',
  od: '[-abcdfhilovxs] [-t TYPE] [-A RADIX] [-N SIZE] [-j SKIP] [-S MINSTR] [-w WIDTH] [FILE]...',
  patch: '[-RNE] [-p N] [-i DIFF] [ORIGFILE [PATCHFILE]]',
  rm: '[-irf] FILE...',
  rmdir: '[-p] DIRECTORY...',
  sed: '[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]...',
  sleep: '[N]...',
  stat: '[-ltf] [-c FMT] FILE...',
  tail: '[OPTIONS] [FILE]...',
  tar: 'c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [FILE]...',
  touch: '[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...',
  tr: '[-cds] STRING1 [STRING2]',
  vi: '[-c CMD] [-R] [-H] [FILE]...',
  wc: '[-clwL] [FILE]...',
  xxd: '[-pri] [-g N] [-c N] [-l LEN] [-s OFS] [-o OFS] [FILE]',
};

export function busyboxUsage(applet: string): string {
  return `${BUSYBOX_BANNER}\n\nUsage: ${applet} ${SYNOPSIS[applet] ?? '[OPTIONS] [ARGUMENTS]'}\n`;
}
