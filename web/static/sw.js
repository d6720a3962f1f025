// Keeps what this phone has seen, for reading without a network. The server writes
// VERSION, FILES and APP, the address of the app or "", before this. Files are of one version and never change; pages
// always come from the network while there is one.
const KEPT = "files-" + VERSION, PRIVATE = "private", READY = "ready", MOST = 60;
let era = 0, forgotten = Promise.resolve();
let made = "", since = ""; // what was asked to be ready, and is; when something was last done, after which it is another
let owner; // whose pages are kept, as the server names them; null: nobody's; undefined: not looked up yet

addEventListener("install", e => e.waitUntil((async () => {
  const files = await caches.open(KEPT);
  await files.addAll(FILES.map(f => new Request(f, { credentials: "omit" })));
  const app = APP && await caches.match(APP); // the same as before the update: not fetched once more
  if (app) await files.put(APP, app);
  await skipWaiting();
})()));

// What the app of another version has asked for, this one cannot read; pages it can.
addEventListener("activate", e => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (![KEPT, PRIVATE, READY].includes(name)) {
    await caches.delete(name);
    const saved = await caches.open(PRIVATE);
    for (const k of await saved.keys()) if (new URL(k.url).pathname.startsWith("/_v/")) await saved.delete(k);
  }
  await clients.claim();
  for (const c of await clients.matchAll()) c.postMessage({ version: VERSION });
})()));

addEventListener("message", e => {
  if (e.data == "version") return e.source.postMessage({ version: VERSION });
  e.waitUntil(e.data?.ready ? makeReady(e.data.ready) : clients.claim());
});

addEventListener("fetch", e => {
  const r = e.request, u = new URL(r.url.split("#")[0]), app = u.pathname.startsWith("/_v/");
  if (u.origin != location.origin) return;
  const path = app ? u.pathname.slice(3) : u.pathname;
  if (path == "/sign-out" || path == "/language" || path.startsWith("/enter/") || /^\/[^/]+\/(sign-in|join)(\/|$)|\/me\/(helping\/[^/]+\/(begin|end)|data|data\.json|leave)$/.test(path)) {
    if (r.method == "POST") e.waitUntil(forget());
  } else if (r.method == "GET" && path.startsWith("/static/")) {
    if (u.searchParams.has("v")) e.respondWith(file(r));
  } else if (r.method == "GET" && (app || r.mode == "navigate") && !/^\/[^/]+\/(desk|mail-check|mail-off)(\/|$)/.test(path)) {
    e.respondWith(page(e, r, u, app));
  }
});

// forget drops the pages of whoever was signed in, and what is still on its way.
function forget() {
  era++;
  owner = null;
  made = "";
  return forgotten = Promise.all([caches.delete(PRIVATE), caches.delete(READY)]);
}

// A file is of one version and never changes. Without a network a page that was saved before an
// update gets the one that is there.
async function file(r) {
  const files = await caches.open(KEPT), kept = await files.match(r);
  if (kept) return kept;
  try {
    const answer = await fetch(r);
    if (answer.ok && answer.status == 200) files.put(r, answer.clone()).catch(() => {});
    return answer;
  } catch { return await files.match(r, { ignoreSearch: true }) ?? Response.error() }
}

async function page(e, r, u, app) {
  let began = era;
  try {
    const answer = await fetch(r);
    if (began == era && await another(answer) && began == era) {
      forget();
      began = era;
    }
    if (keepable(answer) && !u.searchParams.has("done")) e.waitUntil(keep(PRIVATE, u.href, answer.clone(), began).catch(() => {}));
    else if (u.searchParams.has("done")) e.waitUntil(stale(u).then(() => makeAnew(answer.headers.get("Said-At"))));
    return answer;
  } catch (failed) {
    u.searchParams.delete("done");
    const saved = await again(u, app);
    if (saved) return saved;
    if (app) throw failed;
    return await caches.match("/offline", { cacheName: KEPT }) ?? Response.error();
  }
}

const keepable = answer => answer.status == 200 && answer.type == "basic" && !answer.redirected && !answer.headers.has("Of-Another");

