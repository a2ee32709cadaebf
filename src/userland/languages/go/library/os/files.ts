/** Files that are open. */
export const files = `package os

import (
	"io"
)

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
`;
