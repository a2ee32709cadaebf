/** What happens later. */
export const timers = `package time

func wait(d Duration)

func Sleep(d Duration) {
	if d > 0 {
		wait(d)
	}
}

type handle struct{}

func after(d Duration, run func()) *handle
func stop(h *handle) bool

type Timer struct {
	C <-chan Time
	c chan Time
	h *handle
	f func()
}

func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c, c: c}
	t.Reset(d)
	return t
}
func AfterFunc(d Duration, f func()) *Timer {
	t := &Timer{f: f}
	t.Reset(d)
	return t
}
func (t *Timer) Reset(d Duration) bool {
	was := stop(t.h)
	if t.f != nil {
		t.h = after(d, t.f)
	} else {
		c := t.c
		t.h = after(d, func() { c <- Now() })
	}
	return was
}
func (t *Timer) Stop() bool { return stop(t.h) }

func After(d Duration) <-chan Time { return NewTimer(d).C }

type Ticker struct {
	C <-chan Time
	c chan Time
	d Duration
	h *handle
}

func NewTicker(d Duration) *Ticker {
	c := make(chan Time, 1)
	t := &Ticker{C: c, c: c, d: d}
	t.next()
	return t
}
func (t *Ticker) next() {
	t.h = after(t.d, func() {
		t.next()
		select {
		case t.c <- Now():
		default:
		}
	})
}
func (t *Ticker) Stop() { stop(t.h) }
func (t *Ticker) Reset(d Duration) {
	stop(t.h)
	t.d = d
	t.next()
}
func Tick(d Duration) <-chan Time { return NewTicker(d).C }
`;
