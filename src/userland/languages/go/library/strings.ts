/** strings, in Go. What has no body is the runtime's. */
export const strings = String.raw`package strings

import (
	"io"
	"unicode"
)

func ToUpper(s string) string
func ToLower(s string) string
func TrimSpace(s string) string
func Trim(s, cutset string) string
func TrimLeft(s, cutset string) string
func TrimRight(s, cutset string) string
func Repeat(s string, count int) string
func Join(elems []string, sep string) string
func SplitN(s, sep string, n int) []string
func Fields(s string) []string
func Index(s, substr string) int
func LastIndex(s, substr string) int
func Count(s, substr string) int
func Replace(s, old, new string, n int) string
func EqualFold(s, t string) bool
func Compare(a, b string) int
func concat(parts []string) string

func Split(s, sep string) []string             { return SplitN(s, sep, -1) }
func ReplaceAll(s, old, new string) string     { return Replace(s, old, new, -1) }
func Contains(s, substr string) bool           { return Index(s, substr) >= 0 }
func ContainsRune(s string, r rune) bool       { return Index(s, string(r)) >= 0 }
func ContainsAny(s, chars string) bool         { return IndexAny(s, chars) >= 0 }
func HasPrefix(s, prefix string) bool          { return len(s) >= len(prefix) && s[:len(prefix)] == prefix }
func HasSuffix(s, suffix string) bool          { return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix }
func IndexByte(s string, c byte) int           { return Index(s, string([]byte{c})) }
func IndexRune(s string, r rune) int           { return Index(s, string(r)) }
func Clone(s string) string                    { return s }

func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}

func SplitAfter(s, sep string) []string {
	parts := Split(s, sep)
	for i := 0; i < len(parts)-1; i++ {
		parts[i] += sep
	}
	return parts
}

func Cut(s, sep string) (before, after string, found bool) {
	if at := Index(s, sep); at >= 0 {
		return s[:at], s[at+len(sep):], true
	}
	return s, "", false
}

func IndexAny(s, chars string) int {
	for i, r := range s {
		if ContainsRune(chars, r) {
			return i
		}
	}
	return -1
}

func IndexFunc(s string, f func(rune) bool) int {
	for i, r := range s {
		if f(r) {
			return i
		}
	}
	return -1
}

func FieldsFunc(s string, f func(rune) bool) []string {
	var found []string
	start := -1
	for i, r := range s {
		if f(r) {
			if start >= 0 {
				found = append(found, s[start:i])
			}
			start = -1
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		found = append(found, s[start:])
	}
	return found
}

func Map(mapping func(rune) rune, s string) string {
	var b Builder
	for _, r := range s {
		if made := mapping(r); made >= 0 {
			b.WriteRune(made)
		}
	}
	return b.String()
}

func TrimFunc(s string, f func(rune) bool) string {
	return TrimRightFunc(TrimLeftFunc(s, f), f)
}

func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, r := range s {
		if !f(r) {
			return s[i:]
		}
	}
	return ""
}

func TrimRightFunc(s string, f func(rune) bool) string {
	end := 0
	for i, r := range s {
		if !f(r) {
			end = i + len(string(r))
		}
	}
	return s[:end]
}

func Title(s string) string {
	before := ' '
	return Map(func(r rune) rune {
		made := r
		if !unicode.IsLetter(before) && !unicode.IsDigit(before) && before != '_' && before != '\'' {
			made = unicode.ToUpper(r)
		}
		before = r
		return made
	}, s)
}

type Builder struct{ parts []string }

func (b *Builder) WriteString(s string) (int, error) {
	b.parts = append(b.parts, s)
	return len(s), nil
}
func (b *Builder) WriteByte(c byte) error {
	b.parts = append(b.parts, string([]byte{c}))
	return nil
}
func (b *Builder) WriteRune(r rune) (int, error)     { return b.WriteString(string(r)) }
func (b *Builder) Write(p []byte) (int, error)       { return b.WriteString(string(p)) }
func (b *Builder) Reset()                            { b.parts = nil }
func (b *Builder) Grow(n int)                        {}
func (b *Builder) Len() int                          { return len(b.String()) }
func (b *Builder) String() string {
	if len(b.parts) > 1 {
		b.parts = []string{concat(b.parts)}
	}
	if len(b.parts) == 0 {
		return ""
	}
	return b.parts[0]
}

type Reader struct {
	s  string
	at int
}

func NewReader(s string) *Reader { return &Reader{s: s} }

func (r *Reader) Len() int { return len(r.s) - r.at }
func (r *Reader) Read(p []byte) (int, error) {
	if r.at >= len(r.s) {
		return 0, io.EOF
	}
	n := copy(p, r.s[r.at:])
	r.at += n
	return n, nil
}

type Replacer struct{ pairs []string }

func NewReplacer(oldnew ...string) *Replacer { return &Replacer{oldnew} }

func (r *Replacer) Replace(s string) string {
	var b Builder
	for i := 0; i < len(s); {
		found := false
		for j := 0; j+1 < len(r.pairs); j += 2 {
			if old := r.pairs[j]; old != "" && HasPrefix(s[i:], old) {
				b.WriteString(r.pairs[j+1])
				i += len(old)
				found = true
				break
			}
		}
		if !found {
			b.WriteByte(s[i])
			i++
		}
	}
	return b.String()
}
`;
