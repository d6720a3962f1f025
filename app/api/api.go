// Package api is the contract between the portal's server and its app: where the
// app asks, what it is answered, and how a reason travels.
//
// Every page has two addresses. /hepingli/topics is the page as HTML; with Prefix
// before it, the same page as JSON. A POST goes to the same handler on either
// road: the browser gets 303 or the page again with 422, the app gets Location
// or the page again with 422.
package api

import "encoding/json"

// Prefix stands before the path of any page to ask for it as JSON.
const Prefix = "/_v"

// Answer is what the app is told: a page to show, or where to go next.
type Answer struct {
	Version  string          `json:"version"`            // of the server's files; another than the app's own means: load anew
	Page     string          `json:"page,omitempty"`     // Name of the page
	View     json.RawMessage `json:"view,omitempty"`     // the view the page is drawn from
	Location string          `json:"location,omitempty"` // path and query, after a command was done
	Reason   string          `json:"reason,omitempty"`   // why it was not done
	Says     []string        `json:"says,omitempty"`     // the same in sentences, with what to do next, for whoever sends what was written before
}
