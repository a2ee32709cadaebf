/** The commands of Debian's essential packages, and what richer images add. Each runs the GNU program of its name. */

const split = (text: string) => text.trim().split(/\s+/);

const COREUTILS =
  split(`[ arch b2sum base32 base64 basename basenc cat chcon chgrp chmod chown cksum comm cp csplit cut date
  dd df dir dircolors dirname du echo env expand expr factor false fmt fold groups head hostid id install join link ln
  logname ls md5sum mkdir mkfifo mknod mktemp mv nice nl nohup nproc numfmt od paste pathchk pinky pr printenv printf ptx
  pwd readlink realpath rm rmdir runcon seq sha1sum sha224sum sha256sum sha384sum sha512sum shred shuf sleep sort split
  stat stdbuf stty sum sync tac tail tee test timeout touch tr true truncate tsort tty uname unexpand uniq unlink users
  vdir wc who whoami yes`);
const UTIL_LINUX = split(`choom chrt dmesg fallocate findmnt flock getopt ionice ipcmk ipcrm ipcs last lsblk lscpu lsipc
  lslocks lslogins lsmem lsns mcookie mesg more mount mountpoint namei nsenter partx prlimit rename renice rev script
  setarch setpriv setsid su taskset umount uclampset unshare utmpdump wall wdctl whereis`);
const OTHERS = split(`awk bashbug captoinfo chage chattr chfn chsh clear clear_console cmp deb-systemd-helper diff diff3
  dnsdomainname domainname egrep expiry faillog fgrep find getconf getent gpasswd grep gunzip gzexe gzip hostname iconv
  infocmp ldd lsattr locale localedef login mawk nawk newgrp nisdomainname passwd perl run-parts savelog sdiff sed
  tabs tar tempfile tic toe tput tset which xargs ypdomainname zcat zcmp zdiff zdump zegrep zfgrep zforce zgrep zmore
  znew`);
const SYSTEM =
  split(`add-shell addgroup adduser agetty blkid chgpasswd chpasswd chroot cpgr cppw ctrlaltdel delgroup deluser
  e2fsck fsck fstrim groupadd groupdel groupmems groupmod grpck grpconv grpunconv iconvconfig invoke-rc.d killall5
  ldconfig losetup mkfs mkswap newusers nologin pivot_root pwck pwconv pwunconv readprofile remove-shell rmt runuser
  service start-stop-daemon sulogin swaplabel swapoff swapon switch_root tarcat tzconfig update-passwd update-rc.d
  useradd userdel usermod vigr vipw zic zramctl`);

/** usr/bin and usr/sbin of debian:*-slim. */
export const USER_COMMANDS: readonly string[] = [...COREUTILS, ...UTIL_LINUX, ...OTHERS];
export const SYSTEM_COMMANDS: readonly string[] = SYSTEM;

/** Package management, each a program of its own. */
export const PACKAGE_COMMANDS: readonly string[] = split(`apt apt-cache apt-cdrom apt-config apt-get apt-key apt-mark
  debconf debconf-show dpkg dpkg-deb dpkg-divert dpkg-maintscript-helper dpkg-query dpkg-split dpkg-statoverride
  dpkg-trigger update-alternatives`);

/** procps, in Ubuntu and in buildpack-deps. */
export const PROCPS: readonly string[] = split(
  'free kill pgrep pidof pkill pmap ps pwdx skill slabtop snice tload top uptime vmstat w watch',
);
/** What buildpack-deps adds for building and fetching. */
export const BUILD_TOOLS: readonly string[] =
  split(`bunzip2 bzcat bzip2 curl file git make openssl patch scp ssh ssh-keygen
  unzip wget xz xzcat unxz`);
export const COMPILERS: readonly string[] = split(
  'ar as autoconf automake c++ cc cpp g++ gcc ld m4 nm objdump pkg-config ranlib strip',
);