// another tells whether an answer was given to somebody else than whose pages are kept: another
// person, or nobody, because the server has ended the session.
async function another(answer) {
  const now = answer.headers.get("Reader");
  if (now == null) return false;
  if (owner === undefined) {
    const began = era, saved = await caches.open(PRIVATE), [first] = await saved.keys();
    const of = first && (await saved.match(first))?.headers.get("Reader") || null;
    if (began == era && owner === undefined) owner = of;
  }
  return owner != null && owner != now;
}

// again is the newest that was saved of a page. It says from when it is, by the server's clock.
async function again(u, app) {
  const at = saved => saved?.headers.get("Said-At") ?? "";
  const newest = async url => {
    const both = [await caches.match(url, { cacheName: PRIVATE }), await caches.match(url, { cacheName: READY })];
    return both.sort((a, b) => at(b) > at(a) ? 1 : -1).find(Boolean);
  };
  const saved = await newest(u.href);
  if (!saved) return;
  // The app opens the document instead, where that was saved later.
  if (app && at(await newest(u.href.replace("/_v/", "/"))) > at(saved)) return;
  const headers = new Headers(saved.headers);
  headers.set("Kept", at(saved));
  if (app) return new Response(saved.body, { headers });
  const html = await saved.text();
  return new Response(html.replace('<div id="page"', () => '<div id="page" data-kept="' + at(saved) + '"'), { headers });
}

// stale drops what was saved of a page before something was done on it: read without a
// network it would say that it was not.
async function stale(u) {
  u = new URL(u);
  u.searchParams.delete("done");
  const path = u.pathname.replace(/^\/_v(?=\/)/, "");
  for (const name of [PRIVATE, READY]) {
    const saved = await caches.open(name);
    for (const by of ["", "/_v"]) await saved.delete(u.origin + by + path + u.search);
  }
}

async function keep(name, url, answer, began) {
  await forgotten;
  if (began != era) return;
  const saved = await caches.open(name);
  if (began != era) return;
  owner = answer.headers.get("Reader") ?? owner;
  await saved.put(url, answer);
  if (began != era) return void await saved.delete(url);
  if (name != PRIVATE) return;
  const all = await saved.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await saved.delete(old);
}

// makeReady keeps pages that people want without a network although they have not opened them: those
// at the paths, and what the first one announces. Each is fetched once on a day, by the server's
// calendar, and once more when something was done; they are not counted among the MOST.
async function makeReady(asked) {
  if (made == asked) return;
  made = asked;
  const began = era, ready = await caches.open(READY), [day, ...paths] = asked.split(" "), all = new Set(paths);
  for (const path of all) {
    const url = location.origin + path;
    const today = async name => {
      const saved = await caches.match(url, { cacheName: name });
      const at = saved?.headers.get("Said-At") ?? "";
      return at.startsWith(day) && (at > since || path.endsWith("/help")) ? saved : undefined;
    };
    let answer = await today(READY);
    if (!answer) {
      answer = await today(PRIVATE) ?? await fetch(url, { credentials: "same-origin" }).catch(() => {});
      if (began != era || !answer) return void (made = "");
      if (!keepable(answer) || await another(answer)) continue;
      await keep(READY, url, answer.clone(), began);
    }
    const html = await answer.text();
    if (path == paths[0]) for (const [, to] of [...html.matchAll(ANNOUNCED)].slice(0, 10)) all.add(to);
    for (const [, to] of html.matchAll(/(?:href|src)="(\/static\/[^"]+\?v=[^"]+)"/g)) await file(new Request(to, { credentials: "omit" }));
  }
  for (const k of await ready.keys()) if (!all.has(k.url.slice(location.origin.length))) await ready.delete(k);
}

// makeAnew fetches what is to be ready once more, the help apart: whoever has just signed up finds it without a network too.
async function makeAnew(at) {
  const asked = made;
  if (!asked || !at) return;
  made = "";
  since = at;
  await makeReady(asked);
}

const ANNOUNCED = /href="(\/[\w-]+\/(?:meetings|topics|projects|calls|polls|activities)\/[\w-]{36,}(?:\/notice)?)"/g;
