/** Which handler a path belongs to. */
export const mux = String.raw`package http

import (
	"fmt"
	"strings"
)

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
`;
