/** Texts of Alpine's /etc a student may look into. */

export const MOTD = `Welcome to Alpine!

The Alpine Wiki contains a large amount of how-to guides and general
information about administrating Alpine systems.
See <https://wiki.alpinelinux.org/>.

You can setup the system with the command: setup-alpine

You may change this message by editing /etc/motd.

`;

export const ISSUE = 'Welcome to Alpine Linux VERSION\nKernel \\r on \\m (\\l)\n\n';

export const PROFILE = `# Append "$1" to $PATH when not already in.
append_path () {
	case ":$PATH:" in
		*:"$1":*)
			;;
		*)
			PATH="\${PATH:+$PATH:}$1"
			;;
	esac
}

append_path "/usr/local/sbin"
append_path "/usr/local/bin"
append_path "/usr/sbin"
append_path "/usr/bin"
append_path "/sbin"
append_path "/bin"
unset -f append_path

export PATH
export PAGER=less
umask 022

if [ -z "$PS1" ]; then
	PS1='\\h:\\w\\$ '
fi

for script in /etc/profile.d/*.sh ; do
	if [ -r "$script" ] ; then
		. "$script"
	fi
done
unset script
`;

export function osRelease(full: string): string {
  const branch = full.split('.').slice(0, 2).join('.');
  return `NAME="Alpine Linux"
ID=alpine
VERSION_ID=${full}
PRETTY_NAME="Alpine Linux v${branch}"
HOME_URL="https://alpinelinux.org/"
BUG_REPORT_URL="https://gitlab.alpinelinux.org/alpine/aports/-/issues"
`;
}

export function repositories(branch: string): string {
  const mirror = `https://dl-cdn.alpinelinux.org/alpine/v${branch}`;
  return `${mirror}/main\n${mirror}/community\n`;
}

export const PROTOCOLS = `ip	0	IP		# internet protocol, pseudo protocol number
icmp	1	ICMP		# internet control message protocol
tcp	6	TCP		# transmission control protocol
udp	17	UDP		# user datagram protocol
ipv6	41	IPv6		# Internet Protocol, version 6
ipv6-icmp 58	IPv6-ICMP	# ICMP for IPv6
`;

export const SERVICES = `echo		7/tcp
ftp		21/tcp
ssh		22/tcp
telnet		23/tcp
smtp		25/tcp		mail
domain		53/tcp
domain		53/udp
http		80/tcp		www
pop3		110/tcp		pop-3
ntp		123/udp
imap2		143/tcp		imap
snmp		161/udp
https		443/tcp
https		443/udp
mysql		3306/tcp
postgresql	5432/tcp	postgres
redis		6379/tcp
http-alt	8080/tcp	webcache
`;

export const SECURETTY = 'console\ntty1\ntty2\ntty3\ntty4\nttyS0\nttyS1\nhvc0\n';
