package main

import (
	"testing"

	"yishiting/server/browsertest"
)

// However two pages differ, after the morph the page is the second one; nodes with
// an id stay the same nodes while they are among their siblings.
func TestMorph(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	wrong := browsertest.Eval[string](r, `(() => {
		let seed = 20261101;
		const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648, Math.floor(seed / 65536) % n);
		const leaf = () => ["<b>甲</b>", "文字", "<br>", "<input name=a value=x" + random(3) + ">", "<textarea>y" + random(3) + "</textarea>",
			"<select><option>1<option" + (random(2) ? " selected" : "") + ">2</select>", "<details" + (random(2) ? " class=c" : "") + "><summary>s</summary>d</details>",
			"<input type=checkbox" + (random(2) ? " checked" : "") + ">", "<!--c-->", "<svg><path d='M" + random(9) + " 0'></path></svg>"][random(10)];
		const tree = (depth, prefix) => {
			const ids = [1, 2, 3, 4, 5].filter(() => random(2)).sort(() => random(3) - 1);
			let html = "";
			for (let n = random(5); n >= 0; n--) {
				const id = !random(3) && ids.length ? " id=" + prefix + ids.pop() : "";
				const tag = ["div", "p", "section"][random(id ? 1 : 3)];
				html += depth && random(3) ? "<" + tag + id + (random(2) ? " class=c" + random(3) : "") + ">" + (tag == "p" ? leaf().replace(/<(details|select)[^]*/, "z") : tree(depth - 1, prefix + "-" + n)) + "</" + tag + ">" : leaf();
			}
			return html;
		};
		const page = document.getElementById("page");
		const parsed = html => { const t = document.createElement("template"); t.innerHTML = html; return t.innerHTML };
		for (let i = 0; i < 600; i++) {
			const a = tree(3, "r"), b = tree(3, "r");
			shell.paint(a, "a", false, true);
			if (page.innerHTML != parsed(a)) return "to\n" + a + "\nis\n" + page.innerHTML;
			shell.paint(b, "b", false, true);
			if (page.innerHTML != parsed(b)) return "from\n" + a + "\nto\n" + b + "\nis\n" + page.innerHTML;
			for (const f of page.querySelectorAll("input, textarea")) if (f.type == "checkbox" ? f.checked != f.defaultChecked : f.value != f.defaultValue) return "value of " + f.outerHTML + [f.type, f.value, f.checked, f.defaultChecked] + "\nfrom\n" + a + "\nto\n" + b;
		}
		return "";
	})()`)
	if wrong != "" {
		t.Error(wrong)
	}
}

// What the reader did stays: focus and selection, an open description, a field they
// changed; the node of an item stays with the item when the order changes.
func TestMorphKeeps(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	wrong := browsertest.Eval[string](r, `(() => {
		const page = document.getElementById("page");
		const draw = (order, more) => shell.paint("<ul>" + order.map(o => "<li id=" + o + ">" + o + "<button>下移</button></li>").join("") + "</ul>" +
			"<details class=" + more + "><summary>s</summary>d</details><input name=a value=server-" + more + "><input name=b value=" + more + ">" +
			"<input type=checkbox name=c><select><option>1<option>2</select><input type=hidden name=h value=" + more + "><textarea>" + more + "</textarea>", more, false, true);
		draw(["x", "y", "z"], "one");
		const x = document.getElementById("x"), button = x.querySelector("button");
		button.focus();
		page.querySelector("details").open = true;
		page.querySelector("[name=a]").value = "typed";
		page.querySelector("[name=c]").checked = true;
		page.querySelector("select").selectedIndex = 1;
		draw(["y", "x", "z"], "two");
		draw(["y", "z", "x"], "three");
		const all = {
			order: [...page.querySelectorAll("li")].map(l => l.id).join("") == "yzx",
			node: document.getElementById("x") == x && x.isConnected,
			focus: document.activeElement == button,
			open: page.querySelector("details").open && page.querySelector("details").className == "three",
			typed: page.querySelector("[name=a]").value == "typed",
			untouched: page.querySelector("[name=b]").value == "three" && page.querySelector("textarea").value == "three",
			ticked: page.querySelector("[name=c]").checked,
			chosen: page.querySelector("select").selectedIndex == 1,
			hidden: page.querySelector("[name=h]").value == "three",
		};
		return Object.keys(all).filter(k => !all[k]).join(" ");
	})()`)
	if wrong != "" {
		t.Error("lost:", wrong)
	}
}
