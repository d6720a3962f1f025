// Keeps what this phone has seen, for reading without a network. The server writes
// VERSION and FILES before this. Files are of one version and never change; pages
// always come from the network while there is one.
const KEPT = "files-" + VERSION, PRIVATE = "private", MOST = 60;
let era = 0, forgotten = Promise.resolve();

addEventListener("install", e => e.waitUntil((async () => {
  const files = await caches.open(KEPT);
  await files.addAll(FILES.map(f => new Request(f, { credentials: "omit" })));
  await skipWaiting();
})()));

addEventListener("activate", e => e.waitUntil((async () => {
  for (const name of await caches.keys()) if (name != KEPT && name != PRIVATE) await caches.delete(name);
  await clients.claim();
})()));

addEventListener("message", e => e.waitUntil(clients.claim()));

addEventListener("fetch", e => {
  const r = e.request, u = new URL(r.url.split("#")[0]), app = u.pathname.startsWith("/_v/");
  if (u.origin != location.origin) return;
  const path = app ? u.pathname.slice(3) : u.pathname;
  if (path == "/sign-out" || path.startsWith("/enter/") || /^\/[^/]+\/(sign-in|join)(\/|$)|\/me\/(helping\/[^/]+\/(begin|end)|data|data\.json|leave)$/.test(path)) {
    if (r.method == "POST") e.waitUntil(forget());
  } else if (r.method == "GET" && path.startsWith("/static/")) {
    if (u.searchParams.has("v")) e.respondWith(file(r));
  } else if (r.method == "GET" && (app || r.mode == "navigate") && !/^\/[^/]+\/desk(\/|$)/.test(path)) {
    e.respondWith(page(e, r, u, app));
  }
});

// forget drops the pages of whoever was signed in, and what is still on its way.
function forget() {
  era++;
  return forgotten = caches.delete(PRIVATE);
}

async function file(r) {
  const files = await caches.open(KEPT), kept = await files.match(r);
  if (kept) return kept;
  const answer = await fetch(r);
  if (answer.ok && answer.status == 200) files.put(r, answer.clone()).catch(() => {});
  return answer;
}

async function page(e, r, u, app) {
  const began = era;
  try {
    const answer = await fetch(r);
    if (answer.status == 200 && answer.type == "basic" && !answer.redirected && !u.searchParams.has("done") && !answer.headers.has("Of-Another")) {
      e.waitUntil(keep(u.href, answer.clone(), began));
    } else if (u.searchParams.has("done")) e.waitUntil(stale(u));
    return answer;
  } catch (failed) {
    u.searchParams.delete("done");
    const saved = await caches.match(u.href, { cacheName: PRIVATE });
    if (saved) return saved;
    if (app) throw failed;
    return await caches.match("/offline", { cacheName: KEPT }) ?? Response.error();
  }
}

// stale drops what was saved of a page before something was done on it: read without a
// network it would say that it was not.
async function stale(u) {
  u = new URL(u);
  u.searchParams.delete("done");
  const saved = await caches.open(PRIVATE);
  const path = u.pathname.replace(/^\/_v(?=\/)/, "");
  for (const by of ["", "/_v"]) await saved.delete(u.origin + by + path + u.search);
}

async function keep(url, answer, began) {
  await forgotten;
  if (began != era) return;
  const saved = await caches.open(PRIVATE);
  if (began != era) return;
  await saved.put(url, answer);
  const all = await saved.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST))) await saved.delete(old);
}
