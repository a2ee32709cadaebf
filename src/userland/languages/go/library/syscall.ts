/** syscall, in Go. What has no body is the runtime's. */
export const syscall = `package syscall

import "os"

var SIGINT = os.Interrupt
var SIGTERM = os.Terminate
var SIGHUP = os.Hangup
var SIGUSR1 = os.User1
var SIGKILL = os.Kill
`;
