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

  shell.painted = same => { if (!same) later() };
  if (root.dataset.app == "ready") later();
  else new MutationObserver((_, o) => {
    if (root.dataset.app != "ready") return;
    o.disconnect();
    later();
  }).observe(root, { attributes: true });
})();
