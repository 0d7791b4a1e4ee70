// What htmx leaves out: after a step is swapped in, the reader's focus goes to the error summary or the heading; a
// request that failed says so, keeps what was typed, and is sent again (by the same button) by one tap or when the line
// is back; the language is switched with what is typed; before a session ends, one tap stays.
(function (d) {
  "use strict";
  var failed = null, pressed = null, timer, bar = d.getElementById("offline");
  function show(on) { if (bar) { bar.hidden = !on; } }
  function again() {
    if (!failed || !d.contains(failed)) { return; }
    var f = failed, by = pressed && pressed.form === f && d.contains(pressed) ? pressed : null;
    failed = null;
    if (f.requestSubmit) { f.requestSubmit(by); } else { f.submit(); }
  }
  function keep(e) { failed = e.detail.elt; show(true); }
  function watch() {
    var line = d.querySelector("[data-left]"), asked = d.getElementById("staying");
    clearTimeout(timer);
    if (asked) { asked.remove(); }
    if (line && window.fetch) { timer = setTimeout(warn, Math.max(0, line.dataset.left - 120) * 1000); }
  }
  function ask(how, then) {
    fetch("/stay", { method: how, credentials: "same-origin" }).then(function (r) {
      if (r.status === 200) { r.text().then(then); }
    }, function () {});
  }
  function warn() {
    ask("GET", function (html) {
      d.body.insertAdjacentHTML("beforeend", html);
      d.querySelector("#staying button").addEventListener("click", stay);
    });
  }
  function stay() {
    ask("POST", function (html) {
      var line = d.querySelector("[data-left]");
      if (line) { line.outerHTML = html; }
      watch();
    });
  }
  d.addEventListener("submit", function (e) { pressed = e.submitter || null; }, true);
  d.addEventListener("click", function (e) {
    var to = e.target.closest && e.target.closest("header [lang]"), f = d.getElementById("step"), said;
    if (!to) { return; }
    e.preventDefault();
    if (!f) {
      location.href = "/language?to=" + to.lang + "&back=" + encodeURIComponent(location.pathname + location.search);
      return;
    }
    said = d.createElement("input");
    said.type = "hidden"; said.name = "lang"; said.value = to.lang;
    f.appendChild(said);
    f.submit();
  });
  d.addEventListener("htmx:afterSettle", function (e) {
    if (e.detail.target.id !== "main") { return; }
    var at = d.querySelector("#errors") || d.querySelector("#main h1");
    if (at) { at.tabIndex = -1; at.focus(); }
    scrollTo(0, 0);
    watch();
  });
  d.addEventListener("htmx:beforeRequest", function () { show(false); });
  d.addEventListener("htmx:sendError", keep);
  d.addEventListener("htmx:timeout", keep);
  d.addEventListener("htmx:responseError", keep);
  addEventListener("online", again);
  addEventListener("pageshow", function (e) { if (e.persisted) { location.reload(); } });
  if (bar) { bar.querySelector("button").addEventListener("click", again); }
  watch();
})(document);
