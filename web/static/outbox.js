"use strict";
// What is written while there is no network stays on this phone, pictures too, each under an id of its
// own. It is put down before it is sent, so that nothing is lost with a browser that ends; it is sent in
// order when there is a network, counts once however often it is sent, and can be taken back until then.
// It belongs to whoever wrote it: nobody else who signs in on this phone sees or sends it. The forms work
// without this script. How it looks: outboxlist.js. Sentences come with the document (app/pages/outbox.go).
(() => {
  const page = document.getElementById("page"), shell = window.shell;
  if (!window.indexedDB || !shell?.outboxList) return; // nothing can be kept here: the browser sends the forms itself

  // The store: "waiting" are the things by the order in which they were written, "about" whose page was shown
  // last and in which words that is said. What an older or a newer app has made of it is taken as it is.
  let opened, waiting = [], last = {};
  const gone = new Set(); // what is just being taken out
  const stores = ["waiting", "about"];
  const opening = version => new Promise((done, fail) => {
    const asked = indexedDB.open("outbox", version);
    asked.onupgradeneeded = () => {
      for (const s of stores.filter(s => !asked.result.objectStoreNames.contains(s))) {
        asked.result.createObjectStore(s, s == "waiting" ? { keyPath: "n", autoIncrement: true } : {});
      }
    };
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      const db = asked.result;
      db.onversionchange = db.onclose = () => { db.close(); opened = undefined };
      if (stores.every(s => db.objectStoreNames.contains(s))) return done(db);
      db.close();
      opening(db.version + 1).then(done, fail);
    };
  });
  const open = () => opened ??= opening().catch(e => { opened = undefined; throw e });
  // run is what work asks the two stores for, once all of it stands on the disk.
  const run = async (mode, work) => {
    const db = await open();
    return new Promise((done, fail) => {
      const t = db.transaction(["waiting", "about"], mode, { durability: "strict" });
      let asked;
      t.oncomplete = () => done(asked?.result);
      t.onabort = () => fail(t.error);
      asked = work(t.objectStore("waiting"), t.objectStore("about"));
    });
  };
  const exists = async () => opened || !indexedDB.databases || (await indexedDB.databases()).some(d => d.name == "outbox");
  const read = async () => {
    if (!await exists()) return void (waiting = []);
    waiting = (await run("readonly", w => w.getAll())).filter(w => !gone.has(w.n)).map(w => ({ fields: [], shown: [], ...w }));
    last = await run("readonly", (w, about) => about.get("last")) ?? {};
    shell.waiting = waiting.length;
  };
  const write = async work => {
    const got = await run("readwrite", work);
    await read();
    tabs?.postMessage({});
    return got;
  };
  // Another tab of this phone has put something down, sends something, or tells its reader what came of it.
  const tabs = window.BroadcastChannel && new BroadcastChannel("outbox");
  if (tabs) tabs.onmessage = async ({ data }) => {
    if ("way" in data) onItsWay = data.way;
    await read();
    if (data.told && data.of == reader()) return arrived(data.told);
    draw();
    plan();
  };

  // Whose page this is: theirs who read it; of a page that stands for another off line, the last reader's.
  const offline = () => document.querySelector("#outbox[data-last]");
  const reader = () => document.getElementById("main")?.dataset.of || (offline() ? last.of : "") || "";
  const mine = () => waiting.filter(w => w.of == reader());
  const goes = w => !w.refused && !w.held;
  const word = (name, values) => ((offline() && last.words?.["box" + name]) ?? page.dataset["box" + name] ?? last.words?.["box" + name] ?? "").replace(/\{(\w+)\}/g, (_, k) => values[k]);
  const words = () => Object.fromEntries(Object.entries(page.dataset).filter(([k]) => k.startsWith("box")));
  // noteReader: whoever reads now is the last reader; where nobody is signed in, that is nobody.
  async function noteReader() {
    const of = document.getElementById("main")?.dataset.of || (document.querySelector("[data-leave]") || offline() ? undefined : "");
    if (of == undefined || last.of == of && (!of || last.words?.boxHead == page.dataset.boxHead) || !await exists()) return;
    last = { of, words: words() };
    await run("readwrite", (_, about) => about.put(last, "last"));
  }

  // One tab sends at a time. An old browser, or one that is not reached safely, knows no locks: there a note
  // with a time has to do, and what is sent by two all the same counts once.
  const alone = async (work, wait) => {
    if (navigator.locks) return navigator.locks.request("outbox", { ifAvailable: !wait }, lock => lock && work());
    const until = Number(localStorage.getItem("outbox-lock"));
    if (!wait && until > Date.now() && until < Date.now() + 150e3) return;
    try { localStorage.setItem("outbox-lock", Date.now() + 150e3) } catch { /* two of them do no harm */ }
    try { return await work() } finally { localStorage.removeItem("outbox-lock") }
  };

  // The server's clock, as its last answer told it: the phone's may be wrong by a year, or become so. ahead is by how
  // much the server's is ahead, zone how far the place's is from UTC, at what it was then: all in milliseconds.
  let clock = { ahead: 0, zone: -new Date().getTimezoneOffset() * 6e4, at: 0 }, fresh = false;
  try { clock = JSON.parse(localStorage.getItem("outbox-clock")) ?? clock } catch { /* as the phone has it */ }
  const heard = headers => {
    const at = Date.parse(headers.get("Date")), said = Date.parse(headers.get("Said-At") + "Z"), ahead = at - Date.now();
    if (!at || !said || headers.has("Kept")) return;
    clock = { ahead: Math.abs(ahead) < 6e4 ? 0 : ahead, zone: Math.round((said - at) / 9e5) * 9e5, at };
    fresh = true;
    try { localStorage.setItem("outbox-clock", JSON.stringify(clock)); sessionStorage.setItem("outbox-heard", "1") } catch { /* next time */ }
  };
  const now = () => Date.now() + clock.ahead;
  // writtenAt is when something was written: not before the server was heard last, nor after it is heard again.
  const writtenAt = w => Math.max(w.after || 0, fresh ? Math.min(w.written, now()) : w.written);
  const when = w => {
    const at = new Date(writtenAt(w) + clock.zone);
    const t = at.toISOString().slice(11, 16), english = document.documentElement.lang == "en";
    const day = english ? at.toLocaleString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" }) : at.getUTCMonth() + 1 + " 月 " + at.getUTCDate() + " 日";
    return word("Written", { when: day + (english ? ", " : " ") + t });
  };

  const newID = from => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, "0")).join("");
    const voice = /^[0-9a-f-]{36}(-h[0-9a-f]{8})-/.exec(from)?.[1] ?? ""; // for whom the page was drawn
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") + voice + "-outbox";
  };
  // What was told since the page was opened: {text, about, href, back}.
  let told = [], toldAt, onItsWay = 0, sending = false, pressing = 0;
  const tell = (...all) => { told = all; toldAt = shell.shown() };
  try { tell(...JSON.parse(sessionStorage.getItem("outbox-told") || "[]")); sessionStorage.removeItem("outbox-told") } catch { /* nothing was told */ }

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
  const putBack = w => put(w).then(() => { tell(); draw(); hurry() }, () => tell({ text: word("Storage"), about: w.about, back: w }));
  const { draw: show, restore, refill, shownOf, edits } = shell.outboxList({
    word, when, mine, goes, put, putBack, remove, undo, tell, told: () => told, onItsWay: () => onItsWay,
    others: () => waiting.length - mine().length, hurry: () => hurry(),
  });
  // A page that has more to say of what waits, and of what has arrived, is told.
  function draw() {
    show();
    document.dispatchEvent(new CustomEvent("outbox", { detail: shell.box = { waiting: mine(), told } }));
  }

  const mineToo = new WeakMap(); // by form: the id under which what stands in it was sent, where it could not be kept
  document.addEventListener("submit", e => {
    const f = e.target, by = e.submitter;
    if (!("keep" in f.dataset) || e.defaultPrevented || !reader()) return;
    e.preventDefault();
    const next = f.dataset.keep == "next", many = next || f.dataset.keep == "many", names = f.querySelector("[data-names]");
    if (f.ariaBusy || f.classList.contains("waits") && !f.classList.contains("people")) return;
    const data = new FormData(f);
    if (by?.name) data.append(by.name, by.value);
    const fields = [...data].filter(([name, v]) => name != "command" && (typeof v == "string" || v.size)), written = now();
    const old = mine().find(w => w.n == edits.get(f)), sum = JSON.stringify(fields.map(([k, v]) => [k, v.size ?? v])), sent = mineToo.get(f);
    if (f.elements.code || "written" in f.dataset) fields.push(["written", String(written)]);
    const shift = data.get("shift"), path = f.getAttribute("action").replace(/\/[^/]+$/, ""), here = shell.clean(location) + "#" + f.id;
    (next ? sendNext : send1)(f, by, {
      n: old?.n, of: reader(), command: old?.tried && !old.refused ? old.command : sent?.sum == sum ? sent.command : newID(f.elements.command.value), form: f.id,
      action: f.getAttribute("action"), fields, what: f.dataset.what, word: by?.textContent.trim() ?? "", mind: f.dataset.mind, many, next, written, after: clock.at,
      thing: names?.value, about: [f.dataset.about || (many && data.get("title")), names?.selectedOptions?.[0]?.dataset.label].filter(Boolean).join(" "), shown: many ? shownOf(f) : [], page: many ? here : shift ? path + "?from=" + shift + "#s-" + shift : path,
    }, sum);
  }, true);

  // send1 sends what was just pressed, after what waits already; without a network it is kept.
  async function send1(f, by, w, sum) {
    pressing++; // what is just pressed is sent here, and told by where it leads
    try { await pressed(f, by, w, sum) } finally { pressing-- }
  }
  async function pressed(f, by, w, sum) {
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
      if (before && kept) await send(true);
      else got = await alone(() => { onItsWay = w.n ?? 0; return post(first).finally(() => onItsWay = 0) }, true);
    } catch { /* what is kept is sent later */ } finally { f.ariaBusy = null }
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
    if (got.location) {
      if (kept) await remove(w);
      f.reset();
      edits.delete(f);
      return shell.natively() || !shell.arrive ? location.assign(got.location) : shell.arrive(got.location);
    }
    f.elements.command.value = first.command;
    if (got.reason) { // it is sent again, and the page shown with what is wrong; until it is there, the phone keeps what was written
      if (kept) await hold(f, w);
      if (shell.hand(f, by)) return;
      if (by?.name) f.append(Object.assign(document.createElement("input"), { type: "hidden", name: by.name, value: by.value }));
      return f.submit();
    }
    mineToo.set(f, { sum, command: first.command });
    unkept(f);
  }
  // unkept says in the form that the phone is full.
  function unkept(f) {
    const p = Object.assign(document.createElement("p"), { textContent: word("Storage"), className: "problem unkept" });
    p.setAttribute("role", "alert");
    f.prepend(p);
    p.scrollIntoView({ block: "center" });
  }

  // sendNext puts down one of many that are written one after the other, and sends behind it: the form is there for the next at once.
  // What cannot be kept is sent, and where it cannot be sent either, it stands in its form again.
  async function sendNext(f, by, w) {
    f.querySelector(":scope > .problem.unkept")?.remove();
    f.reset();
    edits.delete(f);
    [...f.elements].find(e => e.name && e.type != "hidden")?.focus({ preventScroll: true });
    scrollTo({ top: 0, behavior: "instant" });
    if (w.n == undefined) delete w.n;
    try {
      w.n = await write((s, about) => { about.put({ of: w.of, words: words() }, "last"); return s.put(w) });
    } catch {
      const got = await post(w);
      if (!got.location) { refill(f, w.fields); return unkept(f) }
      tell(outcome(w, got.location));
      return draw();
    }
    tell({ text: word("Kept", { what: w.what }), about: w.about });
    draw();
    send();
  }

  // hold keeps what the page will show with what is wrong; drawn lets it go once the page does. Where another page came
  // of it, or none, it waits again: under the same id, so that it counts once.
  async function hold(f, w) {
    try { sessionStorage.setItem("outbox-drawn", w.n) } catch { return remove(w) }
    edits.set(f, w.n);
    await write(s => s.put({ ...w, held: true, tried: true })).catch(() => {});
  }
  async function drawn() {
    let n = 0;
    try { n = Number(sessionStorage.getItem("outbox-drawn")) } catch { /* nothing was held */ }
    if (!n) return;
    sessionStorage.removeItem("outbox-drawn");
    const w = waiting.find(w => w.n == n && w.held);
    if (!w) return;
    await write(s => document.getElementById("error-summary") ? s.delete(n) : s.put({ ...w, held: undefined }));
  }

  // post is {location}; {reason, says, form}, with form where the form was drawn again; {out} where somebody
  // else or nobody is signed in; or {} where nothing was answered that would decide it: {wait} seconds.
  async function post(w) {
    const photos = w.fields.some(([, v]) => v instanceof Blob), body = photos ? new FormData() : new URLSearchParams();
    try {
      for (const [name, v] of [...w.fields, ["command", w.command]]) body.append(name, v);
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
  async function send(own) {
    if (sending || pressing && own !== true) return;
    sending = true;
    let said;
    try { said = await alone(() => sendAll().finally(() => way(0))) } catch { /* what waits stays */ } finally { sending = false }
    plan();
    if (!said) return draw();
    tabs?.postMessage({ of: reader(), told: said });
    arrived(said);
  }
  const way = n => { if (n != onItsWay) tabs?.postMessage({ way: n }); onItsWay = n };
  // arrived tells what came of what was sent, by this tab or another: what is free, and where the reader stands, is another now.
  function arrived(said) {
    tell(...said);
    if (document.querySelector("form[data-keep=next]")) return draw(); // the next is being written
    if (!shell.natively() && shell.again) return shell.again();
    if ([...page.querySelectorAll("input:not([type=hidden]), textarea, select")].some(typed)) return draw();
    try { sessionStorage.setItem("outbox-told", JSON.stringify(told)) } catch { /* it is not told */ }
    location.reload();
  }
  // typed tells whether a field holds what its reader has put there and not sent.
  const typed = e => !e.closest("form[data-keep]:not([data-keep=many])") && (e.options ? Math.max(0, [...e.options].findIndex(o => o.defaultSelected)) != e.selectedIndex
    : /radio|checkbox/.test(e.type) ? e.checked != e.defaultChecked : e.value != e.defaultValue);
  // sendAll is what there is to tell, or undefined where nothing came of it. What is written meanwhile comes last.
  async function sendAll() {
    const said = [], met = new Set();
    least = 0;
    for (;;) {
      await read();
      let w = mine().find(w => goes(w) && !met.has(w.n)); // what was taken back meanwhile is not there
      if (!w) break;
      met.add(w.n);
      if (navigator.onLine && !w.tried) await write(s => s.put(w = { ...w, tried: true }));
      way(w.n);
      const slow = setTimeout(draw, 1500); // what is quick moves nothing under the reader's finger
      const got = await post(w);
      clearTimeout(slow);
      way(0);
      if (got.out) tell({ text: word("SignedOut") });
      if (got.out || !got.location && !got.reason) { misses++; least = got.wait ?? 0; break }
      misses = 0;
      if (got.reason) said.push({});
      else said.push(outcome(w, got.location));
      await settle(w, got);
    }
    return said.length ? said.filter(t => t.text) : undefined;
  }
  // outcome is what came of a thing that arrived; of an answer that another was before, that it did not count.
  function outcome(w, location) {
    const of = { about: w.about, action: w.action, form: w.form, thing: w.thing };
    if (/[?&]done=[\w-]*dropped/.test(location)) return { ...of, text: word("Dropped", { what: w.what }) };
    return { ...of, text: word("Sent", { what: w.what }), what: w.what, href: w.many && !w.next ? shell.clean(location) : undefined };
  }
  // settle takes out what was sent, and notes why something was refused, unless it was taken back meanwhile.
  const settle = ({ n }, got) => write(s => {
    if (got.location) return s.delete(n);
    const there = s.get(n);
    there.onsuccess = () => there.result && s.put({ ...there.result, held: undefined, refused: got.reason, says: got.says });
    return there;
  });
  function plan() {
    clearTimeout(pause);
    if (mine().some(goes)) pause = setTimeout(send, Math.max(least, Math.min(600, 5 * 2 ** misses) * (.8 + Math.random() * .4)) * 1e3);
  }
  const hurry = () => { misses = 0; if (mine().some(goes)) send() };

  // What an older app kept goes into the store, once; what cannot be read stays where it is. Answers at doors had been
  // kept under who wrote them alone: they are taken over on a page of theirs, and of the place.
  const old = () => {
    const [, me] = reader().split("/"), here = me && "door " + me + " /" + location.pathname.split("/")[1] + "/";
    return Object.keys(localStorage).filter(k => k.startsWith("outbox ") || here && k.startsWith(here));
  };
  const doorThing = (o, action) => {
    const building = new URLSearchParams(o.fields).get("building");
    return {
      command: o.command, fields: o.fields, form: "door", action, thing: o.unit, what: word("Door"), about: [building, o.label].filter(Boolean).join(" "), many: true, next: true,
      page: action + "?" + new URLSearchParams({ building }), refused: o.refused, says: o.says ? [o.says] : [],
    };
  };
  async function takeOver() {
    await read();
    for (const key of old()) try {
      const [kind, of, action] = key.split(" "), kept = JSON.parse(localStorage.getItem(key)).filter(o => !waiting.some(w => w.command == o.command));
      const things = kind == "door" ? kept.map(o => ({ ...doorThing(o, action), of: reader() })) : kept.map(o => ({ ...o, of }));
      await write(s => void things.forEach(o => s.put({ ...o, tried: true, written: now(), shown: [] })));
      localStorage.removeItem(key);
    } catch (e) { console.info("outbox: " + e.message) }
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
    await noteReader();
    await drawn();
    if (toldAt != shell.shown()) tell();
    if (!restore()) draw();
  }
  document.addEventListener("painted", () => painted().catch(() => {}));
  addEventListener("online", hurry);
  addEventListener("pageshow", e => { if (e.persisted) read().then(draw).then(hurry) });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hurry() });
  (async () => {
    await read();
    if (old().length) await alone(takeOver, true);
    await painted();
    hurry();
    await ready();
  })().catch(e => console.info("outbox: " + e.message));
})();
