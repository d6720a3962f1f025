"use strict";
// In a form of which one question at a time is on the screen the key Enter leads to the next; only the last one sends.
document.addEventListener("keydown", e => {
  const next = e.key == "Enter" && !e.isComposing && e.target.matches("input") && e.target.closest(".onestep")?.querySelector(".stepnav .button:not(.quiet)");
  if (!next) return;
  e.preventDefault();
  next.click();
});

// Reads the page aloud, paragraph by paragraph, where the phone has a Chinese voice. The button stands
// in the page and shows once there is one (elder.css, html[data-voice]). Whatever leads away ends it.
(() => {
  const speech = window.speechSynthesis, root = document.documentElement, page = document.getElementById("page") ?? document.body;
  if (!speech || !window.SpeechSynthesisUtterance) return;
  let voice = null, turn = 0;

  // Of the Chinese voices one of the mainland, and one that speaks without a network.
  const worth = v => (/cn|hans/i.test(v.lang) ? 2 : 0) + (v.localService ? 1 : 0);
  const look = () => {
    voice = speech.getVoices().filter(v => /^(zh|cmn)\b/i.test(v.lang.replace("_", "-"))).sort((a, b) => worth(b) - worth(a))[0] ?? null;
    if (!voice) { stop(); delete root.dataset.voice } else root.dataset.voice ??= "ready";
  };

  const mark = at => {
    for (const e of page.querySelectorAll(".reading")) e.classList.remove("reading");
    at?.classList.add("reading");
    at?.scrollIntoView({ block: "nearest" });
  };
  const stop = () => {
    turn++;
    speech.cancel();
    mark();
    if (root.dataset.voice) root.dataset.voice = "ready";
  };

  // pieces are what is to be read, in the order of the page: each element that holds text of its own, with
  // all that stands in its line. What is folded away, typed or only drawn is left out.
  const inline = e => getComputedStyle(e).display.startsWith("inline") || getComputedStyle(e).position == "absolute";
  const pieces = () => {
    const found = new Map(), main = document.getElementById("main");
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, n =>
      n.nodeType == 1 ? /^(SVG|SCRIPT|STYLE|TEXTAREA|SELECT)$/i.test(n.nodeName) || n.matches("[aria-hidden=true], .back") || !n.getClientRects().length && getComputedStyle(n).display != "contents"
        ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP
        : n.data.trim() ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
    while (walk.nextNode()) {
      let e = walk.currentNode.parentElement;
      while (e != main && inline(e)) e = e.parentElement;
      found.set(e, (found.get(e) ?? "") + walk.currentNode.data.replace(/\s+/g, " ") + " ");
    }
    return [...found].map(([at, text]) => ({ at, text: text.trim() }));
  };

  // A voice that gets a long text may break off: it gets a sentence or a few at a time.
  const sentences = text => text.match(/[^。！？；]{1,150}[。！？；]?/g) ?? [];

  const read = () => {
    const mine = ++turn, all = pieces().flatMap(p => sentences(p.text).map(text => ({ at: p.at, text })));
    root.dataset.voice = "on";
    const next = () => {
      const p = all.shift();
      if (mine != turn) return;
      if (!p || !p.at.isConnected) return stop(); // read to its end, or the page has changed under it
      mark(p.at);
      const u = new SpeechSynthesisUtterance(p.text);
      Object.assign(u, { voice, lang: voice.lang, rate: .9, onend: next, onerror: () => mine == turn && stop() });
      speech.speak(u);
    };
    speech.cancel();
    next();
  };

  document.addEventListener("click", e => {
    if (!e.target.closest("[data-aloud]")) return e.target.closest("a[href]") && root.dataset.voice == "on" ? stop() : undefined;
    if (root.dataset.voice == "on") stop(); else if (voice) read();
  }, true);
  new MutationObserver(() => { if (root.dataset.voice == "on") stop() }).observe(page, { childList: true });
  addEventListener("pagehide", stop);
  document.addEventListener("visibilitychange", () => { if (document.hidden) stop() });
  speech.addEventListener?.("voiceschanged", look);
  look();
})();
