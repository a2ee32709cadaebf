/** bytes, in Go. What has no body is the runtime's. */
export const bytes = `package bytes

import (
	"io"
	"strings"
)

type Buffer struct{ held string }

func NewBuffer(buf []byte) *Buffer          { return &Buffer{string(buf)} }
func NewBufferString(s string) *Buffer      { return &Buffer{s} }
func (b *Buffer) String() string            { return b.held }
func (b *Buffer) Bytes() []byte             { return []byte(b.held) }
func (b *Buffer) Len() int                  { return len(b.held) }
func (b *Buffer) Reset()                    { b.held = "" }
func (b *Buffer) Write(p []byte) (int, error) {
	b.held += string(p)
	return len(p), nil
}
func (b *Buffer) WriteString(s string) (int, error) {
	b.held += s
	return len(s), nil
}
func (b *Buffer) WriteByte(c byte) error {
	b.held += string([]byte{c})
	return nil
}
func (b *Buffer) WriteRune(r rune) (int, error) { return b.WriteString(string(r)) }
func (b *Buffer) Read(p []byte) (int, error) {
	if b.held == "" {
		return 0, io.EOF
	}
	n := copy(p, b.held)
	b.held = b.held[n:]
	return n, nil
}

func NewReader(p []byte) *strings.Reader { return strings.NewReader(string(p)) }
func Contains(b, sub []byte) bool        { return strings.Contains(string(b), string(sub)) }
func Equal(a, b []byte) bool             { return string(a) == string(b) }
func HasPrefix(b, prefix []byte) bool    { return strings.HasPrefix(string(b), string(prefix)) }
func TrimSpace(b []byte) []byte          { return []byte(strings.TrimSpace(string(b))) }
func ToUpper(b []byte) []byte            { return []byte(strings.ToUpper(string(b))) }
`;
