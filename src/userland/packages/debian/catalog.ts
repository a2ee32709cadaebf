/**
 * What `apt-get` can install: the packages learners meet and all they depend on, as Debian bookworm has them (packages.debian.org);
 * newer releases are served the same packages, the best known in their own versions.
 */

export interface DebianPackage {
  readonly name: string;
  readonly section: string;
  readonly version: string;
  /** Installed bytes, and bytes of the .deb. */
  readonly size: number;
  readonly archive: number;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** Paths of its commands. */
  readonly commands: readonly string[];
  readonly description: string;
}

/** name|section|version|installed kB|bytes of the .deb|depends|recommends|commands (in usr/bin unless a folder is given)|description */
const LINES = `
apache2|httpd|2.4.71-1~deb12u1|588|237772|apache2-bin apache2-data apache2-utils lsb-base media-types perl procps|ssl-cert|usr/sbin/apache2 usr/sbin/apache2ctl|Apache HTTP Server
apache2-bin|httpd|2.4.71-1~deb12u1|5144|1409916|perl libapr1 libaprutil1 libaprutil1-dbd-sqlite3 libaprutil1-ldap libbrotli1 libcurl4 libjansson4 libldap-2.5-0 liblua5.3-0 libnghttp2-14 libssl3 libxml2|||Apache HTTP Server (modules and other binary files)
apache2-data|httpd|2.4.71-1~deb12u1|847|159880||||Apache HTTP Server (common files)
apache2-utils|httpd|2.4.71-1~deb12u1|452|223608|libapr1 libaprutil1 libssl3||ab htpasswd|Apache HTTP Server (utility programs for web servers)
apt-transport-https|oldlibs|2.6.2|35|25604||||transitional package for https support
apt-utils|admin|2.6.2|1037|309596|||apt-extracttemplates apt-ftparchive apt-sortpkgs|package management related utility programs
autoconf|devel|2.71-3|2025|332120|m4|automake|autoconf autoreconf autoheader|automatic configure script builder
automake|devel|1:1.16.5-1.3|1837|822960|autoconf autotools-dev||automake aclocal|Tool for generating GNU Standards-compliant Makefiles
autotools-dev|devel|20220109.1|134|51604||||Update infrastructure for config.{guess,sub} files
bc|math|1.07.1-3+b1|241|109648|libreadline8||bc|GNU bc arbitrary precision calculator language
bind9-dnsutils|net|1:9.18.49-1~deb12u3|501|158488|bind9-host bind9-libs libedit2 libjemalloc2 libkrb5-3 libprotobuf-c1||dig nslookup nsupdate|Clients provided with BIND 9
bind9-host|net|1:9.18.49-1~deb12u3|147|57620|bind9-libs libjemalloc2||host|DNS Lookup Utility
bind9-libs|libs|1:9.18.49-1~deb12u3|3509|1185996|libuv1 libfstrm0 libgssapi-krb5-2 libjemalloc2 libjson-c5 libkrb5-3 liblmdb0 libmaxminddb0 libnghttp2-14 libprotobuf-c1 libssl3 libxml2|||Shared Libraries used by BIND 9
binutils|devel|2.40-2|109|64980|binutils-common libbinutils binutils-x86-64-linux-gnu||addr2line ar as c++filt dwp elfedit gold gp-archive gp-collect-app gp-display-html gp-display-src gp-display-text gprof gprofng|GNU assembler, linker and binary utilities
binutils-common|devel|2.40-2|15021|2486664||||Common files for the GNU assembler, linker and binary utilities
binutils-x86-64-linux-gnu|devel|2.40-2|11428|2245848|binutils-common libbinutils libctf-nobfd0 libctf0 libgprofng0 libjansson4|||GNU binary utilities, for x86-64-linux-gnu target
build-essential|devel|12.9|20|7704|libc6-dev gcc g++ make dpkg-dev|||Informational list of build-essential packages
bzip2|utils|1.0.8-5+b1|121|49804|||bunzip2 bzcat bzdiff bzexe bzgrep bzip2 bzip2recover bzmore bzcmp bzegrep bzfgrep bzless|high-quality block-sorting file compressor - utilities
ca-certificates|misc|20250419~deb12u2|388|160948|openssl||usr/sbin/update-ca-certificates|Common CA certificates
ca-certificates-java|java|20230710~deb12u1|43|11856|ca-certificates|||Common CA certificates (JKS keystore)
cmake|devel|3.25.1-1|28897|8692248|libarchive13 libcurl4 libexpat1 libjsoncpp25 librhash0 libuv1 cmake-data|gcc make|cmake cpack ctest|cross-platform, open-source make system
cmake-data|devel|3.25.1-1|10456|2026484||||CMake data files (modules, templates and documentation)
cowsay|games|3.03+dfsg2-8|92|21372|libtext-charwidth-perl perl||usr/games/cowsay|configurable talking cow
cpp|interpreters|4:12.2.0-3|30|6836|cpp-12||cpp|GNU C preprocessor (cpp)
cpp-12|interpreters|12.2.0-14+deb12u1|33848|9767788|libisl23 libmpc3 libmpfr6|||GNU C preprocessor
cron|admin|3.0pl1-162|217|73084|cron-daemon-common sensible-utils||usr/sbin/cron crontab|process scheduling daemon
cron-daemon-common|admin|3.0pl1-162|44|12660||||process scheduling daemon's configuration files
curl|web|7.88.1-10+deb12u15|489|315764|libcurl4||curl|command line tool for transferring data with URL syntax
default-jdk-headless|java|2:1.17-74|6|1108|default-jre-headless openjdk-17-jdk-headless|||Standard Java or Java compatible Development Kit (headless)
default-jre-headless|java|2:1.17-74|12|2936|openjdk-17-jre-headless java-common|||Standard Java or Java compatible Runtime (headless)
default-mysql-client|database|1.1.0|9|2852|mariadb-client|||MySQL database client binaries (metapackage)
dirmngr|utils|2.2.40-1.1+deb12u2|1329|792544|gpgconf lsb-base libassuan0 libksba8 libldap-2.5-0 libnpth0||dirmngr dirmngr-client|GNU privacy guard - network certificate management service
dmsetup|admin|2:1.02.185-2|246|82040|libdevmapper1.02.1||sbin/blkdeactivate sbin/dmsetup sbin/dmstats|Linux Kernel Device Mapper userspace library
dnsutils|net|1:9.18.49-1~deb12u3|26|14224|bind9-dnsutils|||Transitional package for bind9-dnsutils
dos2unix|text|7.4.3-1|1529|430380|||dos2unix unix2dos|convert text file line endings between CRLF and LF
dpkg-dev|utils|1.21.23|1728|1354256|perl libdpkg-perl bzip2 xz-utils patch make binutils|||Debian package development tools
dumb-init|utils|1.2.5-2|37|14052|||dumb-init|wrapper script which proxies signals to a child
figlet|text|2.2.5-3+b1|739|136540|||figlet|Make large character ASCII banners out of ordinary text
file|utils|1:5.44-3|79|42472|libmagic1||file|Recognize the type of data in a file using "magic" numbers
fontconfig-config|fonts|2.14.1-4|527|314864|fonts-dejavu-core|||generic font configuration library - configuration
fonts-dejavu-core|fonts|2.37-6|2960|1067728||||Vera font family derivate with additional characters
fortune-mod|games|1:1.99.1-7.3|106|38296|librecode0|fortunes-min|usr/games/fortune|provides fortune cookies on demand
fortunes-min|games|1:1.99.1-7.3|140|56492||fortune-mod||Data files containing selected fortune cookies
g++|devel|4:12.2.0-3|14|1356|cpp gcc g++-12 gcc-12||g++|GNU C++ compiler
g++-12|devel|12.2.0-14+deb12u1|36161|10694076|gcc-12 libstdc++-12-dev libisl23 libmpc3 libmpfr6|||GNU C++ compiler
gawk|interpreters|1:5.2.1-2|2906|672772|libmpfr6 libreadline8 libsigsegv2||gawk|GNU awk, a pattern scanning and processing language
gcc|devel|4:12.2.0-3|47|5216|cpp gcc-12|libc6-dev|gcc|GNU C compiler
gcc-12|devel|12.2.0-14+deb12u1|68236|19268852|cpp-12 libcc1-0 binutils libgcc-12-dev libisl23 libmpc3 libmpfr6|||GNU C compiler
gettext-base|utils|0.21-12|645|160164|||gettext envsubst|GNU Internationalization utilities for the base system
git|vcs|1:2.39.5-0+deb12u3|44890|7264380|libcurl3-gnutls libexpat1 perl liberror-perl git-man|ca-certificates patch less|git|fast, scalable, distributed revision control system
git-man|doc|1:2.39.5-0+deb12u3|2107|2053236||||fast, scalable, distributed revision control system (manual pages)
gnupg|utils|2.2.40-1.1+deb12u2|886|846132|dirmngr gnupg-l10n gnupg-utils gpg gpg-agent gpg-wks-client gpg-wks-server gpgsm||gpg|GNU privacy guard - a free PGP replacement
gnupg-l10n|localization|2.2.40-1.1+deb12u2|4875|1092644||||GNU privacy guard - localization files
gnupg-utils|utils|2.2.40-1.1+deb12u2|1837|927232|libassuan0 libksba8 libreadline8||gpg-zip gpgcompose gpgparsemail gpgsplit gpgtar kbxutil lspgpot migrate-pubring-from-classic-gpg watchgnupg usr/sbin/addgnupghome usr/sbin/applygnupgdefaults|GNU privacy guard - utility programs
golang|golang|2:1.19~1|12|5744|golang-1.19 golang-doc golang-go golang-src|||Go programming language compiler - metapackage
golang-1.19|golang|1.19.8-2|48|18220|golang-1.19-doc golang-1.19-go golang-1.19-src|||Go programming language compiler - metapackage
golang-1.19-doc|doc|1.19.8-2|583|97316||||Go programming language - documentation
golang-1.19-go|golang|1.19.8-2|334790|62705552|golang-1.19-src|g++ gcc libc6-dev pkg-config|go gofmt|Go programming language compiler, linker, compiled stdlib
golang-1.19-src|golang|1.19.8-2|118541|18308084||||Go programming language - source files
golang-doc|doc|2:1.19~1|12|5804|golang-1.19-doc golang-go|||Go programming language - documentation
golang-go|golang|2:1.19~1|69|44956|golang-1.19-go golang-src|||Go programming language compiler, linker, compiled stdlib
golang-src|golang|2:1.19~1|13|5756|golang-1.19-src|||Go programming language - source files
gosu|admin|1.14-1+b10|2400|1250000|||gosu|Simple Go-based setuid+setgid+setpriv+exec
gpg|utils|2.2.40-1.1+deb12u2|1582|949888|gpgconf libassuan0 libreadline8 libsqlite3-0||gpg|GNU Privacy Guard -- minimalist public key operations
gpg-agent|utils|2.2.40-1.1+deb12u2|1349|694596|gpgconf pinentry-curses libassuan0 libnpth0||gpg-agent|GNU privacy guard - cryptographic agent
gpg-wks-client|utils|2.2.40-1.1+deb12u2|683|540932|dirmngr gpg gpg-agent libassuan0|||GNU privacy guard - Web Key Service client
gpg-wks-server|utils|2.2.40-1.1+deb12u2|658|531476|gpg gpg-agent||gpg-wks-server|GNU privacy guard - Web Key Service server
gpgconf|utils|2.2.40-1.1+deb12u2|804|564852|libassuan0 libreadline8||gpg-connect-agent gpgconf|GNU privacy guard - core configuration utilities
gpgsm|utils|2.2.40-1.1+deb12u2|993|671420|gpgconf libassuan0 libksba8 libreadline8||gpgsm|GNU privacy guard - S/MIME version
htop|utils|3.2.2-2|378|152412|libncursesw6 libnl-3-200 libnl-genl-3-200||htop|interactive processes viewer
inetutils-telnet|net|2:2.4-2+deb12u3|257|120880|libk5crypto3 libkrb5-3 netbase||telnet|telnet client
iproute2|net|6.1.0-3|3516|1045828|libbpf1 libbsd0 libelf1 libmnl0 libtirpc3 libxtables12 libcap2-bin||ip ss sbin/bridge sbin/dcb sbin/devlink sbin/rtacct sbin/rtmon sbin/tc sbin/tipc sbin/vdpa lnstat nstat rdma routel|networking and traffic control tools
iptables|net|1.8.9-2|2408|360192|libip4tc2 libip6tc2 libxtables12 netbase libmnl0 libnetfilter-conntrack3 libnfnetlink0 libnftnl11|nftables|usr/sbin/iptables usr/sbin/ip6tables|administration tools for packet filtering and NAT
iputils-ping|net|3:20221126-1+deb12u1|121|47172|libcap2-bin||ping ping4 ping6|Tools to test the reachability of network hosts
java-common|java|0.74|28|6388|||usr/sbin/update-java-alternatives|Base package for Java runtimes
jq|utils|1.6-2.1+deb12u3|111|64432|libjq1||jq|lightweight and flexible command-line JSON processor
less|text|590-2.1~deb12u2|313|132044|||less lessecho lesskey lesspipe lessfile|pager program similar to more
libapache2-mod-php8.2|httpd|8.2.36-1~deb12u1|5518|1697720|libmagic1 media-types php8.2-cli php8.2-common php8.2-opcache ucf apache2-bin libargon2-1 libsodium23 libssl3 libxml2|apache2||server-side, HTML-embedded scripting language (Apache 2 module)
libapparmor1|libs|3.0.8-3|109|41192||||changehat AppArmor library
libapr1|libs|1.7.2-3+deb12u1|288|102116||||Apache Portable Runtime Library
libaprutil1|libs|1.6.3-1+deb12u1|284|89048|libapr1 libexpat1 libgdbm6 libssl3|||Apache Portable Runtime Utility Library
libaprutil1-dbd-sqlite3|libs|1.6.3-1+deb12u1|48|14044|libaprutil1 libsqlite3-0|||Apache Portable Runtime Utility Library - SQLite3 Driver
libaprutil1-ldap|libs|1.6.3-1+deb12u1|40|12276|libaprutil1 libldap-2.5-0|||Apache Portable Runtime Utility Library - LDAP Driver
libarchive13|libs|3.6.2-1+deb12u5|865|345488|libxml2|||Multi-format archive and compression library (shared library)
libargon2-1|libs|0~20171227-0.3+deb12u1|56|19432||||memory-hard hashing function - runtime library
libasan8|libs|12.2.0-14+deb12u1|8017|2192652||||AddressSanitizer -- a fast memory error detector
libasound2|libs|1.2.8-1+b1|1161|361788|libasound2-data|||shared library for ALSA applications
libasound2-data|libs|1.2.8-1|200|20488||||Configuration files and profiles for ALSA drivers
libassuan0|libs|2.5.5-5|117|48464||||IPC library for the GnuPG components
libatomic1|libs|12.2.0-14+deb12u1|45|9376||||support library providing __atomic built-in functions
libavahi-client3|libs|0.8-10+deb12u1|117|45756|libavahi-common3 libdbus-1-3|||Avahi client library
libavahi-common-data|libs|0.8-10+deb12u1|738|107164||||Avahi common data files
libavahi-common3|libs|0.8-10+deb12u1|94|42112|libavahi-common-data|||Avahi common library
libbinutils|devel|2.40-2|2469|572104|binutils-common|||GNU binary utilities (private shared library)
libblas3|libs|3.11.0-2|464|148592||||Basic Linear Algebra Reference implementations, shared library
libbpf1|libs|1:1.1.2-0+deb12u1|385|145032|libelf1|||eBPF helper library (shared library)
libbrotli1|libs|1.0.9-2+deb12u1|783|274704||||library implementing brotli encoder and decoder (shared libraries)
libbsd0|libs|0.11.7-2|202|117416||||utility functions from BSD systems - shared library
libc-dev-bin|libdevel|2.36-9+deb12u14|94|48056|||gencat|GNU C Library: Development binaries
libc-l10n|localization|2.36-9+deb12u14|4350|676384||||GNU C Library: localization files
libc6-dev|libdevel|2.36-9+deb12u14|11975|1903668|libc-dev-bin linux-libc-dev libcrypt-dev libnsl-dev rpcsvc-proto|||GNU C Library: Development Libraries and Header Files
libcaca0|libs|0.99.beta20-3+deb12u1|895|200964|libncursesw6 libslang2|||colour ASCII art library
libcap2-bin|utils|1:2.66-4+deb12u3+b1|133|35220|||sbin/capsh sbin/getcap sbin/getpcaps sbin/setcap|POSIX 1003.1e capabilities (utilities)
libcbor0.8|libs|0.8.0-2+b1|98|27436||||library for parsing and generating CBOR (RFC 7049)
libcc1-0|libs|12.2.0-14+deb12u1|136|41736||||GCC cc1 plugin for GDB
libconfig-inifiles-perl|perl|3.000003-2+deb12u1|123|45984||||read .ini-style configuration files
libcrypt-dev|libdevel|1:4.4.33-2|341|118144||||libcrypt development files
libcryptsetup12|libs|2:2.6.1-4~deb12u2|563|223344|libargon2-1 libdevmapper1.02.1 libjson-c5 libssl3|||disk encryption support - shared library
libctf-nobfd0|devel|2.40-2|301|153384||||Compact C Type Format library (runtime, no BFD dependency)
libctf0|devel|2.40-2|232|89796|libbinutils|||Compact C Type Format library (runtime, BFD dependency)
libcups2|libs|2.4.2-3+deb12u9|675|245180|libavahi-client3 libavahi-common3 libgssapi-krb5-2|||Common UNIX Printing System(tm) - Core library
libcurl3-gnutls|libs|7.88.1-10+deb12u15|828|386008|libbrotli1 libgssapi-krb5-2 libldap-2.5-0 libnghttp2-14 libpsl5 librtmp1 libssh2-1|ca-certificates||easy-to-use client-side URL transfer library (GnuTLS flavour)
libcurl4|libs|7.88.1-10+deb12u15|840|392184|libbrotli1 libgssapi-krb5-2 libldap-2.5-0 libnghttp2-14 libpsl5 librtmp1 libssh2-1 libssl3|ca-certificates||easy-to-use client-side URL transfer library (OpenSSL flavour)
libdbus-1-3|libs|1.14.10-1~deb12u1|468|201240||||simple interprocess messaging system (library)
libdevmapper1.02.1|libs|2:1.02.185-2|474|132796|dmsetup|||Linux Kernel Device Mapper userspace library
libdpkg-perl|perl|1.21.23|1987|603796|perl|||Dpkg perl modules
libedit2|libs|3.1-20221030-2|258|92992|libbsd0|||BSD editline and history libraries
libelf1|libs|0.188-2.1|1036|173796||||library to read and write ELF files
liberror-perl|perl|0.17029-2|73|29032|perl|||Perl module for error/exception handling in an OO-ish way
libevent-core-2.1-7|libs|2.1.12-stable-8+deb12u1|302|131276||||Asynchronous event notification library (core)
libexpat1|libs|2.5.0-1+deb12u5|414|107940||||XML parsing C library - runtime library
libexpat1-dev|libdevel|2.5.0-1+deb12u5|845|159408|libexpat1 libc6-dev|||XML parsing C library - development kit
libfdisk1|libs|2.38.1-5+deb12u3|533|193624||||fdisk partitioning library
libffi-dev|libdevel|3.4.4-1|315|59376||||Foreign Function Interface library (development files)
libfido2-1|libs|1.12.0-2+b1|241|77216|libcbor0.8 libssl3|||library for generating and verifying FIDO 2.0 objects
libfontconfig1|libs|2.14.1-4|579|385664|libexpat1 libfreetype6 fontconfig-config|||generic font configuration library - runtime
libfreetype6|libs|2.12.1+dfsg-5+deb12u4|886|397736|libbrotli1 libpng16-16|||FreeType 2 font engine, shared library files
libfstrm0|libs|0.6.1-1|70|21596||||Frame Streams (fstrm) library
libgcc-12-dev|libdevel|12.2.0-14+deb12u1|14284|2437204|libgomp1 libitm1 libatomic1 libasan8 liblsan0 libtsan2 libubsan1 libquadmath0|||GCC support library (development files)
libgdbm-compat4|libs|1.23-3|70|48156|libgdbm6|||GNU dbm database routines (legacy support runtime version) 
libgdbm6|libs|1.23-3|129|72248||||GNU dbm database routines (runtime version) 
libglib2.0-0|libs|2.74.6-2+deb12u9|4135|1403216||||GLib library of C routines
libgomp1|libs|12.2.0-14+deb12u1|312|115772||||GCC OpenMP (GOMP) support library
libgpm2|libs|1.20.7-10+b1|45|14216||||General Purpose Mouse - shared library
libgprofng0|devel|2.40-2|3958|812120|libbinutils|||GNU Next Generation profiler (runtime library)
libgraphite2-3|libs|1.3.14-1+deb12u1|191|74564||||Font rendering engine for Complex Scripts -- library
libgssapi-krb5-2|libs|1.20.1-2+deb12u5|425|135168|libk5crypto3 libkrb5-3 libkrb5support0|||MIT Kerberos runtime libraries - krb5 GSS-API Mechanism
libharfbuzz0b|libs|6.0.0+dfsg-3|2609|1945396|libfreetype6 libglib2.0-0 libgraphite2-3|||OpenType text shaping engine (shared library)
libicu72|libs|72.1-3+deb12u1|36170|9376124||||International Components for Unicode
libip4tc2|libs|1.8.9-2|66|19016||||netfilter libip4tc library
libip6tc2|libs|1.8.9-2|66|19416||||netfilter libip6tc library
libisl23|libs|0.25-1.1|2302|683060||||manipulating sets and relations of integer points bounded by linear constraints
libitm1|libs|12.2.0-14+deb12u1|115|26140||||GNU Transactional Memory Library
libjansson4|libs|2.14-2|101|40788||||C library for encoding, decoding and manipulating JSON data
libjemalloc2|libs|5.3.0-1|872|275000||||general-purpose scalable concurrent malloc(3) implementation
libjpeg62-turbo|libs|1:2.1.5-2|677|166332||||libjpeg-turbo JPEG runtime library
libjq1|libs|1.6-2.1+deb12u3|366|136460|libonig5|||lightweight and flexible command-line JSON processor - shared library
libjs-jquery|javascript|3.6.1+dfsg+~3.5.14-1|705|326128||||JavaScript library for dynamic web applications
libjs-sphinxdoc|javascript|5.3.0-4|184|130384|libjs-jquery libjs-underscore|||JavaScript support for Sphinx documentation
libjs-underscore|javascript|1.13.4~dfsg+~1.11.4-3|349|115632||||JavaScript's functional programming helper library
libjson-c5|libs|0.16-2|109|44120||||JSON manipulation library - shared library
libjsoncpp25|libs|1.9.5-4|249|78572||||library for reading and writing JSON for C++
libk5crypto3|libs|1.20.1-2+deb12u5|261|79712|libkrb5support0|||MIT Kerberos runtime libraries - Crypto Library
libkeyutils1|libs|1.6.3-2|40|8808||||Linux Key Management Utilities (library)
libkmod2|libs|30+20221128-1|141|57892|libssl3|||libkmod shared library
libkrb5-3|libs|1.20.1-2+deb12u5|1077|332280|libk5crypto3 libkeyutils1 libkrb5support0 libssl3|||MIT Kerberos runtime libraries
libkrb5support0|libs|1.20.1-2+deb12u5|134|33212||||MIT Kerberos runtime libraries - Support library
libksba8|libs|1.6.3-2|316|128416||||X.509 and CMS support library
liblcms2-2|libs|2.14-2+deb12u1|428|153540||||Little CMS 2 color management library
libldap-2.5-0|libs|2.5.13+dfsg-5|553|183248|libsasl2-2|||OpenLDAP libraries
liblinear4|libs|2.3.0+dfsg-5|102|43644|libblas3|||Library for Large Linear Classification
liblmdb0|libs|0.9.24-1|104|44996||||Lightning Memory-Mapped Database shared library
liblsan0|libs|12.2.0-14+deb12u1|2942|969300||||LeakSanitizer -- a memory leak detector (runtime)
liblua5.3-0|libs|5.3.6-2|495|122984||||Shared library for the Lua interpreter version 5.3
liblzf1|libs|3.6-3|39|10192||||Very small data compression library
libmagic-mgc|libs|1:5.44-3|8130|304888||||File type determination library using "magic" numbers (compiled magic file)
libmagic1|libs|1:5.44-3|232|103752|libmagic-mgc|||Recognize the type of data in a file using "magic" numbers - library
libmariadb3|libs|1:10.11.19-0+deb12u1|553|179504|mariadb-common libssl3|||MariaDB database client library
libmaxminddb0|libs|1.7.1-1|76|29812||||IP geolocation database library
libmnl0|libs|1.0.4-3|46|12476||||minimalistic Netlink communication library
libmpc3|libs|1.3.1-1|149|51480|libmpfr6|||multiple precision complex floating-point library
libmpfr6|libs|4.2.0-1|1177|700900||||multiple precision floating-point computation
libncurses6|libs|6.4-4|335|103136||libgpm2||shared libraries for terminal handling
libncursesw6|libs|6.4-4|412|133824||||shared libraries for terminal handling (wide character support)
libnetfilter-conntrack3|libs|1.0.9-3|139|40704|libmnl0 libnfnetlink0|||Netfilter netlink-conntrack library
libnfnetlink0|libs|1.0.2-2|51|15132||||Netfilter netlink library
libnftables1|libs|1.0.6-2+deb12u2|920|299116|libjansson4 libmnl0 libnftnl11 libxtables12|||Netfilter nftables high level userspace API library
libnftnl11|libs|1.2.4-2|233|61632|libmnl0|||Netfilter nftables userspace API library
libnghttp2-14|libs|1.52.0-1+deb12u3|220|72404||||library implementing HTTP/2 protocol (shared library)
libnl-3-200|libs|3.7.0-0.2+b1|182|63124||||library for dealing with netlink sockets
libnl-genl-3-200|libs|3.7.0-0.2+b1|58|21600|libnl-3-200|||library for dealing with netlink sockets - generic netlink
libnode108|libs|18.20.4+dfsg-1~deb12u1|69318|10500000|libssl3|||evented I/O for V8 javascript - runtime library
libnpth0|libs|1.6-3|50|18980||||replacement for GNU Pth using system threads
libnsl-dev|libdevel|1.3.0-2|345|66436|libnsl2 libtirpc-dev|||libnsl development files
libnsl2|libs|1.3.0-2|127|39480|libtirpc3|||Public client interface for NIS(YP) and NIS+
libnspr4|libs|2:4.35-1|322|113108||||NetScape Portable Runtime Library
libnss3|libs|2:3.87.1-1+deb12u4|4114|1330556|libnspr4 libsqlite3-0|||Network Security Service libraries
libonig5|libs|6.9.8-1|666|187828||||regular expressions library
libpam-systemd|admin|252.39-1~deb12u2|532|225520|systemd systemd-sysv|||system and service manager - PAM module
libpcap0.8|libs|1.10.3-1|368|156700|libdbus-1-3|||system interface for user-level packet capture
libpcre3|libs|2:8.39-15|680|340864||||Old Perl 5 Compatible Regular Expression Library - runtime files
libpcsclite1|libs|1.9.9-2|91|49704||||Middleware to access a smart card using PC/SC (library)
libperl5.36|libs|5.36.0-7+deb12u4|28875|4207640|libgdbm-compat4 libgdbm6 perl-modules-5.36|||shared Perl library
libpkgconf3|libs|1.8.1-1|101|36084||||shared library for pkgconf
libpng16-16|libs|1.6.39-2+deb12u6|417|277048||||PNG library - runtime (version 1.6)
libpopt0|libs|1.19+dfsg-1|245|43268||||lib for parsing cmdline parameters
libpq-dev|libdevel|15.20-0+deb12u1|595|156556|libpq5 libssl-dev||pg_config|header files for libpq5 (PostgreSQL library)
libpq5|libs|15.20-0+deb12u1|906|205248|libgssapi-krb5-2 libldap-2.5-0 libssl3|||PostgreSQL C client library
libproc2-0|libs|2:4.0.2-3|232|62804||||library for accessing process information from /proc
libprotobuf-c1|libs|1.4.1-1+b1|69|27492||||Protocol Buffers C shared library (protobuf-c)
libpsl5|libs|0.21.2-1|96|58684||||Library for Public Suffix List (shared libraries)
libpython3-dev|python|3.11.2-1+b1|37|9572|libpython3.11-dev|||header files and a static library for Python (default)
libpython3-stdlib|python|3.11.2-1+b1|27|9312|libpython3.11-stdlib|||interactive high-level object-oriented language (default python3 version)
libpython3.11|libs|3.11.2-6+deb12u9|7626|1988800|libpython3.11-stdlib libexpat1|||Shared Python runtime library (version 3.11)
libpython3.11-dev|libdevel|3.11.2-6+deb12u9|25766|4739284|libpython3.11-stdlib libpython3.11 libexpat1-dev zlib1g-dev|||Header files and a static library for Python (v3.11)
libpython3.11-minimal|python|3.11.2-6+deb12u9|5232|820928|libssl3|||Minimal subset of the Python language (version 3.11)
libpython3.11-stdlib|python|3.11.2-6+deb12u9|8334|1798408|libpython3.11-minimal media-types libncursesw6 libnsl2 libreadline8 libsqlite3-0 libtirpc3|||Interactive high-level object-oriented language (standard library, version 3.11)
libquadmath0|libs|12.2.0-14+deb12u1|292|144616||||GCC Quad-Precision Math Library
libreadline8|libs|8.2-1.3|475|165760|readline-common|||GNU readline and history libraries, run-time libraries
librecode0|libs|3.6-25|1834|524312||||Shared library on which recode is based
librhash0|libs|1.4.3-3|237|134112||libssl3||shared library for hash functions computing
librtmp1|libs|2.4+20151223.gitfa8646d.1-2+b2|146|60824||||toolkit for RTMP streams (shared library)
libruby|libs|1:3.1|13|4972|libruby3.1|||Libraries necessary to run Ruby
libruby3.1|libs|3.1.7+really3.1.2-0+deb12u1|25013|5405952|rake ruby-net-telnet ruby-xmlrpc ruby-webrick ruby-sdbm libedit2 libncurses6 libssl3 libyaml-0-2|||Libraries necessary to run Ruby 3.1
libsasl2-2|libs|2.1.28+dfsg-10+deb12u1|167|59908|libsasl2-modules-db|||Cyrus SASL - authentication abstraction library
libsasl2-modules-db|libs|2.1.28+dfsg-10+deb12u1|77|20524||||Cyrus SASL - pluggable authentication modules (DB)
libsigsegv2|libs|2.14-1|70|37152||||Library for handling page faults in a portable way
libslang2|libs|2.3.3-3|2386|554316||||S-Lang programming library - runtime version
libsodium23|libs|1.0.18-1+deb12u1|415|162044||||Network communication, cryptography and signaturing library
libsqlite3-0|libs|3.40.1-2+deb12u2|1682|838808||||SQLite 3 shared library
libssh2-1|libs|1.10.0-3+deb12u1|353|175976|libssl3|||SSH2 client-side library
libssl-dev|libdevel|3.0.22-1~deb12u2|12206|2450160|libssl3|||Secure Sockets Layer toolkit - development files
libssl3|libs|3.0.22-1~deb12u2|6042|2039888||||Secure Sockets Layer toolkit - shared libraries
libstdc++-12-dev|libdevel|12.2.0-14+deb12u1|19446|2047292|libgcc-12-dev libc6-dev|||GNU Standard C++ Library v3 (development files)
libsystemd-shared|libs|252.39-1~deb12u2|5350|1696184|libapparmor1 libip4tc2 libkmod2 libssl3|||systemd shared private library
libtext-charwidth-perl|perl|0.04-11|41|9496||||get display widths of characters on the terminal
libtirpc-common|libs|1.3.3+ds-1|35|14048||||transport-independent RPC library - common files
libtirpc-dev|libdevel|1.3.3+ds-1|717|191428|libtirpc3|||transport-independent RPC library - development files
libtirpc3|libs|1.3.3+ds-1|226|85192|libgssapi-krb5-2 libtirpc-common|||transport-independent RPC library
libtsan2|libs|12.2.0-14+deb12u1|7815|2196972||||ThreadSanitizer -- a Valgrind-based detector of data races (runtime)
libubsan1|libs|12.2.0-14+deb12u1|2652|883056||||UBSan -- undefined behaviour sanitizer (runtime)
libunwind8|libs|1.6.2-3|196|51172||||library to determine the call-chain of a program - runtime
libutempter0|libs|1.2.1-3|50|8960||||privileged helper for utmp/wtmp updates (runtime)
libuv1|libs|1.44.2-1+deb12u1|294|135616||||asynchronous event notification library - runtime library
libwrap0|libs|7.6.q-32|110|54936|libnsl2|||Wietse Venema's TCP wrappers library
libx11-6|libs|2:1.8.4-2+deb12u2|1562|759544|libxcb1 libx11-data|||X11 client-side library
libx11-data|x11|2:1.8.4-2+deb12u2|1577|291884||||X11 client-side library
libxau6|libs|1:1.0.9-1|42|19720||||X11 authorisation library
libxcb1|libs|1.15-1|296|144052|libxau6 libxdmcp6|||X C Binding
libxdmcp6|libs|1:1.1.2-3|53|26344|libbsd0|||X11 Display Manager Control Protocol library
libxext6|libs|2:1.3.4-1+b1|132|52932|libx11-6|||X11 miscellaneous extension library
libxml2|libs|2.9.14+dfsg-1.3~deb12u6|1867|688760|libicu72|||GNOME XML library
libxmuu1|libs|2:1.1.3-3|54|23928|libx11-6|||X11 miscellaneous micro-utility library
libxtables12|libs|1.8.9-2|101|30752||||netfilter xtables library
libyaml-0-2|libs|0.2.5-1|152|53580||||Fast YAML 1.1 parser and emitter library
linux-libc-dev|devel|6.1.192-2|7191|2457924||||Linux support headers for userspace development
locales|localization|2.36-9+deb12u14|15847|3906316|libc-l10n||usr/sbin/locale-gen|GNU C Library: National Language (locale) data [support]
lolcat|games|100.0.1-3|44|7948|ruby ruby-paint ruby-optimist||usr/games/lolcat|colorful 'cat'
lsb-base|misc|11.6|12|4584||||transitional package for Linux Standard Base init script functionality
lsb-release|misc|12.0-1|17|6416|||lsb_release|Linux Standard Base version reporting utility (minimal implementation)
lsof|utils|4.95.0-1|482|318268|libtirpc3||lsof|utility to list open files
lua-lpeg|interpreters|1.0.2-2|252|37728||||LPeg library for the Lua language
m4|interpreters|1.4.19-3|670|286836|||m4|macro processing language
make|devel|4.3-4.1|1592|395632|||make make-first-existing-target gmake|utility for directing compilation
mariadb-client|database|1:10.11.19-0+deb12u1|62935|2952092|libconfig-inifiles-perl mariadb-client-core libssl3||mariadb mysql mysqldump mysqladmin|MariaDB database client binaries
mariadb-client-core|database|1:10.11.19-0+deb12u1|14655|869892|libmariadb3 mariadb-common libedit2 libncurses6 libssl3||mariadb mysql|MariaDB database core client binaries
mariadb-common|database|1:10.11.19-0+deb12u1|69|27624|mysql-common|||MariaDB common configuration files
media-types|net|10.0.0|92|26136||||List of standard media types and their usual file extension
mysql-common|database|5.8+1.1.0|33|6636||||MySQL database common files, e.g. /etc/mysql/my.cnf
nano|editors|7.2-1+deb12u1|2804|689556|libncursesw6||nano rnano|small, friendly text editor inspired by Pico
ncdu|admin|1.18-0.2|113|51924|libncursesw6||ncdu|ncurses disk usage viewer
ncurses-term|misc|6.4-4|4289|500860||||additional terminal type definitions
neofetch|utils|7.1.0-4|352|81824|||neofetch|Shows Linux System Information with Distribution Logo
net-tools|net|2.10-0.1+deb12u2|978|243404|||netstat sbin/ifconfig sbin/route usr/sbin/arp|NET-3 networking toolkit
netbase|admin|6.4|36|12800||||Basic TCP/IP networking system
netcat-openbsd|net|1.219-1|108|41520|libbsd0||nc|TCP/IP swiss army knife
netcat-traditional|net|1.10-47|143|67876|||bin/nc.traditional bin/nc|TCP/IP swiss army knife
nftables|net|1.0.6-2+deb12u2|176|70292|libnftables1 libedit2|||Program to control packet filtering rules by Netfilter project
nginx|httpd|1.22.1-9+deb12u10|1335|531468|libssl3 iproute2 nginx-common||usr/sbin/nginx|small, powerful, scalable web/proxy server
nginx-common|httpd|1.22.1-9+deb12u10|332|114932||||small, powerful, scalable web/proxy server - common files
nmap|net|7.93+dfsg1-1|4434|1897372|nmap-common liblinear4 liblua5.3-0 libpcap0.8 libpcre3 libssh2-1 libssl3 lua-lpeg||nmap ncat|The Network Mapper
nmap-common|net|7.93+dfsg1-1|21188|4148400||nmap||Architecture independent files for nmap
nodejs|web|18.20.4+dfsg-1~deb12u1|2096|319368|libnode108|ca-certificates|node nodejs|Node.js event-based server-side javascript engine
npm|web|9.2.0~ds1-1|2941|669016|nodejs||npm npx|package manager for Node.js
openjdk-17-jdk-headless|java|17.0.21.1+2-1~deb12u1|77193|71847560|openjdk-17-jre-headless||javac jar jshell javadoc javap jlink jps|OpenJDK Development Kit (JDK) (headless)
openjdk-17-jre-headless|java|17.0.21+9-1~deb12u1|188857|43983296|ca-certificates-java java-common libcups2 libfontconfig1 liblcms2-2 libjpeg62-turbo libnss3 libasound2 libfreetype6 libharfbuzz0b libpcsclite1||java keytool|OpenJDK Java runtime, using Hotspot JIT (headless)
openssh-client|net|1:9.2p1-2+deb12u10|5801|993532|libedit2 libfido2-1 libgssapi-krb5-2 libssl3|xauth|scp sftp ssh ssh-add ssh-agent ssh-argv0 ssh-copy-id ssh-keygen ssh-keyscan slogin|secure shell (SSH) client, for secure access to remote machines
openssh-server|net|1:9.2p1-2+deb12u10|1930|456584|lsb-base openssh-client openssh-sftp-server procps ucf runit-helper libgssapi-krb5-2 libkrb5-3 libssl3 libwrap0|libpam-systemd ncurses-term xauth|usr/sbin/sshd|secure shell (SSH) server, for secure access from remote machines
openssh-sftp-server|net|1:9.2p1-2+deb12u10|217|65928|openssh-client|||secure shell (SSH) sftp server module, for SFTP access from remote machines
openssl|utils|3.0.22-1~deb12u2|2315|1441784|libssl3||c_rehash openssl|Secure Sockets Layer toolkit - cryptographic utility
patch|vcs|2.7.6-7|248|127848|||patch|Apply a diff file to an original
perl|perl|5.36.0-7+deb12u4|670|239392|perl-modules-5.36 libperl5.36||cpan encguess h2xs instmodsh libnetcfg perldoc piconv pl2pm podchecker prove ptar ptardiff ptargrep shasum|Larry Wall's Practical Extraction and Report Language
perl-modules-5.36|libs|5.36.0-7+deb12u4|17821|2817356||||Core Perl modules
php|php|2:8.2+93|10|3628|php8.2|||server-side, HTML-embedded scripting language (default)
php-cli|php|2:8.2+93|21|4108|php8.2-cli|||command-line interpreter for the PHP scripting language (default)
php-common|php|2:93|70|13104|psmisc|||Common files for PHP packages
php8.2|php|8.2.36-1~deb12u1|85|51252|libapache2-mod-php8.2 php8.2-common|||server-side, HTML-embedded scripting language (metapackage)
php8.2-cli|php|8.2.36-1~deb12u1|5637|1756464|libedit2 libmagic1 media-types php8.2-common php8.2-opcache php8.2-readline ucf libargon2-1 libsodium23 libssl3 libxml2||php|command-line interpreter for the PHP scripting language
php8.2-common|php|8.2.36-1~deb12u1|8456|694264|php-common ucf libssl3|||documentation, examples and common module for PHP
php8.2-opcache|php|8.2.36-1~deb12u1|1028|346240|php-common ucf php8.2-common|||Zend OpCache module for PHP
php8.2-readline|php|8.2.36-1~deb12u1|64|12528|php-common ucf php8.2-common libedit2|||readline module for PHP
pinentry-curses|utils|1.2.1-1|140|77448|libassuan0 libncursesw6||pinentry-curses|curses-based PIN or pass-phrase entry dialog for GnuPG
pkg-config|devel|1.8.1-1|29|13688|pkgconf|||manage compile and link flags for libraries (transitional package)
pkgconf|devel|1.8.1-1|65|25892|pkgconf-bin||pkg-config|manage compile and link flags for libraries
pkgconf-bin|devel|1.8.1-1|81|29472|libpkgconf3||pkgconf|manage compile and link flags for libraries (binaries)
postgresql-client|database|15+248+deb12u2|16|10340|postgresql-client-15|||front-end programs for PostgreSQL (supported version)
postgresql-client-15|database|15.20-0+deb12u1|8615|1778868|libpq5 postgresql-client-common sensible-utils libreadline8 libssl3||psql pg_dump pg_restore pg_isready|front-end programs for PostgreSQL 15
postgresql-client-common|database|248+deb12u2|130|35284|netbase perl||clusterdb createdb createlang createuser dropdb droplang dropuser pg_basebackup pg_dump pg_dumpall pg_isready pg_receivewal pg_receivexlog pg_recvlogical|manager for multiple PostgreSQL client versions
procps|admin|2:4.0.2-3|2091|708712|libncursesw6 libproc2-0|psmisc|ps free top kill pgrep pkill uptime vmstat watch|/proc file system utilities
psmisc|admin|23.6-1|909|258696|||fuser killall peekfd prtstat pslog pstree pstree.x11|utilities that use the proc file system
python3|python|3.11.2-1+b1|81|26300|python3-minimal python3.11 libpython3-stdlib||python3|interactive high-level object-oriented language (default python3 version)
python3-click|python|8.1.3-2|379|92160|python3-colorama python3|||Wrapper around optparse for command line utilities - Python 3.x
python3-colorama|python|0.4.6-2|133|36808|python3|||Cross-platform colored terminal text in Python - Python 3.x
python3-dev|python|3.11.2-1+b1|155|26180|python3 libpython3-dev python3.11-dev python3-distutils libjs-sphinxdoc||python3-config|header files and a static library for Python (default)
python3-distutils|python|3.11.2-3|638|130936|python3 python3-lib2to3|||distutils package for Python 3.x
python3-flask|python|2.2.2-3|444|105084|python3-click python3 python3-itsdangerous python3-jinja2 python3-werkzeug|python3-pkg-resources||micro web framework based on Werkzeug and Jinja2 - Python 3.x
python3-itsdangerous|python|2.1.2-3|66|16968|python3|||Various helpers to pass trusted data to untrusted environment - Python 3.x
python3-jinja2|python|3.1.2-1+deb12u3|540|120352|python3-markupsafe python3|python3-pkg-resources||small but fast and easy to use stand-alone template engine
python3-lib2to3|python|3.11.2-3|365|76284|python3|||Interactive high-level object-oriented language (lib2to3)
python3-markupsafe|python|2.1.2-1+b1|53|13196|python3|||HTML/XHTML/XML string library
python3-minimal|python|3.11.2-1+b1|111|26312|python3.11-minimal||py3clean py3compile py3versions python3|minimal subset of the Python language (default python3 version)
python3-pip|python|23.0.1+dfsg-1|6678|1324972|ca-certificates python3-distutils python3-setuptools python3-wheel python3|build-essential python3-dev|pip pip3|Python package installer
python3-pip-whl|python|23.0.1+dfsg-1|1747|1717296|ca-certificates|||Python package installer (pip wheel)
python3-pkg-resources|python|66.1.1-1+deb12u2|1052|296604|python3|||Package Discovery and Resource Access using pkg_resources
python3-setuptools|python|66.1.1-1+deb12u2|2534|521580|python3-pkg-resources python3-distutils python3|||Python3 Distutils Enhancements
python3-setuptools-whl|python|66.1.1-1+deb12u2|1316|1112076||||Python Distutils Enhancements (wheel package)
python3-venv|python|3.11.2-1+b1|6|1200|python3.11-venv python3 python3-distutils|||venv module for python3 (default python3 version)
python3-werkzeug|python|2.2.2-3+deb12u1|867|206124|libjs-jquery python3-markupsafe python3|||collection of utilities for WSGI applications (Python 3.x)
python3-wheel|python|0.38.4-2|131|30808|python3-distutils python3|||built-package format for Python
python3.11|python|3.11.2-6+deb12u9|651|575032|python3.11-minimal libpython3.11-stdlib media-types||pydoc3.11 pygettext3.11 pdb3.11|Interactive high-level object-oriented language (version 3.11)
python3.11-dev|python|3.11.2-6+deb12u9|619|619256|python3.11 libpython3.11-dev libpython3.11||python3.11-config|Header files and a static library for Python (v3.11)
python3.11-minimal|python|3.11.2-6+deb12u9|6743|2054684|libpython3.11-minimal libexpat1||python3.11|Minimal subset of the Python language (version 3.11)
python3.11-venv|python|3.11.2-6+deb12u9|28|5896|python3.11 python3-pip-whl python3-setuptools-whl|||Interactive high-level object-oriented language (pyvenv binary, version 3.11)
rake|ruby|13.0.6-3|272|83908|ruby|zip||ruby make-like utility
readline-common|utils|8.2-1.3|89|68988||||GNU readline and history libraries, common files
redis-server|database|5:7.0.15-1~deb12u10|183|73908|lsb-base redis-tools||redis-server|Persistent key-value database with network interface
redis-tools|database|5:7.0.15-1~deb12u10|5837|991988|libatomic1 libjemalloc2 liblzf1 libssl3||redis-cli redis-benchmark|Persistent key-value database with network interface (client)
rpcsvc-proto|libs|1.4.3-1|246|63268|||rpcgen|RPC protocol compiler and definitions
rsync|net|3.5.0+ds1-0+deb12u1|937|498456|libpopt0 libssl3||rsync|fast, versatile, remote (and local) file-copying tool
ruby|ruby|1:3.1|29|5868|ruby3.1 libruby ruby-rubygems||ruby irb gem erb rake|Interpreter of object-oriented scripting language Ruby (default version)
ruby-net-telnet|ruby|0.2.0-1|57|13076||||telnet client library
ruby-optimist|ruby|3.0.0-2|56|16532||||Commandline parser for Ruby that just gets out of your way
ruby-paint|ruby|2.2.0-1|48|17548||||terminal paint library with 256 color and effect support
ruby-rubygems|ruby|3.3.15-2+deb12u1|1176|292916|ruby|||Package management framework for Ruby
ruby-sdbm|ruby|1.0.0-5+b1|59|15440|libruby3.1 libruby|||simple file-based key-value store with String keys and values
ruby-webrick|ruby|1.8.1-1|239|51376||||HTTP server toolkit in Ruby
ruby-xmlrpc|ruby|0.3.2-2|104|24436|ruby-webrick|||XMLRPC library for Ruby
ruby3.1|ruby|3.1.7+really3.1.2-0+deb12u1|731|665792|rubygems-integration libruby3.1|libjs-jquery||Interpreter of object-oriented scripting language Ruby
rubygems-integration|ruby|1.18|26|6704|ca-certificates|||integration of Debian Ruby packages with Rubygems
runit-helper|admin|2.15.2|19|6520||||dh-runit implementation detail
screen|misc|4.9.0-4|997|591316|libutempter0||screen|terminal multiplexer with VT100/ANSI terminal emulation
sensible-utils|utils|0.0.17+nmu1|56|19020|||select-editor sensible-browser sensible-editor sensible-pager|Utilities for sensible alternative selection
sl|games|5.02-1+b1|60|13172|libncurses6||usr/games/sl|Correct you if you type 'sl' by mistake
socat|net|1.7.4.4-2|1515|375188|libssl3 libwrap0||socat|multipurpose relay for bidirectional data transfer
sqlite3|database|3.40.1-2+deb12u2|533|353348|libreadline8 libsqlite3-0||sqlite3|Command line interface for SQLite 3
ssl-cert|utils|1.1.2|64|21120|openssl||usr/sbin/make-ssl-cert|simple debconf wrapper for OpenSSL
strace|utils|6.1-0.1|2839|1313880|libunwind8||strace|System call tracer
sudo|admin|1.9.13p3-1+deb12u4|6055|1890344|||sudo visudo|Provide limited super user privileges to specific users
supervisor|admin|4.2.5-1|1707|310800|lsb-base python3-pkg-resources python3||supervisord supervisorctl|System for controlling process state
systemd|admin|252.39-1~deb12u2|9668|3043940|libssl3 libcryptsetup12 libfdisk1 libkmod2 libsystemd-shared||journalctl loginctl networkctl systemctl systemd-ask-password systemd-creds systemd-escape systemd-firstboot systemd-inhibit systemd-machine-id-setup systemd-notify systemd-repart systemd-sysext systemd-sysusers|system and service manager
systemd-sysv|admin|252.39-1~deb12u2|74|42884|systemd||sbin/halt sbin/init sbin/poweroff sbin/reboot sbin/runlevel sbin/shutdown sbin/telinit|system and service manager - SysV compatibility symlinks
tcpdump|net|4.99.3-1|1332|466880|libpcap0.8 libssl3||tcpdump|command-line network traffic analyzer
telnet|oldlibs|0.17+2.4-2+deb12u3|54|41896|inetutils-telnet||telnet|transitional dummy package for inetutils-telnet default switch
tini|utils|0.19.0-1+b3|731|267204|||tini|tiny but valid init for containers
tmux|admin|3.3a-3|1106|454536|libevent-core-2.1-7 libutempter0||tmux|terminal multiplexer
toilet|text|0.3-1.4|59|22588|libcaca0 toilet-fonts||toilet|display large colourful characters in text mode
toilet-fonts|fonts|0.3-1.4|793|724400||||collection of TOIlet fonts
traceroute|net|1:2.1.2-1|155|51456|||traceroute|Traces the route taken by packets over an IPv4/IPv6 network
tree|utils|2.1.0-1|113|52464|||tree|displays an indented directory tree, in color
tzdata|localization|2026f-0+deb12u1|2571|307832||||time zone and daylight-saving time data
ucf|utils|3.0043+nmu1+deb12u1|214|55312|sensible-utils||lcf ucf ucfq ucfr|Update Configuration File(s): preserve user changes to config files
unzip|utils|6.0-28+deb12u1|380|166504|||unzip zipinfo|De-archiver for .zip files
vim|editors|2:9.0.1378-2+deb12u2|3650|1567756|vim-common vim-runtime libgpm2 libsodium23||vim|Vi IMproved - enhanced vi editor
vim-common|editors|2:9.0.1378-2+deb12u2|245|124836|||helpztags|Vi IMproved - Common files
vim-runtime|editors|2:9.0.1378-2+deb12u2|36406|7026844|||vimtutor|Vi IMproved - Runtime files
vim-tiny|editors|2:9.0.1378-2+deb12u2|1689|719960|vim-common||vim.tiny vi|Vi IMproved - enhanced vi editor - compact version
wget|web|1.21.3-1+deb12u1|3521|937340|libpsl5|ca-certificates|wget|retrieves files from the web
xauth|x11|1:1.1.2-1|81|35960|libx11-6 libxau6 libxext6 libxmuu1||xauth|X authentication utility
xz-utils|utils|5.4.1-1+deb12u2|1226|471448|||lzmainfo xz xzdiff xzgrep xzless xzmore unxz xzcat xzcmp xzegrep xzfgrep|XZ-format compression utilities
zip|utils|3.0-13+deb12u1|616|230316||unzip|zip|Archiver for .zip files
zlib1g-dev|libdevel|1:1.2.13.dfsg-1|1310|916272|libc6-dev|||compression library - development
zsh|shells|5.9-4+b15|2461|907512|zsh-common|libgdbm6 libncursesw6|bin/zsh|shell with lots of features
zsh-common|shells|5.9-4|16422|4147272||zsh||architecture independent files for Zsh
`;

