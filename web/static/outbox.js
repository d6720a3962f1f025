"use strict";
// What is written while there is no network stays on this phone, pictures too, each under an id of its
// own. It is put down before it is sent, so that nothing is lost with a browser that ends; it is sent in
// order when there is a network, counts once however often it is sent, and can be taken back until then.
// It belongs to whoever wrote it: nobody else who signs in on this phone sees or sends it. The forms work
// without this script. Sentences come with the document (app/pages/outbox.go).
(() => {
  const page = document.getElementById("page"), shell = window.shell;
  if (!window.indexedDB || !shell) return; // nothing can be kept here: the browser sends the forms itself

  // The store: "waiting" are the things by the order in which they were written, "about" whose they are
  // and in which words that is said.
  let opened, waiting = [], last = {};
  const gone = new Set(); // what is just being taken out
  const open = () => opened ??= new Promise((done, fail) => {
    const asked = indexedDB.open("outbox", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("waiting", { keyPath: "n", autoIncrement: true });
      asked.result.createObjectStore("about");
    };
    asked.onerror = () => { opened = undefined; fail(asked.error) };
    asked.onsuccess = () => {
      const db = asked.result;
      db.onversionchange = db.onclose = () => { db.close(); opened = undefined };
      done(db);
    };
  });
  // run is what work asks the two stores for, once all of it stands on the disk.
  const run = async (mode, work) => {
    const db = await open();
    return new Promise((done, fail) => {
      const t = db.transaction(["waiting", "about"], mode, { durability: "strict" });
      t.oncomplete = () => done(asked?.result);
      t.onabort = () => fail(t.error);
      const asked = work(t.objectStore("waiting"), t.objectStore("about"));
    });
  };
  const exists = async () => opened || !indexedDB.databases || (await indexedDB.databases()).some(d => d.name == "outbox");
  const read = async () => {
    if (!await exists()) return void (waiting = []);
    waiting = (await run("readonly", w => w.getAll())).filter(w => !gone.has(w.n));
    last = await run("readonly", (w, about) => about.get("last")) ?? {};
    shell.waiting = waiting.length;
  };
  const write = async work => {
    const got = await run("readwrite", work);
    await read();
    tabs?.postMessage("");
    return got;
  };
  const tabs = window.BroadcastChannel && new BroadcastChannel("outbox");
  if (tabs) tabs.onmessage = () => read().then(draw).then(plan);

  // Whose page this is: theirs who read it; of a page that stands for another off line, the last reader's.
  const reader = () => document.getElementById("main")?.dataset.of || (document.querySelector("#outbox[data-last]") ? last.of : "") || "";
  const mine = () => waiting.filter(w => w.of == reader());
  const goes = w => !w.refused && !w.held;
  const word = (name, values) => (page.dataset["box" + name] ?? last.words?.["box" + name] ?? "").replace(/\{(\w+)\}/g, (_, k) => values[k]);
  const words = () => Object.fromEntries(Object.entries(page.dataset).filter(([k]) => k.startsWith("box")));

  // One tab sends at a time. An old browser, or one that is not reached safely, knows no locks: there a note
  // with a time has to do, and what is sent by two all the same counts once.
  const alone = async (work, wait) => {
    if (navigator.locks) return navigator.locks.request("outbox", { ifAvailable: !wait }, lock => lock && work());
    const until = Number(localStorage.getItem("outbox-lock"));
    if (!wait && until > Date.now() && until < Date.now() + 150e3) return;
    localStorage.setItem("outbox-lock", Date.now() + 150e3);
    try { return await work() } finally { localStorage.removeItem("outbox-lock") }
  };

  // The server's clock, as its last answer told it: the phone's may be wrong by a year. ahead is by how much
  // the server's is ahead, zone how far the place's is from UTC, both in milliseconds.
  let clock = { ahead: 0, zone: -new Date().getTimezoneOffset() * 6e4 };
  try { clock = JSON.parse(localStorage.getItem("outbox-clock")) ?? clock } catch { /* as the phone has it */ }
  const heard = headers => {
    const at = Date.parse(headers.get("Date")), said = Date.parse(headers.get("Said-At") + "Z"), ahead = at - Date.now();
    if (!at || !said) return;
    clock = { ahead: Math.abs(ahead) < 6e4 ? 0 : ahead, zone: Math.round((said - at) / 9e5) * 9e5 };
    try { localStorage.setItem("outbox-clock", JSON.stringify(clock)); sessionStorage.setItem("outbox-heard", "1") } catch { /* next time */ }
  };
  const now = () => Date.now() + clock.ahead;
  const when = w => {
    const at = new Date(w.written + clock.zone);
    return word("Written", { m: at.getUTCMonth() + 1, d: at.getUTCDate(), t: at.toISOString().slice(11, 16) });
  };

  const newID = from => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, "0")).join("");
    const voice = /^[0-9a-f-]{36}(-h[0-9a-f]{8})-/.exec(from)?.[1] ?? ""; // for whom the page was drawn
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") + voice + "-outbox";
  };
  const element = (name, text, more, ...inside) => {
    const e = Object.assign(document.createElement(name), { textContent: text }, more);
    e.append(...inside);
    return e;
  };
  const button = (name, press) => element("button", word(name), { type: "button", className: "button quiet", onclick: press });

  // What was told since the page was opened: {text, about, href, back}.
  let told = [], toldAt, onItsWay = 0, sending = false;
  const pictures = new Map(); // addresses of those that are shown
  const tell = (...all) => { told = all; toldAt = shell.shown() };
  try { tell(...JSON.parse(sessionStorage.getItem("outbox-told") || "[]")); sessionStorage.removeItem("outbox-told") } catch { /* nothing was told */ }

  // saidOf is what waits in words: what it is, about what, when it was written, how many pictures.
  function saidOf(w, name) {
    const all = [element("p", word(name, { what: w.what }))];
    if (w.about) all[0].append(element("span", w.about, { className: "about" }));
    if (!w.many) return all;
    const photos = w.fields.filter(([, v]) => v instanceof Blob).length, facts = element("p", "", { className: "facts small" });
    facts.append(element("span", when(w)));
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
  const folded = new Map(); // by thing: whether its reader has folded it away

  function waitsLine(w) {
    const state = w.n == onItsWay ? "Sending" : w.held ? "Held" : "", buttons = element("p", "", { className: "buttons" });
    const facts = saidOf(w, "Waits");
    if (state) facts[0].append(element("span", word(state), { className: "about small" }));
    buttons.append(button("Undo", () => undo(w)));
    if (w.many) buttons.append(button("Edit", () => edit(w)));
    if (w.held) buttons.append(button("AsItIs", () => put({ ...w, held: undefined }).then(hurry)));
    return element("div", "", { className: "kept" }, ...facts, ...textOf(w), buttons);
  }

  function refusedLine(w) {
    const facts = saidOf(w, "Refused"), buttons = element("p", "", { className: "buttons" });
    facts[0].append(...(w.says ?? []).map(text => element("span", text, { className: "why" })));
    buttons.append(element("a", word(w.refused == "shift-full" ? "Full" : "Look"), { href: w.page, className: "button quiet" }));
    buttons.firstChild.dataset.native = "";
    if (w.many) buttons.append(button("Edit", () => edit(w)));
    buttons.append(button(w.many ? "Throw" : "Drop", () => w.many ? undo(w) : remove(w)));
    return element("div", "", { className: "refusal" }, ...facts, ...textOf(w), buttons);
  }

  function toldLine(t) {
    const p = element("p", t.text);
    if (t.about) p.append(element("span", t.about, { className: "about" }));
    if (t.href && t.href != shell.shown()) p.append(" ", element("a", word("Look"), { href: t.href }));
    if (t.back) p.append(" ", button("Back", () => { tell(); put(t.back).then(hurry) }));
    return p;
  }

  // fill puts children into an element; what is the same stays, so that nothing goes away under a finger.
  function fill(e, children) {
    if (e.childNodes.length != children.length || children.some((c, i) => !c.isEqualNode(e.childNodes[i]))) e.replaceChildren(...children);
  }

  // draw tells what waits: whole where the page has a place for it, otherwise in one line above; and in
  // the place of each button that was pressed.
  function draw() {
    const box = document.getElementById("outbox"), all = mine(), others = waiting.length - all.length;
    const said = told.map(toldLine), of = others ? [element("p", word("OfOthers", { n: others }), { className: "small" })] : [];
    if (box) {
      if (all.length) said.push(element("h2", word("Head")));
      said.push(...all.filter(w => !w.refused).map(waitsLine));
      if (all.some(goes)) said.push(element("p", word("Why"), { className: "small" }));
      fill(box, [...said, ...all.filter(w => w.refused).map(refusedLine), ...of]);
      box.hidden = !box.firstChild;
      box.classList.toggle("done", !all.length);
    }
    if (!box && (all.length || said.length || of.length)) line(all, said, of);
    else document.getElementById("outbox-line")?.remove();
    for (const f of document.querySelectorAll("form[data-keep]")) {
      const w = f.dataset.keep == "many" ? undefined : all.find(w => goes(w) && w.form == f.id);
      f.classList.toggle("waits", !!w);
      if (w && f.querySelector(".kept")?.dataset.n == w.n) continue;
      f.querySelector(".kept")?.remove();
      if (!w) continue;
      for (let at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
      const shown = element("div", "", { className: "kept" }, element("p", word("Waits", { what: w.word })), button("Undo", () => undo(w)));
      shown.dataset.n = w.n;
      f.append(shown);
    }
  }

  // line is the mark on a page without a place for the list, and leads to it.
  function line(all, said, of) {
    const failed = all.filter(w => w.refused).length, open = all.length - failed, inside = [...said, ...of];
    let p = document.getElementById("outbox-line");
    if (open) inside.push(element("span", word("Some", { n: open })));
    if (failed) inside.push(element("span", word("SomeFailed", { n: failed })));
    if (all.length) inside.push(element("a", word("Look"), { href: "/" + all[0].action.split("/")[1] + "/me#outbox" }));
    if (!p) {
      p = element("div", "", { id: "outbox-line", className: "said" });
      p.setAttribute("role", "status");
      document.getElementById("main")?.prepend(p);
    }
    fill(p, inside);
  }

  const put = w => {
    gone.delete(w.n);
    return write(s => s.put(w)).then(draw);
  };
  const remove = w => {
    gone.add(w.n);
    waiting = waiting.filter(o => o.n != w.n);
    draw();
    return write(s => s.delete(w.n)).finally(() => gone.delete(w.n)).then(draw);
  };
  function undo({ n }) {
    const w = waiting.find(w => w.n == n);
    if (!w || n == onItsWay) return;
    tell({ text: word(w.tried && !w.refused ? "Perhaps" : "Undone"), about: w.about, back: w.many ? w : undefined });
    remove(w);
  }

  // What was written goes back into its form; until it is sent from there, the old one stays and is not sent.
  const edits = new WeakMap();
  async function edit({ n }) {
    const w = waiting.find(w => w.n == n);
    if (!w || n == onItsWay) return;
    if (!w.refused) await put({ ...w, held: true });
    try { sessionStorage.setItem("outbox-edit", w.n) } catch { return }
    if (restore()) return;
    if (shell.natively()) location.assign(w.page); else shell.open(w.page);
  }
  function restore() {
    let n;
    try { n = Number(sessionStorage.getItem("outbox-edit")) } catch { return false }
    const w = n && mine().find(w => w.n == n), f = w && document.getElementById(w.form);
    if (!w || shell.clean(w.page) != shell.clean(location)) return false;
    sessionStorage.removeItem("outbox-edit");
    tell({ text: word(f ? "Editing" : "Closed"), about: w.about });
    draw();
    if (!f) return true;
    f.reset();
    for (const e of f.elements) if (e.name && e.type != "hidden") {
      const values = w.fields.filter(([name]) => name == e.name).map(([, v]) => v);
      if (/radio|checkbox/.test(e.type)) e.checked = values.includes(e.value);
      else if (e.type == "file") {
        const files = new DataTransfer();
        for (const v of values) files.items.add(v);
        e.files = files.files;
      } else if (values.length) e.value = values[0];
    }
    edits.set(f, n);
    for (let at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
    f.scrollIntoView({ block: "start" });
    [...f.elements].find(e => e.name && e.type != "hidden" && e.getClientRects().length)?.focus({ preventScroll: true });
    return true;
  }

  // What the fields of a form say, by their labels.
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

  const mineToo = new WeakMap(); // by form: the id under which what stands in it was sent, where it could not be kept
  document.addEventListener("submit", e => {
    const f = e.target, by = e.submitter;
    if (!("keep" in f.dataset) || e.defaultPrevented || !reader()) return;
    e.preventDefault();
    const many = f.dataset.keep == "many";
    if (f.ariaBusy || f.classList.contains("waits") && !f.classList.contains("people")) return;
    const data = new FormData(f);
    if (by?.name) data.append(by.name, by.value);
    const fields = [...data].filter(([name, v]) => name != "command" && (typeof v == "string" || v.size)), written = now();
    const old = mine().find(w => w.n == edits.get(f)), sum = JSON.stringify(fields.map(([k, v]) => [k, v.size ?? v])), sent = mineToo.get(f);
    if (f.elements.code) fields.push(["written", String(written)]);
    const shift = data.get("shift"), path = f.getAttribute("action").replace(/\/[^/]+$/, ""), here = shell.clean(location) + "#" + f.id;
    send1(f, by, {
      n: old?.n, of: reader(), command: old?.tried && !old.refused ? old.command : sent?.sum == sum ? sent.command : newID(f.elements.command.value), form: f.id,
      action: f.getAttribute("action"), fields, what: f.dataset.what, word: by?.textContent.trim() ?? "", mind: f.dataset.mind, many, written,
      about: f.dataset.about || (many && data.get("title")) || "", shown: many ? shownOf(f) : [], page: many ? here : shift ? path + "?from=" + shift + "#s-" + shift : path,
    }, sum);
  }, true);

  // send1 sends what was just pressed, after what waits already; without a network it is kept.
  async function send1(f, by, w, sum) {
    f.ariaBusy = "true";
    f.querySelector(":scope > .problem.unkept")?.remove();
    // A list that is sent at once counts by the server's clock; one that is kept says when it was
    // written down, and is another: noted twice it has one effect.
    const list = f.classList.contains("people"), before = mine().some(o => goes(o) && o.n != w.n);
    w.tried = !before && navigator.onLine;
    const first = { ...w };
    if (list) w = { ...w, fields: [...w.fields, ["written", String(w.written)]], command: newID(w.command) };
    if (w.n == undefined) delete w.n;
    let kept = true, got = {};
    try {
      // A list says all, and of a place one either comes or not: the newer one is what holds.
      const over = mine().filter(o => !o.refused && (o.form == w.form && list || w.mind && o.mind == w.mind));
      w.n = await write((s, about) => { over.forEach(o => s.delete(o.n)); about.put({ of: w.of, words: words() }, "last"); return s.put(w) });
    } catch { kept = false }
    tell();
    try {
      if (before && kept) await send();
      else got = await alone(() => post(first), true);
    } finally { f.ariaBusy = null }
    if (kept && (before || !got.location && !(got.reason && got.form))) {
      if (got.reason) await put({ ...w, refused: got.reason, says: got.says });
      if (got.out) tell({ text: word("SignedOut") });
      if (w.many) { f.reset(); edits.delete(f) }
      draw();
      const box = document.getElementById("outbox");
      if (w.many && box) { box.tabIndex = -1; box.focus({ preventScroll: true }) }
      box?.scrollIntoView({ block: "nearest" });
      return plan();
    }
    if (kept) await remove(w);
    if (got.location) {
      f.reset();
      edits.delete(f);
      return shell.natively() || !shell.arrive ? location.assign(got.location) : shell.arrive(got.location);
    }
    f.elements.command.value = first.command;
    if (got.reason) { // it is sent again, and the page shown with what is wrong
      if (shell.hand(f, by)) return;
      if (by?.name) f.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
      return f.submit();
    }
    mineToo.set(f, { sum, command: first.command });
    const p = element("p", word("Storage"), { className: "problem unkept" });
    p.setAttribute("role", "alert");
    f.prepend(p);
    p.scrollIntoView({ block: "center" });
  }

  // post is {location}; {reason, says, form}, with form where the form was drawn again; {out} where somebody
  // else or nobody is signed in; or {} where nothing was answered that would decide it: {wait} seconds.
  async function post(w) {
    const photos = w.fields.some(([, v]) => v instanceof Blob), body = photos ? new FormData() : new URLSearchParams();
    for (const [name, v] of [...w.fields, ["command", w.command]]) body.append(name, v);
    try {
      const answer = await fetch("/_v" + w.action, {
        method: "POST", body, headers: { "Written-By": w.of }, credentials: "same-origin", signal: AbortSignal.timeout?.(photos ? 12e4 : 2e4),
      });
      heard(answer.headers);
      const said = await answer.json();
      if (answer.ok && said.location) return { location: said.location };
      if (answer.status == 401 || said.reason == "signed-out") return { out: true };
      if (answer.status == 429 || answer.status >= 500) return { wait: Number(answer.headers.get("Retry-After")) || 0 };
      return { reason: said.reason || "?", says: said.says ?? [], form: answer.status == 422 };
    } catch { return {} }
  }

  // send sends what waits, in order, until there is no answer. With every time without one the pause grows.
  let misses = 0, pause, least = 0;
  async function send() {
    if (sending) return;
    sending = true;
    let done = false;
    try { done = await alone(sendAll) } catch { /* what waits stays */ } finally { sending = false; onItsWay = 0 }
    plan();
    if (!done) return draw();
    if (!shell.natively() && shell.again) return shell.again(); // what is free, and where the reader stands, is another now
    if ([...page.querySelectorAll("input:not([type=hidden]), textarea, select")].some(typed)) return draw();
    try { sessionStorage.setItem("outbox-told", JSON.stringify(told)) } catch { /* it is not told */ }
    location.reload();
  }
  // typed tells whether a field holds what its reader has put there and not sent.
  const typed = e => !e.closest("form[data-keep]:not([data-keep=many])") && (e.options ? Math.max(0, [...e.options].findIndex(o => o.defaultSelected)) != e.selectedIndex
    : /radio|checkbox/.test(e.type) ? e.checked != e.defaultChecked : e.value != e.defaultValue);
  async function sendAll() {
    await read();
    let changed = false;
    least = 0;
    for (const { n } of mine().filter(goes)) {
      let w = (await read(), mine().find(w => w.n == n && goes(w))); // it may have been taken back meanwhile
      if (!w) continue;
      if (navigator.onLine && !w.tried) await write(s => s.put(w = { ...w, tried: true }));
      onItsWay = n;
      const slow = setTimeout(draw, 1500); // what is quick moves nothing under the reader's finger
      const got = await post(w);
      clearTimeout(slow);
      onItsWay = 0;
      if (got.out) tell({ text: word("SignedOut") });
      if (got.out || !got.location && !got.reason) { misses++; least = got.wait ?? 0; break }
      if (!changed) tell();
      misses = 0;
      changed = true;
      if (got.reason) { await write(s => s.put({ ...w, refused: got.reason, says: got.says })); continue }
      told.push({ text: word("Sent", { what: w.what }), about: w.about, href: w.many ? shell.clean(got.location) : undefined });
      await write(s => s.delete(n));
    }
    return changed;
  }
  function plan() {
    clearTimeout(pause);
    if (mine().some(goes)) pause = setTimeout(send, Math.max(least, Math.min(600, 5 * 2 ** misses) * (.8 + Math.random() * .4)) * 1e3);
  }
  const hurry = () => { misses = 0; if (mine().some(goes)) send() };

  // What an older app kept goes into the store.
  async function takeOver() {
    for (const key of Object.keys(localStorage).filter(k => k.startsWith("outbox "))) {
      const old = JSON.parse(localStorage.getItem(key)).filter(o => !waiting.some(w => w.command == o.command));
      await write(s => void old.forEach(o => s.put({ ...o, of: key.slice(7), tried: true, written: now(), shown: [] })));
      localStorage.removeItem(key);
    }
  }

  // The page is read again on site, where there may be no network: the worker, which keeps pages,
  // may have come after this one was opened, and drops what it kept once something is done on it.
  async function ready() {
    const at = new URL(location.href.split("#")[0]);
    at.searchParams.delete("done");
    if (!document.querySelector("form[data-keep], #outbox") || !navigator.onLine) return;
    const kept = !window.caches || await caches.match(at.href, { cacheName: "private" });
    if (kept && sessionStorage.getItem("outbox-heard")) return;
    const got = await fetch(at.href);
    heard(got.headers);
    if (!kept && got.ok && !got.redirected && !got.headers.has("Of-Another")) await (await caches.open("private")).put(at.href, got);
  }

  async function painted() {
    await read();
    if (toldAt != shell.shown()) tell();
    if (!restore()) draw();
  }
  document.addEventListener("painted", () => painted().catch(() => {}));
  addEventListener("online", hurry);
  addEventListener("pageshow", e => { if (e.persisted) read().then(draw).then(hurry) });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hurry() });
  (async () => {
    await read();
    await takeOver();
    if (!restore()) draw();
    hurry();
    await ready();
  })().catch(e => console.info("outbox: " + e.message));
})();
