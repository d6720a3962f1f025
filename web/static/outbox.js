"use strict";
// Sign-ups for shifts and codes on site. The forms work without this; with it what is sent while
// there is no network stays on this phone under an id of its own, is sent in order when there is
// one, counts once, and can be taken back until then. It belongs to whoever pressed the button:
// nobody else who signs in on this phone sees or sends it. Sentences come with the page.
(() => {
  const box = document.querySelector("[data-outbox]");
  if (!box) return;
  const d = box.dataset, key = "outbox " + d.outbox, reasons = JSON.parse(d.reasons);
  const put = (words, what) => words.replace("{what}", () => what);
  const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);

  let waiting, told = [], onItsWay = "";
  try {
    waiting = JSON.parse(localStorage.getItem(key) || "[]");
    localStorage.setItem("outbox-try", "1");
    localStorage.removeItem("outbox-try");
    told = JSON.parse(sessionStorage.getItem("outbox-told") || "[]");
    sessionStorage.removeItem("outbox-told");
  } catch { return } // nothing can be kept here: the browser sends the forms itself

  // Another page of this phone may have sent or added something meanwhile.
  const read = () => { waiting = JSON.parse(localStorage.getItem(key) || "[]") };
  const write = () => {
    waiting.length ? localStorage.setItem(key, JSON.stringify(waiting)) : localStorage.removeItem(key);
    draw();
  };
  const remove = w => { read(); waiting = waiting.filter(o => o.command != w.command); write() };
  const newID = from => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, "0")).join("");
    const voice = /^[0-9a-f-]{36}(-h[0-9a-f]{8})-/.exec(from)?.[1] ?? ""; // for whom the page was drawn
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") + voice + "-outbox";
  };
  const button = (words, press) => element("button", words, { type: "button", className: "button quiet", onclick: press });

  // draw tells what waits above, and in the place of each button that was pressed.
  function draw() {
    box.replaceChildren(...told.map(t => element("p", t)));
    const open = waiting.filter(w => !w.refused);
    for (const w of open) {
      const line = element("div", "", { className: "kept" });
      line.append(element("p", put(d.waits, w.what)), button(d.undo, () => undo(w)));
      box.append(line);
    }
    if (open.length) box.append(element("p", d.why, { className: "small" }));
    for (const w of waiting.filter(w => w.refused)) {
      const line = element("div", "", { className: "refusal" }), both = element("p", "", { className: "buttons" });
      line.append(element("p", put(d.refused, w.what) + (reasons[w.refused] ?? "")));
      both.append(element("a", w.refused == "shift-full" ? d.full : d.look, { href: w.page, className: "button quiet" }), button(d.drop, () => remove(w)));
      both.firstChild.dataset.native = "";
      line.append(both);
      box.append(line);
    }
    box.hidden = !box.firstChild;
    box.classList.toggle("done", !waiting.length);
    for (const f of document.querySelectorAll("form[data-keep]")) {
      const w = open.find(w => w.form == f.id), shown = f.querySelector(".kept");
      f.classList.toggle("waits", !!w);
      shown?.remove();
      if (!w) continue;
      for (let at = f.closest("details"); at; at = at.parentElement.closest("details")) at.open = true;
      const line = element("div", "", { className: "kept" });
      line.append(element("p", put(d.waits, w.word)), button(d.undo, () => undo(w)));
      f.append(line);
    }
  }

  function undo(w) {
    if (w.command == onItsWay) return;
    told = [d.undone];
    remove(w);
  }

  document.addEventListener("submit", e => {
    const f = e.target, by = e.submitter;
    if (!("keep" in f.dataset)) return;
    e.preventDefault();
    if (f.ariaBusy || f.classList.contains("waits") && !f.classList.contains("people")) return;
    const data = new FormData(f);
    if (by?.name) data.append(by.name, by.value);
    const fields = [...data].filter(([name, v]) => name != "command" && typeof v == "string");
    const written = ["written", String(Date.now())];
    if (f.elements.code) fields.push(written);
    const shift = data.get("shift"), page = f.getAttribute("action").replace(/\/[^/]+$/, "");
    now(f, by, written, {
      command: newID(f.elements.command.value), form: f.id, action: f.getAttribute("action"), fields, what: f.dataset.what, word: by?.textContent.trim() ?? "",
      mind: f.dataset.mind, page: shift ? page + "?from=" + shift + "#s-" + shift : page,
    });
  });

  // now sends what was just pressed; without a network it is kept.
  async function now(f, by, written, w) {
    f.ariaBusy = "true";
    const got = await post(w);
    f.ariaBusy = null;
    if (got.location) return location.assign(got.location);
    if (got.reason) { // the browser sends it again, and shows the page with what is wrong
      f.elements.command.value = w.command;
      if (by?.name) f.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
      return f.submit();
    }
    // A list that is sent at once counts by the server's clock; one that is kept says when it was
    // written down, and is another: noted twice it has one effect.
    const list = f.classList.contains("people");
    if (list) w.fields.push(written), w.command = newID(w.command);
    read();
    // A list says all, and of a place one either comes or not: the newer one is what holds.
    waiting = waiting.filter(o => o.refused || !(o.form == w.form && list || w.mind && o.mind == w.mind));
    waiting.push(w);
    told = [];
    write();
    box.scrollIntoView({ block: "nearest" });
  }

  // post is {location}, {reason}, or {} where nothing was answered that would decide it.
  async function post(w) {
    try {
      const answer = await fetch("/_v" + w.action, {
        method: "POST", body: new URLSearchParams([...w.fields, ["command", w.command]]), credentials: "same-origin", signal: AbortSignal.timeout?.(20000),
      });
      const said = await answer.json();
      if (answer.ok && said.location) return said;
      if (answer.status == 401 || said.reason == "signed-out") return { out: true, reason: "" };
      return answer.status == 429 || answer.status >= 500 ? {} : { reason: said.reason || "?" };
    } catch { return {} }
  }

  let sending = false;
  async function send() {
    read();
    if (sending || !waiting.some(w => !w.refused)) return;
    sending = true;
    told = [];
    let changed = false;
    try {
      for (const w of waiting.filter(w => !w.refused)) {
        read();
        if (!waiting.some(o => o.command == w.command)) continue; // taken back meanwhile
        onItsWay = w.command;
        const got = await post(w);
        onItsWay = "";
        if (got.out) { told = [d.signedOut]; draw(); break }
        if (!got.location && !got.reason) break;
        changed = true;
        read();
        if (got.location) {
          told.push(put(d.sent, w.what));
          waiting = waiting.filter(o => o.command != w.command);
        } else for (const o of waiting) if (o.command == w.command) o.refused = got.reason;
        write();
      }
    } finally { sending = false }
    if (!changed) return;
    sessionStorage.setItem("outbox-told", JSON.stringify(told));
    location.reload(); // what is free, and where the reader stands, is another now
  }

  // The page is read again on site, where there may be no network: the worker, which keeps pages,
  // may have come after this one was opened, and drops what it kept once something is done on it.
  (async () => {
    const at = new URL(location.href.split("#")[0]);
    at.searchParams.delete("done");
    if (!window.caches || await caches.match(at.href, { cacheName: "private" })) return;
    const page = await fetch(at.href);
    if (page.ok && !page.redirected && !page.headers.has("Of-Another")) await (await caches.open("private")).put(at.href, page);
  })().catch(() => {});

  addEventListener("online", send);
  addEventListener("pageshow", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send() });
  setInterval(send, 20000);
  draw();
})();
