"use strict";
// Answers that are written down at a door. The page's form works without this; with it an
// answer first stands on this phone, and is sent when there is a network. It is kept until
// the server has said that it has it, under an id of its own, so that sent twice it counts
// once. What waits belongs to whoever wrote it down: nobody else who signs in on this phone
// sees or sends it. Sentences come with the page, in data attributes.
(() => {
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const form = door.querySelector("form"), d = door.dataset, unit = form.elements.unit;
  const list = door.querySelector("[data-waiting]"), say = door.querySelector("[data-told]");
  const key = "door " + d.me + " " + form.getAttribute("action");
  const put = (words, values) => words.replace(/\{(\w+)\}/g, (_, k) => values[k]);

  let waiting;
  try {
    localStorage.setItem("door-try", "1");
    localStorage.removeItem("door-try");
    waiting = JSON.parse(localStorage.getItem(key) || "[]");
  } catch { return } // nothing can be kept here: the browser sends the form itself

  const keep = () => {
    waiting.length ? localStorage.setItem(key, JSON.stringify(waiting)) : localStorage.removeItem(key);
    draw();
  };
  const newID = () => {
    const b = crypto.getRandomValues(new Uint8Array(16));
    return "door-" + [...b].map(n => n.toString(16).padStart(2, "0")).join("");
  };
  const element = (name, text, more) => Object.assign(document.createElement(name), { textContent: text }, more);
  const tell = (...texts) => {
    say.replaceChildren(...texts.filter(t => t).map(t => element("p", t)));
    say.hidden = !say.firstChild;
  };

  // Of several that are sent at once each that was not counted is named, not the last alone.
  let taken = [], dropped = [];
  const tellSent = () => tell(...dropped.map(home => put(d.dropped, { home })),
    taken.length > 1 ? put(d.takenMany, { n: taken.length }) : taken.length ? put(d.taken, { home: taken[0] }) : "");

  // draw says what waits, and why what was refused was; and marks the homes that are done.
  function draw() {
    const open = waiting.filter(w => !w.refused).length;
    list.replaceChildren();
    list.hidden = !waiting.length;
    if (open) list.append(element("p", put(d.waits, { n: open })));
    for (const w of waiting.filter(w => w.refused)) {
      const box = element("div", "", { className: "refusal" });
      box.append(element("p", w.label + "：" + (w.says || d.failed)));
      const again = element("button", d.again, { type: "button", className: "button quiet" });
      again.onclick = () => restore(w);
      const drop = element("button", d.drop, { type: "button", className: "button quiet" });
      drop.onclick = () => { waiting = waiting.filter(o => o != w); keep() };
      const both = element("p", "", { className: "buttons" });
      both.append(again, drop);
      box.append(both);
      list.append(box);
    }
    for (const o of unit.options) if (o.value) {
      o.textContent = o.dataset.label + (waiting.some(w => w.unit == o.value && !w.refused) ? d.marked : o.dataset.state || "");
    }
  }

  // restore puts a refused answer back into the form, to be corrected.
  function restore(w) {
    form.reset();
    for (const [name, value] of w.fields) for (const e of form.querySelectorAll("[name=" + CSS.escape(name) + "]")) {
      if (e.type == "radio" || e.type == "checkbox") e.checked ||= e.value == value;
      else e.value = value;
    }
    waiting = waiting.filter(o => o != w);
    keep();
    unit.focus();
  }

  form.addEventListener("submit", e => {
    e.preventDefault();
    const fields = [...new FormData(form)].filter(([name, v]) => name != "command" && name != "written" && typeof v == "string" && v != "");
    const chosen = unit.selectedOptions[0];
    fields.push(["written", String(Date.now())]);
    waiting.push({ command: newID(), unit: unit.value, label: chosen.dataset.label ?? "", fields });
    form.reset();
    if (!sending) taken = dropped = [];
    tell(put(d.kept, { home: chosen.dataset.label ?? "" }));
    keep();
    unit.focus();
    scrollTo({ top: 0, behavior: "instant" });
    send();
  });

  let sending = false;
  async function send() {
    if (sending) return;
    sending = true;
    try {
      for (const w of [...waiting]) if (!w.refused && !await sendOne(w)) break;
    } finally { sending = false }
  }

  // sendOne tells whether to go on with the next: not without a network, nor signed out.
  async function sendOne(w) {
    let answer, told;
    try {
      answer = await fetch("/_v" + form.getAttribute("action"), {
        method: "POST", body: new URLSearchParams([...w.fields, ["command", w.command], ["reader", d.me]]), credentials: "same-origin",
      });
      told = await answer.json();
    } catch { tell(d.offline); return false }
    if (answer.ok && told.location) {
      waiting = waiting.filter(o => o.command != w.command);
      if (told.location.includes("door-dropped")) dropped = [...dropped, w.label];
      else taken = [...taken, w.label];
      mark(w.unit);
      tellSent();
      keep();
      return true;
    }
    if (answer.status == 401 || told.reason == "signed-out") { tell(d.signedOut); return false }
    if (answer.status == 429 || answer.status >= 500) { tell(d.later); return false }
    w.refused = told.reason || "?";
    w.says = JSON.parse(d.reasons)[w.refused];
    tellSent();
    keep();
    return true;
  }
  // mark notes that a home has answered: in the list, in the count, and among those that are left.
  function mark(value) {
    for (const o of unit.options) if (o.value == value) o.dataset.state ||= d.done;
    door.querySelector("[data-home=" + CSS.escape(value) + "]")?.remove();
    const homes = [...unit.options].filter(o => o.value), done = homes.filter(o => o.dataset.state).length;
    const progress = door.querySelector("[data-progress]"), left = door.querySelector("[data-left]");
    progress.textContent = put(progress.dataset.progress, { n: done });
    left.textContent = put(left.dataset.left, { n: homes.length - done });
  }

  // The page is read again at the next door, where there may be no network: the worker, which
  // keeps pages, may have come after this one was opened.
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
  setInterval(() => { if (waiting.some(w => !w.refused)) send() }, 20000);
  draw();
  send();
})();
