/** Signals. */
export const signals = `package os

type Signal interface {
	String() string
	Signal()
}

type signal struct{ name, text string }

func (s signal) String() string { return s.text }
func (s signal) Signal()        {}

var Interrupt Signal = signal{"SIGINT", "interrupt"}
var Kill Signal = signal{"SIGKILL", "killed"}
var Terminate Signal = signal{"SIGTERM", "terminated"}
var Hangup Signal = signal{"SIGHUP", "hangup"}
var User1 Signal = signal{"SIGUSR1", "user defined signal 1"}

func listen(name string, heard func())

func Listen(of Signal, heard func()) { listen(of.(signal).name, heard) }
`;
