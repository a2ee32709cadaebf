/**
 * The headers of the C library as far as their functions are here (runtime.ts has the functions; C17 7, POSIX.1-2017). What a header
 * does not declare is undeclared for the program too.
 */
const SIZE_T = 'typedef unsigned long size_t;\ntypedef long ssize_t;\n#ifndef NULL\n#define NULL ((void*)0)\n#endif\n';

export const HEADERS: Readonly<Record<string, string>> = {
  'stdio.h': `${SIZE_T}typedef struct _IO_FILE FILE;
#define stdin ((FILE*)1)
#define stdout ((FILE*)2)
#define stderr ((FILE*)3)
#define EOF (-1)
#define BUFSIZ 8192
#define _IOFBF 0
#define _IOLBF 1
#define _IONBF 2
int printf(const char *format, ...);
int fprintf(FILE *stream, const char *format, ...);
int sprintf(char *s, const char *format, ...);
int snprintf(char *s, size_t n, const char *format, ...);
int puts(const char *s);
int putchar(int c);
int putc(int c, FILE *stream);
int fputc(int c, FILE *stream);
int fputs(const char *s, FILE *stream);
int getchar(void);
int getc(FILE *stream);
int fgetc(FILE *stream);
char *fgets(char *s, int n, FILE *stream);
ssize_t getline(char **line, size_t *n, FILE *stream);
int scanf(const char *format, ...);
int fscanf(FILE *stream, const char *format, ...);
int sscanf(const char *s, const char *format, ...);
FILE *fopen(const char *path, const char *mode);
int fclose(FILE *stream);
size_t fread(void *p, size_t size, size_t n, FILE *stream);
size_t fwrite(const void *p, size_t size, size_t n, FILE *stream);
int fflush(FILE *stream);
int feof(FILE *stream);
int ferror(FILE *stream);
void perror(const char *s);
int remove(const char *path);
int rename(const char *from, const char *to);
void setbuf(FILE *stream, char *buffer);
int setvbuf(FILE *stream, char *buffer, int mode, size_t size);
`,
  'stdlib.h': `${SIZE_T}#define EXIT_SUCCESS 0
#define EXIT_FAILURE 1
#define RAND_MAX 2147483647
void *malloc(size_t size);
void *calloc(size_t n, size_t size);
void *realloc(void *p, size_t size);
void free(void *p);
void exit(int status);
void _exit(int status);
void abort(void);
int atexit(void (*function)(void));
int atoi(const char *s);
long atol(const char *s);
double atof(const char *s);
long strtol(const char *s, char **end, int base);
unsigned long strtoul(const char *s, char **end, int base);
double strtod(const char *s, char **end);
int abs(int n);
long labs(long n);
int rand(void);
void srand(unsigned int seed);
char *getenv(const char *name);
void qsort(void *base, size_t n, size_t size, int (*compare)(const void *, const void *));
void *bsearch(const void *key, const void *base, size_t n, size_t size, int (*compare)(const void *, const void *));
`,
  'string.h': `${SIZE_T}size_t strlen(const char *s);
char *strcpy(char *to, const char *from);
char *strncpy(char *to, const char *from, size_t n);
char *strcat(char *to, const char *from);
char *strncat(char *to, const char *from, size_t n);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c);
char *strrchr(const char *s, int c);
char *strstr(const char *s, const char *what);
char *strdup(const char *s);
char *strtok(char *s, const char *separators);
size_t strspn(const char *s, const char *accept);
size_t strcspn(const char *s, const char *reject);
char *strerror(int number);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *p, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
`,
  'strings.h': 'int strcasecmp(const char *a, const char *b);\n',
  'ctype.h': `int isalpha(int c);
int isdigit(int c);
int isalnum(int c);
int isspace(int c);
int isupper(int c);
int islower(int c);
int ispunct(int c);
int isprint(int c);
int isxdigit(int c);
int toupper(int c);
int tolower(int c);
`,
  'math.h': `#define M_PI 3.14159265358979323846
#define M_E 2.7182818284590452354
${'sqrt sin cos tan asin acos atan exp log log2 log10 fabs floor ceil round trunc cbrt'
  .split(' ')
  .map((name) => `double ${name}(double x);\n`)
  .join('')}double pow(double x, double y);
double fmod(double x, double y);
double atan2(double y, double x);
double hypot(double x, double y);
`,
  'time.h': `${SIZE_T}typedef long time_t;
typedef long clock_t;
#define CLOCKS_PER_SEC 1000000
struct tm { int tm_sec; int tm_min; int tm_hour; int tm_mday; int tm_mon; int tm_year; int tm_wday; int tm_yday; int tm_isdst; };
struct timespec { time_t tv_sec; long tv_nsec; };
time_t time(time_t *t);
clock_t clock(void);
double difftime(time_t a, time_t b);
struct tm *localtime(const time_t *t);
struct tm *gmtime(const time_t *t);
size_t strftime(char *s, size_t n, const char *format, const struct tm *tm);
char *ctime(const time_t *t);
char *asctime(const struct tm *tm);
int nanosleep(const struct timespec *wanted, struct timespec *left);
`,
  'unistd.h': `${SIZE_T}typedef int pid_t;
#define STDIN_FILENO 0
#define STDOUT_FILENO 1
#define STDERR_FILENO 2
unsigned int sleep(unsigned int seconds);
int usleep(unsigned int microseconds);
int pause(void);
int getpid(void);
int getppid(void);
unsigned int getuid(void);
unsigned int geteuid(void);
unsigned int getgid(void);
int gethostname(char *name, size_t n);
char *getcwd(char *s, size_t n);
int isatty(int fd);
ssize_t read(int fd, void *p, size_t n);
ssize_t write(int fd, const void *p, size_t n);
void _exit(int status);
`,
  'signal.h': `typedef void (*sighandler_t)(int);
#define SIG_DFL ((sighandler_t)0)
#define SIG_IGN ((sighandler_t)1)
#define SIGHUP 1
#define SIGINT 2
#define SIGQUIT 3
#define SIGABRT 6
#define SIGKILL 9
#define SIGUSR1 10
#define SIGSEGV 11
#define SIGUSR2 12
#define SIGALRM 14
#define SIGTERM 15
sighandler_t signal(int number, sighandler_t handler);
int raise(int number);
`,
  'errno.h':
    '#define errno (*__errno_location())\nint *__errno_location(void);\n#define ENOENT 2\n#define EACCES 13\n#define EEXIST 17\n#define EINVAL 22\n#define ENOMEM 12\n#define EINTR 4\n',
  'assert.h':
    'void __assert_fail(const char *what, const char *file, int line, const char *function);\n#ifdef NDEBUG\n#define assert(x) ((void)0)\n#else\n#define assert(x) ((x) ? (void)0 : __assert_fail(#x, __FILE__, __LINE__, __func__))\n#endif\n',
  'stdbool.h': '#define bool _Bool\n#define true 1\n#define false 0\n',
  'stddef.h': `${SIZE_T}typedef long ptrdiff_t;\n`,
  'stdint.h': integers(),
  'inttypes.h': `${integers()}#define PRId64 "ld"\n#define PRIu64 "lu"\n#define PRIx64 "lx"\n#define PRId32 "d"\n#define PRIu32 "u"\n#define PRIx32 "x"\n`,
  'limits.h': `#define CHAR_BIT 8
#define CHAR_MIN (-128)
#define CHAR_MAX 127
#define SCHAR_MAX 127
#define UCHAR_MAX 255
#define SHRT_MIN (-32768)
#define SHRT_MAX 32767
#define USHRT_MAX 65535
#define INT_MIN (-2147483647 - 1)
#define INT_MAX 2147483647
#define UINT_MAX 4294967295U
#define LONG_MIN (-9223372036854775807L - 1)
#define LONG_MAX 9223372036854775807L
#define ULONG_MAX 18446744073709551615UL
#define LLONG_MAX LONG_MAX
#define LLONG_MIN LONG_MIN
#define ULLONG_MAX ULONG_MAX
`,
  'float.h':
    '#define FLT_MAX 3.40282347e+38F\n#define DBL_MAX 1.7976931348623157e+308\n#define DBL_EPSILON 2.2204460492503131e-16\n#define FLT_EPSILON 1.19209290e-7F\n',
  'sys/types.h': `${SIZE_T}typedef int pid_t;\ntypedef long off_t;\ntypedef unsigned int uid_t;\ntypedef unsigned int gid_t;\n`,
};

