/** Moments, all in UTC: a container has no other zone. */
export const moments = `package time

import (
	"strconv"
)

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
`;
