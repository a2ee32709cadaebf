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
  dirname: 'FILENAME',
  grep: '[-HhnlLoqvsrRiwFE] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...',
  head: '[OPTIONS] [FILE]...',
  kill: '[-l] [-SIG] PID...',
  ln: '[-sfnbtv] [-S SUF] TARGET... LINK|DIR',
  ls: '[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...',
  mkdir: '[-m MODE] [-p] DIRECTORY...',
  mv: '[-finT] SOURCE DEST\n   or: mv [-fin] SOURCE... { -t DIRECTORY | DIRECTORY }',
  rm: '[-irf] FILE...',
  rmdir: '[-p] DIRECTORY...',
  sed: '[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...\nor: sed [-i[SFX]] [-nrE] CMD [FILE]...',
  sleep: '[N]...',
  stat: '[-ltf] [-c FMT] FILE...',
  tail: '[OPTIONS] [FILE]...',
  tar: 'c|x|t [-ZzJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [FILE]...',
  touch: '[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...',
  tr: '[-cds] STRING1 [STRING2]',
  wc: '[-clwL] [FILE]...',
};

export function busyboxUsage(applet: string): string {
  return `${BUSYBOX_BANNER}\n\nUsage: ${applet} ${SYNOPSIS[applet] ?? '[OPTIONS] [ARGUMENTS]'}\n`;
}
