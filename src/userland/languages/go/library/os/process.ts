/** The process: its arguments, environment and folders; files as a whole. */
export const process = `package os

func args() []string
func writeTo(fd int, s string)
func readInput(most int) string
func lookup(key string) (string, bool)
func setenv(key, value string)
func unsetenv(key string)
func hostname() string
func getwd() string
func chdir(path string) string
func readFile(name string) (string, string)
func writeFile(name, text string, mode int, flag string) string
func mkdir(path string, mode int, all bool) string
func remove(path string, all bool) string
func rename(from, to string) string
func stat(path string) (size int64, mode uint32, seconds int64, isDir bool, why string)
func readdir(path string) ([]string, string)

func Exit(code int)
func Environ() []string
func Getpid() int
func Getppid() int
func Getuid() int
func Getgid() int

var Args = args()
var Stdin = &File{fd: 0, name: "/dev/stdin"}
var Stdout = &File{fd: 1, name: "/dev/stdout"}
var Stderr = &File{fd: 2, name: "/dev/stderr"}

func LookupEnv(key string) (string, bool) { return lookup(key) }
func Getenv(key string) string {
	value, _ := lookup(key)
	return value
}
func Setenv(key, value string) error {
	setenv(key, value)
	return nil
}
func Unsetenv(key string) error {
	unsetenv(key)
	return nil
}
func Hostname() (string, error) { return hostname(), nil }
func Getwd() (string, error)    { return getwd(), nil }
func Chdir(dir string) error    { return problem("chdir", dir, chdir(dir)) }

func ReadFile(name string) ([]byte, error) {
	text, why := readFile(name)
	if why == "is a directory" {
		return nil, problem("read", name, why)
	}
	if why != "" {
		return nil, problem("open", name, why)
	}
	return []byte(text), nil
}

func WriteFile(name string, data []byte, perm FileMode) error {
	return problem("open", name, writeFile(name, string(data), int(perm), "w"))
}
func Mkdir(name string, perm FileMode) error     { return problem("mkdir", name, mkdir(name, int(perm), false)) }
func MkdirAll(path string, perm FileMode) error  { return problem("mkdir", path, mkdir(path, int(perm), true)) }
func Remove(name string) error                   { return problem("remove", name, remove(name, false)) }
func RemoveAll(path string) error                { return problem("unlinkat", path, remove(path, true)) }
func Rename(oldpath, newpath string) error       { return problem("rename", oldpath, rename(oldpath, newpath)) }
`;
