/** Applets that busybox 1.36 or 1.37 has (Debian's, and a build of all of them) and that are not here. */
export const ABSENT_APPLETS: ReadonlySet<string> = new Set(
  `[[ acpid add-shell adjtimex ar arp arping ascii beep blkdiscard blkid blockdev bootchartd brctl bunzip2 bzcat bzip2 chat chattr
  chpasswd chpst chrt chvt conspy cpio crc32 crond crontab cryptpw cttyhack dc deallocvt depmod devmem dhcprelay dmesg dnsd
  dnsdomainname dpkg dpkg-deb dumpkmap dumpleases ed eject envdir envuidgid ether-wake fakeidentd fatattr fbset fbsplash fdflush
  fdformat fdisk fgconsole findfs flock freeramdisk fsck fsck.minix fsfreeze fstrim fsync ftpd ftpget ftpput fuser getfattr getty
  halt hdparm hexedit hostid hush hwclock i2cdetect i2cdump i2cget i2cset i2ctransfer ifdown ifenslave ifplugd ifup inetd init
  insmod ionice iostat ipaddr ipcalc ipcrm ipcs iplink ipneigh iproute iprule iptunnel kbd_mode killall5 klogd last linux32
  linux64 linuxrc loadfont loadkmap logger login logread losetup lpd lpq lpr lsattr lsmod lsof lspci lsscsi lsusb lzcat lzma lzop
  makedevs makemime man mdev mesg microcom mim mkdosfs mke2fs mkfs.ext2 mkfs.minix mkfs.vfat mkpasswd mkswap modinfo modprobe
  mountpoint mpstat mt nameif nanddump nandwrite nbd-client nmeter nologin nsenter ntpd nuke openvt partprobe ping6 pipe_progress
  pivot_root pmap popmaildir poweroff powertop pscan pstree pwdx raidautorun rdate rdev readahead readprofile reboot reformime
  remove-shell renice resize resume rmmod rpm rpm2cpio rtcwake run-init run-parts runlevel runsv runsvdir rx script scriptreplay
  seedrng sendmail setarch setconsole setfattr setfont setkeycodes setlogcons setpriv setserial setuidgid sha3sum showkey shred
  slattach smemcap softlimit ssl_client start-stop-daemon sulogin sv svc svlogd svok swapoff swapon switch_root sysctl syslogd
  taskset tc tcpsvd telnetd tftp tftpd traceroute traceroute6 ts ttysize tunctl ubiattach ubidetach ubimkvol ubirename ubirmvol
  ubirsvol ubiupdatevol udhcpc udhcpc6 udhcpd udpsvd uevent uncompress unlzma unshare unxz unzip usleep vconfig vlock volname w
  wall watchdog whois xz xzcat zcip`.split(/\s+/),
);
