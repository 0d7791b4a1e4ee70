// The enumerator's phone without signal (docs/adr/0016). The day's list lies in IndexedDB under a key that only the
// passphrase opens; an outcome is sealed at once to the server, stays until the server has acknowledged its id, and
// is sent when there is a line. Without this script every page works online as it is.
(function (d) {
  "use strict";
  var bar = d.getElementById("unsent"), subtle = window.crypto && crypto.subtle, ROUNDS = 310000;
  if (!bar || !window.indexedDB || !subtle || !window.fetch) { return; }
  var text = new TextEncoder(), busy = false, secret = null, found = null;

  function store(name, mode, act) {
    return new Promise(function (done, fail) {
      var asked = indexedDB.open("catat-fieldwork", 1);
      asked.onupgradeneeded = function () {
        asked.result.createObjectStore("list");
        asked.result.createObjectStore("queue", { keyPath: "client_id" });
      };
      asked.onerror = function () { fail(asked.error); };
      asked.onsuccess = function () {
        var db = asked.result, t = db.transaction(name, mode), r = act(t.objectStore(name));
        t.oncomplete = function () { db.close(); done(r.result); };
        t.onabort = t.onerror = function () { db.close(); fail(t.error); };
      };
    });
  }
  function queue() { return store("queue", "readonly", function (s) { return s.getAll(); }); }
  function forget() { secret = found = null; return store("list", "readwrite", function (s) { return s.delete("list"); }); }
  async function list() {
    var kept = await store("list", "readonly", function (s) { return s.get("list"); });
    if (kept && new Date(kept.until) < new Date()) { await forget(); return null; }
    return kept || null;
  }
  function b64(bytes) { return btoa(String.fromCharCode.apply(null, new Uint8Array(bytes))); }
  function bytes(b) { return Uint8Array.from(atob(b), function (c) { return c.charCodeAt(0); }); }
  function random(n) { return crypto.getRandomValues(new Uint8Array(n)); }
  function aes(nonce, about) { return about ? { name: "AES-GCM", iv: nonce, additionalData: about } : { name: "AES-GCM", iv: nonce }; }
  function newId() {
    var h = Array.from(random(16), function (b) { return b.toString(16).padStart(2, "0"); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), "4" + h.slice(13, 16), "8" + h.slice(17, 20), h.slice(20)].join("-");
  }
  function say(name, values) {
    var words = bar.dataset[name] || "", at = d.getElementById("said");
    Object.keys(values || {}).forEach(function (k) { words = words.replace("{" + k + "}", values[k]); });
    if (at) { at.textContent = words; at.hidden = !words; }
  }

  async function keyOf(phrase, salt) {
    var base = await subtle.importKey("raw", text.encode(phrase.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
    return subtle.deriveKey({ name: "PBKDF2", hash: "SHA-256", salt: salt, iterations: ROUNDS }, base,
      { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
  async function keep(kept, told) {
    kept.nonce = random(12);
    kept.data = await subtle.encrypt(aes(kept.nonce), secret, text.encode(JSON.stringify(told)));
    return store("list", "readwrite", function (s) { return s.put(kept, "list"); });
  }
  async function take(phrase) {
    var answer = await fetch("/fieldwork/phone-list", { credentials: "same-origin" }), told, kept;
    if (!answer.ok) { throw new Error(); }
    told = await answer.json();
    kept = { owner: told.owner, until: told.until, key: told.key, salt: random(16) };
    secret = await keyOf(phrase, kept.salt);
    await keep(kept, { day: told.day, doors: told.doors });
    if (navigator.storage && navigator.storage.persist) { navigator.storage.persist(); }
  }
  async function sealed(id, told, key) {
    var raw = bytes(key), curve = { name: "ECDH", namedCurve: "P-256" }, nonce = random(12), own, point, shared, base, one;
    own = await subtle.generateKey(curve, false, ["deriveBits"]);
    point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
    shared = await subtle.deriveBits({ name: "ECDH", public: await subtle.importKey("raw", raw.slice(1), curve, false, []) },
      own.privateKey, 256);
    base = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    one = await subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: point, info: text.encode("catat-phone-report") }, base,
      { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    shared = new Uint8Array(await subtle.encrypt(aes(nonce, text.encode(id)), one, text.encode(JSON.stringify(told))));
    return b64([].concat(raw[0], Array.from(point), Array.from(nonce), Array.from(shared)));
  }
  async function record(kept, id, household, outcome, note) {
    var told = { household: household, outcome: outcome, note: note, device_at: new Date().toISOString() };
    var item = { client_id: id, owner: kept.owner, sealed: await sealed(id, told, kept.key) };
    await store("queue", "readwrite", function (s) { return s.put(item); });
    await count();
    await send();
  }

  async function count() {
    var n = (await queue()).length;
    bar.hidden = n === 0;
    bar.querySelector("b").textContent = n;
    return n;
  }
  async function send() {
    var items = await queue(), i;
    if (busy || !items.length) { return; }
    busy = true;
    try {
      for (i = 0; i < items.length; i += 25) { await post(items[0].owner, items.slice(i, i + 25)); }
    } catch (e) { say("waits"); }
    busy = false;
    await count();
  }
  async function post(owner, items) {
    var body = { owner: owner, sent_at: new Date().toISOString(), reports: items.filter(function (one) { return one.owner === owner; }) };
    var answer = await fetch("/fieldwork/reports", { method: "POST", credentials: "same-origin",
      headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }), told, i, one;
    if (answer.status === 401 || answer.status === 403) { say("signin"); return; }
    if (answer.status === 409) { say("other"); return; }
    if (!answer.ok) { throw new Error(); }
    told = await answer.json();
    for (i = 0; i < told.reports.length; i++) {
      one = told.reports[i];
      if (one.verdict) { await drop(one.client_id); } else { say("refused", { words: one.refused }); }
    }
    if (told.clock_off_s) { say("clock", { n: Math.max(1, Math.round(Math.abs(told.clock_off_s) / 60)) }); }
  }
  function drop(id) { return store("queue", "readwrite", function (s) { return s.delete(id); }); }

  function fill(part, one) {
    part.querySelectorAll("[data-of]").forEach(function (at) {
      var value = one[at.dataset.of];
      if (!value || (Array.isArray(value) && !value.length)) { at.remove(); return; }
      if (at.dataset.of === "geo") { at.href = "geo:" + value + "?q=" + value; return; }
      if (at.textContent.indexOf("{}") < 0) { if (value !== true) { at.textContent = Array.isArray(value) ? value.join(". ") : value; } return; }
      at.textContent = at.textContent.replace("{}", Array.isArray(value) ? value.join(", ") : value);
    });
  }
  function show(kept) {
    var at = d.getElementById("doors"), form = d.getElementById("open");
    form.hidden = true;
    found.doors.forEach(function (one) {
      var part = d.getElementById("door").content.cloneNode(true), box = part.firstElementChild;
      fill(part, one);
      box.addEventListener("submit", async function (e) {
        var pressed = e.submitter, note = box.querySelector("[name=note]");
        e.preventDefault();
        box.querySelectorAll("button").forEach(function (b) { b.disabled = true; });
        one.done = pressed.textContent;
        await keep(kept, found);
        finished(box, one);
        await record(kept, newId(), one.id, pressed.value, note.value);
      });
      at.appendChild(part);
      if (one.done) { finished(box, one); }
    });
  }
  function finished(box, one) {
    box.className = "done";
    box.querySelector("form").remove();
    var line = box.querySelector(".said");
    line.hidden = false;
    line.querySelector("b").textContent = one.done;
    if (!one.again) { line.querySelector("span").remove(); return; }
    line.querySelector("span").textContent = line.querySelector("span").textContent.replace("{}", one.again.join(", "));
  }
  async function unlock(phrase) {
    var kept = await list();
    if (!kept) { say("none"); return; }
    try {
      secret = await keyOf(phrase, kept.salt);
      found = JSON.parse(new TextDecoder().decode(await subtle.decrypt(aes(kept.nonce), secret, kept.data)));
    } catch (e) { say("wrong"); return; }
    say("");
    show(kept);
  }

  function on(id, event, act) { var at = d.getElementById(id); if (at) { at.addEventListener(event, act); } }
  on("unsent", "click", function (e) { if (e.target.tagName === "BUTTON") { send(); } });
  on("take", "submit", function (e) {
    e.preventDefault();
    say("busy");
    take(this.phrase.value).then(state, function () { say("nolist"); });
    this.reset();
  });
  on("open", "submit", function (e) { e.preventDefault(); say("busy"); unlock(this.phrase.value); this.reset(); });
  on("forget", "click", function () { forget().then(state); });
  d.addEventListener("submit", async function (e) {
    var f = e.target, by = e.submitter, kept;
    if (f.getAttribute("action") === "/staff/sign-out") {
      e.preventDefault();
      if (await count()) { say("leave"); d.getElementById("said").scrollIntoView(); return; }
      await forget();
      f.submit();
    } else if (f.id === "outcome" && by) {
      e.preventDefault();
      kept = await list();
      if (!kept) { var chosen = d.createElement("input"); chosen.type = "hidden"; chosen.name = by.name; chosen.value = by.value; f.appendChild(chosen); f.submit(); return; }
      f.querySelectorAll("button").forEach(function (b) { b.disabled = true; });
      await record(kept, f.client_id.value, f.dataset.household, by.value, f.note.value);
      var left = (await queue()).some(function (one) { return one.client_id === f.client_id.value; });
      location.href = "/fieldwork/today" + (left ? "" : "?saved=" + by.value + "&at=" + f.dataset.household);
    }
  });
  async function state() {
    var kept = await list(), line = d.getElementById("taken"), form = d.getElementById("take");
    say("");
    if (line) {
      line.hidden = !kept;
      if (kept) { line.querySelector("b").textContent = new Date(kept.until).toTimeString().slice(0, 5).replace(":", "."); }
    }
    if (form) { form.parentElement.hidden = false; form.parentElement.open = false; }
    if (d.getElementById("open") && !kept) { d.getElementById("open").hidden = true; say("none"); }
  }
  if (navigator.serviceWorker) { navigator.serviceWorker.register("/sw.js", { scope: "/fieldwork/" }).catch(function () {}); }
  addEventListener("online", send);
  state().then(count).then(send);
})(document);
