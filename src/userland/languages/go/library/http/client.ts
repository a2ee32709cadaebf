/** Clients. */
export const client = `package http

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"
)

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
