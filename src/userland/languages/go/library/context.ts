/** context, in Go. What has no body is the runtime's. */
export const context = `package context

import (
	"errors"
	"time"
)

type Context interface {
	Deadline() (deadline time.Time, ok bool)
	Done() <-chan struct{}
	Err() error
	Value(key any) any
}

type CancelFunc func()

var Canceled = errors.New("context canceled")

type deadlineExceeded struct{}

func (deadlineExceeded) Error() string { return "context deadline exceeded" }

var DeadlineExceeded error = deadlineExceeded{}

type node struct {
	parent   *node
	children []*node
	done     chan struct{}
	err      error
	deadline time.Time
	key      any
	value    any
}

func (c *node) Deadline() (time.Time, bool) {
	for at := c; at != nil; at = at.parent {
		if !at.deadline.IsZero() {
			return at.deadline, true
		}
	}
	return time.Time{}, false
}
func (c *node) Done() <-chan struct{} { return c.done }
func (c *node) Err() error            { return c.err }
func (c *node) Value(key any) any {
	for at := c; at != nil; at = at.parent {
		if at.key != nil && at.key == key {
			return at.value
		}
	}
	return nil
}
func (c *node) cancel(err error) {
	if c.err != nil {
		return
	}
	c.err = err
	if c.done != nil {
		close(c.done)
	}
	for _, child := range c.children {
		child.cancel(err)
	}
}

func under(parent Context) *node {
	p := parent.(*node)
	c := &node{parent: p, done: make(chan struct{})}
	p.children = append(p.children, c)
	if p.err != nil {
		c.cancel(p.err)
	}
	return c
}

var background = &node{}

func Background() Context { return background }
func TODO() Context       { return background }

func WithCancel(parent Context) (Context, CancelFunc) {
	c := under(parent)
	return c, func() { c.cancel(Canceled) }
}
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	c := under(parent)
	c.deadline = time.Now().Add(timeout)
	timer := time.AfterFunc(timeout, func() { c.cancel(DeadlineExceeded) })
	return c, func() {
		timer.Stop()
		c.cancel(Canceled)
	}
}
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) { return WithTimeout(parent, time.Until(d)) }
func WithValue(parent Context, key, val any) Context {
	c := under(parent)
	c.key = key
	c.value = val
	return c
}
`;
