/** bufio, in Go. What has no body is the runtime's. */
export const bufio = String.raw`package bufio

import (
	"errors"
	"io"
	"strings"
)

type SplitFunc int

const (
	ScanLines SplitFunc = iota
	ScanWords
	ScanRunes
	ScanBytes
)

const MaxScanTokenSize = 64 * 1024

var ErrTooLong = errors.New("bufio.Scanner: token too long")

type Scanner struct {
	r     io.Reader
	split SplitFunc
	rest  string
	token string
	err   error
	ended bool
}

func NewScanner(r io.Reader) *Scanner { return &Scanner{r: r} }

func (s *Scanner) Split(split SplitFunc)         { s.split = split }
func (s *Scanner) Buffer(buf []byte, max int)    {}
func (s *Scanner) Text() string                  { return s.token }
func (s *Scanner) Bytes() []byte                 { return []byte(s.token) }
func (s *Scanner) Err() error                    { return s.err }

func (s *Scanner) Scan() bool {
	for {
		if token, length := s.next(); length > 0 {
			s.token = token
			s.rest = s.rest[length:]
			return true
		} else if s.ended {
			s.token = ""
			s.rest = ""
			return false
		}
		part := make([]byte, 4096)
		n, err := s.r.Read(part)
		s.rest += string(part[:n])
		if err != nil {
			s.ended = true
			if err != io.EOF {
				s.err = err
			}
		}
	}
}

// The next token, and how much of the text goes with it; 0 when more has to be read first.
func (s *Scanner) next() (string, int) {
	switch s.split {
	case ScanLines:
		if at := strings.Index(s.rest, "\n"); at >= 0 {
			return strings.TrimSuffix(s.rest[:at], "\r"), at + 1
		}
		if s.ended && s.rest != "" {
			return strings.TrimSuffix(s.rest, "\r"), len(s.rest)
		}
	case ScanWords:
		start := 0
		for start < len(s.rest) && isSpace(s.rest[start]) {
			start++
		}
		for at := start; at < len(s.rest); at++ {
			if isSpace(s.rest[at]) {
				return s.rest[start:at], at + 1
			}
		}
		if s.ended && start < len(s.rest) {
			return s.rest[start:], len(s.rest)
		}
	case ScanBytes:
		if s.rest != "" {
			return s.rest[:1], 1
		}
	case ScanRunes:
		for _, r := range s.rest {
			return string(r), len(string(r))
		}
	}
	return "", 0
}

func isSpace(b byte) bool { return b == ' ' || b == '\n' || b == '\t' || b == '\r' }

type Reader struct {
	r    io.Reader
	rest string
	err  error
}

func NewReader(r io.Reader) *Reader { return &Reader{r: r} }

func (b *Reader) fill() {
	part := make([]byte, 4096)
	n, err := b.r.Read(part)
	b.rest += string(part[:n])
	b.err = err
}

func (b *Reader) ReadString(delim byte) (string, error) {
	for {
		if at := strings.IndexByte(b.rest, delim); at >= 0 {
			line := b.rest[:at+1]
			b.rest = b.rest[at+1:]
			return line, nil
		}
		if b.err != nil {
			line := b.rest
			b.rest = ""
			return line, b.err
		}
		b.fill()
	}
}

func (b *Reader) ReadLine() (line []byte, isPrefix bool, err error) {
	text, err := b.ReadString('\n')
	if text == "" && err != nil {
		return nil, false, err
	}
	return []byte(strings.TrimRight(text, "\r\n")), false, nil
}

func (b *Reader) ReadByte() (byte, error) {
	for b.rest == "" {
		if b.err != nil {
			return 0, b.err
		}
		b.fill()
	}
	c := b.rest[0]
	b.rest = b.rest[1:]
	return c, nil
}

func (b *Reader) ReadRune() (r rune, size int, err error) {
	for b.rest == "" {
		if b.err != nil {
			return 0, 0, b.err
		}
		b.fill()
	}
	for _, r := range b.rest {
		size := len(string(r))
		b.rest = b.rest[size:]
		return r, size, nil
	}
	return 0, 0, b.err
}

func (b *Reader) Read(p []byte) (int, error) {
	if b.rest == "" {
		if b.err != nil {
			return 0, b.err
		}
		b.fill()
	}
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	return n, nil
}

type Writer struct {
	w    io.Writer
	held strings.Builder
}

func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

func (b *Writer) Write(p []byte) (int, error)       { return b.WriteString(string(p)) }
func (b *Writer) WriteByte(c byte) error            { return b.held.WriteByte(c) }
func (b *Writer) WriteRune(r rune) (int, error)     { return b.held.WriteRune(r) }
func (b *Writer) WriteString(s string) (int, error) {
	n, err := b.held.WriteString(s)
	if b.held.Len() > 4096 {
		b.Flush()
	}
	return n, err
}
func (b *Writer) Flush() error {
	text := b.held.String()
	b.held.Reset()
	_, err := io.WriteString(b.w, text)
	return err
}
`;
