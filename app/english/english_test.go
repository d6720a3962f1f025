package english

import (
	"strings"
	"testing"
)

const some = `
# a comment
提交 => Send
没有人能看到。 => Nobody can see it.
{n} 人报名 => {n} {n:person|people} signed up
第 {n} 号楼 {n2} 单元 => Building {n}, entrance {n2}
截止 => Deadline
还剩 {n} 天 => {n} {n:day|days} left
{x}，已登录 => {x}, signed in
{t}（已取消） => {t} (cancelled)
议题 => Topics
{d}截止 => closes {d}
名称 => Name
《条例》第 {n} 条 => Regulations, art. {n}
公布 => Published
公布 @press => Publish
答复{x} => Answer to {x}
移交{x}街道 => Hand over to {x}街道
只算一次 => Only once
的。 => .
（已完成） => (done)
为 => For
`

func parsed(t *testing.T) *Catalogue {
	t.Helper()
	c, err := Parse(some)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestText(t *testing.T) {
	c := parsed(t)
	for _, row := range []struct {
		from, to string
		whole    bool
	}{
		{"提交", "Send", true},
		{" 提交\n", " Send\n", true},
		{"没有人能看到。", "Nobody can see it.", true},
		{"1 人报名", "1 person signed up", true},
		{"1,200 人报名", "1,200 people signed up", true},
		{"很多 人报名", "很多 人报名", false},
		{"第 6 号楼 3 单元", "Building 6, entrance 3", true},
		{"截止：11 月 20 日（周五）19:00", "Deadline: Friday 20 November, 19:00", true},
		{"11 月 3 日截止", "closes 3 November", true},
		{"还剩 1 天（已取消）", "1 day left (cancelled)", true},
		{"张*，已登录", "张*, signed in", true},
		{"没有人能看到。还剩 2 天。", "Nobody can see it. 2 days left. ", true},
		{"议题 · 还剩 2 天", "Topics · 2 days left", true},
		{"提交，张三", "提交，张三", false},
		{"还剩 2 天。《条例》第 3 条。", "2 days left. Regulations, art. 3. ", true},
		{"Budget 3", "Budget 3", true},
		{"公布", "Published", true},
		{"答复张*", "Answer to 张*", true},
		{"答复、答复时间", "答复、答复时间", false},
		{"答复（张*", "答复（张*", false},
		{"移交和平里街道", "Hand over to 和平里街道", true},
		{"提交，只算一次", "Send, only once", true},
	} {
		if got, whole := c.Text(row.from); got != row.to || whole != row.whole {
			t.Errorf("%q: %q %v, not %q %v", row.from, got, whole, row.to, row.whole)
		}
	}
}

func TestWhen(t *testing.T) {
	for from, want := range map[string]string{
		"11 月 20 日":                  "20 November",
		"2026 年 11 月 20 日":           "20 November 2026",
		"2026 年 11 月":                "November 2026",
		"11 月 20 日（周五）19:00":         "Friday 20 November, 19:00",
		"11 月 20 日（周五）19:00–21:00":   "Friday 20 November, 19:00–21:00",
		"2026 年 11 月 3 日至 11 月 20 日": "3 November 2026 to 20 November",
		"周日":                         "Sunday",
		"今天 15:00":                   "today, 15:00",
		"11 月 20 日 – 11 月 22 日":      "20 November – 22 November",
	} {
		if got, ok := when(from); got != want || !ok {
			t.Errorf("%s: %q %v, not %q", from, got, ok, want)
		}
	}
	for _, text := range []string{"15:00", "13 月 1 日", "11 月 20 日的会", "周八", "日", "3 个月"} {
		if got, ok := when(text); ok {
			t.Errorf("%s is taken for a time: %q", text, got)
		}
	}
}

func TestPage(t *testing.T) {
	c := parsed(t)
	var untold []string
	got := c.Page(`<!DOCTYPE html><html lang="zh-CN"><head><title>议题 · 提交 · 和平里社区</title><script>let a = "提交"</script></head><body>`+
		`<h1 lang="zh-CN">议题</h1><p class="a>b">还剩 <b>3</b> 天</p><p>还剩 1 天</p><input value="提交" placeholder="名称"><button>提交</button>`+
		`<div lang="zh-CN"><div>提交</div>提交</div><p data-words="{&#34;a&#34;:&#34;提交&#34;}">不知 &amp; 不觉</p><textarea>提交</textarea><p title="张*，已登录">张*，已登录<option>张*，已登录</option><br lang="zh-CN">还剩 1 天</body></html>`,
		func(s string) { untold = append(untold, s) })
	want := `<!DOCTYPE html><html lang="en"><head><title>议题 · Send · 和平里社区</title><script>let a = "提交"</script></head><body>` +
		`<h1 lang="zh-CN">议题</h1><p class="a>b"><span lang="zh">还剩</span> <b>3</b> <span lang="zh">天</span></p><p>1 day left</p><input value="提交" placeholder="Name"><button>Send</button>` +
		`<div lang="zh-CN"><div>提交</div>提交</div><p data-words="{&#34;a&#34;:&#34;Send&#34;}"><span lang="zh">不知 &amp; 不觉</span></p><textarea>提交</textarea><p title="张*, signed in"><span lang="zh-CN">张*</span>, signed in<option>张*, signed in</option><br lang="zh-CN">1 day left</body></html>`
	if got != want {
		t.Errorf("drawn\n%s\nnot\n%s", got, want)
	}
	if s := strings.Join(untold, "|"); s != "还剩|天|不知 & 不觉" {
		t.Errorf("untold: %s", s)
	}
}

// What people press is a verb, the same word elsewhere a state; words that Chinese sets side by side in two elements are parted;
// a mark stands at the word before it; and names that meet are one.
func TestPagePartsWords(t *testing.T) {
	c := parsed(t)
	for _, row := range [][2]string{
		{`<button>公布</button><p>公布</p>`, `<button>Publish</button><p>Published</p>`},
		{`<a class="button" href="/"><span>公布</span></a><a href="/">公布</a>`, `<a class="button" href="/"><span>Publish</span></a> <a href="/">Published</a>`},
		{`<summary>公布<small>公布</small></summary>公布`, `<summary>Publish <small>Publish</small></summary>Published`},
		{`<p><span>公布</span><span>议题</span></p><p>公布</p>`, `<p><span>Published</span> <span>Topics</span></p><p>Published</p>`},
		{`<li>议题<span class="aside">（已完成）</span></li>`, `<li>Topics <span class="aside">(done)</span></li>`},
		{`<b>议题</b><span lang="zh-CN">张三</span><i>3</i>`, `<b>Topics</b> <span lang="zh-CN">张三</span> <i>3</i>`},
		{`<p>为<b>议题</b> 的。</p>`, `<p>For <b>Topics</b>.</p>`},
		{`<p>移交和平里街道</p>`, `<p>Hand over to <span lang="zh-CN">和平里街道</span></p>`},
		{`<b>1</b><b>2</b>`, `<b>1</b><b>2</b>`},
	} {
		if got := c.Page(row[0], nil); got != row[1] {
			t.Errorf("%s\nbecame %s\nnot    %s", row[0], got, row[1])
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{"提交", "提交 => ", "一 => one\n一 => uno", "{n} 人 => {m} people", "{n}{x} 人 => {n}", "{q} 人 => x", "{n} => {n}"} {
		if _, err := Parse(text); err == nil {
			t.Errorf("%q is taken", text)
		}
	}
}

// FuzzPage looks for pages at which the walker falls, or loses something.
func FuzzPage(f *testing.F) {
	f.Add(`<p lang="zh-CN">提交<p>x</p>`)
	f.Add(`<a title="提交>`)
	c, err := Parse(some)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, html string) {
		if got := c.Page(html, nil); !chinese(html) && got != html {
			t.Errorf("%q became %q", html, got)
		}
	})
}
