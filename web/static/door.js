"use strict";
// On the page where answers are written down at doors: which homes are done, and how many are left. The answers themselves are
// kept and sent by outbox.js, which tells here what waits and what has arrived; without either the form works all the same.
(() => {
  const door = document.querySelector("[data-door]");
  if (!door) return;
  const form = door.querySelector("form"), d = door.dataset, unit = form.elements.unit;
  const put = (words, n) => words.replace("{n}", n);
  const mine = t => t.action == form.getAttribute("action") && t.form == form.id;

  // mark notes which homes have answered or wait to be sent: in the list, in the count, and among those that are left.
  function mark({ waiting, told }) {
    const arrived = new Set(told.filter(mine).map(t => t.thing)), waits = new Set(waiting.filter(w => mine(w) && !w.refused).map(w => w.thing));
    const homes = [...unit.options].filter(o => o.value);
    for (const o of homes) {
      if (arrived.has(o.value)) o.dataset.state ||= d.done;
      o.textContent = o.dataset.label + (waits.has(o.value) ? d.marked : o.dataset.state || "");
      if (o.dataset.state) door.querySelector("[data-home=" + CSS.escape(o.value) + "]")?.remove();
    }
    const done = homes.filter(o => o.dataset.state).length;
    const progress = door.querySelector("[data-progress]"), left = door.querySelector("[data-left]");
    progress.textContent = put(progress.dataset.progress, done);
    left.textContent = put(left.dataset.left, homes.length - done);
  }
  document.addEventListener("outbox", e => mark(e.detail));
  if (window.shell?.box) mark(shell.box);
})();
