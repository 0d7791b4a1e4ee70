// The service worker of the fieldwork pages. It keeps one empty page with its script and style (SHELL, put before this by
// the server) and shows it when there is no line; it keeps no page that names anybody.
const NAME = "fieldwork-" + SHELL.join();
const WAIT = 10000;
self.addEventListener("install", (e) => {
  e.waitUntil(caches.open(NAME).then((c) => c.addAll(SHELL)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (e) => {
  e.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((n) => n.startsWith("fieldwork-") && n !== NAME).map((n) => caches.delete(n))))
    .then(() => self.clients.claim()));
});
const kept = (path) => caches.match(path, { ignoreVary: true, ignoreSearch: true });
self.addEventListener("fetch", (e) => {
  const path = new URL(e.request.url).pathname;
  if (e.request.method !== "GET") { return; }
  if (e.request.mode === "navigate") {
    const late = new Promise((_, fail) => { setTimeout(fail, WAIT); });
    e.respondWith(Promise.race([fetch(e.request), late]).catch(() => kept(SHELL[0])));
  } else if (SHELL.includes(path)) {
    e.respondWith(kept(path).then((hit) => hit || fetch(e.request)));
  }
});
