/** net/url, in Go. What has no body is the runtime's. */
export const url = String.raw`package url

import (
	"errors"
	"sort"
	"strings"
)

type Values map[string][]string

func (v Values) Get(key string) string {
	if list := v[key]; len(list) > 0 {
		return list[0]
	}
	return ""
}
func (v Values) Set(key, value string) { v[key] = []string{value} }
func (v Values) Add(key, value string) { v[key] = append(v[key], value) }
func (v Values) Del(key string)        { delete(v, key) }
func (v Values) Has(key string) bool {
	_, ok := v[key]
	return ok
}
func (v Values) Encode() string {
	var keys []string
	for key := range v {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	var parts []string
	for _, key := range keys {
		for _, value := range v[key] {
			parts = append(parts, QueryEscape(key)+"="+QueryEscape(value))
		}
	}
	return strings.Join(parts, "&")
}

type URL struct {
	Scheme   string
	Host     string
	Path     string
	RawQuery string
	Fragment string
}

func (u *URL) Query() Values {
	v, _ := ParseQuery(u.RawQuery)
	return v
}
func (u *URL) Hostname() string {
	host, _, _ := strings.Cut(u.Host, ":")
	return host
}
func (u *URL) Port() string {
	_, port, _ := strings.Cut(u.Host, ":")
	return port
}
func (u *URL) RequestURI() string {
	text := u.Path
	if text == "" {
		text = "/"
	}
	if u.RawQuery != "" {
		text += "?" + u.RawQuery
	}
	return text
}
func (u *URL) String() string {
	text := ""
	if u.Scheme != "" {
		text = u.Scheme + "://"
	}
	text += u.Host + PathEscape(u.Path)
	if u.RawQuery != "" {
		text += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		text += "#" + u.Fragment
	}
	return text
}

func Parse(raw string) (*URL, error) {
	u := &URL{}
	rest, fragment, _ := strings.Cut(raw, "#")
	u.Fragment = fragment
	rest, u.RawQuery, _ = strings.Cut(rest, "?")
	if scheme, after, ok := strings.Cut(rest, "://"); ok {
		u.Scheme = strings.ToLower(scheme)
		at := strings.Index(after, "/")
		if at < 0 {
			at = len(after)
		}
		u.Host = after[:at]
		rest = after[at:]
	}
	path, err := PathUnescape(rest)
	if err != nil {
		return nil, err
	}
	u.Path = path
	return u, nil
}

func ParseQuery(query string) (Values, error) {
	v := Values{}
	for _, part := range strings.Split(query, "&") {
		if part == "" {
			continue
		}
		key, value, _ := strings.Cut(part, "=")
		k, err := QueryUnescape(key)
		if err != nil {
			return v, err
		}
		w, err := QueryUnescape(value)
		if err != nil {
			return v, err
		}
		v.Add(k, w)
	}
	return v, nil
}

const hex = "0123456789ABCDEF"

func escape(s, keep string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(keep, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + hex[c>>4:c>>4+1] + hex[c&15:c&15+1])
		}
	}
	return b.String()
}
func QueryEscape(s string) string { return strings.ReplaceAll(escape(s, "-_.~ "), " ", "+") }
func PathEscape(s string) string  { return escape(s, "-_.~/$&+,:;=@!*'()") }

func digit(c byte) int {
	return strings.Index("0123456789abcdef", strings.ToLower(string([]byte{c})))
}
func unescape(s string) (string, error) {
	if !strings.Contains(s, "%") {
		return s, nil
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b.WriteByte(s[i])
			continue
		}
		if i+2 >= len(s) || digit(s[i+1]) < 0 || digit(s[i+2]) < 0 {
			return "", errors.New("invalid URL escape \"" + s[i:min(i+3, len(s))] + "\"")
		}
		b.WriteByte(byte(digit(s[i+1])*16 + digit(s[i+2])))
		i += 2
	}
	return b.String(), nil
}
func QueryUnescape(s string) (string, error) { return unescape(strings.ReplaceAll(s, "+", " ")) }
func PathUnescape(s string) (string, error)  { return unescape(s) }
`;
