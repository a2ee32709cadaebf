/** What went wrong, and with which file. */
export const errors = `package os

import (
	"errors"
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
`;
