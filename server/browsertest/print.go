package browsertest

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Patient lets conditions take longer than usual to come true, where the server has much to do.
func (b *Tab) Patient(most time.Duration) *Tab {
	b.patient = most
	return b
}

// Print prints the page on the paper that its style asks for: pictures/NAME.pdf. It tells on how many pages.
func (b *Tab) Print(name string) (pages int) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 5*patience)
	defer cancel()
	yes := true
	pdf, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
	if err != nil {
		b.t.Fatal(err)
	}
	if err := os.MkdirAll(pictures(), 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pictures(), name+".pdf"), pdf.Data, 0o644); err != nil {
		b.t.Fatal(err)
	}
	return len(pdfPage.FindAll(pdf.Data, -1))
}

// pdfPage is the type of a page's object, which is not that of the tree of pages (ISO 32000-1, 7.7.3).
var pdfPage = regexp.MustCompile(`/Type\s*/Page[^s\w]`)
