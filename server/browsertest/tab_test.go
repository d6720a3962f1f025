package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

// Where a press leads to another document, what comes next reads that one, not the one before:
// with scripts and without, by a form and by a link.
func TestPressArrives(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = fmt.Fprintf(w, `<!doctype html><title>%s %s</title><link rel=icon href=data:,><form method=post action=/sent><button>send</button></form>
			<a href=/led>follow</a><a href=#here>stay</a>`, r.Method, r.URL.Path)
	}))
	t.Cleanup(s.Close)
	for _, b := range []*Tab{Open(t, s.URL), Open(t, s.URL).NoScripts()} {
		for range 5 {
			title := func(want string) {
				t.Helper()
				if got := Eval[string](b, "document.title"); got != want {
					t.Errorf("read in %q, not in %q", got, want)
				}
			}
			b.Go("/").Press("send").See("follow")
			title("POST /sent")
			b.Press("follow").See("send")
			title("GET /led")
			b.Press("stay").See("stay")
			title("GET /led")
		}
	}
}
