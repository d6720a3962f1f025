package pages

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// known is every page there is, by name. A page's file registers it.
var known = map[string]reflect.Type{}

// register makes a page known to the app. Called from init with an empty view.
func register(page Page) {
	name := page.Name()
	if _, twice := known[name]; twice {
		panic("two pages named " + name)
	}
	known[name] = reflect.TypeOf(page).Elem()
}

// Known tells whether the app can show a page of that name. The address of any other is
// left to the browser.
func Known(name string) bool { return known[name] != nil }

// Decode is the page of the given name with the view that came as JSON. It fails
// on a name it does not know: server and app are of different versions.
func Decode(name string, view []byte) (Page, error) {
	kind, ok := known[name]
	if !ok {
		return nil, fmt.Errorf("no page named %q", name)
	}
	page := reflect.New(kind).Interface().(Page)
	if err := json.Unmarshal(view, page); err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	return page, nil
}

// Names lists the pages there are.
func Names() []string {
	var names []string
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
