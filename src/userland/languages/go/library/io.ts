/** io, in Go. What has no body is the runtime's. */
export const io = `package io

import "errors"

type Reader interface{ Read(p []byte) (n int, err error) }
type Writer interface{ Write(p []byte) (n int, err error) }
type Closer interface{ Close() error }
type ReadWriter interface {
	Reader
	Writer
}
type ReadCloser interface {
	Reader
	Closer
}
type WriteCloser interface {
	Writer
	Closer
}
type StringWriter interface{ WriteString(s string) (n int, err error) }

var EOF = errors.New("EOF")
var ErrUnexpectedEOF = errors.New("unexpected EOF")

func ReadAll(r Reader) ([]byte, error) {
	var all []byte
	part := make([]byte, 4096)
	for {
		n, err := r.Read(part)
		all = append(all, part[:n]...)
		if err == EOF {
			return all, nil
		}
		if err != nil {
			return all, err
		}
	}
}

func Copy(dst Writer, src Reader) (int64, error) {
	all, err := ReadAll(src)
	if err != nil {
		return 0, err
	}
	n, err := dst.Write(all)
	return int64(n), err
}

func WriteString(w Writer, s string) (n int, err error) {
	if own, ok := w.(StringWriter); ok {
		return own.WriteString(s)
	}
	return w.Write([]byte(s))
}

type nopCloser struct{ Reader }

func (nopCloser) Close() error { return nil }

func NopCloser(r Reader) ReadCloser { return nopCloser{r} }

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

var Discard Writer = discard{}
`;
