//go:build js && wasm

// Command recount counts a poll again in the browser, so that nobody has to believe the
// server that counted. It is a program of its own, which comes when somebody asks for it:
// all methods of counting would make the app a tenth heavier for every phone.
//
// The boot script gives it the text of an export, and it tells polls.Verdict as JSON.
package main

import (
	"encoding/json"
	"strings"
	"syscall/js"

	"yishiting/polls"
)

func main() {
	asked := js.Global().Get("shell").Get("recounting")
	text := asked.Get("text").String()
	verdict, err := json.Marshal(polls.Judge(strings.NewReader(text), polls.VerifyOptions{}))
	if err != nil { // texts and numbers only
		panic(err)
	}
	asked.Call("tell", string(verdict))
}
