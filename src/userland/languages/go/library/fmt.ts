/** fmt, in Go. What has no body is the runtime's. */
export const fmt = String.raw`package fmt

import (
	"errors"
	"io"
	"os"
	"strings"
)

type Stringer interface{ String() string }

func Sprintf(format string, a ...any) string
func Sprint(a ...any) string
func Sprintln(a ...any) string
func wrapped(format string, a []any) []error
func scanInto(word string, target any) bool

func Printf(format string, a ...any) (n int, err error) { return os.Stdout.WriteString(Sprintf(format, a...)) }
func Print(a ...any) (n int, err error)                 { return os.Stdout.WriteString(Sprint(a...)) }
func Println(a ...any) (n int, err error)               { return os.Stdout.WriteString(Sprintln(a...)) }

func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return io.WriteString(w, Sprintf(format, a...))
}
func Fprint(w io.Writer, a ...any) (n int, err error)   { return io.WriteString(w, Sprint(a...)) }
func Fprintln(w io.Writer, a ...any) (n int, err error) { return io.WriteString(w, Sprintln(a...)) }

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }

func Errorf(format string, a ...any) error {
	text := Sprintf(format, a...)
	inner := wrapped(format, a)
	switch len(inner) {
	case 0:
		return errors.New(text)
	case 1:
		return &wrapError{text, inner[0]}
	}
	return &wrapErrors{text, inner}
}

var pending string
var ended bool

func more() bool {
	if ended {
		return false
	}
	part := make([]byte, 4096)
	n, err := os.Stdin.Read(part)
	pending += string(part[:n])
	if err != nil {
		ended = true
	}
	return n > 0
}

func line() (string, bool) {
	for {
		if at := strings.Index(pending, "\n"); at >= 0 {
			text := pending[:at]
			pending = pending[at+1:]
			return text, true
		}
		if !more() {
			text := pending
			pending = ""
			return text, text != ""
		}
	}
}

func fill(words []string, a []any) (n int, err error) {
	for i, target := range a {
		if i >= len(words) {
			if i == 0 {
				return n, errors.New("unexpected newline")
			}
			return n, errors.New("unexpected newline")
		}
		if !scanInto(words[i], target) {
			return n, errors.New("expected integer")
		}
		n++
	}
	return n, nil
}

func Scanln(a ...any) (n int, err error) {
	text, ok := line()
	if !ok {
		return 0, io.EOF
	}
	words := strings.Fields(text)
	n, err = fill(words, a)
	if err == nil && len(words) > len(a) {
		err = errors.New("expected newline")
	}
	return n, err
}

func Scan(a ...any) (n int, err error) {
	for _, target := range a {
		word := ""
		for {
			pending = strings.TrimLeft(pending, " \t\r\n")
			at := strings.IndexAny(pending, " \t\r\n")
			if at >= 0 {
				word = pending[:at]
				pending = pending[at:]
				break
			}
			if !more() {
				word = pending
				pending = ""
				break
			}
		}
		if word == "" {
			if n == 0 {
				return n, io.EOF
			}
			return n, io.ErrUnexpectedEOF
		}
		if !scanInto(word, target) {
			return n, errors.New("expected integer")
		}
		n++
	}
	return n, nil
}

func Sscan(str string, a ...any) (n int, err error) {
	words := strings.Fields(str)
	if len(words) == 0 && len(a) > 0 {
		return 0, io.EOF
	}
	return fill(words, a)
}

func Sscanf(str string, format string, a ...any) (n int, err error) {
	words := strings.Fields(str)
	verbs := strings.Fields(format)
	for i, verb := range verbs {
		if len(verb) != 2 || verb[0] != '%' {
			panic("drydock: not simulated: fmt.Sscanf with more than verbs between spaces")
		}
		if i >= len(words) || i >= len(a) {
			return n, io.ErrUnexpectedEOF
		}
		if !scanInto(words[i], a[i]) {
			return n, errors.New("expected integer")
		}
		n++
	}
	return n, nil
}
`;
