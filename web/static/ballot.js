"use strict";
// A ballot is complete without this: radios, ticks and a number beside each option. This
// says what is ticked so far and what it costs, moves the rows of a ranking by buttons,
// keys and dragging, and tells when there is no network. All of it writes into the same
// fields, and everything is found anew at each event, so that a page drawn again loses
// nothing. Sentences come with the page, in data attributes. boot.js fetches this where
// there is a ballot.
(() => {
  const root = document.documentElement;
  const all = (in_, what) => [...in_.querySelectorAll(what)];
  const put = (words, values) => words.replace(/\{(\w+)\}/g, (_, k) => values[k]);
  const write = (at, text) => { if (at && at.textContent != text) at.textContent = text };

  // What is ticked: how many, what they cost, how much is left.
  const grouped = n => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
  const money = cents => grouped(Math.trunc(cents / 100)) + (cents % 100 ? "." + String(cents % 100).padStart(2, "0") : "") + " 元";
  function total(ballot) {
    const at = ballot.querySelector("[data-total]");
    if (!at) return;
    const ticked = all(ballot, "[name=choice]:checked"), d = at.dataset;
    const sum = ticked.reduce((n, e) => n + Number(e.dataset.cost), 0);
    const most = Number(d.budget ?? d.most ?? Infinity), used = d.budget ? sum : ticked.length, shown = d.budget ? money : String;
    const words = !ticked.length ? d.none : used > most ? d.over : d.within;
    at.classList.toggle("over", used > most);
    at.querySelector("[data-part]")?.setAttribute("width", Math.min(100, used * 100 / most) + "%");
    write(at.querySelector("p"), put(words, { n: ticked.length, sum: money(sum), rest: shown(Math.abs(most - used)) }));
  }

  // A ranking is a list of groups: those in the first are first, and equal.
  const field = row => row.querySelector("select");
  const place = row => Number(row.dataset.place);
  function groups(list) {
    const by = new Map();
    for (const row of all(list, ".rank").sort((a, b) => place(a) - place(b))) {
      const n = Number(field(row).value);
      if (n) by.set(n, [...by.get(n) ?? [], row]);
    }
    return [...by.keys()].sort((a, b) => a - b).map(n => by.get(n));
  }
  // number writes the groups into the fields, and puts the rows into their order.
  function number(list, order) {
    for (const row of all(list, ".rank")) field(row).value = "";
    order.forEach((rows, i) => rows.forEach(row => { field(row).value = i + 1 }));
    sort(list);
  }
  function sort(list) {
    const have = all(list, ".rank"), key = row => Number(field(row).value) || Infinity;
    const want = [...have].sort((a, b) => key(a) - key(b) || place(a) - place(b));
    if (want.every((row, i) => row == have[i])) return;
    const at = document.activeElement;
    list.append(...want);
    if (list.contains(at)) at.focus({ preventScroll: true });
  }
  // move puts a row one place up or down: out of its equals, else past the group beside it.
  function move(list, row, way) {
    const order = groups(list), at = order.findIndex(g => g.includes(row));
    if (at < 0) {
      if (way == "up") order.push([row]);
    } else {
      const left = order[at].filter(r => r != row), by = way == "up" ? 0 : 1;
      order.splice(at, 1, ...left.length ? [left] : []);
      if (left.length) order.splice(at + by, 0, [row]);
      else if (way == "up") order.splice(Math.max(0, at - 1), 0, [row]);
      else if (at < order.length) order.splice(at + 1, 0, [row]); // past the last it is not ranked any more
    }
    number(list, order);
    told(list, row);
  }
  function told(list, row) {
    const n = field(row).value, values = { x: row.dataset.name, n, k: all(list, ".rank").filter(r => field(r).value).length };
    write(list.closest("[data-ballot]").querySelector("[data-moved]"), put(n ? list.dataset.at : list.dataset.out, values));
    blanked(list, false);
  }

  // A blank ballot chooses nothing, and a choice is no blank ballot.
  function blanked(within, blank) {
    const ballot = within.closest("[data-ballot]"), box = ballot.querySelector("[name=blank]");
    if (!box) return;
    if (!blank) { box.checked = false; return }
    for (const e of all(ballot, "[name=choice]")) e.checked = false;
    const list = ballot.querySelector("[data-ranks]");
    if (list) number(list, []);
  }

  function network() { for (const p of all(document, "[data-net]")) p.hidden = navigator.onLine }

  // drawn brings what the server has drawn to where the fields are.
  function drawn() {
    root.dataset.ballot = "live";
    for (const ballot of all(document, "[data-ballot]:not(:root)")) {
      total(ballot);
      for (const list of all(ballot, "[data-ranks]")) sort(list);
    }
    network();
  }

  document.addEventListener("change", e => {
    const ballot = e.target.closest?.("[data-ballot]:not(:root)");
    if (!ballot) return;
    const row = e.target.closest(".rank");
    if (row) {
      sort(row.parentNode);
      told(row.parentNode, row);
    } else if (e.target.name == "blank") blanked(ballot, e.target.checked);
    else if (e.target.name == "choice") blanked(ballot, false);
    total(ballot);
  });
  document.addEventListener("click", e => {
    const button = e.target.closest?.("[data-move]");
    if (button) move(button.closest("[data-ranks]"), button.closest(".rank"), button.dataset.move);
  });
  document.addEventListener("keydown", e => {
    const row = e.target.closest?.(".rank"), way = { ArrowUp: "up", ArrowDown: "down" }[e.key];
    if (!row || !way || !e.altKey) return;
    e.preventDefault();
    move(row.parentNode, row, way);
  });

  // Dragging: the row goes where the finger is; let go, it has the place it lies in.
  let held = null;
  document.addEventListener("pointerdown", e => {
    const grip = e.target.closest?.(".grip");
    if (!grip || e.button) return;
    e.preventDefault();
    held = grip.closest(".rank");
    grip.setPointerCapture(e.pointerId);
    held.classList.add("held");
  });
  document.addEventListener("pointermove", e => {
    if (!held) return;
    if (e.clientY < 70) scrollBy(0, -14);
    if (e.clientY > innerHeight - 90) scrollBy(0, 14);
    const list = held.parentNode, middle = r => { const box = r.getBoundingClientRect(); return box.top + box.height / 2 };
    const before = all(list, ".rank").filter(r => r != held).find(r => e.clientY < middle(r)) ?? null;
    if (held.nextElementSibling != before) list.insertBefore(held, before);
  });
  const drop = e => {
    if (!held) return;
    const row = held, list = row.parentNode;
    held = null;
    row.classList.remove("held");
    if (e.type == "pointercancel") return sort(list);
    const rows = all(list, ".rank"), order = groups(list).map(g => g.filter(r => r != row)).filter(g => g.length);
    const above = rows.slice(0, rows.indexOf(row));
    const at = order.filter(g => g.some(r => above.includes(r))).length;
    order.splice(at, 0, [row]);
    number(list, order);
    told(list, row);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);

  addEventListener("online", network);
  addEventListener("offline", network);
  addEventListener("pageshow", drawn); // a browser fills in fields again when it comes back
  document.addEventListener("painted", drawn);
  drawn();
})();
