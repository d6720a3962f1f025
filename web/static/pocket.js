"use strict";
// What makes of the page an app in the pocket. It comes when the page is there and the phone is idle, and
// nothing on the page needs it.
(() => {
  const root = document.documentElement, page = document.getElementById("page"), line = navigator.connection;

  // The pages that are opened next most often, those of the tabs and of the first headings on the screen, are asked
  // for ahead where data is not dear: within the minute such a page is shown at once, and made fresh. Any other is
  // asked for when a finger comes down on its link, which is that much earlier than the click: it is fresh.
  const asked = new Map();
  const lately = path => { const a = asked.get(path); return a && performance.now() - a.at < 60e3 ? a : undefined };
  const ask = async (path, pressed) => {
    const before = lately(path);
    if (before) return void (before.pressed = pressed && !before.text);
    const a = { at: performance.now(), answer: fetch("/_v" + path), pressed };
    asked.set(path, a);
    try {
      const answer = (await a.answer).clone();
      if (answer.ok && !answer.headers.has("Kept")) a.text = await answer.text();
    } catch { asked.delete(path) }
  };
  shell.ahead = path => lately(path)?.text;
  shell.coming = path => {
    const a = lately(path.slice(3));
    asked.delete(path.slice(3));
    return a?.pressed && a.answer.then(answer => answer.clone());
  };
  const path = a => a.pathname + a.search;
  const cheap = () => !line || !line.saveData && line.effectiveType == "4g";
  const near = async () => {
    const seen = a => { const r = a.getBoundingClientRect(); return r.width && r.top >= 0 && r.bottom <= innerHeight };
    const links = [...page.querySelectorAll(".tabs a"), ...[...page.querySelectorAll("main h3 a")].filter(seen).slice(0, 4)];
    for (const a of links) {
      if (!cheap() || !navigator.onLine || !a.isConnected || root.dataset.app != "ready") return;
      if (shell.drawn(a) && path(a) != shell.here()) await ask(path(a));
    }
  };
  const later = () => (window.requestIdleCallback ?? setTimeout)(near);
  document.addEventListener("pointerdown", e => {
    const a = e.target.closest?.("a[href]");
    if (a && root.dataset.app == "ready" && shell.drawn(a) && !e.button) ask(path(a), true);
  }, { passive: true });
  document.addEventListener("submit", () => asked.clear(), true);

  shell.painted = same => {
    if (!same) later(), offered = undefined;
    if (offered) place(); else offer(true);
    announce();
    tools();
  };
  if (root.dataset.app == "ready") later();
  else new MutationObserver((_, o) => {
    if (root.dataset.app != "ready") return;
    o.disconnect();
    later();
  }).observe(root, { attributes: true });

  // One line on the phone's own page, in the words that come with the page.
  const words = page.dataset, element = (name, more) => Object.assign(document.createElement(name), more);
  const button = (text, className, press) => element("button", { type: "button", className, textContent: text, onclick: press });

  // Installing is offered once, on this phone: after something was done, or on another day than the first visit, and
  // never on a page where something is filled in. It stands above the text of a page that the app has just painted, so
  // that nothing moves; below it where something was done without the app, or no app comes. The answer outlives a sign-out, which empties the phone's storage.
  const installed = () => matchMedia("(display-mode: standalone)").matches || navigator.standalone;
  const agent = navigator.userAgent, apple = /iPhone|iPad/.test(agent) || /Macintosh/.test(agent) && navigator.maxTouchPoints > 1;
  const safari = apple && /Version\/.*Safari\//.test(agent) && !/MicroMessenger/.test(agent);
  const answered = () => /(^|; )install=/.test(document.cookie);
  const answer = said => { document.cookie = "install=" + said + "; path=/; max-age=34560000; samesite=lax" };
  if (answered()) answer("asked"); // for as long as people come
  const today = new Date().toDateString();
  try { localStorage.first ??= today } catch { }
  let offered, top; // the line that stands in the page, and whether above the text
  const place = () => {
    const main = document.getElementById("main"), done = main.querySelector(".said[role=status]");
    if (!top) main.append(offered); else if (done) done.after(offered); else main.prepend(offered);
  };
  const offer = painted => {
    const main = document.getElementById("main");
    if (offered || !main || installed() || answered() || !shell.prompt && !safari) return;
    const done = main.querySelector(".said[role=status]"), alone = shell.dear() || root.dataset.app == "missing";
    if (!done && ((localStorage.first ?? today) == today || !painted && !alone)) return;
    if (main.querySelector("textarea, select, input:not([type=hidden]), [data-ballot], form[data-keep]")) return;
    offered = element("section", { className: "next", id: "install" });
    const both = element("p", { className: "buttons" });
    if (shell.prompt) both.append(button(words.installYes, "button", install));
    both.append(button(shell.prompt ? words.installNo : words.installSeen, "button quiet", settled));
    offered.append(element("p", { textContent: shell.prompt ? words.install : words.installApple }), both);
    top = painted;
    place();
    answer("asked");
  };
  const settled = () => { offered?.remove(); offered = undefined };
  const install = async () => {
    settled();
    await shell.prompt?.prompt().catch(() => {});
    shell.prompt = undefined; // it can be asked once
    tools();
  };
  shell.offer = () => { offer(); tools() };
  addEventListener("appinstalled", () => { settled(); answer("done") });

  // Another version announces itself, and waits for a press or for the next page: never over something that is typed
  // or ticked. Whoever comes back to an app that has stood open asks whether there is one.
  const say = document.getElementById("say");
  const typing = () => page.querySelector("[data-ballot], [aria-busy=true]") || [...page.querySelectorAll("input, select, textarea")].some(shell.changed);
  let postponed = false, looked = -Infinity;
  const announce = () => {
    const there = say.querySelector("button");
    if (!shell.old || postponed || typing()) return there && say.replaceChildren();
    if (there) return;
    say.replaceChildren(element("span", { textContent: words.update + " " }), button(words.updateYes, "link", () => location.reload()), " ",
      button(words.updateNo, "link", () => { postponed = true; announce() }));
  };
  const worker = navigator.serviceWorker;
  worker?.addEventListener("message", e => {
    if (!e.data?.version) return;
    shell.old = e.data.version != shell.version;
    announce();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || performance.now() - looked < 6e5) return;
    looked = performance.now();
    worker?.controller?.postMessage("version");
    worker?.getRegistration().then(r => r?.update()).catch(() => {});
  });
  for (const what of ["input", "change", "reset", "focus"]) addEventListener(what, () => shell.old && setTimeout(announce));

  // The tools on the help's page: to install, and to fetch the app where it does not come by itself.
  const tools = async () => {
    const at = page.querySelector("[data-tool=install]"), fetching = page.querySelector("[data-tool=fetch]");
    if (at) {
      at.hidden = !shell.prompt || installed();
      at.querySelector("button").onclick = install;
    }
    if (!fetching) return;
    const wasm = document.querySelector("script[data-wasm]").dataset.wasm, tell = fetching.querySelector("[role=status]");
    const kept = await window.caches?.match(wasm).catch(() => {});
    fetching.hidden = root.dataset.app == "ready" || !wasm || !window.WebAssembly || !shell.dear() || !!kept;
    const ask = fetching.querySelector("button");
    if (ask) ask.onclick = e => {
      e.target.disabled = true;
      tell.textContent = words.fetching;
      new MutationObserver((_, o) => {
        o.disconnect();
        const there = root.dataset.app == "ready";
        there ? e.target.remove() : e.target.disabled = false;
        tell.textContent = there ? words.fetched : words.fetchFailed;
      }).observe(root, { attributes: true, attributeFilter: ["data-app"] });
      shell.start();
    };
  };

  offer();
  tools();
})();