/** Versions of what is asked for most, per release: `name=version …`. */
const RELEASES: Readonly<Record<string, string>> = {
  trixie: `curl=8.14.1-2+deb13u2 git=1:2.47.3-0+deb13u1 wget=1.25.0-2 vim=2:9.1.1230-2 nano=8.4-1 python3=3.13.5-1
    python3-pip=25.1.1+dfsg-1 build-essential=12.12 gcc=4:14.2.0-1 g++=4:14.2.0-1 make=4.4.1-2 nodejs=20.19.2+dfsg-1
    npm=9.2.0~ds1-3 jq=1.7.1-6+deb13u1 procps=2:4.0.4-9 iputils-ping=3:20240905-3 net-tools=2.10-1.3 less=668-1 tree=2.2.1-1
    htop=3.4.1-5 nginx=1.26.3-3+deb13u1 redis-server=5:8.0.2-3 postgresql-client=17+278 ca-certificates=20250419
    gnupg=2.4.7-21 sudo=1.9.16p2-3 openssh-client=1:10.0p1-7 unzip=6.0-29 zip=3.0-15`,
  noble: `curl=8.5.0-2ubuntu10.6 git=1:2.43.0-1ubuntu7.3 wget=1.21.4-1ubuntu4.1 vim=2:9.1.0016-1ubuntu7.9 nano=7.2-2ubuntu0.1
    python3=3.12.3-0ubuntu2 python3-pip=24.0+dfsg-1ubuntu1.3 build-essential=12.10ubuntu1 gcc=4:13.2.0-7ubuntu1
    g++=4:13.2.0-7ubuntu1 make=4.3-4.1build2 nodejs=18.19.1+dfsg-6ubuntu5 npm=9.2.0~ds1-2 jq=1.7.1-3ubuntu0.24.04.1
    iputils-ping=3:20240117-1ubuntu0.1 net-tools=2.10-0.1ubuntu4.4 less=590-2ubuntu2.1 tree=2.1.1-2ubuntu3.24.04.2 htop=3.3.0-4build1
    nginx=1.24.0-2ubuntu7.5 redis-server=5:7.0.15-1ubuntu0.24.04.2 postgresql-client=16+257build1.1
    ca-certificates=20240203 gnupg=2.4.4-2ubuntu17.3 sudo=1.9.15p5-3ubuntu5.24.04.1 openssh-client=1:9.6p1-3ubuntu13.14
    unzip=6.0-28ubuntu4.1 zip=3.0-13ubuntu0.2 tzdata=2025b-0ubuntu0.24.04.1`,
  jammy: `curl=7.81.0-1ubuntu1.21 git=1:2.34.1-1ubuntu1.15 wget=1.21.2-2ubuntu1.1 python3=3.10.6-1~22.04.1 nodejs=12.22.9~dfsg-1ubuntu3.6
    build-essential=12.9ubuntu3 nginx=1.18.0-6ubuntu14.7 ca-certificates=20240203~22.04.1 vim=2:8.2.3995-1ubuntu2.24`,
};

const catalogs = new Map<string, ReadonlyMap<string, DebianPackage>>();

/** The packages of a release, by name. */
export function debianCatalog(codename: string): ReadonlyMap<string, DebianPackage> {
  let found = catalogs.get(codename);
  if (!found) {
    const pairs = (RELEASES[codename] ?? '').split(/\s+/).map((each) => each.split('=') as [string, string]);
    const versions = new Map(pairs);
    const items = LINES.trim().split('\n').map(parse);
    found = new Map(items.map((item) => [item.name, { ...item, version: versions.get(item.name) ?? item.version }]));
    catalogs.set(codename, found);
  }
  return found;
}

function parse(line: string): DebianPackage {
  const [
    name = '',
    section = '',
    version = '',
    size,
    archive,
    depends = '',
    recommends = '',
    commands = '',
    description = '',
  ] = line.split('|');
  const words = (text: string) => text.split(' ').filter((word) => word !== '');
  return {
    name,
    section,
    version,
    size: Number(size) * 1024,
    archive: Number(archive),
    depends: words(depends),
    recommends: words(recommends),
    commands: words(commands).map((path) => (path.includes('/') ? path : `usr/bin/${path}`)),
    description,
  };
}
