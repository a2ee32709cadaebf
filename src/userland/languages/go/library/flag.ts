/** flag, in Go. What has no body is the runtime's. */
export const flag = String.raw`package flag

import (
	"fmt"
	"io"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"
)

type Value interface {
	String() string
	Set(string) error
}

type Flag struct {
	Name     string
	Usage    string
	Value    Value
	DefValue string
	kind     string
}

type stringValue struct{ p *string }

func (v stringValue) String() string { return *v.p }
func (v stringValue) Set(s string) error {
	*v.p = s
	return nil
}

type intValue struct{ p *int }

func (v intValue) String() string { return strconv.Itoa(*v.p) }
func (v intValue) Set(s string) error {
	n, err := strconv.ParseInt(s, 0, 64)
	if err != nil {
		return fmt.Errorf("parse error")
	}
	*v.p = int(n)
	return nil
}

type boolValue struct{ p *bool }

func (v boolValue) String() string { return strconv.FormatBool(*v.p) }
func (v boolValue) Set(s string) error {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return fmt.Errorf("parse error")
	}
	*v.p = b
	return nil
}

type floatValue struct{ p *float64 }

func (v floatValue) String() string { return strconv.FormatFloat(*v.p, 'g', -1, 64) }
func (v floatValue) Set(s string) error {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return fmt.Errorf("parse error")
	}
	*v.p = f
	return nil
}

type durationValue struct{ p *time.Duration }

func (v durationValue) String() string { return v.p.String() }
func (v durationValue) Set(s string) error {
	d, err := time.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("parse error")
	}
	*v.p = d
	return nil
}

var flags = map[string]*Flag{}
var rest []string
var parsed bool

var Usage = func() {
	fmt.Fprintf(os.Stderr, "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

func PrintDefaults() {
	var names []string
	for name := range flags {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		f := flags[name]
		text := "  -" + name
		if f.kind != "" {
			text += " " + f.kind
		}
		if len(text) <= 4 {
			text += "\t"
		} else {
			text += "\n    \t"
		}
		text += f.Usage
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "0" && f.DefValue != "0s" {
			if f.kind == "string" {
				text += fmt.Sprintf(" (default %q)", f.DefValue)
			} else {
				text += fmt.Sprintf(" (default %v)", f.DefValue)
			}
		}
		io.WriteString(os.Stderr, text+"\n")
	}
}

func add(v Value, name, usage, kind string) {
	flags[name] = &Flag{name, usage, v, v.String(), kind}
}

func Var(value Value, name string, usage string) { add(value, name, usage, "value") }
func StringVar(p *string, name string, value string, usage string) {
	*p = value
	add(stringValue{p}, name, usage, "string")
}
func IntVar(p *int, name string, value int, usage string) {
	*p = value
	add(intValue{p}, name, usage, "int")
}
func BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	add(boolValue{p}, name, usage, "")
}
func Float64Var(p *float64, name string, value float64, usage string) {
	*p = value
	add(floatValue{p}, name, usage, "float")
}
func DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	add(durationValue{p}, name, usage, "duration")
}
func String(name string, value string, usage string) *string {
	p := new(string)
	StringVar(p, name, value, usage)
	return p
}
func Int(name string, value int, usage string) *int {
	p := new(int)
	IntVar(p, name, value, usage)
	return p
}
func Bool(name string, value bool, usage string) *bool {
	p := new(bool)
	BoolVar(p, name, value, usage)
	return p
}
func Float64(name string, value float64, usage string) *float64 {
	p := new(float64)
	Float64Var(p, name, value, usage)
	return p
}
func Duration(name string, value time.Duration, usage string) *time.Duration {
	p := new(time.Duration)
	DurationVar(p, name, value, usage)
	return p
}

func fail(text string) {
	fmt.Fprintln(os.Stderr, text)
	Usage()
	os.Exit(2)
}

func Parse() {
	parsed = true
	rest = os.Args[1:]
	for len(rest) > 0 {
		arg := rest[0]
		if len(arg) < 2 || arg[0] != '-' {
			return
		}
		rest = rest[1:]
		if arg == "--" {
			return
		}
		name := strings.TrimPrefix(arg[1:], "-")
		name, value, has := strings.Cut(name, "=")
		f, ok := flags[name]
		if !ok {
			if name == "help" || name == "h" {
				Usage()
				os.Exit(0)
			}
			fail("flag provided but not defined: -" + name)
		}
		if f.kind == "" {
			if !has {
				value = "true"
			}
			if err := f.Value.Set(value); err != nil {
				fail(fmt.Sprintf("invalid boolean value %q for -%s: %v", value, name, err))
			}
			continue
		}
		if !has {
			if len(rest) == 0 {
				fail("flag needs an argument: -" + name)
			}
			value = rest[0]
			rest = rest[1:]
		}
		if err := f.Value.Set(value); err != nil {
			fail(fmt.Sprintf("invalid value %q for flag -%s: %v", value, name, err))
		}
	}
}

func Parsed() bool   { return parsed }
func Args() []string { return rest }
func NArg() int      { return len(rest) }
func Arg(i int) string {
	if i < 0 || i >= len(rest) {
		return ""
	}
	return rest[i]
}
`;
