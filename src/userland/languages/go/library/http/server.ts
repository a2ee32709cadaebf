/** Servers: they listen, and hand each request to a handler. */
export const server = String.raw`package http

import (
	"context"
	"errors"
	"io"
	"log"
	"net/url"
	"strings"
	"time"
)

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
`;
