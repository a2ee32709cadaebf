/** net/http, in Go. What has no body is the runtime's. */
export const http = String.raw`package http

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

const (
	MethodGet     = "GET"
	MethodHead    = "HEAD"
	MethodPost    = "POST"
	MethodPut     = "PUT"
	MethodPatch   = "PATCH"
	MethodDelete  = "DELETE"
	MethodOptions = "OPTIONS"
)

const (
	StatusOK                   = 200
	StatusCreated              = 201
	StatusAccepted             = 202
	StatusNoContent            = 204
	StatusMovedPermanently     = 301
	StatusFound                = 302
	StatusSeeOther             = 303
	StatusNotModified          = 304
	StatusTemporaryRedirect    = 307
	StatusPermanentRedirect    = 308
	StatusBadRequest           = 400
	StatusUnauthorized         = 401
	StatusForbidden            = 403
	StatusNotFound             = 404
	StatusMethodNotAllowed     = 405
	StatusConflict             = 409
	StatusUnprocessableEntity  = 422
	StatusTeapot               = 418
	StatusTooManyRequests      = 429
	StatusInternalServerError  = 500
	StatusNotImplemented       = 501
	StatusBadGateway           = 502
	StatusServiceUnavailable   = 503
	StatusGatewayTimeout       = 504
)

var texts = map[int]string{
	200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 301: "Moved Permanently", 302: "Found", 303: "See Other",
	304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden",
	404: "Not Found", 405: "Method Not Allowed", 409: "Conflict", 418: "I'm a teapot", 422: "Unprocessable Entity",
	429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
	504: "Gateway Timeout",
}

func StatusText(code int) string { return texts[code] }

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

type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}

type Handler interface{ ServeHTTP(ResponseWriter, *Request) }

type HandlerFunc func(ResponseWriter, *Request)

func (f HandlerFunc) ServeHTTP(w ResponseWriter, r *Request) { f(w, r) }

type response struct {
	header Header
	sent   Header
	status int
	body   strings.Builder
}

func (w *response) Header() Header { return w.header }
func (w *response) WriteHeader(statusCode int) {
	if w.status != 0 {
		log.Printf("http: superfluous response.WriteHeader call from main.main (main.go)")
		return
	}
	w.status = statusCode
	w.sent = Header{}
	for name, values := range w.header {
		w.sent[name] = values
	}
}
func (w *response) Write(p []byte) (int, error) { return w.WriteString(string(p)) }
func (w *response) WriteString(s string) (int, error) {
	if w.status == 0 {
		w.WriteHeader(200)
	}
	return w.body.WriteString(s)
}

var htmlStarts = []string{"<!doctype html", "<html", "<head", "<body", "<h1", "<p", "<div", "<a", "<b", "<table", "<script", "<title", "<br", "<style", "<font", "<iframe", "<!--"}

func DetectContentType(data []byte) string {
	text := strings.ToLower(strings.TrimLeft(string(data[:min(len(data), 512)]), " \t\r\n"))
	for _, start := range htmlStarts {
		if strings.HasPrefix(text, start) && (start == "<!--" || len(text) > len(start) && (text[len(start)] == ' ' || text[len(start)] == '>')) {
			return "text/html; charset=utf-8"
		}
	}
	for i := 0; i < len(data) && i < 512; i++ {
		c := data[i]
		if c <= 8 || c == 11 || c >= 14 && c <= 26 || c >= 28 && c <= 31 {
			return "application/octet-stream"
		}
	}
	return "text/plain; charset=utf-8"
}

func Error(w ResponseWriter, error string, code int) {
	h := w.Header()
	h.Del("Content-Length")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(code)
	fmt.Fprintln(w, error)
}
func NotFound(w ResponseWriter, r *Request) { Error(w, "404 page not found", StatusNotFound) }
func NotFoundHandler() Handler              { return HandlerFunc(NotFound) }
func Redirect(w ResponseWriter, r *Request, to string, code int) {
	w.Header().Set("Location", to)
	if r.Method == "GET" || r.Method == "HEAD" {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.WriteHeader(code)
	if r.Method == "GET" {
		fmt.Fprintln(w, "<a href=\""+to+"\">"+StatusText(code)+"</a>.\n")
	}
}
func StripPrefix(prefix string, h Handler) Handler {
	return HandlerFunc(func(w ResponseWriter, r *Request) {
		path := strings.TrimPrefix(r.URL.Path, prefix)
		if len(path) == len(r.URL.Path) && prefix != "" {
			NotFound(w, r)
			return
		}
		made := *r
		u := *r.URL
		u.Path = path
		made.URL = &u
		h.ServeHTTP(w, &made)
	})
}

type Dir string

var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json",
	".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8",
}

func ServeFile(w ResponseWriter, r *Request, name string) {
	info, err := os.Stat(name)
	if err == nil && info.IsDir() {
		name += "/index.html"
	}
	data, err := os.ReadFile(name)
	if err != nil {
		NotFound(w, r)
		return
	}
	for ext, kind := range types {
		if strings.HasSuffix(name, ext) {
			w.Header().Set("Content-Type", kind)
		}
	}
	w.Write(data)
}
func FileServer(root Dir) Handler {
	return HandlerFunc(func(w ResponseWriter, r *Request) {
		path := r.URL.Path
		if strings.Contains(path, "..") {
			NotFound(w, r)
			return
		}
		ServeFile(w, r, string(root)+"/"+strings.TrimPrefix(path, "/"))
	})
}

type route struct {
	pattern string
	method  string
	host    string
	parts   []string
	handler Handler
}

type ServeMux struct{ routes []*route }

func NewServeMux() *ServeMux { return &ServeMux{} }

var DefaultServeMux = NewServeMux()

func (mux *ServeMux) Handle(pattern string, handler Handler) {
	r := &route{pattern: pattern, handler: handler}
	path := pattern
	if method, rest, ok := strings.Cut(pattern, " "); ok {
		r.method = method
		path = strings.TrimSpace(rest)
	}
	at := strings.Index(path, "/")
	if at < 0 {
		panic(fmt.Sprintf("parsing %q: at offset 0: host/path missing /", pattern))
	}
	r.host = path[:at]
	r.parts = strings.Split(path[at+1:], "/")
	for _, other := range mux.routes {
		if other.pattern == pattern {
			panic(fmt.Sprintf("pattern %q (registered at main.go) conflicts with pattern %q (registered at main.go):\n%s matches the same requests as %s", pattern, pattern, pattern, pattern))
		}
	}
	mux.routes = append(mux.routes, r)
}
func (mux *ServeMux) HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	mux.Handle(pattern, HandlerFunc(handler))
}

// How well a route matches: -1 not at all, else the more the closer.
func (r *route) match(parts []string, values map[string]string) int {
	score := 0
	for i, part := range r.parts {
		last := i == len(r.parts)-1
		if last && part == "" {
			if i < len(parts) {
				return score
			}
			return -1
		}
		if last && part == "{$}" {
			if i == len(parts)-1 && parts[i] == "" {
				return score + 1
			}
			return -1
		}
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "...}") {
			values[part[1:len(part)-4]] = strings.Join(parts[min(i, len(parts)):], "/")
			return score
		}
		if i >= len(parts) {
			return -1
		}
		if strings.HasPrefix(part, "{") && strings.HasSuffix(part, "}") {
			if parts[i] == "" {
				return -1
			}
			values[part[1:len(part)-1]] = parts[i]
			score += 2
		} else if part == parts[i] {
			score += 3
		} else {
			return -1
		}
	}
	if len(parts) != len(r.parts) {
		return -1
	}
	return score + 1
}

func (mux *ServeMux) ServeHTTP(w ResponseWriter, r *Request) {
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var best *route
	var bestValues map[string]string
	most := -1
	var allowed []string
	for _, each := range mux.routes {
		if host, _, _ := strings.Cut(r.Host, ":"); each.host != "" && each.host != host {
			continue
		}
		values := map[string]string{}
		score := each.match(parts, values)
		if score < 0 {
			continue
		}
		if each.method != "" && each.method != r.Method && !(each.method == "GET" && r.Method == "HEAD") {
			allowed = append(allowed, each.method)
			continue
		}
		if score*2 > most || each.method != "" && score*2+1 > most {
			most = score * 2
			if each.method != "" {
				most++
			}
			best = each
			bestValues = values
		}
	}
	if best == nil {
		if len(allowed) > 0 {
			w.Header().Set("Allow", strings.Join(allowed, ", "))
			Error(w, StatusText(405), 405)
			return
		}
		for _, each := range mux.routes {
			if each.method == "" && each.pattern == r.URL.Path+"/" {
				Redirect(w, r, r.URL.Path+"/", 301)
				return
			}
		}
		NotFound(w, r)
		return
	}
	r.values = bestValues
	r.Pattern = best.pattern
	best.handler.ServeHTTP(w, r)
}

func Handle(pattern string, handler Handler) { DefaultServeMux.Handle(pattern, handler) }
func HandleFunc(pattern string, handler func(ResponseWriter, *Request)) {
	DefaultServeMux.HandleFunc(pattern, handler)
}

func serve(s *Server, addr string, handle func(method, target, host, from, body string, headers []string) (int, []string, string)) string
func stop(s *Server)
func fetch(method, target string, headers []string, body string) (int, []string, string, string)

type Server struct {
	Addr              string
	Handler           Handler
	ReadTimeout       time.Duration
	ReadHeaderTimeout time.Duration
	WriteTimeout      time.Duration
	IdleTimeout       time.Duration
	closed            bool
}

func (s *Server) answer(method, target, host, from, body string, headers []string) (status int, sent []string, text string) {
	w := &response{header: Header{}}
	path, query, _ := strings.Cut(target, "?")
	clean, err := url.PathUnescape(path)
	if err != nil {
		return 400, []string{"Content-Type", "text/plain; charset=utf-8", "Connection", "close"}, "400 Bad Request"
	}
	header := headerOf(headers)
	header.Del("Host")
	r := &Request{
		Method: method, URL: &url.URL{Path: clean, RawQuery: query}, Proto: "HTTP/1.1", Header: header, Host: host, RemoteAddr: from,
		RequestURI: target, ContentLength: int64(len(body)), Body: io.NopCloser(strings.NewReader(body)),
	}
	defer func() {
		if problem := recover(); problem != nil {
			log.Printf("http: panic serving %s: %v\ngoroutine 1 [running]:", from, problem)
			status, sent, text = 500, nil, ""
		}
	}()
	handler := s.Handler
	if handler == nil {
		handler = DefaultServeMux
	}
	handler.ServeHTTP(w, r)
	if w.status == 0 {
		w.WriteHeader(200)
	}
	text = w.body.String()
	if w.sent.Get("Content-Type") == "" && text != "" {
		w.sent.Set("Content-Type", DetectContentType([]byte(text)))
	}
	return w.status, pairs(w.sent), text
}

func (s *Server) ListenAndServe() error {
	if s.closed {
		return ErrServerClosed
	}
	addr := s.Addr
	if addr == "" {
		addr = ":http"
	}
	why := serve(s, addr, s.answer)
	if s.closed {
		return ErrServerClosed
	}
	return errors.New(why)
}
func (s *Server) Shutdown(ctx context.Context) error {
	s.closed = true
	stop(s)
	return nil
}
func (s *Server) Close() error { return s.Shutdown(nil) }

func ListenAndServe(addr string, handler Handler) error {
	s := &Server{Addr: addr, Handler: handler}
	return s.ListenAndServe()
}

type Response struct {
	Status        string
	StatusCode    int
	Proto         string
	Header        Header
	Body          io.ReadCloser
	ContentLength int64
}

type Client struct{ Timeout time.Duration }

var DefaultClient = &Client{}

func NewRequest(method, target string, body io.Reader) (*Request, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, err
	}
	r := &Request{Method: method, URL: u, Header: Header{}, Host: u.Host}
	if body != nil {
		r.Body = io.NopCloser(body)
	}
	return r, nil
}
func NewRequestWithContext(ctx context.Context, method, target string, body io.Reader) (*Request, error) {
	r, err := NewRequest(method, target, body)
	if err == nil {
		r.ctx = ctx
	}
	return r, err
}

func (c *Client) Do(r *Request) (*Response, error) {
	body := ""
	if r.Body != nil {
		all, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(all)
	}
	status, headers, text, why := fetch(r.Method, r.URL.String(), pairs(r.Header), body)
	if why != "" {
		name := r.Method[:1] + strings.ToLower(r.Method[1:])
		return nil, fmt.Errorf("%s %q: %w", name, r.URL.String(), errors.New(why))
	}
	return &Response{
		Status: strconv.Itoa(status) + " " + StatusText(status), StatusCode: status, Proto: "HTTP/1.1", Header: headerOf(headers),
		Body: io.NopCloser(strings.NewReader(text)), ContentLength: int64(len(text)),
	}, nil
}
func (c *Client) Get(target string) (*Response, error) {
	r, err := NewRequest("GET", target, nil)
	if err != nil {
		return nil, err
	}
	return c.Do(r)
}
func (c *Client) Post(target, contentType string, body io.Reader) (*Response, error) {
	r, err := NewRequest("POST", target, body)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", contentType)
	return c.Do(r)
}

func Get(target string) (*Response, error) { return DefaultClient.Get(target) }
func Post(target, contentType string, body io.Reader) (*Response, error) {
	return DefaultClient.Post(target, contentType, body)
}
`;
