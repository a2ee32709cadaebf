/** What is known of files. */
export const information = `package os

import (
	"time"
)

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
`;
