/** os/signal, in Go. What has no body is the runtime's. */
export const signal = `package signal

import (
	"context"
	"os"
)

func Notify(c chan<- os.Signal, sig ...os.Signal) {
	for _, each := range sig {
		of := each
		os.Listen(of, func() {
			select {
			case c <- of:
			default:
			}
		})
	}
}

func Stop(c chan<- os.Signal) {}

func NotifyContext(parent context.Context, sig ...os.Signal) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	for _, each := range sig {
		os.Listen(each, func() { cancel() })
	}
	return ctx, cancel
}
`;
