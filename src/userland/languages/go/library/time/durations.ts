/** How long something takes. */
export const durations = `package time

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
`;
