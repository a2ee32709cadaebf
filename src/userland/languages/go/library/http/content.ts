/** Types of content, errors, redirects, files. */
export const content = String.raw`package http

import (
	"fmt"
	"os"
	"strings"
)

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
`;
