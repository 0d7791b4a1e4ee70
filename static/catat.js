// What htmx leaves out: after a step is swapped in, the reader's focus goes to the error summary or the heading;
// a request that failed says so, keeps what was typed, and can be sent again by one tap or when the line is back.
(function (d) {
  "use strict";
  var failed = null, bar = d.getElementById("offline");
  function show(on) { if (bar) { bar.hidden = !on; } }
  function again() { if (failed && d.contains(failed)) { var f = failed; failed = null; f.requestSubmit ? f.requestSubmit() : f.submit(); } }
  function keep(e) { failed = e.detail.elt; show(true); }
  d.addEventListener("htmx:afterSettle", function (e) {
    if (e.detail.target.id !== "main") { return; }
    var at = d.querySelector("#errors") || d.querySelector("#main h1");
    if (at) { at.tabIndex = -1; at.focus(); }
    scrollTo(0, 0);
    d.querySelectorAll("header [hreflang]").forEach(function (a) {
      a.href = a.href.replace(/back=.*/, "back=" + encodeURIComponent(location.pathname));
    });
  });
  d.addEventListener("htmx:beforeRequest", function () { show(false); });
  d.addEventListener("htmx:sendError", keep);
  d.addEventListener("htmx:timeout", keep);
  d.addEventListener("htmx:responseError", keep);
  addEventListener("online", again);
  if (bar) { bar.querySelector("button").addEventListener("click", again); }
})(document);
