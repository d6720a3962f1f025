//go:build !js

package english

import (
	"embed"
	"io/fs"
	"strings"
	"sync"
)

//go:embed words
var words embed.FS

// Words are all entries, as the app is given them: one text, in the order of the files.
var Words = sync.OnceValue(func() string {
	var b strings.Builder
	files, err := fs.ReadDir(words, "words")
	if err != nil {
		panic(err) // the directory is embedded: cannot happen
	}
	for _, f := range files {
		text, err := fs.ReadFile(words, "words/"+f.Name())
		if err != nil {
			panic(err) // as above
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.String()
})

// Built is the catalogue of the portal. It panics where the files hold an entry that is none: a test reads them.
var Built = sync.OnceValue(func() *Catalogue {
	c, err := Parse(Words())
	if err != nil {
		panic(err)
	}
	return c
})
