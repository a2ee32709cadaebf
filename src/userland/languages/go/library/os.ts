/** os, in Go. What has no body is the runtime's. */
export const os = String.raw`package os

import (
	"errors"
	"io"
	"time"
)

type FileMode uint32

const (
	O_RDONLY = 0
	O_WRONLY = 1
	O_RDWR   = 2
	O_CREATE = 64
	O_TRUNC  = 512
	O_APPEND = 1024
)

var ErrNotExist = errors.New("file does not exist")
var ErrExist = errors.New("file already exists")
var ErrPermission = errors.New("permission denied")

type errno string

func (e errno) Error() string { return string(e) }
func (e errno) Is(target error) bool {
	switch e {
	case "no such file or directory":
		return target == ErrNotExist
	case "file exists", "directory not empty":
		return target == ErrExist
	case "permission denied", "operation not permitted":
		return target == ErrPermission
	}
	return false
}

type PathError struct {
	Op   string
	Path string
	Err  error
}

func (e *PathError) Error() string { return e.Op + " " + e.Path + ": " + e.Err.Error() }
func (e *PathError) Unwrap() error { return e.Err }

func IsNotExist(err error) bool   { return errors.Is(err, ErrNotExist) }
func IsExist(err error) bool      { return errors.Is(err, ErrExist) }
func IsPermission(err error) bool { return errors.Is(err, ErrPermission) }

func problem(op, path, why string) error {
	if why == "" {
		return nil
	}
	return &PathError{op, path, errno(why)}
}

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

// A file is read whole when it is opened; what is written goes to it at once.
type File struct {
	fd   int
	name string
	rest string
}

func (f *File) Name() string { return f.name }
func (f *File) Fd() uintptr  { return uintptr(f.fd) }
func (f *File) Close() error { return nil }
func (f *File) Sync() error  { return nil }
func (f *File) WriteString(s string) (n int, err error) {
	switch f.fd {
	case 1, 2:
		writeTo(f.fd, s)
	case 3:
		return 0, problem("write", f.name, "bad file descriptor")
	default:
		if why := writeFile(f.name, s, 438, "a"); why != "" {
			return 0, problem("write", f.name, why)
		}
	}
	return len(s), nil
}
func (f *File) Write(b []byte) (n int, err error) { return f.WriteString(string(b)) }
func (f *File) Read(b []byte) (n int, err error) {
	if f.fd == 0 {
		text := readInput(len(b))
		if text == "" {
			return 0, io.EOF
		}
		return copy(b, text), nil
	}
	if f.rest == "" {
		return 0, io.EOF
	}
	n = copy(b, f.rest)
	f.rest = f.rest[n:]
	return n, nil
}

func Open(name string) (*File, error) {
	text, why := readFile(name)
	if why != "" {
		return nil, problem("open", name, why)
	}
	return &File{fd: 3, name: name, rest: text}, nil
}

func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 438) }

func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	if flag&(O_WRONLY|O_RDWR) == 0 {
		return Open(name)
	}
	_, _, _, _, why := stat(name)
	if why != "" && flag&O_CREATE == 0 {
		return nil, problem("open", name, why)
	}
	mode := "a"
	if flag&O_TRUNC != 0 {
		mode = "w"
	}
	if why := writeFile(name, "", int(perm), mode); why != "" {
		return nil, problem("open", name, why)
	}
	return &File{fd: 4, name: name}, nil
}

type FileInfo interface {
	Name() string
	Size() int64
	Mode() FileMode
	ModTime() time.Time
	IsDir() bool
}

type fileInfo struct {
	name    string
	size    int64
	mode    FileMode
	seconds int64
	dir     bool
}

func (i fileInfo) Name() string       { return i.name }
func (i fileInfo) Size() int64        { return i.size }
func (i fileInfo) Mode() FileMode     { return i.mode }
func (i fileInfo) ModTime() time.Time { return time.Unix(i.seconds, 0) }
func (i fileInfo) IsDir() bool        { return i.dir }

func base(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return path
}

func Stat(name string) (FileInfo, error) {
	size, mode, seconds, dir, why := stat(name)
	if why != "" {
		return nil, problem("stat", name, why)
	}
	return fileInfo{base(name), size, FileMode(mode), seconds, dir}, nil
}

type DirEntry interface {
	Name() string
	IsDir() bool
	Info() (FileInfo, error)
}

type dirEntry struct{ path string }

func (e dirEntry) Name() string { return base(e.path) }
func (e dirEntry) IsDir() bool {
	_, _, _, dir, _ := stat(e.path)
	return dir
}
func (e dirEntry) Info() (FileInfo, error) { return Stat(e.path) }

func ReadDir(name string) ([]DirEntry, error) {
	names, why := readdir(name)
	if why != "" {
		return nil, problem("open", name, why)
	}
	var all []DirEntry
	for _, each := range names {
		all = append(all, dirEntry{name + "/" + each})
	}
	return all, nil
}

type Signal interface {
	String() string
	Signal()
}

type signal struct{ name, text string }

func (s signal) String() string { return s.text }
func (s signal) Signal()        {}

var Interrupt Signal = signal{"SIGINT", "interrupt"}
var Kill Signal = signal{"SIGKILL", "killed"}
var Terminate Signal = signal{"SIGTERM", "terminated"}
var Hangup Signal = signal{"SIGHUP", "hangup"}
var User1 Signal = signal{"SIGUSR1", "user defined signal 1"}

func listen(name string, heard func())

func Listen(of Signal, heard func()) { listen(of.(signal).name, heard) }
`;
