/** runtime, in Go. What has no body is the runtime's. */
export const runtime = `package runtime

const GOOS = "linux"
const GOARCH = "amd64"
const Compiler = "gc"

type Error interface {
	error
	RuntimeError()
}

func Version() string
func NumGoroutine() int
func Gosched()
func NumCPU() int           { return 2 }
func GOMAXPROCS(n int) int  { return 2 }
func GC()                   {}
`;