function integers(): string {
  const types = [8, 16, 32, 64].map((bits) => {
    const base = { 8: 'char', 16: 'short', 32: 'int', 64: 'long' }[bits];
    const most = (2n ** BigInt(bits - 1) - 1n).toString();
    const suffix = bits === 64 ? 'L' : '';
    return `typedef signed ${base} int${bits}_t;\ntypedef unsigned ${base} uint${bits}_t;\n#define INT${bits}_MAX ${most}${suffix}\n#define INT${bits}_MIN (-${most}${suffix} - 1)\n#define UINT${bits}_MAX ${2n ** BigInt(bits) - 1n}${bits === 64 ? 'UL' : bits === 32 ? 'U' : ''}\n`;
  });
  return `${types.join('')}typedef long intptr_t;\ntypedef unsigned long uintptr_t;\ntypedef long intmax_t;\ntypedef unsigned long uintmax_t;\n#define SIZE_MAX 18446744073709551615UL\n`;
}

/** The functions the headers declare, which is what the library defines, and in which header each is. */
export const LIBRARY: ReadonlyMap<string, string> = new Map(
  Object.entries(HEADERS).flatMap(([header, text]) =>
    [...text.matchAll(/^(?!#|typedef)[\w ]+?[ *](\w+)\(/gm)].map(([, name]) => [name!, header] as const),
  ),
);
