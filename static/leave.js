// Quick exit: the census's start page takes this page's place in the history, so that Back does not return here.
document.addEventListener("click", function (e) {
  "use strict";
  var a = e.target;
  while (a && !(a.hasAttribute && a.hasAttribute("data-away"))) { a = a.parentNode; }
  if (a) { e.preventDefault(); document.body.hidden = true; location.replace(a.href); }
});
