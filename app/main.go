//go:build js && wasm

// Command app is the residents' app in the browser. The server's page is there
// before it and stays when it is gone: the app only opens the next page and sends
// forms, with the same views and the same components as the server.
package main

import "github.com/maxence-charriere/go-app/v10/pkg/app"

func main() {
	app.RouteWithRegexp(".*", func() app.Composer { return &shell{} })
	app.RunWhenOnBrowser()
}
