/** strconv, in Go. What has no body is the runtime's. */
export const strconv = `package strconv

import "errors"

var ErrSyntax = errors.New("invalid syntax")
var ErrRange = errors.New("value out of range")

type NumError struct {
	Func string
	Num  string
	Err  error
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}
func (e *NumError) Unwrap() error { return e.Err }

func parseInt(s string, base int, bitSize int) (int64, string)
func parseUint(s string, base int, bitSize int) (uint64, string)
func parseFloat(s string) (float64, bool)

func FormatInt(i int64, base int) string
func FormatFloat(f float64, fmt byte, prec, bitSize int) string
func Quote(s string) string

func Itoa(i int) string                       { return FormatInt(int64(i), 10) }
func FormatUint(i uint64, base int) string    { return FormatInt(int64(i), base) }

func problem(name, s, why string) error {
	if why == "range" {
		return &NumError{name, s, ErrRange}
	}
	return &NumError{name, s, ErrSyntax}
}

func Atoi(s string) (int, error) {
	n, why := parseInt(s, 10, 64)
	if why != "" {
		return int(n), problem("Atoi", s, why)
	}
	return int(n), nil
}

func ParseInt(s string, base int, bitSize int) (int64, error) {
	n, why := parseInt(s, base, bitSize)
	if why != "" {
		return n, problem("ParseInt", s, why)
	}
	return n, nil
}

func ParseUint(s string, base int, bitSize int) (uint64, error) {
	n, why := parseUint(s, base, bitSize)
	if why != "" {
		return n, problem("ParseUint", s, why)
	}
	return n, nil
}

func ParseFloat(s string, bitSize int) (float64, error) {
	f, ok := parseFloat(s)
	if !ok {
		return 0, problem("ParseFloat", s, "syntax")
	}
	return f, nil
}

func ParseBool(s string) (bool, error) {
	switch s {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, problem("ParseBool", s, "syntax")
}

func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}
`;
