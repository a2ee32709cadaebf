/** log, in Go. What has no body is the runtime's. */
export const log = String.raw`package log

import (
	"fmt"
	"io"
	"os"
	"time"
)

const (
	Ldate = 1 << iota
	Ltime
	Lmicroseconds
	Llongfile
	Lshortfile
	LUTC
	Lmsgprefix
	LstdFlags = Ldate | Ltime
)

type Logger struct {
	out    io.Writer
	prefix string
	flags  int
}

func New(out io.Writer, prefix string, flag int) *Logger { return &Logger{out, prefix, flag} }

var std = New(os.Stderr, "", LstdFlags)

func Default() *Logger { return std }

func (l *Logger) output(text string) {
	head := ""
	if l.flags&Lmsgprefix == 0 {
		head = l.prefix
	}
	now := time.Now()
	if l.flags&Ldate != 0 {
		head += now.Format("2006/01/02 ")
	}
	if l.flags&Lmicroseconds != 0 {
		head += now.Format("15:04:05.000000 ")
	} else if l.flags&Ltime != 0 {
		head += now.Format("15:04:05 ")
	}
	if l.flags&Lmsgprefix != 0 {
		head += l.prefix
	}
	if text == "" || text[len(text)-1] != '\n' {
		text += "\n"
	}
	io.WriteString(l.out, head+text)
}

func (l *Logger) SetPrefix(prefix string)           { l.prefix = prefix }
func (l *Logger) SetFlags(flag int)                 { l.flags = flag }
func (l *Logger) SetOutput(w io.Writer)             { l.out = w }
func (l *Logger) Prefix() string                    { return l.prefix }
func (l *Logger) Flags() int                        { return l.flags }
func (l *Logger) Println(v ...any)                  { l.output(fmt.Sprintln(v...)) }
func (l *Logger) Print(v ...any)                    { l.output(fmt.Sprint(v...)) }
func (l *Logger) Printf(format string, v ...any)    { l.output(fmt.Sprintf(format, v...)) }
func (l *Logger) Fatal(v ...any) {
	l.output(fmt.Sprint(v...))
	os.Exit(1)
}
func (l *Logger) Fatalln(v ...any) {
	l.output(fmt.Sprintln(v...))
	os.Exit(1)
}
func (l *Logger) Fatalf(format string, v ...any) {
	l.output(fmt.Sprintf(format, v...))
	os.Exit(1)
}
func (l *Logger) Panic(v ...any) {
	text := fmt.Sprint(v...)
	l.output(text)
	panic(text)
}
func (l *Logger) Panicf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	l.output(text)
	panic(text)
}

func SetPrefix(prefix string)          { std.SetPrefix(prefix) }
func SetFlags(flag int)                { std.SetFlags(flag) }
func SetOutput(w io.Writer)            { std.SetOutput(w) }
func Prefix() string                   { return std.prefix }
func Flags() int                       { return std.flags }
func Println(v ...any)                 { std.Println(v...) }
func Print(v ...any)                   { std.Print(v...) }
func Printf(format string, v ...any)   { std.Printf(format, v...) }
func Fatal(v ...any)                   { std.Fatal(v...) }
func Fatalln(v ...any)                 { std.Fatalln(v...) }
func Fatalf(format string, v ...any)   { std.Fatalf(format, v...) }
func Panic(v ...any)                   { std.Panic(v...) }
func Panicf(format string, v ...any)   { std.Panicf(format, v...) }
func Panicln(v ...any)                 { std.Panic(fmt.Sprintln(v...)) }
`;
