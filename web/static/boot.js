"use strict";
// The page is complete before this runs. This script lets clicks and submits go
// natively until the app is ready, then hands them to it, and paints what the app
// gives it. When the app cannot come, or ends, everything is native again.
(() => {
  const me = document.currentScript.dataset, root = document.documentElement;
  const page = document.getElementById("page"), say = document.getElementById("say");
  const clean = u => { // path and query, without the code of what was just done
    u = new URL(u, location.href);
    u.searchParams.delete("done");
    return u.pathname + u.search;
  };
  let ready = false;
  let shown = "offline" in page.dataset ? "" : clean(location);

  // Go-app dies on storage that is blocked: give it one that forgets.
  for (const name of ["localStorage", "sessionStorage"]) try { window[name].length } catch {
    const m = new Map();
    Object.defineProperty(window, name, { value: {
      getItem: k => m.get(k) ?? null, setItem: (k, v) => void m.set(k, String(v)), removeItem: k => void m.delete(k),
      clear: () => m.clear(), key: i => [...m.keys()][i] ?? null, get length() { return m.size },
    } });
  }

  // What is said once is not said again on reload.
  if (new URL(location).searchParams.has("done")) history.replaceState(history.state, "", clean(location) + location.hash);

  // The secret of a letter's QR code comes behind #, which no browser sends. It goes into the
  // form and nowhere else: out of the address, before anything else can keep it there.
  let secret = "";
  const letter = () => {
    const field = page.querySelector("[data-letter]");
    if (field && location.hash.length == 44) {
      secret = location.hash.slice(1);
      history.replaceState(history.state, "", location.pathname + location.search);
    }
    if (!field || !secret || field.value) return;
    field.value = secret;
    page.querySelector("[data-typed]")?.remove();
    page.querySelector("[data-read]").hidden = false;
  };
  letter();
  addEventListener("hashchange", letter);

  // Where each entry of the history was scrolled to.
  const scrolls = new Map(JSON.parse(sessionStorage.getItem("scrolls") || "[]"));
  const mark = () => {
    const key = history.state?.key ?? String(Math.random());
    history.replaceState({ key }, "");
    return key;
  };
  const keep = () => {
    scrolls.delete(entry);
    scrolls.set(entry, scrollY);
    sessionStorage.setItem("scrolls", JSON.stringify([...scrolls].slice(-50)));
  };
  let entry = mark();
  if (history.scrollRestoration == "manual") scrollTo(0, scrolls.get(entry) ?? 0);
  addEventListener("pagehide", () => { keep(); history.scrollRestoration = "auto" });
  addEventListener("pageshow", () => { if (ready) history.scrollRestoration = "manual" });

  // An entry that the app made before a reload gives popstate and no load.
  addEventListener("popstate", () => {
    if (!ready && clean(location) != shown) return location.reload();
    keep();
    entry = mark();
  });
  // To another part of the page the browser leads; back to where one was on it, nobody does where the app keeps the places.
  addEventListener("hashchange", () => { if (ready && clean(location) == shown && scrolls.has(entry)) scrollTo(0, scrolls.get(entry)) });

  // Pages that the app does not draw, or seldom: the browser opens them itself.
  const natively = /^\/[^/]+\/(calls|projects|activities|volunteering|teams|leading|search|permissions|stairwell|me\/(home|privacy|data|leave|helping))(\/|$)/;

  const open = href => {
    if (shell.old) return location.assign(href); // another version has come: whoever goes on gets it
    if (clean(href) == shown && clean(location) == shown) return shell.again();
    keep();
    goappNav(href);
  };

  // drawn tells whether the app draws the page that a link leads to; otherwise the link is the browser's.
  const drawn = a => !(a.target || a.hasAttribute("download") || "native" in a.dataset || natively.test(a.pathname) ||
    a.origin != location.origin || a.hash && clean(a.href) == clean(location));

  document.addEventListener("click", e => {
    if (!ready) return;
    e.stopPropagation(); // go-app listens on window and knows fewer exceptions
    if (e.target.closest("button[data-recount]")) return recount(e.target.closest("[data-export]").dataset.export);
    const a = e.target.closest("a[href]");
    if (!a || e.defaultPrevented || e.button || e.ctrlKey || e.metaKey || e.shiftKey || e.altKey) return;
    if (!drawn(a)) return;
    e.preventDefault();
    open(a.href);
  });

  // What was written down and not sent is lost with the sign-out: not unasked.
  document.addEventListener("submit", e => {
    const leave = e.target.dataset.leave, waiting = leave ? Object.keys(localStorage).filter(k => /^(door|outbox) /.test(k)) : [];
    if (!leave || !waiting.length && !shell.waiting) return;
    if (!confirm(leave)) return e.preventDefault();
    for (const k of waiting) localStorage.removeItem(k);
    window.indexedDB?.deleteDatabase("outbox");
  }, true);

  const busy = new WeakSet();
  // hand gives a form to the app, and tells whether it takes it; otherwise the browser sends it itself.
  const hand = (f, by) => {
    if (!ready || shell.old || "native" in f.dataset || "native" in page.dataset) return false;
    const of = name => by?.getAttribute("form" + name) ?? f.getAttribute(name) ?? ""; // a field may be named action
    const to = new URL(of("action"), location.href);
    if (to.origin != location.origin || of("target")) return false;
    if (busy.has(f)) return true;
    const data = new FormData(f);
    if (by?.name) data.append(by.name, by.value);
    const fields = new URLSearchParams(data);
    if (of("method").toLowerCase() != "post") {
      open(to.pathname + "?" + fields);
      return true;
    }
    busy.add(f);
    f.setAttribute("aria-busy", "true");
    shell.send(to.pathname + to.search, of("enctype") == "multipart/form-data" ? data : fields.toString(), (done, natively) => {
      busy.delete(f);
      f.removeAttribute("aria-busy");
      if (natively) { // the server is of another version: it draws what it has to say, and keeps what was typed
        shell.old = true;
        return f.requestSubmit(by);
      }
      if (done) f.reset(); // what was sent is not kept by the morph
    });
    return true;
  };
  document.addEventListener("submit", e => { if (!e.defaultPrevented && hand(e.target, e.submitter)) e.preventDefault() });

  // A phone or identity number in a text that everybody will read is noticed while
  // it is typed, by the rule that the server refuses it by.
  document.addEventListener("input", e => {
    const f = e.target, words = f.dataset?.public;
    if (!words || !shell.personal) return;
    const id = f.id + "-personal", there = document.getElementById(id);
    if (!shell.personal(f.value)) return there?.remove();
    if (there) return;
    const p = document.createElement("p");
    Object.assign(p, { id, className: "problem", textContent: words });
    p.setAttribute("role", "status");
    f.before(p);
  });

  // What go-app looks up on window.
  const env = { GOAPP_VERSION: me.version, GOAPP_STATIC_RESOURCES_URL: "", GOAPP_ROOT_PREFIX: "", GOAPP_INTERNAL_URLS: "[]" };
  Object.assign(window, {
    goappGetenv: k => env[k], goappOnUpdate() {}, goappUpdatedBeforeWasmLoaded: false,
    goappOnAppInstallChange() {}, goappAppInstallChangedBeforeWasmLoaded: false, goappNav() {}, goappTryUpdate() {},
    goappIsAppInstallable: () => false, goappIsAppInstalled: () => matchMedia("(display-mode: standalone)").matches,
    goappIsAppleBrowser: () => /iPhone|iPad|Macintosh/.test(navigator.userAgent), goappShowInstallPrompt() {},
    goappNewNotification() {}, goappSubscribePushNotifications: () => "", goappKeepBodyClean: () => () => {},
  });

  // What the app uses: it sets send(path, body, sent), arrive(location), again() and recounted(told), and calls the
  // rest. waiting is how much this phone keeps to be sent, as far as outbox.js has told. pocket.js, which comes last, sets painted(),
  // offer(), ahead(path), coming(path), and old where the server is of another version.
  const shell = window.shell = {
    version: me.version, clean, open, hand, waiting: 0, drawn, changed, dear: () => dear(), painted() {}, offer() {}, ahead() {}, coming() {},
    shown: () => shown,
    natively: () => !ready || shell.old || "native" in page.dataset,
    here: () => clean(location),
    start: () => start(true),
    say: text => { say.textContent = text },
    kept: () => !!navigator.serviceWorker?.controller,
    // fetch is the app's way to the server. It notes which answers the worker had kept, and since when.
    async fetch(path, options) {
      const answer = await (options.method == "GET" && shell.coming(path) || fetch(path, options));
      keptAt.set(clean(path.slice(3)), answer.headers.get("Kept"));
      return answer;
    },
    ready() {
      ready = true;
      history.scrollRestoration = "manual";
      root.dataset.app = "ready";
    },
    // paint shows a page: another page whole, the same page by a morph.
    paint(html, title, elder, same) {
      document.title = title;
      root.classList.toggle("elder", elder);
      say.textContent = "";
      if (same) {
        const t = document.createElement("template");
        t.innerHTML = html;
        morph(page, t.content);
        letter();
        since(keptAt.get(shown));
        // Of a form in steps the one is shown where something is to be changed, not the one that was sent from.
        if (page.querySelector("#error-summary") && page.querySelector("form :target")) location.replace("#error-summary");
        page.querySelector("[autofocus]")?.focus();
        helpers();
        shell.painted(same);
        return;
      }
      page.innerHTML = html;
      since(keptAt.get(clean(location)));
      delete page.dataset.offline;
      delete page.dataset.native;
      shown = clean(location);
      helpers();
      letter();
      if (new URL(location).searchParams.has("done")) history.replaceState(history.state, "", shown + location.hash);
      entry = mark();
      (page.querySelector("[autofocus]") ?? page.querySelector("h1") ?? document.getElementById("main")).focus({ preventScroll: true });
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && !scrolls.has(entry)) target.scrollIntoView();
      else scrollTo(0, scrolls.get(entry) ?? 0);
      shell.painted(same);
    },
  };

  // morph makes the children of have those of want, and keeps the nodes: matched by
  // id, else by position and tag. What the reader did stays: focus, an open
  // details, a field that they have changed.
  function morph(have, want) {
    const at = document.activeElement, from = at?.selectionStart, to = at?.selectionEnd;
    children(have, want);
    if (at?.isConnected && at != document.activeElement) {
      at.focus({ preventScroll: true });
      if (from != null) at.setSelectionRange(from, to);
    }
  }
  function children(have, want) {
    const ids = new Set(Array.from(want.children, c => c.id));
    let at = have.firstChild;
    for (const w of [...want.childNodes]) {
      while (at?.id && !ids.has(at.id)) at = [at.nextSibling, at.remove()][0];
      let h = at;
      if (w.id) for (h = at; h && h.id != w.id;) h = h.nextSibling;
      if (!h || h.nodeName != w.nodeName || (h.id ?? "") != (w.id ?? "")) h = w;
      else if (!h.isEqualNode(w)) node(h, w);
      if (h != at) have.insertBefore(h, at);
      at = h.nextSibling;
    }
    while (at) at = [at.nextSibling, at.remove()][0];
  }
  function node(h, w) {
    if (h.nodeType != 1) { h.nodeValue = w.nodeValue; return }
    const typed = changed(h);
    for (const { name } of [...h.attributes]) if (!w.hasAttribute(name) && name != "open") h.removeAttribute(name);
    for (const { name, value } of w.attributes) if (h.getAttribute(name) != value && name != "open") h.setAttribute(name, value);
    children(h, w);
    if (typed) return;
    if (h.nodeName == "SELECT") h.selectedIndex = first(w);
    else if ("checked" in h && /checkbox|radio/.test(h.type)) h.checked = w.defaultChecked;
    else if ("defaultValue" in h && h.type != "file") h.value = w.defaultValue;
  }
  // changed tells whether a field is no longer as the server drew it.
  function changed(h) {
    if (h.nodeName == "SELECT") return h.selectedIndex != first(h);
    if ("checked" in h && /checkbox|radio/.test(h.type)) return h.checked != h.defaultChecked;
    return "defaultValue" in h && h.value != h.defaultValue;
  }
  function first(select) { return Math.max(0, Array.from(select.options).findIndex(o => o.defaultSelected)) }

  // The script of the passkey dialogue comes with the first form that asks for one;
  // a press that is quicker waits for it.
  let dialogue, here = false;
  const passkeys = () => {
    if (!me.passkey || !page.querySelector("form[data-passkey]")) return;
    dialogue ??= new Promise(done => {
      const s = document.createElement("script");
      s.src = me.passkey;
      s.onload = s.onerror = () => done(here = true);
      document.head.append(s);
    });
  };
  document.addEventListener("submit", e => {
    if (here || !dialogue || !("passkey" in e.target.dataset)) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    dialogue.then(() => e.target.requestSubmit());
  }, true);
  passkeys();

  // The script of ballots comes with the first one that is filled in, and is told when a page was painted.
  let counts;
  const ballot = () => {
    if (!me.ballot || counts || !page.querySelector("[data-ballot]")) return;
    counts = document.createElement("script");
    counts.src = me.ballot;
    document.head.append(counts);
  };
  ballot();

  // The script of what waits to be sent comes with the first form that may wait, and where this phone keeps something.
  let box;
  const outbox = async () => {
    const here = () => page.querySelector("form[data-keep], #outbox") || Object.keys(localStorage).some(k => /^(door|outbox) /.test(k));
    const kept = async () => (await window.indexedDB?.databases?.())?.some(d => d.name == "outbox");
    if (box || !me.outbox || !(here() || await kept().catch(() => {})) || box) return;
    const script = src => Object.assign(document.createElement("script"), { src, async: false }), list = script(me.outboxList);
    box = script(me.outbox);
    const begin = () => document.head.append(list, box); // how it looks is there first, so that nothing moves
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: me.outboxStyle, onload: begin, onerror: begin }));
  };
  outbox();

  // helpers come with what they help with, and are told when a page was painted.
  const helpers = () => {
    passkeys();
    ballot();
    outbox();
    document.dispatchEvent(new Event("painted"));
  };

  // A poll is counted again by a program of its own, which comes when somebody asks for it.
  let counting = false;
  const recount = async path => {
    const tell = told => {
      const at = document.getElementById("recounted");
      if (at) at.innerHTML = shell.recounted(told);
    };
    if (counting) return;
    counting = true;
    tell("");
    try {
      const [ballots, program] = await Promise.all([fetch(path), fetch(me.recount)]);
      if (!ballots.ok || !program.ok) throw new Error("missing");
      const go = new Go(), text = await ballots.text();
      const { instance } = await WebAssembly.instantiate(await program.arrayBuffer(), go.importObject);
      shell.recounting = { text, tell: told => path == document.querySelector("[data-export]")?.dataset.export && tell(told) };
      await go.run(instance);
    } catch { tell("missing") }
    counting = false;
    delete shell.recounting;
  };

  // The app comes when the page has loaded and the phone is idle, or has not been for five seconds, and is compiled then; what the worker has
  // kept costs no data, and comes at once. Where data is dear it comes only when somebody asks for it.
  const line = navigator.connection, dear = () => !!line?.saveData || /2g$/.test(line?.effectiveType);
  const loaded = new Promise(done => document.readyState == "complete" ? done() : addEventListener("load", done));
  const painted = Promise.race([loaded, new Promise(done => requestAnimationFrame(() => setTimeout(done)))]);
  const idle = loaded.then(() => new Promise(done => (window.requestIdleCallback ?? setTimeout)(done, { timeout: 5e3 })));
  const start = async asked => {
    if (!me.wasm || !window.WebAssembly) return loaded.then(worker);
    const kept = await window.caches?.match(me.wasm).catch(() => {});
    if (!kept) {
      await idle;
      if (!asked && dear()) return worker();
    }
    const exec = document.createElement("script");
    exec.src = me.exec;
    const missing = () => { root.dataset.app = "missing"; worker() };
    exec.onload = () => run(kept).catch(e => { console.info("no app: " + e.message); missing() });
    exec.onerror = missing;
    document.head.append(exec);
  };
  let came = false; // the app
  const run = async kept => {
    const go = new Go(), [answer, words] = await Promise.all([kept ?? fetch(me.wasm), root.lang == "en" && fetch(me.english)]);
    if (words) shell.words = words.ok && await words.text();
    if (!answer.ok || shell.words === false) throw new Error("status " + answer.status);
    const { instance } = await (WebAssembly.instantiateStreaming
      ? WebAssembly.instantiateStreaming(answer, go.importObject)
      : WebAssembly.instantiate(await answer.arrayBuffer(), go.importObject));
    came = true;
    await painted;
    go.run(instance).finally(over);
    await loaded;
    worker();
  };
  // over: the app has ended. The page stays as it is and is native again.
  const over = () => {
    ready = false;
    window.onclick = window.onpopstate = window.onresize = null;
    history.scrollRestoration = "auto";
    root.dataset.app = "over";
    if (shown && clean(location) != shown) location.reload();
  };

  // A page that was kept says from when it is, by the server's clock: the phone's may be wrong.
  const keptAt = new Map();
  function since(at) {
    document.getElementById("since")?.remove();
    const [, y, m, d, t] = /^(\d+)-0?(\d+)-0?(\d+)T([\d:]+)$/.exec(at ?? "") ?? [], main = document.getElementById("main");
    if (!y || !main) return;
    const p = Object.assign(document.createElement("p"), { id: "since", className: "said due" }), a = document.createElement("a");
    const words = y == new Date().getFullYear() ? page.dataset.since : page.dataset.sinceYear;
    const span = Object.assign(document.createElement("span"), { textContent: words.replace(/\{(\w)\}/g, (_, k) => ({ y, m, d, t })[k]) + " " });
    Object.assign(a, { href: clean(location), textContent: page.dataset.again });
    a.dataset.native = "";
    span.append(a);
    p.append(span);
    main.prepend(p);
  }
  since(page.dataset.kept);

  // keepApp: what came before there was a worker to keep it goes by the worker once more, which costs nothing.
  const keepApp = async () => { if (came && !await window.caches?.match(me.wasm)) fetch(me.wasm).catch(() => {}) };
  // The worker keeps pages for reading without a network. It comes after the app,
  // so that nothing is fetched twice; what was fetched before it came it is shown now.
  const worker = () => {
    navigator.serviceWorker?.addEventListener("controllerchange", () => {
      if (shown) fetch("/_v" + shown).catch(() => {});
      keepApp();
    }, { once: true });
    navigator.serviceWorker?.register("/sw.js").catch(() => {});
    navigator.serviceWorker?.ready.then(r => {
      if (!navigator.serviceWorker.controller) r.active.postMessage("claim"); // it woke while this page was opening
      else keepApp();
      const { ready } = page.dataset;
      if (ready && !("kept" in page.dataset) && !dear()) r.active.postMessage({ ready });
    });
  };
  const network = () => { say.textContent = navigator.onLine || document.getElementById("since") ? "" : say.dataset.offline };
  addEventListener("online", network);
  addEventListener("offline", network);
  if (!navigator.onLine) network();

  // While a title is typed, topics like it are asked for: of the whole form only the
  // title is sent. Each list in the answer goes into the element of the same id.
  let pause, turn = 0;
  document.addEventListener("input", e => {
    const url = e.target.dataset?.similar;
    if (!url) return;
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const mine = ++turn, answer = await fetch(url + "?" + new URLSearchParams({ part: "list", title: e.target.value })).catch(() => {});
      if (!answer?.ok || mine != turn) return;
      const got = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const list of [...got.body.children]) document.getElementById(list.id)?.replaceChildren(...list.childNodes);
    }, 400);
  });

  start();

  // The browser's own offer to install is kept until there is a good moment for it.
  addEventListener("beforeinstallprompt", e => {
    e.preventDefault();
    shell.prompt = e;
    shell.offer();
  });

  // What makes of a page an app in the pocket is needed by nobody yet.
  if (me.pocket) idle.then(() => document.head.append(Object.assign(document.createElement("script"), { src: me.pocket })));
})();
