/** Headers, cookies, requests. */
export const messages = `package http

import (
	"context"
	"errors"
	"io"
	"net/url"
	"strconv"
	"strings"
)

var ErrServerClosed = errors.New("http: Server closed")

type Header map[string][]string

func CanonicalHeaderKey(s string) string {
	parts := strings.Split(s, "-")
	for i, part := range parts {
		if part != "" {
			parts[i] = strings.ToUpper(part[:1]) + strings.ToLower(part[1:])
		}
	}
	return strings.Join(parts, "-")
}
func (h Header) Get(key string) string {
	if list := h[CanonicalHeaderKey(key)]; len(list) > 0 {
		return list[0]
	}
	return ""
}
func (h Header) Values(key string) []string { return h[CanonicalHeaderKey(key)] }
func (h Header) Set(key, value string)      { h[CanonicalHeaderKey(key)] = []string{value} }
func (h Header) Add(key, value string) {
	key = CanonicalHeaderKey(key)
	h[key] = append(h[key], value)
}
func (h Header) Del(key string) { delete(h, CanonicalHeaderKey(key)) }

func pairs(h Header) []string {
	var all []string
	for name, values := range h {
		for _, value := range values {
			all = append(all, name, value)
		}
	}
	return all
}
func headerOf(all []string) Header {
	h := Header{}
	for i := 0; i+1 < len(all); i += 2 {
		h.Add(all[i], all[i+1])
	}
	return h
}

type Cookie struct {
	Name     string
	Value    string
	Path     string
	MaxAge   int
	HttpOnly bool
}

func (c *Cookie) String() string {
	text := c.Name + "=" + c.Value
	if c.Path != "" {
		text += "; Path=" + c.Path
	}
	if c.MaxAge > 0 {
		text += "; Max-Age=" + strconv.Itoa(c.MaxAge)
	} else if c.MaxAge < 0 {
		text += "; Max-Age=0"
	}
	if c.HttpOnly {
		text += "; HttpOnly"
	}
	return text
}
func SetCookie(w ResponseWriter, c *Cookie) { w.Header().Add("Set-Cookie", c.String()) }

var ErrNoCookie = errors.New("http: named cookie not present")

type Request struct {
	Method        string
	URL           *url.URL
	Proto         string
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
	Host          string
	Form          url.Values
	PostForm      url.Values
	RemoteAddr    string
	RequestURI    string
	Pattern       string
	values        map[string]string
	ctx           context.Context
}

func (r *Request) Context() context.Context {
	if r.ctx == nil {
		return context.Background()
	}
	return r.ctx
}
func (r *Request) WithContext(ctx context.Context) *Request {
	made := *r
	made.ctx = ctx
	return &made
}
func (r *Request) PathValue(name string) string { return r.values[name] }
func (r *Request) UserAgent() string            { return r.Header.Get("User-Agent") }
func (r *Request) Referer() string              { return r.Header.Get("Referer") }
func (r *Request) Cookie(name string) (*Cookie, error) {
	for _, part := range strings.Split(r.Header.Get("Cookie"), ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if key == name {
			return &Cookie{Name: key, Value: value}, nil
		}
	}
	return nil, ErrNoCookie
}
func (r *Request) ParseForm() error {
	if r.Form != nil {
		return nil
	}
	r.Form = r.URL.Query()
	r.PostForm = url.Values{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/x-www-form-urlencoded") && r.Body != nil {
		all, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		posted, err := url.ParseQuery(string(all))
		if err != nil {
			return err
		}
		r.PostForm = posted
		for key, list := range posted {
			r.Form[key] = append(append([]string{}, list...), r.Form[key]...)
		}
	}
	return nil
}
func (r *Request) FormValue(key string) string {
	r.ParseForm()
	return r.Form.Get(key)
}
func (r *Request) PostFormValue(key string) string {
	r.ParseForm()
	return r.PostForm.Get(key)
}
`;
