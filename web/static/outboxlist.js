"use strict";
// How what waits on this phone is shown, and how it goes back into its form; outbox.js keeps and sends it. Every
// sentence comes with the document (app/pages/outbox.go).
shell.outboxList = box => {
  const { word } = box;
  const element = (name, text, more, ...inside) => {
    const e = Object.assign(document.createElement(name), { textContent: text }, more);
    e.append(...inside);
    return e;
  };
  const button = (name, press) => element("button", word(name), { type: "button", className: "button quiet", onclick: press });
  const pictures = new Map(); // addresses of those that are shown
  const folded = new Map(); // by thing: whether its reader has folded it away

  // saidOf is what waits in words: what it is, about what, when it was written, how many pictures.
  function saidOf(w, name) {
    const all = [element("p", word(name, { what: w.what }))];
    if (w.about) all[0].append(element("span", w.about, { className: "about" }));
    if (!w.many) return all;
    const photos = w.fields.filter(([, v]) => v instanceof Blob).length, facts = element("p", "", { className: "facts small" });
    facts.append(element("span", box.when(w)));
    if (photos) facts.append(element("span", word("Photos", { n: photos })));
    return [...all, facts];
  }

  // textOf is what was written, by its labels, to be read and copied.
  function textOf(w) {
    if (!w.many) return [];
    const list = element("dl", "");
    for (const [label, text] of w.shown) list.append(element("dt", label), element("dd", text));
    const photos = w.fields.filter(([, v]) => v instanceof Blob).map(([, v], i) => {
      const key = w.command + i;
      if (!pictures.has(key)) pictures.set(key, URL.createObjectURL(v));
      return pictures.get(key);
    });
    if (photos.length) list.append(element("dd", "", {}, ...photos.map(src => element("img", "", { src, alt: "" }))));
    const fold = element("summary", word("Text"), { onclick: e => { folded.set(w.n, e.target.parentElement.open) } });
    return [element("details", "", { open: folded.has(w.n) ? !folded.get(w.n) : !!w.refused }, fold, list)];
  }

  function waitsLine(w) {
    const state = w.n == box.onItsWay() ? "Sending" : w.held ? "Held" : "", buttons = element("p", "", { className: "buttons" });
    const facts = saidOf(w, "Waits");
    if (state) facts[0].append(element("span", word(state), { className: "about small" }));
    buttons.append(button("Undo", () => box.undo(w)));
    if (w.many) buttons.append(button("Edit", () => edit(w)));
    if (w.held) buttons.append(button("AsItIs", () => box.put({ ...w, held: undefined }).then(box.hurry)));
    return element("div", "", { className: "kept" }, ...facts, ...textOf(w), buttons);
  }

  function refusedLine(w) {
    const facts = saidOf(w, "Refused"), buttons = element("p", "", { className: "buttons" });
    facts[0].append(...(w.says ?? []).map(text => element("span", text, { className: "why" })));
    buttons.append(element("a", word(w.refused == "shift-full" ? "Full" : "Look"), { href: w.page, className: "button quiet" }));
    buttons.firstChild.dataset.native = "";
    if (w.many) buttons.append(button("Edit", () => edit(w)));
    buttons.append(button(w.many ? "Throw" : "Drop", () => w.many ? box.undo(w) : box.remove(w)));
    return element("div", "", { className: "refusal" }, ...facts, ...textOf(w), buttons);
  }

  function toldLine(t) {
    const p = element("p", t.text);
    if (t.about) p.append(element("span", t.about, { className: "about" }));
    if (t.href && t.href != shell.shown()) p.append(" ", element("a", word("Look"), { href: t.href }));
    if (t.back) p.append(" ", button("Back", () => box.putBack(t.back)));
    return p;
  }

  // fill puts children into an element; what is the same stays, so that nothing goes away under a finger.
  function fill(e, children) {
    if (e.childNodes.length != children.length || children.some((c, i) => !c.isEqualNode(e.childNodes[i]))) e.replaceChildren(...children);
  }

  // draw tells what waits: whole where the page has a place for it, otherwise in one line above; and in
  // the place of each button that was pressed.
  function draw() {
    const at = document.getElementById("outbox"), all = box.mine(), others = box.others();
    const said = gathered(box.told()).map(toldLine), of = others ? [element("p", word("OfOthers", { n: others }), { className: "small" })] : [];
    const below = at && "below" in at.dataset; // the list stands at the foot of a page on which the next is written
    if (below) line(all, said.splice(0), of);
    if (at) {
      if (all.length) said.push(element("h2", word("Head")));
      said.push(...all.filter(w => !w.refused).map(waitsLine));
      if (all.some(box.goes)) said.push(element("p", word("Why"), { className: "small" }));
      fill(at, [...said, ...all.filter(w => w.refused).map(refusedLine), ...below ? [] : of]);
      at.hidden = !at.firstChild;
      at.classList.toggle("done", !all.length);
    }
    if (!at) line(all, said, of);
    else if (!below) document.getElementById("outbox-line")?.remove();
    for (const f of document.querySelectorAll("form[data-keep]")) {
      const w = f.dataset.keep ? undefined : all.find(w => box.goes(w) && w.form == f.id);
      f.classList.toggle("waits", !!w);
      if (w && f.querySelector(".kept")?.dataset.n == w.n) continue;
      f.querySelector(".kept")?.remove();
      if (!w) continue;
      for (let at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
      const shown = element("div", "", { className: "kept" }, element("p", word("Waits", { what: w.word })), button("Undo", () => box.undo(w)));
      shown.dataset.n = w.n;
      f.append(shown);
    }
  }

  // gathered are what was told, with many that are alike in one line.
  function gathered(told) {
    const alike = what => told.filter(t => t.what == what && what);
    return told.filter(t => alike(t.what).length < 4 || alike(t.what)[0] == t)
      .map(t => alike(t.what).length < 4 ? t : { text: word("SentMany", { what: t.what, n: alike(t.what).length }) });
  }

  // line is the mark on a page without a place for the list above, and leads to it.
  function line(all, said, of) {
    const failed = all.filter(w => w.refused).length, open = all.length - failed, inside = [...said, ...of];
    let p = document.getElementById("outbox-line");
    if (open) inside.push(element("span", word("Some", { n: open })));
    if (failed) inside.push(element("span", word("SomeFailed", { n: failed })));
    if (all.length) inside.push(element("a", word("Look"), { href: document.querySelector("#outbox[data-below]") ? "#outbox" : "/" + all[0].action.split("/")[1] + "/me#outbox" }));
    if (!inside.length) return p?.remove();
    if (!p) {
      p = element("div", "", { id: "outbox-line", className: "said" });
      p.setAttribute("role", "status");
      document.getElementById("main")?.prepend(p);
    }
    fill(p, inside);
  }

  // What was written goes back into its form; until it is sent from there, the old one stays and is not sent.
  const edits = new WeakMap();
  async function edit({ n }) {
    const w = box.mine().find(w => w.n == n);
    if (!w || n == box.onItsWay()) return;
    if (!w.refused) await box.put({ ...w, held: true });
    try { sessionStorage.setItem("outbox-edit", w.n) } catch { return }
    if (restore()) return;
    if (shell.natively()) location.assign(w.page); else shell.open(w.page);
  }
  function restore() {
    let n;
    try { n = Number(sessionStorage.getItem("outbox-edit")) } catch { return false }
    const w = n && box.mine().find(w => w.n == n), f = w && document.getElementById(w.form);
    if (!w || shell.clean(w.page) != shell.clean(location)) return false;
    sessionStorage.removeItem("outbox-edit");
    box.tell({ text: word(f ? "Editing" : "Closed"), about: w.about });
    draw();
    if (!f) return true;
    refill(f, w.fields);
    edits.set(f, n);
    for (let at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    f.scrollIntoView({ block: "start" });
    [...f.elements].find(e => e.name && e.type != "hidden" && e.getClientRects().length)?.focus({ preventScroll: true });
    return true;
  }
  function refill(f, fields) {
    f.reset();
    for (const e of f.elements) if (e.name && e.type != "hidden") {
      const values = fields.filter(([name]) => name == e.name).map(([, v]) => v);
      if (/radio|checkbox/.test(e.type)) e.checked = values.includes(e.value);
      else if (e.type == "file") {
        const files = new DataTransfer();
        for (const v of values) files.items.add(v);
        e.files = files.files;
      } else if (values.length) e.value = values[0];
    }
  }

  // shownOf is what the fields of a form say, by their labels.
  function shownOf(f) {
    const bare = e => { const copy = e.cloneNode(true); copy.querySelectorAll("small, .optional, .hint").forEach(x => x.remove()); return copy.textContent.trim() };
    const all = [];
    for (const e of f.elements) {
      if (!e.name || /hidden|file|submit|button/.test(e.type) || !e.value || /radio|checkbox/.test(e.type) && !e.checked) continue;
      const own = e.labels?.[0] ? bare(e.labels[0]) : "", of = e.closest("fieldset")?.querySelector("legend");
      if (e.type == "radio") all.push([of ? bare(of) : "", own]);
      else if (e.type == "checkbox") all.push(["", own]);
      else all.push([own, e.selectedOptions ? bare(e.selectedOptions[0]) : e.value]);
    }
    return all;
  }

  return { draw, restore, refill, shownOf, edits };
};
