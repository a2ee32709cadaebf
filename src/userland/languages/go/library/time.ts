/** time, in Go. What has no body is the runtime's. */
export const time = String.raw`package time

import (
	"errors"
	"strconv"
	"strings"
)

type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

const (
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

func (d Duration) Nanoseconds() int64  { return int64(d) }
func (d Duration) Microseconds() int64 { return int64(d) / 1000 }
func (d Duration) Milliseconds() int64 { return int64(d) / 1000000 }
func (d Duration) Seconds() float64    { return float64(d) / 1e9 }
func (d Duration) Minutes() float64    { return float64(d) / 6e10 }
func (d Duration) Hours() float64      { return float64(d) / 3.6e12 }
func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		r = -r
		if r+r < m {
			return d + r
		}
		return d - m + r
	}
	if r+r < m {
		return d - r
	}
	return d + m - r
}
func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}

func fraction(n int64, digits int) string {
	text := strconv.FormatInt(n, 10)
	for len(text) < digits {
		text = "0" + text
	}
	text = strings.TrimRight(text, "0")
	if text == "" {
		return ""
	}
	return "." + text
}

func (d Duration) String() string {
	if d == 0 {
		return "0s"
	}
	sign := ""
	n := int64(d)
	if n < 0 {
		sign = "-"
		n = -n
	}
	if n < 1000 {
		return sign + strconv.FormatInt(n, 10) + "ns"
	}
	if n < 1000000 {
		return sign + strconv.FormatInt(n/1000, 10) + fraction(n%1000, 3) + "µs"
	}
	if n < 1000000000 {
		return sign + strconv.FormatInt(n/1000000, 10) + fraction(n%1000000, 6) + "ms"
	}
	seconds := n / 1000000000
	text := strconv.FormatInt(seconds%60, 10) + fraction(n%1000000000, 9) + "s"
	if seconds >= 60 {
		text = strconv.FormatInt(seconds/60%60, 10) + "m" + text
	}
	if seconds >= 3600 {
		text = strconv.FormatInt(seconds/3600, 10) + "h" + text
	}
	return sign + text
}

func ParseDuration(s string) (Duration, error) {
	bad := errors.New("time: invalid duration " + strconv.Quote(s))
	rest := s
	neg := false
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		neg = rest[0] == '-'
		rest = rest[1:]
	}
	if rest == "0" {
		return 0, nil
	}
	if rest == "" {
		return 0, bad
	}
	var total float64
	for rest != "" {
		at := 0
		for at < len(rest) && (rest[at] == '.' || rest[at] >= '0' && rest[at] <= '9') {
			at++
		}
		value, err := strconv.ParseFloat(rest[:at], 64)
		if err != nil {
			return 0, bad
		}
		rest = rest[at:]
		at = 0
		for at < len(rest) && rest[at] != '.' && (rest[at] < '0' || rest[at] > '9') {
			at++
		}
		if at == 0 {
			return 0, errors.New("time: missing unit in duration " + strconv.Quote(s))
		}
		switch rest[:at] {
		case "ns":
			total += value
		case "us", "µs":
			total += value * 1e3
		case "ms":
			total += value * 1e6
		case "s":
			total += value * 1e9
		case "m":
			total += value * 6e10
		case "h":
			total += value * 3.6e12
		default:
			return 0, errors.New("time: unknown unit " + strconv.Quote(rest[:at]) + " in duration " + strconv.Quote(s))
		}
		rest = rest[at:]
	}
	if neg {
		total = -total
	}
	return Duration(total), nil
}

type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

var months = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

func (m Month) String() string { return months[m-1] }

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

var days = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}

func (d Weekday) String() string { return days[d] }

type Location struct{ name string }

func (l *Location) String() string { return l.name }

var UTC = &Location{"UTC"}
var Local = UTC

func now() (seconds int64, nanoseconds int64)
func civil(seconds int64) (year, month, day, hour, minute, second, weekday int)
func seconds(year, month, day, hour, minute, second int) int64

// Seconds since 1970, all in UTC: a container has no other zone.
type Time struct {
	set  bool
	sec  int64
	nsec int64
}

func Now() Time {
	s, n := now()
	return Time{true, s, n}
}
func Unix(sec int64, nsec int64) Time { return Time{true, sec + nsec/1000000000, nsec % 1000000000} }
func UnixMilli(ms int64) Time         { return Time{true, ms / 1000, ms % 1000 * 1000000} }
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	return Time{true, seconds(year, int(month), day, hour, min, sec), int64(nsec)}
}
func Since(t Time) Duration { return Now().Sub(t) }
func Until(t Time) Duration { return t.Sub(Now()) }

func (t Time) seconds() int64 {
	if !t.set {
		return -62135596800
	}
	return t.sec
}
func (t Time) IsZero() bool       { return t.seconds() == -62135596800 && t.nsec == 0 }
func (t Time) Unix() int64        { return t.seconds() }
func (t Time) UnixMilli() int64   { return t.seconds()*1000 + t.nsec/1000000 }
func (t Time) UnixNano() int64    { return t.seconds()*1000000000 + t.nsec }
func (t Time) UTC() Time          { return t }
func (t Time) Local() Time        { return t }
func (t Time) In(loc *Location) Time { return t }
func (t Time) Nanosecond() int    { return int(t.nsec) }
func (t Time) Year() int {
	y, _, _, _, _, _, _ := civil(t.seconds())
	return y
}
func (t Time) Month() Month {
	_, m, _, _, _, _, _ := civil(t.seconds())
	return Month(m)
}
func (t Time) Day() int {
	_, _, d, _, _, _, _ := civil(t.seconds())
	return d
}
func (t Time) Date() (year int, month Month, day int) {
	y, m, d, _, _, _, _ := civil(t.seconds())
	return y, Month(m), d
}
func (t Time) Clock() (hour, min, sec int) {
	_, _, _, h, m, s, _ := civil(t.seconds())
	return h, m, s
}
func (t Time) Hour() int {
	h, _, _ := t.Clock()
	return h
}
func (t Time) Minute() int {
	_, m, _ := t.Clock()
	return m
}
func (t Time) Second() int {
	_, _, s := t.Clock()
	return s
}
func (t Time) Weekday() Weekday {
	_, _, _, _, _, _, w := civil(t.seconds())
	return Weekday(w)
}
func (t Time) YearDay() int {
	y, _, _ := t.Date()
	return int((t.seconds()-seconds(y, 1, 1, 0, 0, 0))/86400) + 1
}
func (t Time) Sub(u Time) Duration {
	return Duration((t.seconds()-u.seconds())*1000000000 + t.nsec - u.nsec)
}
func (t Time) Add(d Duration) Time {
	n := t.nsec + int64(d)%1000000000
	s := t.seconds() + int64(d)/1000000000
	if n >= 1000000000 {
		s++
		n -= 1000000000
	} else if n < 0 {
		s--
		n += 1000000000
	}
	return Time{true, s, n}
}
func (t Time) AddDate(years, months, days int) Time {
	y, m, d := t.Date()
	h, min, s := t.Clock()
	return Time{true, seconds(y+years, int(m)+months, d+days, h, min, s), t.nsec}
}
func (t Time) Truncate(d Duration) Time {
	if d <= 0 {
		return t
	}
	whole := int64(d)
	if whole >= 1000000000 {
		step := whole / 1000000000
		return Time{true, t.seconds() - (t.seconds()+62135596800)%step, 0}
	}
	return Time{true, t.seconds(), t.nsec - t.nsec%whole}
}
func (t Time) Before(u Time) bool { return t.Sub(u) < 0 }
func (t Time) After(u Time) bool  { return t.Sub(u) > 0 }
func (t Time) Equal(u Time) bool  { return t.Sub(u) == 0 }
func (t Time) String() string     { return t.Format("2006-01-02 15:04:05.999999999 -0700 MST") }
func (t Time) MarshalJSON() ([]byte, error) { return []byte(strconv.Quote(t.Format(RFC3339Nano))), nil }

func pad(n, width int) string {
	text := strconv.Itoa(n)
	for len(text) < width {
		text = "0" + text
	}
	return text
}

var words = []string{
	"2006", "January", "Jan", "Monday", "Mon", "MST", "-07:00", "-0700", "Z07:00", "Z0700", "01", "02", "03", "04", "05", "06", "15", "_2", "PM", "pm", "1", "2", "3", "4", "5",
}

func (t Time) Format(layout string) string {
	year, month, day, hour, min, sec, weekday := civil(t.seconds())
	var b strings.Builder
	for layout != "" {
		if (layout[0] == '.' || layout[0] == ',') && len(layout) > 1 && (layout[1] == '0' || layout[1] == '9') {
			at := 1
			for at < len(layout) && layout[at] == layout[1] {
				at++
			}
			if at == len(layout) || layout[at] < '0' || layout[at] > '9' {
				digits := pad(int(t.nsec), 9)
				if at-1 < 9 {
					digits = digits[:at-1]
				}
				if layout[1] == '9' {
					digits = strings.TrimRight(digits, "0")
				}
				if digits != "" {
					b.WriteString(layout[:1] + digits)
				}
				layout = layout[at:]
				continue
			}
		}
		found := ""
		for _, word := range words {
			if strings.HasPrefix(layout, word) {
				found = word
				break
			}
		}
		if found == "" {
			b.WriteString(layout[:1])
			layout = layout[1:]
			continue
		}
		layout = layout[len(found):]
		twelve := (hour+11)%12 + 1
		switch found {
		case "2006":
			b.WriteString(pad(year, 4))
		case "06":
			b.WriteString(pad(year%100, 2))
		case "January":
			b.WriteString(months[month-1])
		case "Jan":
			b.WriteString(months[month-1][:3])
		case "01":
			b.WriteString(pad(month, 2))
		case "1":
			b.WriteString(strconv.Itoa(month))
		case "Monday":
			b.WriteString(days[weekday])
		case "Mon":
			b.WriteString(days[weekday][:3])
		case "02":
			b.WriteString(pad(day, 2))
		case "_2":
			if day < 10 {
				b.WriteString(" ")
			}
			b.WriteString(strconv.Itoa(day))
		case "2":
			b.WriteString(strconv.Itoa(day))
		case "15":
			b.WriteString(pad(hour, 2))
		case "03":
			b.WriteString(pad(twelve, 2))
		case "3":
			b.WriteString(strconv.Itoa(twelve))
		case "04":
			b.WriteString(pad(min, 2))
		case "4":
			b.WriteString(strconv.Itoa(min))
		case "05":
			b.WriteString(pad(sec, 2))
		case "5":
			b.WriteString(strconv.Itoa(sec))
		case "PM", "pm":
			half := "AM"
			if hour >= 12 {
				half = "PM"
			}
			if found == "pm" {
				half = strings.ToLower(half)
			}
			b.WriteString(half)
		case "MST":
			b.WriteString("UTC")
		case "-0700":
			b.WriteString("+0000")
		case "-07:00":
			b.WriteString("+00:00")
		default:
			b.WriteString("Z")
		}
	}
	return b.String()
}

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
