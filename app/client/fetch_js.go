package client

import (
	"context"
	"errors"
	"syscall/js"
)

// Browser goes by the boot script's fetch, which is the browser's. A body that is a js.Value (FormData, with files) is
// sent as it is.
func Browser(ctx context.Context, method, path string, body any) (int, []byte, error) {
	options := map[string]any{"method": method, "redirect": "error"}
	switch b := body.(type) {
	case string:
		options["body"] = b
		options["headers"] = map[string]any{"Content-Type": "application/x-www-form-urlencoded"}
	case js.Value:
		options["body"] = b
	}
	answer, err := await(js.Global().Get("shell").Call("fetch", path, options))
	if err != nil {
		return 0, nil, err
	}
	text, err := await(answer.Call("text"))
	if err != nil {
		return 0, nil, err
	}
	return answer.Get("status").Int(), []byte(text.String()), ctx.Err()
}

// await is the value of a promise.
func await(promise js.Value) (js.Value, error) {
	type settled struct {
		value js.Value
		err   error
	}
	c := make(chan settled, 1)
	then := js.FuncOf(func(_ js.Value, args []js.Value) any {
		c <- settled{value: args[0]}
		return nil
	})
	fail := js.FuncOf(func(_ js.Value, args []js.Value) any {
		c <- settled{err: errors.New(args[0].Get("message").String())}
		return nil
	})
	defer then.Release()
	defer fail.Release()
	promise.Call("then", then, fail)
	s := <-c
	return s.value, s.err
}
