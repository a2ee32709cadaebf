/** What answers a request, and with what. */
export const handlers = `package http

import (
	"log"
	"strings"
)

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
`;
